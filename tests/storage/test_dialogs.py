"""Dialogs: one to a chat, and it survives."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage import tables
from storage.records import DialogRecord
from tests.storage.ground import LATER, NOW, Ground

FIRST = DialogRecord(name="registration", step="kind", data={"kinds": ["co2"], "page": 2})
SECOND = DialogRecord(name="registration", step="date", data={})


async def test_a_dialog_is_found_again_as_it_was_left(ground: Ground) -> None:
    async with ground.dialogs() as dialogs:
        await dialogs.put(1, FIRST, NOW)
    async with ground.dialogs() as dialogs:
        assert await dialogs.get(1) == FIRST
        assert await dialogs.get(2) is None


async def test_a_chat_has_one_dialog_which_moves_on_and_ends(ground: Ground) -> None:
    async with ground.dialogs() as dialogs:
        await dialogs.put(1, FIRST, NOW)
        await dialogs.put(1, SECOND, LATER)
        assert await dialogs.get(1) == SECOND
        await dialogs.put(2, FIRST, NOW)
        await dialogs.end(1)
        await dialogs.end(1)
        assert await dialogs.get(1) is None
        assert await dialogs.get(2) == FIRST


async def test_the_database_itself_allows_no_second_dialog_in_a_chat(ground: Ground) -> None:
    async def add_behind_its_back() -> None:
        async with ground.database.write() as session:
            for step in ("a", "b"):
                session.add(tables.Dialog(clinic_id=ground.clinic_id, chat_id=1, name="n", step=step, updated_at=NOW))

    with pytest.raises(IntegrityError):
        await add_behind_its_back()


async def test_what_is_handed_out_is_a_copy(ground: Ground) -> None:
    async with ground.dialogs() as dialogs:
        await dialogs.put(1, FIRST, NOW)
        found = await dialogs.get(1)
        assert found is not None
        found.data["page"] = 3
    async with ground.dialogs() as dialogs:
        assert await dialogs.get(1) == FIRST
