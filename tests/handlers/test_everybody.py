"""Every command and every kind of button, pressed by everybody: an answer each time, never a fault."""

from collections.abc import Awaitable, Callable

import pytest

from handlers.router import COMMANDS, PLACES, SECTIONS
from tests.handlers.talk import register, to_days, walk
from tests.world import JUN, MINA, NURSE, World

WORDS = {
    "reg": ("tick:health:1", "family:laser", "kind:co2", "day:20260301", "cal:20260201", "booked:yes", "done", "back"),
    "can": ("menu", "sauna", "flying"),
    "faq": ("menu", "page:aftercare", "entry:sun", "entry:prp"),
    "exp": ("menu", "family:laser", "kind:co2"),
    "suit": ("pick:s", "ages:s", "show:s:age_30s_40s", "careful:s:other", "case:s:other:pregnant"),
    "set": ("menu", "hours", "zones", "often", "pauses", "hour:9", "zone:Asia/Tokyo", "often:standard", "resume"),
    "trt": ("menu", "one:1", "move:1", "remove:1", "really:1"),
    "prv": ("menu", "tips:1", "download", "erase", "answers"),
}


async def stranger(world: World) -> int:
    await world.says(JUN, "/help")
    return JUN


async def in_the_middle(world: World) -> int:
    await to_days(world, JUN)
    return JUN


async def patient(world: World) -> int:
    await register(world, JUN, ("🩸 PRP",))
    return JUN


async def stopped(world: World) -> int:
    await register(world, JUN, ("🩸 PRP",))
    await world.says(JUN, "/stop")
    return JUN


async def erased(world: World) -> int:
    await register(world, JUN, ("🩸 PRP",))
    await world.says(JUN, "/privacy")
    await walk(world, "🗑 Erase everything", "Yes, erase it all", who=JUN)
    return JUN


async def staff(world: World) -> int:
    await world.says(NURSE, "/help")
    return NURSE


def test_every_section_of_buttons_is_tried() -> None:
    assert set(WORDS) == set(SECTIONS)


@pytest.mark.parametrize("who", [stranger, in_the_middle, patient, stopped, erased, staff])
async def test_every_command_and_button_has_an_answer(world: World, who: Callable[[World], Awaitable[int]]) -> None:
    person = await who(world)
    card = world.last(person).message_id
    places, buttons = [f"go:{place}" for place in PLACES], [f"{name}:{word}" for name in WORDS for word in WORDS[name]]
    answers = await world.presses_all(person, card, places + buttons)
    assert "(no answer)" not in answers.values()
    for word in ("hello", "/nonsense", *(f"/{command}" for command in COMMANDS)):
        heard = len(world.heard(person))
        await world.says(person, word)
        assert len(world.heard(person)) > heard, word


async def test_every_place_opens_in_a_message_of_its_own(registered: World) -> None:
    card = registered.last(MINA).message_id
    for place in PLACES:
        heard = len(registered.heard(MINA))
        await registered.presses(MINA, card, f"go:{place}")
        assert len(registered.heard(MINA)) == heard + 1, place


async def test_the_staff_chat_is_told_what_it_is_for_and_never_registered(world: World) -> None:
    for command in ("/start", "/today", "/plan", "/can", "/settings", "/stop", "/help", "hello"):
        await world.says(NURSE, command)
        assert world.reads(NURSE).startswith("This is the chat of the staff of Glow Skin Clinic")


async def test_a_dead_button_says_so(world: World) -> None:
    await world.says(JUN, "/help")
    for data in ("zzz:1", "go:nowhere", "go", "v0"):
        toast = await world.presses(JUN, world.last(JUN).message_id, data)
        assert toast == "This button is from an older version. /help shows the ways on."
