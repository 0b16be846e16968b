"""Transactions on a real SQLite file: nothing written is lost, and no cancelled task leaves a lock behind."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import select

from storage import clinics, tables
from storage.database import Database, DatabaseUrlError, database_url
from storage.steady import SteadyConnection
from tests.storage.ground import BOT, CLINIC, NOW, Ground, rows

SEOUL = timezone(timedelta(hours=9))


async def add_two_clinics(database: Database) -> None:
    async with database.write() as session:
        await clinics.put(session, None, **CLINIC)
        await clinics.put(session, None, **CLINIC)


def size_of_journal(database: Database) -> int:
    return Path(f"{database.url.database}-wal").stat().st_size


def count(database: Database) -> int:
    return int(rows(database.url, "SELECT count(*) FROM clinic")[0][0])


async def test_of_100_changes_at_the_same_time_none_is_lost(ground: Ground) -> None:
    async def add_one() -> None:
        async with ground.database.write() as session:
            row = await session.get_one(tables.Clinic, ground.clinic_id)
            row.digest_minutes += 1
            session.add(row)

    await asyncio.gather(*(add_one() for _ in range(100)))
    assert ground.rows("SELECT digest_minutes FROM clinic") == [(9 * 60 + 100,)]


async def test_a_view_cannot_write(database: Database) -> None:
    async with database.read() as session:
        session.add(tables.Clinic(**CLINIC))
        with pytest.raises(OperationalError, match="readonly"):
            await session.flush()
    assert count(database) == 0


async def test_a_view_does_not_change_while_it_is_looked_at_and_keeps_nobody_from_writing(ground: Ground) -> None:
    async with ground.database.read() as session:
        before = (await clinics.get(session, ground.clinic_id)).name
        async with ground.database.write() as writing:
            await clinics.put(writing, ground.clinic_id, name="Another name")
        session.expire_all()
        assert (await clinics.get(session, ground.clinic_id)).name == before


async def test_a_block_that_fails_leaves_nothing_behind(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.write() as session:
            await clinics.put(session, None, **CLINIC)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    assert count(database) == 0
    await add_two_clinics(database)
    assert count(database) == 2


async def test_a_task_cancelled_at_any_moment_has_done_its_work_whole_or_not_at_all(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    done = 0
    for steps in range(60):
        task = asyncio.ensure_future(add_two_clinics(database))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        found = count(database) - done
        assert found in {0, 2}
        done += found
        async with asyncio.timeout(1):  # and nobody after it finds the database locked
            await add_two_clinics(database)
        done += 2
    assert caplog.records == []


async def test_a_time_limit_around_a_transaction_still_says_that_it_ran_out(database: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await add_two_clinics(database)
    assert count(database) in {0, 2}


async def test_a_cancelled_reader_gives_its_connection_back(database: Database) -> None:
    async def look() -> None:
        async with database.read() as session:
            await session.exec(select(tables.Clinic))

    for steps in range(40):
        task = asyncio.ensure_future(look())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    async with asyncio.timeout(1):
        await asyncio.gather(*(look() for _ in range(8)))


def test_every_connection_is_one_that_a_cancelled_task_cannot_leave_half_way() -> None:
    """The two doors that SteadyConnection guards are still those of aiosqlite."""
    aiosqlite = SteadyConnection.__mro__[1]
    assert {"_execute", "_connect", "close"} <= set(vars(aiosqlite)) & set(vars(SteadyConnection))


async def test_a_closed_database_leaves_no_thread(blank: Path) -> None:
    before = set(threading.enumerate())
    async with Database(database_url(f"sqlite:///{blank}")) as database:
        async with database.read(), database.write() as session:
            await clinics.first(session)
        started = set(threading.enumerate()) - before
        assert started
    for thread in started:
        thread.join(timeout=1)
    assert not any(thread.is_alive() for thread in started)


async def test_an_instant_comes_back_aware_and_in_utc(ground: Ground) -> None:
    async with ground.database.write() as session:
        await clinics.close_gate(session, BOT, NOW.astimezone(SEOUL))
    async with ground.database.read() as session:
        found = await clinics.gate(session, BOT)
    assert found == NOW
    assert found is not None
    assert found.tzinfo is UTC


async def test_instants_are_compared_as_instants_whatever_zone_they_are_written_in(ground: Ground) -> None:
    await ground.deliver(due_at=datetime(2026, 3, 1, 9, 0, tzinfo=SEOUL))
    assert await ground.claim(at=datetime(2026, 2, 28, 23, 59, tzinfo=UTC)) == []
    assert len(await ground.claim(at=datetime(2026, 3, 1, 0, 0, tzinfo=UTC))) == 1


async def test_an_instant_without_a_zone_is_refused(ground: Ground) -> None:
    with pytest.raises(StatementError):
        async with ground.database.write() as session:
            await clinics.close_gate(session, BOT, datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


async def test_the_text_of_an_error_has_no_values(ground: Ground) -> None:
    await ground.patient(name="Canary")
    with pytest.raises(IntegrityError) as caught:
        await ground.patient(name="Canary")
    assert "Canary" not in str(caught.value)


async def test_the_journal_can_be_folded_while_somebody_looks(ground: Ground) -> None:
    async with ground.database.read() as session:
        await clinics.first(session)
        async with asyncio.timeout(1):
            await ground.database.fold_journal()
    await ground.database.fold_journal()
    assert size_of_journal(ground.database) == 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("a database", "AFTERGLOW_DATABASE_URL is not a database address."),
        (
            "postgresql://localhost/x",
            "AFTERGLOW_DATABASE_URL: this version keeps its data in SQLite only (sqlite:///…).",
        ),
        ("sqlite://", "AFTERGLOW_DATABASE_URL must name a file: what is kept in memory would be lost."),
        ("sqlite:///:memory:", "AFTERGLOW_DATABASE_URL must name a file: what is kept in memory would be lost."),
        (
            "sqlite:///a.sqlite?mode=ro",
            "AFTERGLOW_DATABASE_URL must name a file and nothing else, without “?…” at its end.",
        ),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_one_sentence(address: str, sentence: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        database_url(address)
    assert str(caught.value) == sentence


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUrlError, match=r"^AFTERGLOW_DATABASE_URL must name a file, and .* is a folder\.$"):
        database_url(f"sqlite:///{tmp_path}")


def test_a_place_where_no_folder_can_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUrlError, match=r"^AFTERGLOW_DATABASE_URL: the folder .* cannot be made \(.*\)\.$"):
        database_url(f"sqlite:///{tmp_path}/file/data/a.sqlite")


def test_the_folder_of_the_database_is_made_for_its_user_only(tmp_path: Path) -> None:
    database_url(f"sqlite:///{tmp_path}/data/a.sqlite")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
