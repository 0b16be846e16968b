"""Mina asks "Can I …?": the menu, and exact answers on the edge days. CO2 on Sunday 1 March 2026."""

from datetime import timedelta

import pytest

from tests.handlers.talk import add, can, register
from tests.world import MINA, START, World


async def on_day(world: World, day: int) -> None:
    await world.wake_up_at(START + timedelta(days=day))


async def test_the_menu_has_every_activity_and_a_sign_for_today(registered: World) -> None:
    await registered.says(MINA, "/can")
    labels = registered.labels(MINA)
    assert len(labels) == 17
    assert "⛔ 🧖 Sauna or steam room" in labels
    assert "💬 ✈️ Flying" in labels


@pytest.mark.parametrize(
    ("day", "activity", "answer"),
    [
        (0, "Sauna or steam room", "Not yet. Sauna or steam room: wait until the end of Sun 15 Mar."),
        (14, "Sauna or steam room", "Not yet. Sauna or steam room: wait until the end of Sun 15 Mar."),
        (15, "Sauna or steam room", "Rule ended. Sauna or steam room: the last day was Sun 15 Mar."),
        (7, "Hard exercise", "Not yet. Hard exercise: wait until the end of Sun 8 Mar."),
        (8, "Hard exercise", "Ask your clinic. Hard exercise: the waiting time ended on Sun 8 Mar"),
        (100, "Alcohol", "Not yet. Alcohol: there is no fixed day."),
        (100, "Smoking or vaping", "Not yet. Smoking or vaping: there is no fixed day."),
    ],
)
async def test_the_answer_of_the_day(registered: World, day: int, activity: str, answer: str) -> None:
    await on_day(registered, day)
    assert answer in await can(registered, activity)


async def test_no_answer_is_a_bare_yes(registered: World) -> None:
    await on_day(registered, 15)
    await registered.says(MINA, "/can")
    message = registered.last(MINA)
    for data in [str(b.callback_data) for row in message.buttons for b in row][:-1]:
        await registered.presses(MINA, message.message_id, data)
        (shown,) = [m.text for m in registered.fake.messages(MINA) if m.message_id == message.message_id]
        assert shown.split()[0] in {"⛔", "📅", "❔", "💬"}


async def test_with_two_treatments_the_stricter_one_decides_and_is_named(registered: World) -> None:
    await on_day(registered, 10)
    await add(registered, ("🩸 PRP",))
    answer = await can(registered, "Sauna or steam room")
    assert "wait until the end of Wed 25 Mar" in answer
    assert "PRP (11 Mar, day 0)" in answer
    assert "CO2" not in answer
    assert "alcohol" not in (answer := await can(registered, "Alcohol"))
    assert "CO2 laser (1 Mar, day 10)" in answer


async def test_back_to_the_list_in_the_same_message(registered: World) -> None:
    await can(registered, "Flying")
    count = len(registered.fake.messages(MINA))
    await registered.taps(MINA, "↩️ Back to the list")
    assert registered.reads(MINA).startswith("Can I …?")
    assert len(registered.fake.messages(MINA)) == count


async def test_an_old_list_answers_for_the_day_on_which_it_is_tapped(registered: World) -> None:
    await registered.says(MINA, "/can")
    old = registered.last(MINA).message_id
    await on_day(registered, 15)
    await registered.presses(MINA, old, "can:sauna")
    (message,) = [m for m in registered.fake.messages(MINA) if m.message_id == old]
    assert message.text.startswith("📅 Rule ended.")


async def test_before_the_treatment_there_is_nothing_to_answer_yet(world: World) -> None:
    await register(world, day="10 March")
    await world.says(MINA, "/can")
    assert "Your treatment day has not come yet." in world.reads(MINA)
    assert "booked for 10 March 2026" in world.reads(MINA)


async def test_after_the_care_there_is_no_answer_any_more(registered: World) -> None:
    await registered.says(MINA, "/can")
    old = registered.last(MINA).message_id
    await on_day(registered, 190)
    await registered.presses(MINA, old, "can:sauna")
    assert "treatment of yours from the last 6 months" in registered.reads(MINA)
