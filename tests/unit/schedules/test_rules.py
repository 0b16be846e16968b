"""Windows to the day, the clinic's overrides, and the laws by which overlapping treatments merge."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.facts import Treatment
from schedules.localtime import add_months
from schedules.protocol import After
from schedules.rules import (
    Status,
    Verdict,
    effective_rule,
    end_of_care,
    ending_between,
    followed,
    strictest,
    verdict,
    verdicts,
)
from schedules.words import Activity, Kind, Rank
from tests.unit.schedules.builders import LIBRARY, QUICK, START, care_date, told, treatment, treatment_lists

WINDOW_EDGES = [
    # label, kind, activity, care day, status
    ("sauna, treatment day", Kind.TONING, Activity.SAUNA, 0, Status.NOT_YET),
    ("sauna, day before the last", Kind.TONING, Activity.SAUNA, 13, Status.NOT_YET),
    ("sauna, last day", Kind.TONING, Activity.SAUNA, 14, Status.NOT_YET),
    ("sauna, first free day", Kind.TONING, Activity.SAUNA, 15, Status.ENDED),
    ("exercise, day before the last", Kind.TONING, Activity.EXERCISE, 6, Status.NOT_YET),
    ("exercise, last day", Kind.TONING, Activity.EXERCISE, 7, Status.NOT_YET),
    ("exercise, first free day", Kind.TONING, Activity.EXERCISE, 8, Status.ENDED),
    ("exercise after CO2, last day", Kind.CO2, Activity.EXERCISE, 7, Status.NOT_YET),
    ("exercise after CO2 is never free by count", Kind.CO2, Activity.EXERCISE, 8, Status.ASK_CLINIC),
    ("alcohol never ends by count", Kind.TONING, Activity.ALCOHOL, 180, Status.REFRAIN),
    ("a soft open rule", Kind.CO2, Activity.WASHING, 3, Status.ASK_CLINIC),
    ("advice", Kind.TONING, Activity.PICKING, 3, Status.ADVICE),
    ("no rule", Kind.TONING, Activity.SLEEP, 3, Status.NO_RULE),
    ("before the treatment", Kind.TONING, Activity.SAUNA, -1, Status.NO_RULE),
    ("last day in care", Kind.TONING, Activity.ALCOHOL, 184, Status.REFRAIN),
    ("out of care", Kind.TONING, Activity.ALCOHOL, 185, Status.NO_RULE),
]


@pytest.mark.parametrize(
    ("kind", "activity", "day", "status"), [row[1:] for row in WINDOW_EDGES], ids=[row[0] for row in WINDOW_EDGES]
)
def test_what_is_said_on_a_care_day(kind: Kind, activity: Activity, day: int, status: Status) -> None:
    assert verdict([treatment(kind)], LIBRARY, activity, care_date(day)).status is status


def test_a_window_names_its_last_day_and_its_first_free_day() -> None:
    found = verdict([treatment()], LIBRARY, Activity.SAUNA, START)
    assert (found.last_day, found.free_from) == (care_date(14), care_date(15))
    assert (found.because, found.sources, found.rank) == (frozenset({1}), frozenset({"guide"}), Rank.ARTICLE)


def test_an_open_rule_names_no_date() -> None:
    found = verdict([treatment()], LIBRARY, Activity.ALCOHOL, START)
    assert (found.last_day, found.free_from, found.after) == (None, None, After.ASK_CLINIC)


OVERRIDES = [
    ("a longer window", "sauna", 21, 21, Status.NOT_YET, Status.ENDED),
    ("a shorter window", "sauna", 3, 3, Status.NOT_YET, Status.ENDED),
    ("an end for an open rule", "alcohol", 5, 5, Status.NOT_YET, Status.ENDED),
    ("a window where the protocol has only advice, which stands again", "picking", 9, 9, Status.NOT_YET, Status.ADVICE),
    ("a window where the protocol is silent", "flying", 10, 10, Status.NOT_YET, Status.ENDED),
]


@pytest.mark.parametrize(
    ("activity", "through_day", "last", "on_it", "after_it"),
    [row[1:] for row in OVERRIDES],
    ids=[r[0] for r in OVERRIDES],
)
def test_the_clinics_word_outranks_the_protocol(
    activity: str, through_day: int, last: int, on_it: Status, after_it: Status
) -> None:
    visit = [treatment(overrides=told(**{activity: through_day}))]
    on_last = verdict(visit, LIBRARY, Activity(activity), care_date(last))
    assert (on_last.status, on_last.sources, on_last.rank) == (on_it, frozenset({"clinic"}), Rank.CLINIC)
    assert verdict(visit, LIBRARY, Activity(activity), care_date(last + 1)).status is after_it


def test_an_override_keeps_what_counts_after_the_window() -> None:
    visit = treatment(Kind.CO2, overrides=told(sauna=20))
    assert verdict([visit], LIBRARY, Activity.SAUNA, START).after is After.IF_CLOSED


def test_an_override_leaves_the_other_activities_alone() -> None:
    visit = treatment(overrides=told(sauna=20))
    assert effective_rule(visit, LIBRARY, Activity.EXERCISE) == LIBRARY[Kind.TONING].rule(Activity.EXERCISE)


def test_broken_skin_brings_the_stricter_rules() -> None:
    calm, broken = treatment(), treatment(skin_broken=True)
    assert verdict([calm], LIBRARY, Activity.MAKEUP, care_date(5)).status is Status.ENDED
    assert verdict([broken], LIBRARY, Activity.MAKEUP, care_date(5)).status is Status.REFRAIN


def test_the_later_end_wins_and_says_whose_it_is() -> None:
    older = treatment(id=1, on=START)
    newer = treatment(Kind.MESO, id=2, on=care_date(5))
    exercise = verdict([older, newer], LIBRARY, Activity.EXERCISE, care_date(6))
    assert (exercise.last_day, exercise.because, exercise.sources) == (
        care_date(12),
        frozenset({2}),
        frozenset({"usual"}),
    )
    sauna = verdict([older, newer], LIBRARY, Activity.SAUNA, care_date(6))
    assert (sauna.last_day, sauna.because) == (care_date(14), frozenset({1}))


def test_two_windows_with_the_same_end_are_both_named_with_the_lower_authority() -> None:
    both = [treatment(id=1), treatment(Kind.MESO, id=2)]
    found = verdict(both, LIBRARY, Activity.EXERCISE, START)
    assert (found.because, found.sources, found.rank) == (
        frozenset({1, 2}),
        frozenset({"guide", "usual"}),
        Rank.DEFAULT,
    )


def test_an_open_rule_over_a_window_is_not_before_that_date() -> None:
    both = [treatment(id=1, overrides=told(alcohol=10)), treatment(Kind.CO2, id=2)]
    found = verdict(both, LIBRARY, Activity.ALCOHOL, START)
    assert (found.status, found.last_day, found.because) == (Status.REFRAIN, care_date(10), frozenset({2}))


def test_a_booked_treatment_says_nothing_before_its_date() -> None:
    both = [treatment(id=1), treatment(id=2, on=care_date(10))]
    assert verdict(both, LIBRARY, Activity.SAUNA, care_date(9)).last_day == care_date(14)
    assert verdict(both, LIBRARY, Activity.SAUNA, care_date(10)).last_day == care_date(24)


def test_treatments_in_care_come_most_recent_first() -> None:
    given_list = [treatment(id=1), treatment(id=2, on=care_date(5)), treatment(id=3), treatment(id=4, on=care_date(99))]
    assert [each.id for each in followed(given_list, care_date(5))] == [2, 3, 1]


def test_care_lasts_six_calendar_months() -> None:
    visit = treatment(on=START.replace(month=8, day=31))
    assert end_of_care(visit) == add_months(visit.on, 6) == START.replace(year=2027, month=2, day=28)
    assert followed([visit], end_of_care(visit)) == (visit,)
    assert followed([visit], end_of_care(visit) + timedelta(days=1)) == ()


def test_nobody_in_care_has_no_rule_at_all() -> None:
    assert {each.status for each in verdicts([], LIBRARY, START).values()} == {Status.NO_RULE}


def test_rules_end_between_two_dates_earliest_first() -> None:
    found = ending_between([treatment()], LIBRARY, care_date(0), care_date(15))
    assert [each.activity for each in found] == [Activity.MAKEUP, Activity.EXERCISE, Activity.SAUNA]


@pytest.mark.parametrize(
    ("after", "through", "ended"),
    [(6, 7, []), (7, 8, [Activity.EXERCISE]), (8, 9, []), (14, 15, [Activity.SAUNA]), (15, 30, [])],
)
def test_a_rule_ends_on_its_first_free_day(after: int, through: int, ended: list[Activity]) -> None:
    found = ending_between([treatment()], LIBRARY, care_date(after), care_date(through))
    assert [each.activity for each in found] == ended


def test_a_rule_that_another_treatment_still_holds_has_not_ended() -> None:
    both = [treatment(id=1), treatment(id=2, on=care_date(4))]
    assert ending_between(both, LIBRARY, care_date(7), care_date(8)) == ()


def test_an_end_that_leaves_the_clinic_to_ask_is_told_as_an_end() -> None:
    (found,) = ending_between([treatment(Kind.CO2)], LIBRARY, care_date(7), care_date(8))
    assert (found.activity, found.status) == (Activity.EXERCISE, Status.ASK_CLINIC)


lists = treatment_lists(min_size=1)
days = st.integers(0, 100).map(care_date)
activities = st.sampled_from(Activity)


@QUICK
@given(data=st.data(), treatments=lists, on=days)
def test_the_order_of_treatments_does_not_matter(
    data: st.DataObject, treatments: Sequence[Treatment], on: date
) -> None:
    shuffled = data.draw(st.permutations(treatments))
    assert verdicts(treatments, LIBRARY, on) == verdicts(shuffled, LIBRARY, on)


@QUICK
@given(treatments=lists, on=days, activity=activities)
def test_the_same_treatment_twice_changes_nothing(
    treatments: Sequence[Treatment], on: date, activity: Activity
) -> None:
    assert verdict([*treatments, *treatments], LIBRARY, activity, on) == verdict(treatments, LIBRARY, activity, on)


@QUICK
@given(treatments=treatment_lists(min_size=2), on=days, activity=activities)
def test_another_treatment_never_loosens_a_verdict(
    treatments: Sequence[Treatment], on: date, activity: Activity
) -> None:
    before = verdict(treatments[1:], LIBRARY, activity, on)
    after = verdict(treatments, LIBRARY, activity, on)
    order = list(After).index
    assert after.status >= before.status
    assert order(after.after) >= order(before.after)
    assert before.last_day is None or (after.last_day is not None and after.last_day >= before.last_day)


@QUICK
@given(treatments=lists, on=days, activity=activities)
def test_a_merged_window_ends_with_the_last_of_its_parts(
    treatments: Sequence[Treatment], on: date, activity: Activity
) -> None:
    alone = [verdict([each], LIBRARY, activity, on) for each in treatments]
    merged = verdict(treatments, LIBRARY, activity, on)
    assert merged.last_day == max((each.last_day for each in alone if each.last_day), default=None)
    assert merged.status == max(each.status for each in alone)


@QUICK
@given(treatments=lists, on=days, activity=activities, data=st.data())
def test_merging_in_steps_is_merging_at_once(
    treatments: Sequence[Treatment], on: date, activity: Activity, data: st.DataObject
) -> None:
    parts = [verdict([each], LIBRARY, activity, on) for each in treatments]
    cut = data.draw(st.integers(0, len(parts)))
    stepwise = strictest(activity, [strictest(activity, parts[:cut]), *parts[cut:]])
    assert stepwise == strictest(activity, parts) == strictest(activity, [strictest(activity, parts)])


@QUICK
@given(treatments=lists, on=days, activity=activities)
def test_a_verdict_names_only_treatments_in_care_that_hold_its_status(
    treatments: Sequence[Treatment], on: date, activity: Activity
) -> None:
    found = verdict(treatments, LIBRARY, activity, on)
    by_id = {each.id: each for each in followed(treatments, on)}
    assert found.because <= set(by_id)
    assert all(verdict([by_id[i]], LIBRARY, activity, on).status is found.status for i in found.because)
    assert bool(found.because) == (found.status is not Status.NO_RULE)


def test_nothing_to_merge_is_no_rule() -> None:
    assert strictest(Activity.SAUNA, []) == Verdict(activity=Activity.SAUNA, status=Status.NO_RULE)


def test_the_rank_of_a_merged_verdict_is_the_lowest_of_its_sources() -> None:
    ranks = [Rank.CLINIC, Rank.PUBLIC, Rank.ARTICLE]
    parts = [
        Verdict(activity=Activity.SUN, status=Status.ADVICE, rank=rank, sources=frozenset({rank.value}))
        for rank in ranks
    ]
    assert strictest(Activity.SUN, parts).rank is Rank.PUBLIC
