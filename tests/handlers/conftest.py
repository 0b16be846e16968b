"""Fixtures of the dialogues. Where many begin at the same place, the way there is walked once and its files copied."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from handlers import summary
from storage.content import DEFAULT_CONTENT, Content, load_content
from tests.handlers.talk import register, to_days, to_treatments, walk
from tests.world import MINA, NURSE, World, open_world

Way = Callable[[World], Awaitable[None]]
Place = Callable[[Way | None], Path]


async def to_hours(world: World) -> None:
    await to_days(world)
    await walk(world, "Today")


async def register_mina(world: World) -> None:
    await world.says(NURSE, "/start")
    await register(world, MINA)


def small_png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (540, 540)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def drawn() -> None:
    """To be asked for by tests that look at the plan picture itself."""


@pytest.fixture(autouse=True)
def quick_picture(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes longer than most dialogues, so a small picture stands in where nobody asks for a `drawn` one."""
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr(summary, "draw_plan", lambda _: small_png())


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Place:
    """The files of a closed world at the end of a way, made when they are first asked for."""

    @cache
    def made(way: Way | None) -> Path:
        like = made(None) if way else None
        folder = tmp_path_factory.mktemp("place")

        async def live() -> None:
            async with open_world(folder, content, like=like) as world:
                if way is not None:
                    await way(world)

        with asyncio.Runner() as runner:
            runner.run(live())
        return folder

    return made


async def copied(folder: Path, content: Content, like: Path) -> AsyncIterator[World]:
    """A copy of a place; at the end, what must hold in every test is checked."""
    async with open_world(folder, content, like=like) as world:
        yield world
        assert await world.complaints() == []


@pytest.fixture
def world_before(place: Place) -> Path:
    return place(None)


@pytest.fixture
async def world(tmp_path: Path, content: Content, world_before: Path) -> AsyncIterator[World]:
    """A bot that nobody has written to yet."""
    async for world in copied(tmp_path, content, world_before):
        yield world


@pytest.fixture
def treatments_before(place: Place) -> Path:
    return place(to_treatments)


@pytest.fixture
async def at_treatments(tmp_path: Path, content: Content, treatments_before: Path) -> AsyncIterator[World]:
    """Mina has agreed to what is needed, and is asked which treatment she had."""
    async for world in copied(tmp_path, content, treatments_before):
        yield world


@pytest.fixture
def days_before(place: Place) -> Path:
    return place(to_days)


@pytest.fixture
async def at_days(tmp_path: Path, content: Content, days_before: Path) -> AsyncIterator[World]:
    """Mina is asked when her CO2 was."""
    async for world in copied(tmp_path, content, days_before):
        yield world


@pytest.fixture
def hours_before(place: Place) -> Path:
    return place(to_hours)


@pytest.fixture
async def at_hours(tmp_path: Path, content: Content, hours_before: Path) -> AsyncIterator[World]:
    """Mina has said CO2 and today; the last question is when to write."""
    async for world in copied(tmp_path, content, hours_before):
        yield world


@pytest.fixture
def mina_before(place: Place) -> Path:
    return place(register_mina)


@pytest.fixture
async def registered(tmp_path: Path, content: Content, mina_before: Path) -> AsyncIterator[World]:
    """Mina has registered CO2 today, on Sunday 1 March 2026 at 14:00 in Seoul, and has read the first message."""
    async for world in copied(tmp_path, content, mina_before):
        yield world
