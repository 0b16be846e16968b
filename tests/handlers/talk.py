"""What people say in the dialogues, over and over: registering, and where the care of a treatment is read."""

import json
from typing import Any

from bot.sandbox.telegram.messages import ChatMessage
from schedules.words import Activity
from tests.world import MINA, NURSE, World

HEALTH, TELEGRAM, TIPS = "☐ The clinic may use", "☐ Telegram stores", "☐ Care tips"
CO2 = ("✨ Laser", "Fractional CO2 laser")
YES = "✅ Yes"
SIX_TAPS = (HEALTH, TELEGRAM, *CO2, "Today", YES)
"""The whole way for "CO2, today, clinic's zone, usual hour"."""


async def walk(world: World, *labels: str, who: int = MINA) -> None:
    for label in labels:
        await world.taps(who, label)


async def to_treatments(world: World, who: int = MINA) -> None:
    await world.says(who, "/start")
    await walk(world, HEALTH, TELEGRAM, who=who)


async def to_days(world: World, who: int = MINA, treatment: tuple[str, ...] = CO2) -> None:
    await to_treatments(world, who)
    await walk(world, *treatment, who=who)


async def register(world: World, who: int = MINA, treatment: tuple[str, ...] = CO2, day: str = "Today") -> None:
    """Register with the clinic's zone and hour; `day` is a button, or else is typed."""
    await to_days(world, who, treatment)
    if day in {"Today", "Yesterday"}:
        await world.taps(who, day)
    else:
        await world.says(who, day)
        if "has not come yet" in world.reads(who):
            await world.taps(who, "Yes, I am booked")
    await world.taps(who, YES)


async def add(world: World, treatment: tuple[str, ...], day: str = "Today", who: int = MINA) -> None:
    """Add a further treatment; the day is a button, or else is typed."""
    await world.says(who, "/plan")
    await walk(world, "➕ Add a treatment", *treatment, who=who)
    if day in {"Today", "Yesterday"}:
        await world.taps(who, day)
    else:
        await world.says(who, day)


async def plan(world: World, who: int = MINA) -> str:
    """The words under the plan picture, or in its place."""
    await world.says(who, "/plan")
    return world.reads(who)


async def can(world: World, activity: str, who: int = MINA) -> str:
    """Today's answer about an activity, by its English name in the answers."""
    texts = world.content.languages["en"].texts
    (wanted,) = [each for each in Activity if texts[f"activities.{each}"] == activity]
    await world.says(who, "/can")
    await world.presses(who, world.last(who).message_id, f"can:{wanted}")
    return world.reads(who)


async def my_data(world: World, who: int = MINA) -> dict[str, Any]:
    """What the download of /privacy holds."""
    await world.says(who, "/privacy")
    await world.taps(who, "⬇️ Download")
    document = world.last(who).document
    assert document is not None
    file = world.fake.file(document.file_id)
    assert file is not None
    found: dict[str, Any] = json.loads(file.content)
    return found


def notices(world: World) -> list[str]:
    """What the staff were told after their welcome."""
    return world.heard(NURSE)[1:]


def plan_picture(world: World, who: int = MINA) -> ChatMessage:
    """The newest message with a picture."""
    return next(message for message in reversed(world.fake.messages(who)) if message.photo)
