"""Fixtures of the dialogues."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.content import DEFAULT_CONTENT, Content, load_content
from tests.world import World, open_world


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture
async def world(tmp_path: Path, content: Content) -> AsyncIterator[World]:
    async with open_world(tmp_path, content) as world:
        yield world
