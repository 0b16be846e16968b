"""Fixtures of the delivery tests that run the whole bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import migrate
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.database import database_url
from tests.delivery.scene import Scene, open_scene


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a row."""
    path = tmp_path_factory.mktemp("blank") / "blank.sqlite"
    migrate.upgrade(database_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def scene(tmp_path: Path, content: Content, blank: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, content, blank) as scene:
        yield scene
