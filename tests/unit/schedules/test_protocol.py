"""Protocols, care days, and the sentences of broken rules."""

import pytest

from schedules.errors import IllegalMoveError, NaiveInstantError, ScheduleError, UnknownKindError
from schedules.protocol import Habit, Library
from schedules.words import Activity, Kind
from tests.unit.schedules.builders import CO2, GUIDE, LIBRARY, TONING, care_date, treatment


@pytest.mark.parametrize(
    ("day", "band"), [(0, "first"), (14, "first"), (15, "later"), (190, "later"), (191, None), (-1, None)]
)
def test_a_band_covers_its_first_and_its_last_day(day: int, band: str | None) -> None:
    found = TONING.band(day)
    assert (found.id if found else None) == band


def test_a_protocol_without_a_rule_for_an_activity_says_nothing() -> None:
    assert TONING.rule(Activity.SLEEP) is None


@pytest.mark.parametrize(
    ("from_day", "through_day", "days_on"), [(0, None, {0, 5, 9}), (5, None, {5, 9}), (0, 5, {0, 5})]
)
def test_a_habit_holds_on_its_span_of_days(from_day: int, through_day: int | None, days_on: set[int]) -> None:
    habit = Habit(id="water", source=GUIDE, from_day=from_day, through_day=through_day)
    assert {day for day in (0, 5, 9) if habit.on(day)} == days_on


@pytest.mark.parametrize("day", [-3, 0, 1, 400])
def test_the_care_day_counts_local_dates_from_the_treatment(day: int) -> None:
    assert treatment().care_day(care_date(day)) == day


def test_broken_skin_takes_the_care_of_the_stricter_protocol() -> None:
    assert treatment(Kind.TONING, skin_broken=True).care(LIBRARY) is CO2
    assert treatment(Kind.TONING).care(LIBRARY) is TONING


def test_broken_skin_keeps_its_own_care_where_no_stricter_one_is_named() -> None:
    assert treatment(Kind.CO2, skin_broken=True).care(LIBRARY) is CO2


def test_an_unknown_kind_is_told_by_name() -> None:
    with pytest.raises(UnknownKindError, match=r"No protocol is known for .*prp"):
        Library()[Kind.PRP]


@pytest.mark.parametrize("error", [NaiveInstantError, UnknownKindError, IllegalMoveError])
def test_an_error_raised_without_words_still_has_a_sentence(error: type[ScheduleError]) -> None:
    assert str(error()).endswith(".")
    assert str(error("This one.")) == "This one."
