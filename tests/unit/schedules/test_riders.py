"""Riders: what is told beside a rule, when it counts, and what becomes of it beside other treatments."""

from datetime import date

import pytest

from schedules.protocol import Advice, After, OpenRule, Rider, Window
from schedules.riders import Beside, in_force, kept, merged
from schedules.words import Activity
from tests.unit.schedules.builders import START, USUAL, care_date


def rider(name: str, through_day: int | None = None) -> Rider:
    return Rider(id=name, source=USUAL, through_day=through_day)


def window(*riders: Rider, through_day: int = 1) -> Window:
    return Window(activity=Activity.MAKEUP, through_day=through_day, after=After.IF_CALM, source=USUAL, riders=riders)


def beside(name: str, last_day: date | None, *, lengthens: bool = True) -> Beside:
    return Beside(id=name, last_day=last_day, lengthens=lengthens)


@pytest.mark.parametrize(("day", "count"), [(0, 1), (2, 1), (3, 0)])
def test_a_rider_counts_through_its_last_day(day: int, count: int) -> None:
    found = list(in_force(window(rider("red", 2)), START, care_date(day)))
    assert found == [beside("red", care_date(2))] * count


def test_a_rider_without_an_end_counts_for_good() -> None:
    assert list(in_force(window(rider("scabs")), START, care_date(180))) == [beside("scabs", None)]


@pytest.mark.parametrize(
    ("rule", "lengthens"),
    [
        (window(rider("x", 2)), True),
        (window(rider("x", 1)), False),
        (window(rider("x")), True),
        (Advice(activity=Activity.PAINKILLER, source=USUAL, riders=(rider("x", 7),)), False),
        (OpenRule(activity=Activity.ALCOHOL, source=USUAL, riders=(rider("x"),)), False),
    ],
)
def test_only_what_reaches_past_a_window_lengthens_it(rule: Window | Advice | OpenRule, lengthens: bool) -> None:
    (found,) = in_force(rule, START, START)
    assert found.lengthens is lengthens


def test_the_clinics_own_end_takes_away_what_would_set_another_end() -> None:
    rule = window(rider("red", 2), rider("arm", 0), rider("scabs"))
    assert [each.id for each in kept(rule)] == ["arm", "scabs"]
    advice = Advice(activity=Activity.PAINKILLER, source=USUAL, riders=(rider("x", 7),))
    assert kept(advice) == advice.riders


def test_each_rider_is_told_once_with_its_latest_end() -> None:
    found = (beside("red", care_date(2)), beside("red", care_date(5)), beside("arm", START, lengthens=False))
    assert merged(found, has_end=True, last_day=care_date(1)) == (
        beside("arm", START, lengthens=False),
        beside("red", care_date(5)),
    )


def test_what_lengthens_is_moot_where_the_wait_is_longer_or_only_the_clinic_ends_it() -> None:
    red, scabs, arm = beside("red", care_date(2)), beside("scabs", None), beside("arm", START, lengthens=False)
    assert merged((red, scabs, arm), has_end=True, last_day=care_date(2)) == (arm, scabs)
    assert merged((red, scabs, arm), has_end=False, last_day=None) == (arm,)
