"""A second treatment, the same one twice, a date corrected, a treatment removed."""

from datetime import date

import pytest

from handlers.actions.register import NewTreatment, add_treatment
from schedules.words import Kind
from tests.handlers.talk import CO2, add, my_data, plan, plan_picture, register, walk
from tests.world import JUN, MINA, World

PRP = ("🩸 PRP",)


async def have(world: World, *treatments: NewTreatment) -> None:
    """Have these treatments, without the dialogues."""
    services = world.runtime.services
    for new in treatments:
        async with services.database.read() as session:
            patient = await (await services.roll(session)).by_chat(MINA)
        assert patient is not None
        await add_treatment(services, patient, new)


async def open_treatment(world: World, name: str) -> None:
    await world.says(MINA, "/plan")
    await walk(world, "✏️ Change a treatment", name)


async def test_a_second_treatment_joins_the_plan(registered: World) -> None:
    await add(registered, PRP)
    assert "All set, Mina" in plan_picture(registered).caption
    assert (await plan(registered)).splitlines()[2:4] == [
        "• PRP, 1 March 2026 · day 0",
        "• Fractional CO2 laser, 1 March 2026 · day 0",
    ]


async def test_the_day_has_one_message_however_many_treatments(registered: World) -> None:
    await add(registered, PRP)
    await registered.live_for(hours=20)
    assert [one.at.isoformat() for one in registered.digests(MINA)] == [
        "2026-03-01T05:00:00+00:00",
        "2026-03-02T00:00:00+00:00",
    ]
    second = registered.digests(MINA)[-1].text
    assert "PRP" in second
    assert "CO2 laser" in second


async def test_a_booked_treatment_says_nothing_before_its_day(registered: World) -> None:
    await add(registered, PRP, "10 March")
    await registered.taps(MINA, "Yes, I am booked")
    assert "• PRP, booked for 10 March 2026" in await plan(registered)
    await registered.live_for(days=1)
    assert "PRP" not in registered.digests(MINA)[-1].text.splitlines()[1]


async def test_the_word_on_the_skin_can_be_corrected_by_adding_it_again(registered: World) -> None:
    await add(registered, ("✨ Laser", "Baby laser (Diol Dual): skin not broken"))
    await add(registered, ("✨ Laser", "Baby laser (Diol Dual): skin broken or not sure"))
    treatments = (await my_data(registered))["treatments"]
    assert [(one["kind"], one["skin_broken"]) for one in treatments] == [("co2", False), ("dual_laser", True)]


@pytest.mark.usefixtures("drawn")
async def test_twenty_treatments_are_enough(registered: World) -> None:
    await have(registered, *(NewTreatment(kind=Kind.PRP, on=date(2026, 2, day)) for day in range(2, 21)))
    assert len((await my_data(registered))["treatments"]) == 20
    await add(registered, CO2, "Yesterday")
    assert "nothing was saved" in registered.reads(MINA)
    assert len((await my_data(registered))["treatments"]) == 20
    await registered.says(MINA, "/plan")
    assert len(plan_picture(registered).caption) <= 1024
    await registered.says(MINA, "/today")
    assert "day" in registered.reads(MINA)
    await registered.taps(MINA, "📅 My plan")
    await registered.taps(MINA, "✏️ Change a treatment")
    assert len(registered.labels(MINA)) == 22


async def test_a_date_is_corrected(registered: World) -> None:
    await open_treatment(registered, "Fractional CO2 laser · 1 March 2026")
    assert registered.reads(MINA) == "Fractional CO2 laser, 1 March 2026"
    await registered.taps(MINA, "📅 Correct the date")
    await registered.says(MINA, "25 February")
    assert "Your plan is up to date." in plan_picture(registered).caption
    assert "25 February 2026 · day 4" in plan_picture(registered).caption
    await registered.live_for(days=1)
    assert "Day 5" in registered.digests(MINA)[-1].text


async def test_a_correction_to_a_day_to_come_is_confirmed_and_ends_the_messages_until_then(registered: World) -> None:
    await open_treatment(registered, "Fractional CO2 laser")
    await registered.taps(MINA, "📅 Correct the date")
    await registered.says(MINA, "4 March")
    await registered.taps(MINA, "Yes, I am booked")
    assert "booked for 4 March 2026" in plan_picture(registered).caption
    await registered.live_for(days=4)
    assert [one.at.isoformat() for one in registered.digests(MINA)[1:]] == [
        "2026-03-04T09:00:00+00:00",
        "2026-03-05T00:00:00+00:00",
    ]


async def test_one_of_two_is_removed(registered: World) -> None:
    await add(registered, PRP)
    await open_treatment(registered, "PRP · 1 March 2026")
    await registered.taps(MINA, "🗑 Remove it")
    assert registered.reads(MINA) == "Remove PRP of 1 March 2026? Its messages and rules go with it."
    await registered.taps(MINA, "Yes, remove it")
    assert "PRP" not in await plan(registered)
    await registered.live_for(days=1)
    assert "PRP" not in registered.digests(MINA)[-1].text


async def test_a_removal_can_be_thought_over(registered: World) -> None:
    await open_treatment(registered, "Fractional CO2 laser")
    await walk(registered, "🗑 Remove it", "No, keep it")
    assert "• Fractional CO2 laser" in await plan(registered)


async def test_when_the_last_is_removed_the_messages_end(registered: World) -> None:
    await open_treatment(registered, "Fractional CO2 laser")
    await registered.taps(MINA, "🗑 Remove it")
    toast = await registered.taps(MINA, "Yes, remove it", times=2)
    assert toast == "That treatment is not there any more. /plan shows what is."
    assert "No treatment is registered now" in registered.reads(MINA)
    count = len(registered.heard(MINA))
    await registered.live_for(days=40)
    assert len(registered.heard(MINA)) == count
    assert "No treatment is registered." in await plan(registered)
    await registered.says(MINA, "/today")
    assert "No treatment is registered now" in registered.reads(MINA)


async def test_after_the_last_is_removed_a_new_one_can_be_added(registered: World) -> None:
    await open_treatment(registered, "Fractional CO2 laser")
    await walk(registered, "🗑 Remove it", "Yes, remove it", "➕ Add a treatment", *PRP, "Yesterday")
    assert "PRP, 28 February 2026 · day 1" in plan_picture(registered).caption


async def test_a_treatment_that_went_while_its_date_was_being_corrected(registered: World) -> None:
    await add(registered, PRP)
    await open_treatment(registered, "PRP")
    page = registered.last(MINA)
    await registered.taps(MINA, "📅 Correct the date")
    card = registered.last(MINA).message_id
    for word in ("remove", "really"):
        data = next(b.callback_data for row in page.buttons for b in row if "remove" in str(b.callback_data))
        await registered.presses(MINA, page.message_id, str(data).replace("remove", word))
    await registered.presses(MINA, card, "reg:day:20260228")
    assert "That treatment is not there any more" in str([m.text for m in registered.fake.messages(MINA)])
    assert "PRP" not in await plan(registered)


async def test_the_treatment_of_somebody_else_is_out_of_reach(registered: World) -> None:
    await register(registered, JUN, PRP)
    mine = (await plan(registered), await my_data(registered))
    card = registered.last(JUN).message_id
    before = len(registered.heard(JUN))
    for word in ("one", "move", "remove", "really"):
        for number in (1, 3, 99, -1, "x"):
            toast = await registered.presses(JUN, card, f"trt:{word}:{number}")
            assert toast == "That treatment is not there any more. /plan shows what is."
    assert len(registered.heard(JUN)) == before
    assert "CO2" not in " ".join(registered.heard(JUN))
    await registered.says(JUN, "3 days ago")
    assert (await plan(registered), (await my_data(registered))["treatments"]) == (mine[0], mine[1]["treatments"])
