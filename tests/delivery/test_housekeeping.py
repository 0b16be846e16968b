"""Housekeeping as it is wired: what is old goes, what is not stays, and the journal is emptied."""

import os
from datetime import date, timedelta
from pathlib import Path

from bot.housekeeping import KEEP_COPIES, KEEP_NOTICES, KEEP_UPDATES
from storage.records import DialogRecord
from tests.delivery.scene import JUN, MINA, START, Scene

SECOND = timedelta(seconds=1)


async def count(scene: Scene, table: str) -> int:
    async with scene.database.read() as session:
        connection = await session.connection()
        return int((await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - ours


async def clean(scene: Scene) -> None:
    await scene.runtime._parts.housekeeping.run_once()


async def test_handled_updates_and_abandoned_talks_go_after_a_week(scene: Scene) -> None:
    scene.fake.send_text(MINA, "/help")
    await scene.runtime.poll_once()
    await scene.live_until_idle()
    async with scene.database.write() as session:
        await scene.services.dialogs(session).put(MINA, DialogRecord(name="n", step="s", data={}), START)
    scene.turn_to(START + KEEP_UPDATES)
    await clean(scene)
    assert [await count(scene, table) for table in ("inbox_update", "dialog")] == [1, 1]
    scene.turn_to(START + KEEP_UPDATES + SECOND)
    await clean(scene)
    assert [await count(scene, table) for table in ("inbox_update", "dialog")] == [0, 0]


async def test_patients_go_when_the_clinic_keeps_them_no_longer_and_notices_after_three_months(scene: Scene) -> None:
    mina = await scene.patient()
    await scene.notice(mina)
    await scene.courier.run_once()
    scene.turn_to(START + KEEP_NOTICES)
    await clean(scene)
    assert [await count(scene, table) for table in ("patient", "delivery")] == [1, 1]
    scene.turn_to(START + KEEP_NOTICES + SECOND)
    await clean(scene)
    assert [await count(scene, table) for table in ("patient", "delivery")] == [1, 0]
    await scene.patient(JUN)
    scene.turn_to(START + timedelta(days=375))
    await clean(scene)
    assert [await count(scene, table) for table in ("patient", "treatment", "delivery_event")] == [0, 0, 0]


async def test_copies_from_before_migrations_go_and_the_journal_is_folded(scene: Scene, tmp_path: Path) -> None:
    await scene.patient(settled_through=date(2026, 3, 2))
    made = {"old": START - KEEP_COPIES - SECOND, "new": START - KEEP_COPIES + SECOND}
    for name, at in made.items():
        make(tmp_path / f"afterglow.sqlite.before-{name}", at.timestamp())
    await clean(scene)
    assert names(tmp_path, "*.before-*") == {"afterglow.sqlite.before-new"}
    assert size(tmp_path / "afterglow.sqlite-wal") == 0


def make(path: Path, at: float) -> None:
    path.touch()
    os.utime(path, (at, at))


def names(folder: Path, pattern: str) -> set[str]:
    return {path.name for path in folder.glob(pattern)}


def size(path: Path) -> int:
    return path.stat().st_size
