"""When was it? Buttons, the calendar, and dates typed in any usual way. Today is Sunday 1 March 2026."""

import pytest

from tests.handlers.talk import YES, plan_picture, to_days
from tests.world import MINA, World

ASKED_WHEN = "When was it?"
ASKED_HOUR = "Shall I write once a day"


async def test_yesterday(at_days: World) -> None:
    await at_days.taps(MINA, "Yesterday · Sat 28 Feb")
    await at_days.taps(MINA, YES)
    assert "28 February 2026 · day 1" in plan_picture(at_days).caption
    assert "Sat 28 Feb" not in at_days.digests(MINA)[0].text.splitlines()[1]


# the calendar


async def open_calendar(at_days: World) -> None:
    await at_days.taps(MINA, "📅 Another day")


async def test_the_calendar_opens_on_this_month_and_marks_today(at_days: World) -> None:
    await open_calendar(at_days)
    labels = at_days.labels(MINA)
    assert labels[:3] == ["‹", "March 2026", "›"]
    assert "[1]" in labels
    assert {str(day) for day in range(2, 32)} <= set(labels)


async def test_a_day_of_last_month_is_three_taps_away(at_days: World) -> None:
    await open_calendar(at_days)
    await at_days.taps(MINA, "‹")
    assert at_days.labels(MINA)[1] == "February 2026"
    await at_days.taps(MINA, "14")
    assert ASKED_HOUR in at_days.reads(MINA)
    await at_days.taps(MINA, YES)
    assert "14 February 2026 · day 15" in plan_picture(at_days).caption


async def test_the_calendar_ends_180_days_ago(at_days: World) -> None:
    await open_calendar(at_days)
    for _ in range(6):
        await at_days.taps(MINA, "‹")
    labels = at_days.labels(MINA)
    assert labels[1] == "September 2025"
    assert "‹" not in labels[0]
    assert "1" not in labels
    await at_days.taps(MINA, "2")
    await at_days.taps(MINA, YES)
    assert "2 September 2025 · day 180" in plan_picture(at_days).caption


async def test_the_calendar_ends_180_days_ahead(at_days: World) -> None:
    await open_calendar(at_days)
    for _ in range(5):
        await at_days.taps(MINA, "›")
    labels = at_days.labels(MINA)
    assert labels[1] == "August 2026"
    assert "›" not in labels[2]
    assert "28" in labels
    assert "29" not in labels


async def test_heading_weekdays_and_empty_cells_do_nothing(at_days: World) -> None:
    await open_calendar(at_days)
    before = at_days.labels(MINA)
    assert await at_days.taps(MINA, "March 2026") == ""
    assert await at_days.taps(MINA, "S") == ""
    assert at_days.labels(MINA) == before


@pytest.mark.parametrize(("month", "shown"), [("00010101", "September 2025"), ("99991201", "August 2026")])
async def test_a_month_out_of_range_is_the_nearest_in_range(at_days: World, month: str, shown: str) -> None:
    await at_days.presses(MINA, at_days.last(MINA).message_id, f"reg:cal:{month}")
    assert at_days.labels(MINA)[1] == shown


async def test_what_is_no_month_asks_the_plain_question(at_days: World) -> None:
    for month in ("20251301", "x", "", "²²²²²²²²"):
        await at_days.presses(MINA, at_days.last(MINA).message_id, f"reg:cal:{month}")
        assert ASKED_WHEN in at_days.reads(MINA)
        assert "📅 Another day" in at_days.labels(MINA)


async def test_back_leaves_the_calendar_first(at_days: World) -> None:
    await open_calendar(at_days)
    await at_days.taps(MINA, "‹ Back")
    assert "📅 Another day" in at_days.labels(MINA)


# typed


@pytest.mark.parametrize(
    ("typed", "date"),
    {
        "today": "1 March 2026 · day 0",
        "A WEEK AGO!": "22 February 2026 · day 7",
        "Feb 26th, 2026": "26 February 2026 · day 3",
        "26.2.2026": "26 February 2026 · day 3",
        "friday": "27 February 2026 · day 2",
    }.items(),
)
async def test_a_typed_day_is_understood(at_days: World, typed: str, date: str) -> None:
    await at_days.says(MINA, typed)
    assert ASKED_HOUR in at_days.reads(MINA)
    await at_days.taps(MINA, YES)
    assert date in plan_picture(at_days).caption


async def test_a_date_with_two_meanings_is_asked_about(at_days: World) -> None:
    await at_days.says(MINA, "02/01/2026")
    assert "two days" in at_days.reads(MINA)
    assert {"2 January 2026", "1 February 2026"} <= set(at_days.labels(MINA))
    await at_days.taps(MINA, "1 February 2026")
    assert ASKED_HOUR in at_days.reads(MINA)


async def test_back_from_the_two_meanings_asks_again(at_days: World) -> None:
    await at_days.says(MINA, "02/01/2026")
    await at_days.taps(MINA, "‹ Back")
    assert ASKED_WHEN in at_days.reads(MINA)


async def test_what_is_no_day_is_said_so_with_a_way_on_and_a_way_to_help(at_days: World) -> None:
    for typed in ("banana", "31 February", "🙂🙂🙂", "שלום", "<b>1 March</b>", "my face burns", "0"):
        await at_days.says(MINA, typed)
        assert "could not read that as a day" in at_days.reads(MINA)
        assert "Something feels wrong?" in at_days.reads(MINA)
    await at_days.taps(MINA, "Today")
    assert ASKED_HOUR in at_days.reads(MINA)


async def test_ten_thousand_characters_change_nothing(at_days: World) -> None:
    await at_days.says(MINA, "1 March " * 1250)
    assert "could not read that as a day" in at_days.reads(MINA)
    await at_days.taps(MINA, "Today")
    assert ASKED_HOUR in at_days.reads(MINA)


async def test_too_long_ago(at_days: World) -> None:
    await at_days.says(MINA, "1 September 2025")
    assert "1 September 2025 is more than 180 days ago" in at_days.reads(MINA)
    await at_days.says(MINA, "2 September 2025")
    assert ASKED_HOUR in at_days.reads(MINA)


async def test_too_far_ahead(at_days: World) -> None:
    await at_days.says(MINA, "29 August 2026")
    assert "29 August 2026 is more than 180 days ahead" in at_days.reads(MINA)


async def test_a_button_of_a_card_that_has_lain_for_half_a_year_is_too_old(at_days: World) -> None:
    card = at_days.last(MINA)
    await at_days.live_for(days=181)
    await at_days.says(MINA, "/start")
    await to_days(at_days)
    await at_days.presses(MINA, card.message_id, "reg:day:20260301")
    assert "1 March 2026 is more than 180 days ago" in at_days.reads(MINA)


# booked


async def test_a_day_to_come_is_kept_only_when_it_is_booked(at_days: World) -> None:
    await at_days.says(MINA, "10 March")
    assert "Tue 10 Mar has not come yet" in at_days.reads(MINA)
    await at_days.taps(MINA, "No, choose another day")
    assert ASKED_WHEN in at_days.reads(MINA)
    await at_days.says(MINA, "10 March")
    await at_days.taps(MINA, "Yes, I am booked")
    await at_days.taps(MINA, YES)
    assert "booked for 10 March 2026" in plan_picture(at_days).caption
    assert at_days.digests(MINA) == []


async def test_another_day_can_be_typed_instead_of_no(at_days: World) -> None:
    await at_days.says(MINA, "10 March")
    await at_days.says(MINA, "yesterday")
    assert ASKED_HOUR in at_days.reads(MINA)
