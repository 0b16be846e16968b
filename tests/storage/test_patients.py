"""Patients: one to a chat, a pointer that follows the facts, and an erasure that leaves nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from schedules.words import Activity, Kind, PatientStatus
from storage import clinics
from storage.inbox import Inbox
from storage.records import DialogRecord
from tests.storage.ground import BOT, CLINIC, LATER, MINA, NOW, Ground, files_of

JUN = MINA + 1
PATIENT_TABLES = ("patient", "treatment", "consent", "delivery", "delivery_event", "dialog")


async def test_a_chat_has_one_patient_in_a_clinic(ground: Ground) -> None:
    await ground.patient(MINA)
    with pytest.raises(IntegrityError):
        await ground.patient(MINA)


async def test_a_patient_is_found_by_chat_and_by_number_with_the_treatments_in_order(ground: Ground) -> None:
    mina = await ground.patient(MINA, on=date(2026, 3, 1))
    async with ground.roll() as roll:
        await roll.add_treatment(mina, Kind.PRP, date(2026, 2, 1), skin_broken=True, now=NOW)
        found = await roll.by_chat(MINA)
        assert found == await roll.by_id(mina)
        assert found is not None
        assert [(t.kind, t.on, t.skin_broken) for t in found.facts.treatments] == [
            (Kind.PRP, date(2026, 2, 1), True),
            (Kind.CO2, date(2026, 3, 1), False),
        ]
        assert await roll.by_chat(JUN) is None


async def test_a_patient_of_another_clinic_is_nobody_here(ground: Ground) -> None:
    mina = await ground.patient(MINA)
    async with ground.database.write() as session:
        other = Ground(
            database=ground.database,
            clinic_id=(await clinics.put(session, None, **CLINIC)).id,
            library=ground.library,
        )
    async with other.roll() as roll:
        assert await roll.by_id(mina) is None
        assert await roll.by_chat(MINA) is None
        assert await roll.due(NOW + timedelta(days=365), 10) == []
        with pytest.raises(LookupError):
            await roll.change(mina, language="ko")


async def test_the_pointer_follows_every_change_of_facts(ground: Ground) -> None:
    mina = await ground.patient(on=date(2026, 3, 1))
    async with ground.roll() as roll:
        first = (await roll.point(mina)).next_due_at
        assert first is not None
        assert (await roll.change(mina, zone="Europe/London")).next_due_at == first + timedelta(hours=9)
        assert (await roll.change(mina, status=PatientStatus.STOPPED.value)).next_due_at is None
        again = await roll.change(mina, status=PatientStatus.ACTIVE.value, zone="Asia/Seoul")
        assert again.next_due_at == first
        await roll.remove_treatment(mina, again.facts.treatments[0].id)
        assert (await roll.point(mina)).next_due_at is None
    async with ground.roll() as roll:
        assert await roll.next_due_at() is None


async def test_who_is_due_is_told_longest_waiting_first(ground: Ground) -> None:
    for chat, minutes in ((1, 600), (2, 480), (3, 720)):
        await ground.patient(chat, digest_minutes=minutes, on=date(2026, 2, 25), settled_through=date(2026, 3, 1))
    tomorrow = NOW + timedelta(days=1)
    async with ground.roll() as roll:
        assert [one.chat_id for one in await roll.due(tomorrow, 2)] == [2, 1]
        assert [one.chat_id for one in await roll.due(tomorrow, 10)] == [2, 1, 3]
        assert await roll.due(NOW, 10) == []


async def test_what_was_settled_is_kept(ground: Ground) -> None:
    mina = await ground.patient()
    async with ground.roll() as roll:
        await roll.settle({mina: (date(2026, 3, 4), LATER)})
        await roll.settle({})
    async with ground.roll() as roll:
        found = await roll.by_id(mina)
    assert found is not None
    assert (found.facts.settled_through, found.next_due_at) == (date(2026, 3, 4), LATER)


async def test_only_whoever_is_first_is_asked_again_later(ground: Ground) -> None:
    first, second = [await ground.patient(chat, on=date(2026, 2, 25)) for chat in (1, 2)]
    soon = NOW + timedelta(hours=1)
    async with ground.roll() as roll:
        assert await roll.postpone_first(NOW, soon) == first
        assert [one.id for one in await roll.due(NOW, 10)] == [second]
        assert await roll.postpone_first(NOW, soon) == second
        assert await roll.postpone_first(NOW, soon) is None


async def test_a_treatment_is_changed_or_removed_by_its_own_patient_only(ground: Ground) -> None:
    mina, jun = await ground.patient(MINA), await ground.patient(JUN)
    async with ground.roll() as roll:
        found = await roll.by_id(mina)
        assert found is not None
        (treatment,) = found.facts.treatments
        assert not await roll.change_treatment(jun, treatment.id, date(2026, 2, 1))
        assert not await roll.remove_treatment(jun, treatment.id)
        assert await roll.change_treatment(mina, treatment.id, date(2026, 2, 1))
        assert await roll.remove_treatment(mina, treatment.id)
        assert not await roll.remove_treatment(mina, treatment.id)


async def test_the_clinic_s_own_instruction_comes_back_as_it_was_given(ground: Ground) -> None:
    mina = await ground.patient()
    ground.rows("""UPDATE treatment SET overrides = '{"through_day": {"sauna": 21}}'""")
    async with ground.roll() as roll:
        found = await roll.by_id(mina)
    assert found is not None
    assert found.facts.treatments[0].overrides.through_day == {Activity.SAUNA: 21}


async def test_the_latest_word_on_a_consent_counts_and_every_word_is_kept(ground: Ground) -> None:
    mina = await ground.patient()
    async with ground.roll() as roll:
        for given in (True, False):
            await roll.consent(mina, "tips", given=given, wording="2026-01", now=NOW)
        await roll.consent(mina, "health", given=True, wording="2026-01", now=NOW)
        assert await roll.consents(mina) == {"tips": False, "health": True}
    assert ground.rows("SELECT count(*) FROM consent") == [(3,)]


async def leave_traces(ground: Ground, chat_id: int, name: str) -> int:
    """A patient with something in every table."""
    patient_id = await ground.patient(chat_id, name=name)
    await ground.deliver(f"digest:{patient_id}", patient_id=patient_id, chat_id=chat_id)
    raw = {"update_id": chat_id, "message": {"chat": {"id": chat_id}, "text": f"{name} writes"}}
    async with ground.database.write() as session:
        roll = await ground.roll_in(session)
        await roll.consent(patient_id, "health", given=True, wording="2026-01", now=NOW)
        await Inbox(session=session, clinic_id=ground.clinic_id, bot_id=BOT).store([raw], NOW)
    async with ground.dialogs() as dialogs:
        await dialogs.put(chat_id, DialogRecord(name="registration", step="name", data={"name": name}), NOW)
    return patient_id


async def test_an_erasure_leaves_nothing_of_the_patient_and_everything_of_others(ground: Ground) -> None:
    mina = await leave_traces(ground, MINA, "Canarymina")
    await leave_traces(ground, JUN, "Canaryjun")
    before = {table: ground.rows(f"SELECT count(*) FROM {table}")[0][0] for table in PATIENT_TABLES}  # noqa: S608 - ours
    async with ground.roll() as roll:
        patient = await roll.by_id(mina)
        assert patient is not None
        await roll.erase(patient)
    after = {table: ground.rows(f"SELECT count(*) FROM {table}")[0][0] for table in PATIENT_TABLES}  # noqa: S608 - ours
    assert before == dict.fromkeys(PATIENT_TABLES, 2)
    assert after == dict.fromkeys(PATIENT_TABLES, 1)
    assert ground.rows("SELECT state, chat_id, body FROM inbox_update WHERE update_id = ?", MINA) == [
        ("done", None, None)
    ]
    assert ground.rows("SELECT count(*) FROM inbox_update WHERE state = 'new'") == [(1,)]


async def test_after_an_erasure_no_byte_of_the_name_is_left_in_any_file(ground: Ground) -> None:
    mina = await leave_traces(ground, MINA, "Canarymina")
    path = Path(str(ground.database.url.database))
    assert b"Canarymina" in files_of(path)
    async with ground.roll() as roll:
        patient = await roll.by_id(mina)
        assert patient is not None
        await roll.erase(patient)
    await ground.database.fold_journal()
    assert b"Canarymina" not in files_of(path)
    assert str(MINA).encode() not in files_of(path)
