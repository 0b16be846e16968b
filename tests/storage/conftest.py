"""Fixtures of the storage tests: a database file with a clinic and a bot, made once and copied."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from schedules.protocol import Library
from storage import clinics, migrate
from storage.content import DEFAULT_CONTENT, load_content
from storage.database import Database, database_url
from tests.storage.ground import BOT, CLINIC, Ground


@pytest.fixture(scope="session")
def library() -> Library:
    return load_content(DEFAULT_CONTENT).library


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a row."""
    path = tmp_path_factory.mktemp("blank") / "blank.sqlite"
    migrate.upgrade(database_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def database(tmp_path: Path, blank: Path) -> AsyncIterator[Database]:
    path = shutil.copy(blank, tmp_path / "afterglow.sqlite")
    async with Database(database_url(f"sqlite:///{path}")) as database:
        yield database


@pytest.fixture
async def ground(database: Database, library: Library) -> Ground:
    async with database.write() as session:
        clinic = await clinics.put(session, None, **CLINIC)
        await clinics.put_bot(session, clinic.id, BOT, "AfterglowBot")
    return Ground(database=database, clinic_id=clinic.id, library=library)
