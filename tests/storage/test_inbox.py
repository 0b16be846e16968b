"""The inbox: each update once, in order within a chat, and nothing of its content left when it is handled."""

import json
from datetime import timedelta
from typing import Any

import pytest

from storage.inbox import MAX_ATTEMPTS, PAUSE, chat_of
from tests.storage.ground import LATER, NOW, Ground

MINA, JUN, GROUP = 1001, 1002, -1_001_234_567_890


def update(number: int, chat: int = MINA, text: str = "hello") -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": text}}


async def receive(ground: Ground, *updates: dict[str, Any]) -> int:
    async with ground.inbox() as inbox:
        return await inbox.store(updates, NOW)


async def waiting(ground: Ground, at: Any = NOW, **which: Any) -> list[int]:
    async with ground.inbox() as inbox:
        return [record.update_id for record in await inbox.waiting(at, **{"limit": 100, **which})]


async def fail(ground: Ground, at: Any = NOW) -> bool:
    async with ground.inbox() as inbox:
        (record,) = await inbox.waiting(at, limit=1)
        return await inbox.failed(record, "ValueError", at)


async def finish_first(ground: Ground, at: Any = NOW) -> None:
    async with ground.inbox() as inbox:
        (record,) = await inbox.waiting(at, limit=1)
        await inbox.done(record, at)


async def test_an_update_is_stored_once_however_often_it_comes(ground: Ground) -> None:
    assert await receive(ground, update(1), update(2), update(1)) == 2
    await finish_first(ground)
    assert await receive(ground, update(1), update(2), update(3)) == 1
    assert await receive(ground) == 0
    assert ground.rows("SELECT update_id FROM inbox_update ORDER BY update_id") == [(1,), (2,), (3,)]


async def test_of_each_chat_the_first_update_is_handed_out_and_then_the_next(ground: Ground) -> None:
    await receive(ground, update(1), update(2), update(3, JUN), update(4, JUN), update(5))
    assert await waiting(ground) == [1, 3]
    await finish_first(ground)
    assert await waiting(ground) == [2, 3]


async def test_a_chat_with_very_many_updates_hides_nobody_else(ground: Ground) -> None:
    await receive(ground, *(update(number) for number in range(1, 1001)), update(2000, JUN))
    assert await waiting(ground, limit=5) == [1, 2000]


async def test_a_chat_can_be_asked_for_alone(ground: Ground) -> None:
    await receive(ground, update(1), update(2, JUN))
    assert await waiting(ground, chat_id=JUN) == [2]
    assert await waiting(ground, chat_id=GROUP) == []


async def test_later_updates_of_a_chat_wait_behind_one_that_is_to_be_tried_again(ground: Ground) -> None:
    await receive(ground, update(1), update(2), update(3, JUN))
    assert not await fail(ground)
    assert await waiting(ground) == [3]
    assert await waiting(ground, at=NOW + PAUSE) == [1, 3]


async def test_updates_without_a_chat_wait_behind_nobody(ground: Ground) -> None:
    await receive(ground, {"update_id": 1, "poll": {}}, {"update_id": 2, "poll": {}})
    assert await waiting(ground) == [1, 2]
    assert not await fail(ground)
    assert await waiting(ground) == [2]


async def test_an_update_is_set_aside_after_the_third_failure_with_its_content_and_the_next_one_goes_on(
    ground: Ground,
) -> None:
    await receive(ground, update(1), update(2))
    at, ends = NOW, []
    for _ in range(MAX_ATTEMPTS):
        ends.append(await fail(ground, at))
        at += timedelta(minutes=1)
    assert ends == [False, False, True]
    assert await waiting(ground, at=at) == [2]
    ((state, attempts, error, body),) = ground.rows(
        "SELECT state, attempts, error, body FROM inbox_update WHERE update_id = 1"
    )
    assert (state, attempts, error) == ("dead", MAX_ATTEMPTS, "ValueError")
    assert json.loads(body) == update(1)


async def test_the_pauses_grow(ground: Ground) -> None:
    await receive(ground, update(1))
    await fail(ground)
    await fail(ground, NOW + PAUSE)
    async with ground.inbox() as inbox:
        assert await inbox.next_try_at() == NOW + PAUSE + 2 * PAUSE


async def test_a_postponed_update_has_no_mark_against_it(ground: Ground) -> None:
    await receive(ground, update(1))
    async with ground.inbox() as inbox:
        (record,) = await inbox.waiting(NOW, limit=1)
        await inbox.postpone(record, "RetryAfter", LATER)
    assert await waiting(ground) == []
    async with ground.inbox() as inbox:
        (record,) = await inbox.waiting(LATER, limit=1)
    assert record.attempts == 0


async def test_an_unreadable_update_is_set_aside_at_once_with_its_content(ground: Ground) -> None:
    await receive(ground, update(1))
    async with ground.inbox() as inbox:
        (record,) = await inbox.waiting(NOW, limit=1)
        await inbox.unreadable(record, "KeyError", NOW)
    assert await waiting(ground) == []
    assert ground.rows("SELECT state, error, body IS NULL FROM inbox_update") == [("dead", "KeyError", 0)]


async def test_nothing_of_what_was_written_is_kept_when_it_is_handled(ground: Ground) -> None:
    await receive(ground, update(1, text="a canary"))
    await finish_first(ground)
    assert ground.rows("SELECT state, body FROM inbox_update") == [("done", None)]


async def test_what_waits_is_handled_at_once_even_when_the_clock_was_turned_back(ground: Ground) -> None:
    await receive(ground, update(1))
    assert await waiting(ground, at=NOW - timedelta(hours=1)) == [1]


async def test_the_next_try_counts_only_who_is_first_in_a_chat(ground: Ground) -> None:
    async with ground.inbox() as inbox:
        assert await inbox.next_try_at() is None
    await receive(ground, update(1), update(2))
    async with ground.inbox() as inbox:
        assert await inbox.next_try_at() == NOW
    await fail(ground)
    async with ground.inbox() as inbox:
        assert await inbox.next_try_at() == NOW + PAUSE


async def test_any_text_that_json_can_carry_is_stored(ground: Ground) -> None:
    await receive(ground, update(1, text="안녕 🌅 \ud800 \x00"))
    async with ground.inbox() as inbox:
        (record,) = await inbox.waiting(NOW, limit=1)
    assert json.loads(record.body) == update(1, text="안녕 🌅 \ud800 \x00")


@pytest.mark.parametrize(
    ("raw", "chat"),
    [
        ({"message": {"chat": {"id": MINA}}}, MINA),
        ({"edited_message": {"chat": {"id": GROUP}}}, GROUP),
        ({"my_chat_member": {"chat": {"id": MINA}}}, MINA),
        ({"callback_query": {"from": {"id": JUN}, "message": {"chat": {"id": MINA}}}}, MINA),
        ({"callback_query": {"from": {"id": JUN}}}, JUN),
        ({"callback_query": {"from": {"id": JUN}, "message": None}}, JUN),
        ({"callback_query": "nonsense"}, None),
        ({"callback_query": {"from": "nonsense"}}, None),
        ({"message": "nonsense"}, None),
        ({"message": {"chat": {"id": "1001"}}}, None),
        ({"message": {"chat": []}}, None),
        ({"poll": {"id": "5"}}, None),
        ({}, None),
    ],
)
def test_the_chat_of_an_update_is_found_in_whatever_shape_it_has(raw: dict[str, Any], chat: int | None) -> None:
    assert chat_of(raw) == chat
