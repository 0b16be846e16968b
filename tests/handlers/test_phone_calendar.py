"""Mina puts her dates into the calendar of her phone. CO2 on Sunday 1 March 2026."""

from datetime import date, datetime, timedelta

import icalendar

from tests.handlers.talk import add, plan, register, walk
from tests.world import JUN, MINA, START, World

ADD = "📆 Add to my calendar"


async def to_phone(world: World, who: int = MINA) -> dict[str, icalendar.Event]:
    """Tap the button, and read the file as a phone does: its events by the first part of their UID."""
    await world.taps(who, ADD)
    document = world.last(who).document
    assert document is not None
    assert document.name == "aftercare.ics"
    file = world.fake.file(document.file_id)
    assert file is not None
    calendar = icalendar.Calendar.from_ical(file.content)
    return {str(entry["UID"]).partition("@")[0]: entry for entry in calendar.walk("VEVENT")}


def on(entry: icalendar.Event) -> date:
    found = entry.decoded("DTSTART")
    assert isinstance(found, date)
    assert not isinstance(found, datetime)
    return found


async def test_the_button_stands_under_the_plan_and_after_registering(registered: World) -> None:
    assert [m for m in registered.fake.messages(MINA) if ADD in [b.text for row in m.buttons for b in row]]
    await plan(registered)
    assert ADD in registered.labels(MINA)


async def test_the_file_has_the_ends_of_rules_checks_results_and_the_next_visit(registered: World) -> None:
    await plan(registered)
    found = await to_phone(registered)
    dates = {key.partition("-")[2]: on(entry) for key, entry in found.items()}
    assert dates["sauna"] == date(2026, 3, 15)
    assert dates["exercise"] == date(2026, 3, 8)
    assert dates["sun"] == date(2026, 3, 8)
    assert [dates[f"check-{day}"] for day in (0, 1, 3, 7, 14)] == [
        date(2026, 3, 1) + timedelta(days=day) for day in (0, 1, 3, 7, 14)
    ]
    assert (dates["visit"], dates["results-first"]) == (date(2026, 3, 29), date(2026, 4, 1))
    assert {"alcohol", "smoking"}.isdisjoint(dates)
    assert "+82 2 555 0100" in next(iter(found.values()))["DESCRIPTION"]


async def test_the_caption_says_in_one_line_what_it_holds_and_that_it_does_not_change(registered: World) -> None:
    await plan(registered)
    await to_phone(registered)
    caption = registered.last(MINA).caption
    assert "\n" not in caption
    assert "Ends of rules, skin checks, results and next visits." in caption
    assert "stays as it is when your plan changes" in caption


async def test_a_second_treatment_moves_the_same_event(registered: World) -> None:
    await plan(registered)
    before = await to_phone(registered)
    await registered.wake_up_at(START + timedelta(days=5))
    await add(registered, ("🩸 PRP",))
    after = await to_phone(registered)
    (sauna,) = [key for key in before if key.endswith("-sauna")]
    assert (on(before[sauna]), on(after[sauna])) == (date(2026, 3, 15), date(2026, 3, 20))
    assert int(after[sauna]["SEQUENCE"]) > int(before[sauna]["SEQUENCE"])


async def test_what_is_over_is_not_put_into_the_phone(registered: World) -> None:
    await registered.wake_up_at(START + timedelta(days=20))
    await plan(registered)
    found = await to_phone(registered)
    assert sorted(key.partition("-")[2] for key in found) == ["results-first", "results-maximum", "visit"]


async def test_after_removing_the_treatment_there_is_nothing_to_add(registered: World) -> None:
    await plan(registered)
    old = registered.last(MINA).message_id
    await walk(registered, "✏️ Change a treatment", "Fractional CO2 laser", "🗑 Remove it", "Yes, remove it")
    await registered.presses(MINA, old, "go:calendar")
    assert registered.last(MINA).document is None
    assert registered.reads(MINA) == "Your plan has no dates ahead, so there is nothing to add."
    await plan(registered)
    assert ADD not in registered.labels(MINA)


async def test_a_booked_treatment_has_its_dates_already(world: World) -> None:
    await register(world, day="10 March")
    await plan(world)
    dates = {key.partition("-")[2]: on(entry) for key, entry in (await to_phone(world)).items()}
    assert (dates["check-0"], dates["sauna"]) == (date(2026, 3, 10), date(2026, 3, 24))


async def test_a_pause_or_a_stop_takes_nothing_from_the_calendar(registered: World) -> None:
    await plan(registered)
    before = await to_phone(registered)
    await registered.says(MINA, "/stop")
    await plan(registered)
    assert (await to_phone(registered)).keys() == before.keys()


async def test_a_stranger_is_told_to_register_first(registered: World) -> None:
    await registered.says(JUN, "/help")
    await registered.presses(JUN, registered.last(JUN).message_id, "go:calendar")
    assert registered.last(JUN).document is None
    assert "▶️ Begin" in registered.labels(JUN)
