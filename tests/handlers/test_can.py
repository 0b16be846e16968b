"""Mina asks "Can I …?": the menu, and exact answers on the edge days. CO2 on Sunday 1 March 2026."""

from datetime import timedelta

import pytest

from handlers.callbacks import HALF_A_ROW
from schedules.words import Activity
from storage.content.lengths import columns
from tests.handlers.talk import add, can, register
from tests.world import MINA, START, World


async def on_day(world: World, day: int) -> None:
    await world.wake_up_at(START + timedelta(days=day))


MENU = {
    0: ["⛔ Sauna · to 15 Mar", "⛔ Hard exercise · to 8 Mar", "⛔ Alcohol", "⛔ Smoking", "⛔ Make-up", "❔ Washing"],
    8: ["⛔ Sauna · to 15 Mar", "❔ Hard exercise", "⛔ Alcohol", "⛔ Smoking", "⛔ Make-up", "❔ Washing", "💬 Sun"],
    15: ["📅 Sauna", "❔ Hard exercise", "⛔ Alcohol"],
}


@pytest.mark.parametrize("day", MENU)
async def test_each_button_of_the_menu_says_the_answer_of_the_day(registered: World, day: int) -> None:
    await on_day(registered, day)
    await registered.says(MINA, "/can")
    labels = registered.labels(MINA)
    assert labels[: len(MENU[day])] == MENU[day]
    assert len(labels) == 1 + len(Activity)
    assert "💬 Flying" in labels


async def test_two_buttons_share_a_row_only_where_both_can_be_read_on_a_small_phone(registered: World) -> None:
    await registered.says(MINA, "/can")
    rows = [[columns(b.text) for b in row] for row in registered.last(MINA).buttons]
    assert all(len(row) == 1 or max(row) <= HALF_A_ROW for row in rows)
    assert max(map(max, rows)) <= 40
    assert sum(len(row) == 2 for row in rows) >= 5
    assert all(len(row) <= 2 for row in rows)


async def test_the_button_and_the_answer_agree(registered: World) -> None:
    for day in (0, 3, 7, 8, 14, 15, 40):
        await on_day(registered, day)
        await registered.says(MINA, "/can")
        menu = registered.last(MINA)
        for button in [b for row in menu.buttons for b in row if str(b.callback_data).startswith("can:")]:
            await registered.presses(MINA, menu.message_id, str(button.callback_data))
            mark, _, rest = button.text.partition(" ")
            assert registered.reads(MINA).startswith(mark), button.text
            if " · to " in rest and not rest.startswith("Sunscreen"):
                assert rest.split(" · to ")[1] in registered.reads(MINA).splitlines()[0], button.text


@pytest.mark.parametrize(
    ("treatment", "day", "label"),
    [
        (("🪡 Microneedling", "Dermapen"), "Today", "⛔ Waxing · to 8 Mar"),
        (("🪡 Microneedling", "RF microneedling"), "Today", "⛔ Waxing · to 15 Mar"),
        (("🩸 PRP",), "Yesterday", "⛔ Make-up · to 1 Mar"),
    ],
)
async def test_the_menu_of_other_treatments(world: World, treatment: tuple[str, ...], day: str, label: str) -> None:
    await register(world, treatment=treatment, day=day)
    await world.says(MINA, "/can")
    assert label in world.labels(MINA)


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
