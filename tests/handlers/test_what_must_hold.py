"""The check at the end of every dialogue finds what it is there to find."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.turn import Turn
from storage.content import Content
from tests.world import MINA, SAFETY, World, open_world


@pytest.fixture
async def unchecked(tmp_path: Path, content: Content, world_before: Path) -> AsyncIterator[World]:
    """A bot that nobody has written to yet, and whose faults are the test's own business."""
    async with open_world(tmp_path, content, like=world_before) as world:
        yield world


@pytest.fixture
def faq_trips(monkeypatch: pytest.MonkeyPatch) -> None:
    async def trip(turn: Turn, _: object) -> None:
        raise RuntimeError(turn.name)

    monkeypatch.setattr("handlers.faq._page", trip)


async def test_a_message_without_a_way_out_is_found(unchecked: World) -> None:
    await unchecked.says(MINA, "/help")
    assert await unchecked.complaints() == []
    await unchecked.runtime._parts.application.bot.send_message(MINA, "Good luck!")
    assert await unchecked.complaints() == [f"no {SAFETY!r} under 'Good luck!'"]


@pytest.mark.usefixtures("faq_trips")
async def test_a_tap_without_an_answer_and_a_failed_update_are_found(unchecked: World) -> None:
    await unchecked.says(MINA, "/faq")
    await unchecked.taps(MINA, unchecked.labels(MINA)[0])
    first, second = await unchecked.complaints()
    assert first.startswith("no answer to the tap 'faq:page:")
    assert second.endswith("was not handled: RuntimeError")


@pytest.mark.usefixtures("faq_trips")
async def test_who_could_not_be_answered_is_told_so_with_a_way_to_help(unchecked: World) -> None:
    await unchecked.says(MINA, "/faq")
    await unchecked.taps(MINA, unchecked.labels(MINA)[0])
    await unchecked.live_for(minutes=5)
    assert unchecked.reads(MINA).startswith("Sorry, something went wrong on my side")
    assert unchecked.labels(MINA) == [SAFETY]
