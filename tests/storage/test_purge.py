"""Deleting by age: exactly what is old enough, and nothing else."""

import os
from datetime import date, timedelta
from pathlib import Path

from schedules.delivery import State
from storage import clinics, migrate, purge
from storage.database import database_url
from storage.records import DialogRecord
from tests.storage.ground import BOT, NOW, Ground

WEEK = timedelta(days=7)


async def test_handled_and_dead_updates_go_by_age_and_waiting_ones_stay(ground: Ground) -> None:
    async with ground.inbox() as inbox:
        await inbox.store(({"update_id": number} for number in range(1, 6)), NOW - 2 * WEEK)
        one, two, three, *_ = await inbox.waiting(NOW, limit=10)
        await inbox.done(one, NOW - WEEK - timedelta(seconds=1))
        await inbox.done(two, NOW - WEEK)
        await inbox.unreadable(three, "KeyError", NOW - WEEK - timedelta(seconds=1))
    ground.rows("UPDATE inbox_update SET state = 'done', body = NULL WHERE update_id = 4")  # as an erasure does
    async with ground.database.write() as session:
        await purge.updates(session, BOT, before=NOW - WEEK)
    assert ground.rows("SELECT update_id FROM inbox_update") == [(2,), (5,)]


async def test_abandoned_conversations_go_by_age(ground: Ground) -> None:
    async with ground.dialogs() as dialogs:
        await dialogs.put(1, DialogRecord(name="a", step="b", data={}), NOW - WEEK - timedelta(seconds=1))
        await dialogs.put(2, DialogRecord(name="a", step="b", data={}), NOW - WEEK)
    async with ground.database.write() as session:
        await purge.dialogs(session, ground.clinic_id, before=NOW - WEEK)
    assert ground.rows("SELECT chat_id FROM dialog") == [(2,)]


async def test_notices_to_the_clinic_go_by_age_once_they_rest_and_patients_keep_theirs(ground: Ground) -> None:
    mina = await ground.patient()
    await ground.deliver("waits")
    await ground.deliver("rests", state=State.EXPIRED)
    await ground.deliver("mina's", state=State.EXPIRED, patient_id=mina)
    async with ground.database.write() as session:
        await purge.notices(session, BOT, before=NOW)
        assert ground.rows("SELECT count(*) FROM delivery") == [(3,)]
        await purge.notices(session, BOT, before=NOW + timedelta(seconds=1))
    assert ground.rows("SELECT key FROM delivery ORDER BY id") == [("waits",), ("mina's",)]
    assert ground.rows("SELECT count(*) FROM delivery_event") == [(2,)]


async def test_patients_go_when_neither_treatment_nor_registration_is_recent(ground: Ground) -> None:
    long_ago = NOW - timedelta(days=400)
    await ground.patient(1, on=date(2025, 2, 28), now=long_ago)
    await ground.patient(2, on=date(2025, 3, 1), now=long_ago)
    await ground.patient(3, on=date(2025, 2, 1), now=NOW - timedelta(days=300))
    async with ground.roll() as roll:
        four = await roll.add(
            chat_id=4, name="", language="en", now=long_ago, zone="UTC", digest_minutes=1, cadence="daily", status="x"
        )
    assert four
    async with ground.database.write() as session:
        await purge.patients(session, await clinics.get(session, ground.clinic_id), NOW)
    assert ground.rows("SELECT chat_id FROM patient") == [(2,), (3,)]
    assert ground.rows("SELECT count(*) FROM treatment") == [(2,)]


def test_copies_from_before_migrations_go_by_age(tmp_path: Path) -> None:
    url = database_url(f"sqlite:///{tmp_path}/a.sqlite")
    for name, days in (
        ("a.sqlite.before-0002", 31),
        ("a.sqlite.before-0003", 29),
        ("a.sqlite", 99),
        ("b.before-1", 99),
    ):
        (tmp_path / name).touch()
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (at, at))
    migrate.drop_old_copies(url, NOW - timedelta(days=30))
    assert {path.name for path in tmp_path.iterdir()} == {"a.sqlite.before-0003", "a.sqlite", "b.before-1"}
