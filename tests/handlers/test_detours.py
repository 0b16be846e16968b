"""Back, cancel, double taps, old buttons, /start in the middle, a restart at any step."""

import pytest

from storage.records import DialogRecord
from tests.handlers.talk import CO2, HEALTH, SIX_TAPS, TELEGRAM, YES, add, my_data, plan, plan_picture, to_days, walk
from tests.world import MINA, World

QUESTIONS = (
    "Tick the two needed boxes",
    "Tick the two needed boxes",
    "Which treatment did you have?",
    "Which one exactly?",
    "When was it?",
    "Shall I write once a day",
)
"""What is asked before each of the six taps."""


def summaries(world: World) -> int:
    return sum("All set" in words for words in world.heard(MINA))


async def one_treatment_and_one_message(world: World) -> bool:
    data = await my_data(world)
    return len(data["treatments"]) == len(world.digests(MINA)) == summaries(world) == 1


async def test_back_leads_through_every_question_and_forward_again(at_hours: World) -> None:
    for question in reversed(QUESTIONS[2:5]):
        await at_hours.taps(MINA, "‹ Back")
        assert question in at_hours.reads(MINA)
    await at_hours.taps(MINA, "‹ Back")
    assert QUESTIONS[0] in at_hours.reads(MINA)
    await walk(at_hours, "▶️ Go on", *CO2, "Yesterday", YES)
    assert "28 February 2026 · day 1" in plan_picture(at_hours).caption


async def test_back_skips_a_question_that_was_not_asked(world: World) -> None:
    await to_days(world, treatment=("🩸 PRP",))
    await world.taps(MINA, "‹ Back")
    assert "Which treatment" in world.reads(MINA)


async def test_back_pressed_twice_goes_back_once(at_hours: World) -> None:
    await at_hours.taps(MINA, "‹ Back", times=2)
    assert "When was it?" in at_hours.reads(MINA)


async def test_another_family_can_be_chosen_after_going_back(at_days: World) -> None:
    await walk(at_days, "‹ Back", "‹ Back", "💧 Mesotherapy", "Today", YES)
    assert "Mesotherapy (hydration), 1 March 2026" in plan_picture(at_days).caption


async def test_every_tap_twice_is_as_good_as_once(world: World) -> None:
    await world.says(MINA, "/start")
    for label in SIX_TAPS:
        toast = await world.taps(MINA, label, times=2)
    assert toast == "That is done already. /plan shows where you are."
    assert await one_treatment_and_one_message(world)


async def test_every_tap_again_after_its_answer_is_as_good_as_once(world: World) -> None:
    await world.says(MINA, "/start")
    for label in SIX_TAPS:
        message, button = world.find_button(MINA, label)
        await world.taps(MINA, label)
        seen = world.fake.messages(MINA)
        await world.presses(MINA, message.message_id, str(button.callback_data))
        assert [m.text for m in world.fake.messages(MINA)] == [m.text for m in seen]
    assert await one_treatment_and_one_message(world)


async def test_a_restart_between_all_taps_changes_nothing(world: World) -> None:
    await world.says(MINA, "/start")
    for question, label in zip(QUESTIONS, SIX_TAPS, strict=True):
        assert question in world.reads(MINA)
        await world.restart()
        await world.taps(MINA, label)
    await world.restart()
    assert await one_treatment_and_one_message(world)


async def test_what_was_pressed_and_typed_while_the_bot_was_off_counts_when_it_is_back(at_days: World) -> None:
    await at_days.switch_off()
    at_days.fake.send_text(MINA, "10 March")
    await at_days.switch_on()
    await at_days.settle()
    assert "Tue 10 Mar has not come yet" in at_days.reads(MINA)
    message, button = at_days.find_button(MINA, "Yes, I am booked")
    await at_days.switch_off()
    at_days.fake.tap(MINA, message.message_id, str(button.callback_data))
    await at_days.switch_on()
    await at_days.settle()
    assert "Shall I write once a day" in at_days.reads(MINA)


async def test_a_restart_on_the_page_of_cities(at_days: World) -> None:
    await walk(at_days, "Today", "🌍 Another time zone")
    await at_days.restart()
    await at_days.says(MINA, "lisbon")
    await at_days.restart()
    await walk(at_days, "Lisbon", YES)
    assert "Lisbon time" in plan_picture(at_days).caption


async def test_a_card_of_another_version_of_the_bot_says_how_to_begin(at_days: World) -> None:
    services = at_days.runtime.services
    async with services.database.write() as session:
        old = DialogRecord(name="registration", step="colour", data={"shade": 3})
        await services.dialogs(session).put(MINA, old, services.now())
    assert "earlier time" in await at_days.taps(MINA, "Today")
    await at_days.says(MINA, "مرحبا")
    assert "I am not sure what you mean" in at_days.reads(MINA)
    await at_days.says(MINA, "/start")
    assert QUESTIONS[0] in at_days.reads(MINA)


async def test_start_at_any_step_begins_again_and_nothing_is_left_half_done(world: World) -> None:
    for steps in range(6):
        await world.says(MINA, "/start")
        assert QUESTIONS[0] in world.reads(MINA)
        await walk(world, *SIX_TAPS[:steps])
    await world.says(MINA, "/start")
    await walk(world, *SIX_TAPS)
    assert await one_treatment_and_one_message(world)


async def test_looking_around_in_the_middle_keeps_the_place(at_days: World) -> None:
    for command in ("/faq", "/help", "/privacy", "/symptoms", "/contact", "/today", "/nonsense"):
        await at_days.says(MINA, command)
    await walk(at_days, "Today", YES)
    assert await one_treatment_and_one_message(at_days)


async def test_a_button_from_ahead_shows_where_one_is(world: World) -> None:
    await world.says(MINA, "/start")
    await walk(world, HEALTH, TELEGRAM)
    card = world.last(MINA)
    assert await world.presses(MINA, card.message_id, "reg:done") == "One step at a time 🙂"
    assert "Which treatment" in world.reads(MINA)


async def test_all_buttons_of_a_finished_registration_get_a_kind_word_and_change_nothing(world: World) -> None:
    await world.says(MINA, "/start")
    card = world.last(MINA).message_id
    shown: list[str] = []
    for label in SIX_TAPS:
        shown += [str(b.callback_data) for row in world.fake.messages(MINA)[-1].buttons for b in row]
        await world.taps(MINA, label)
    before = await my_data(world)
    count = len(world.fake.messages(MINA))
    for data in dict.fromkeys(data for data in shown if data.startswith("reg:")):
        assert await world.presses(MINA, card, data) == "That is done already. /plan shows where you are."
    assert len(world.fake.messages(MINA)) == count
    assert await my_data(world) | {"messages": 0} == before | {"messages": 0}


async def test_an_old_card_of_somebody_unknown_says_how_to_begin(at_days: World) -> None:
    card = at_days.last(MINA).message_id
    await at_days.says(MINA, "/stop")
    assert (
        await at_days.presses(MINA, card, "reg:day:20260301")
        == "This card is from an earlier time. Send /start to begin again."
    )


# a further treatment


async def test_adding_can_be_cancelled_at_every_step(registered: World) -> None:
    steps = ("✨ Laser", "Laser toning", "📅 Another day")
    for count in range(len(steps) + 1):
        await registered.says(MINA, "/plan")
        await walk(registered, "➕ Add a treatment", *steps[:count], "Cancel")
        assert registered.reads(MINA) == "Nothing was changed."
    assert "toning" not in await plan(registered)


async def test_cancel_pressed_twice_is_harmless(registered: World) -> None:
    await registered.says(MINA, "/plan")
    await registered.taps(MINA, "➕ Add a treatment")
    assert await registered.taps(MINA, "Cancel", times=2) == "That is done already. /plan shows where you are."


async def test_the_first_question_of_adding_has_no_way_back_into_the_consents(registered: World) -> None:
    await registered.says(MINA, "/plan")
    await registered.taps(MINA, "➕ Add a treatment")
    card = registered.last(MINA).message_id
    assert "‹ Back" not in registered.labels(MINA)
    for data in ("reg:tick:health:1", "reg:back:family:", "reg:agreed"):
        await registered.presses(MINA, card, data)
        assert "Which treatment" in registered.reads(MINA)


async def test_correcting_a_date_cannot_wander_off_to_another_treatment(registered: World) -> None:
    await registered.says(MINA, "/plan")
    await walk(registered, "✏️ Change a treatment", "Fractional CO2 laser", "📅 Correct the date")
    card = registered.last(MINA).message_id
    assert "‹ Back" not in registered.labels(MINA)
    for data in ("reg:family:prp", "reg:kind:meso", "reg:kind:zzz", "reg:back:day:", "reg:back:family:", "reg:done"):
        await registered.presses(MINA, card, data)
        assert "When was it?" in registered.reads(MINA)
    await registered.taps(MINA, "Yesterday")
    assert "• Fractional CO2 laser, 28 February 2026 · day 1" in await plan(registered)


@pytest.mark.parametrize("times", [1, 3])
async def test_adding_in_a_hurry_adds_once(registered: World, times: int) -> None:
    await registered.says(MINA, "/plan")
    await registered.taps(MINA, "➕ Add a treatment", times=times)
    await registered.taps(MINA, "✨ Laser", times=times)
    await registered.taps(MINA, "Laser toning", times=times)
    await registered.taps(MINA, "Today", times=times)
    assert (await plan(registered)).count("toning") == 1


async def test_a_restart_while_adding(registered: World) -> None:
    await registered.says(MINA, "/plan")
    for label in ("➕ Add a treatment", "🩸 PRP", "Today"):
        await registered.restart()
        await registered.taps(MINA, label)
    assert "• PRP, 1 March 2026" in await plan(registered)


async def test_buttons_under_old_messages_work_days_later(registered: World) -> None:
    await registered.live_for(days=9)
    await registered.restart()
    picture = plan_picture(registered)
    for row in picture.buttons:
        for button in row:
            before = len(registered.heard(MINA))
            await registered.presses(MINA, picture.message_id, str(button.callback_data))
            assert len(registered.heard(MINA)) == before + 1, button.text


async def test_adding_twice_the_same_is_one_treatment(registered: World) -> None:
    await add(registered, CO2)
    assert (await plan(registered)).count("CO2") == 1
    assert len(registered.digests(MINA)) == 1
