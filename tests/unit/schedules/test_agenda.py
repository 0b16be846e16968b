"""The dated events: where rules end, what touches is one stretch, and who an event belongs to as facts change."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.agenda import CheckIn, Event, NextVisit, Results, RuleEnd, agenda, stretches
from schedules.facts import Overrides, Treatment
from schedules.protocol import After
from schedules.rules import Status, verdict
from schedules.words import Activity, Kind
from tests.unit.schedules.builders import LIBRARY, QUICK, START, care_date, told, treatment, treatment_lists


def events(*treatments: Treatment, today: date = START) -> tuple[Event, ...]:
    return agenda(treatments, LIBRARY, today)


def rule_end(activity: Activity, *treatments: Treatment) -> RuleEnd:
    (found,) = [e for e in events(*treatments) if isinstance(e, RuleEnd) and e.said.activity is activity]
    return found


def test_a_rule_ends_on_its_last_restricted_day() -> None:
    sauna = rule_end(Activity.SAUNA, treatment())
    assert (sauna.on, sauna.said.status, sauna.then.status) == (care_date(14), Status.NOT_YET, Status.ENDED)
    assert sauna.is_end


def test_what_counts_afterwards_is_never_a_permission() -> None:
    assert rule_end(Activity.SAUNA, treatment()).after is After.IF_CALM
    assert rule_end(Activity.SAUNA, treatment(Kind.CO2)).after is After.IF_CLOSED
    assert rule_end(Activity.EXERCISE, treatment(Kind.CO2)).after is After.ASK_CLINIC


def test_an_open_rule_has_no_date_until_the_clinic_gives_one() -> None:
    assert Activity.ALCOHOL not in {e.said.activity for e in events(treatment()) if isinstance(e, RuleEnd)}
    assert rule_end(Activity.ALCOHOL, treatment(overrides=told(alcohol=9))).on == care_date(9)


def test_rules_that_touch_are_one_and_belong_to_the_treatment_that_began_them() -> None:
    alone = rule_end(Activity.SAUNA, treatment(id=5))
    longer = rule_end(Activity.SAUNA, treatment(id=5), treatment(id=9, on=care_date(15)))
    assert (alone.owner, alone.on) == (5, care_date(14))
    assert (longer.owner, longer.on) == (5, care_date(29))


def test_rules_with_a_free_day_between_end_twice() -> None:
    pair = treatment(id=5), treatment(id=9, on=care_date(16))
    found = [(e.owner, e.on) for e in events(*pair) if isinstance(e, RuleEnd) and e.said.activity is Activity.SAUNA]
    assert found == [(5, care_date(14)), (9, care_date(30))]


def test_where_another_treatment_needs_the_clinics_word_the_date_is_no_end() -> None:
    pair = treatment(overrides=told(alcohol=9)), treatment(Kind.CO2, id=2, on=care_date(3))
    assert not rule_end(Activity.ALCOHOL, *pair).is_end
    starts_the_day_after = treatment(overrides=told(alcohol=9)), treatment(Kind.CO2, id=2, on=care_date(10))
    assert not rule_end(Activity.ALCOHOL, *starts_the_day_after).is_end


def test_sunscreen_has_a_last_day_without_it() -> None:
    assert rule_end(Activity.SUN, treatment(Kind.CO2)).on == care_date(7)
    assert rule_end(Activity.SUN, treatment(overrides=Overrides(sunscreen_from_day=5))).on == care_date(4)
    at_once = events(treatment(Kind.CO2, overrides=Overrides(sunscreen_from_day=0)))
    assert Activity.SUN not in {e.said.activity for e in at_once if isinstance(e, RuleEnd)}


def test_check_ins_of_several_treatments_fall_together() -> None:
    pair = treatment(id=1), treatment(id=2, on=care_date(1))
    found = [(e.on, e.owner, e.day, e.is_evening) for e in events(*pair) if isinstance(e, CheckIn)]
    assert found == [
        (care_date(0), 1, 0, True),
        (care_date(1), 1, 1, True),
        (care_date(2), 2, 1, False),
        (care_date(3), 1, 3, False),
        (care_date(4), 2, 3, False),
    ]


def test_results_that_overlap_are_told_once_from_the_earliest() -> None:
    pair = treatment(Kind.CO2, id=1), treatment(Kind.CO2, id=2, on=care_date(20))
    found = [(e.milestone.id, e.owner, e.on, e.through) for e in events(*pair) if isinstance(e, Results)]
    assert found == [
        ("first", 1, date(2026, 4, 1), date(2026, 5, 21)),
        ("best", 1, date(2026, 6, 1), date(2026, 9, 21)),
    ]


def test_a_later_session_of_the_same_kind_answers_the_earlier_one() -> None:
    pair = treatment(Kind.CO2, id=1), treatment(Kind.CO2, id=2, on=care_date(30))
    assert [(e.owner, e.on) for e in events(*pair) if isinstance(e, NextVisit)] == [(2, care_date(58))]


def test_what_is_over_is_left_out_and_what_lasts_stays() -> None:
    found = events(treatment(Kind.CO2), today=care_date(40))
    assert [e.key for e in found] == ["visit", "results-first", "results-best"]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=6)


@QUICK
@given(found=SPANS)
def test_stretches_cover_the_same_dates_and_never_touch(found: list[tuple[int, int]]) -> None:
    spans = [(treatment(id=n), care_date(first), care_date(first + more)) for n, (first, more) in enumerate(found)]
    made = list(stretches(spans))
    covered = {s.first + timedelta(days=n) for s in made for n in range((s.last - s.first).days + 1)}
    assert covered == {first + timedelta(days=n) for _, first, last in spans for n in range((last - first).days + 1)}
    assert all(after.first > before.last + timedelta(days=1) for before, after in pairwise(made))


@QUICK
@given(found=treatment_lists())
def test_every_day_on_which_a_rule_ends_is_an_event_and_no_other(found: tuple[Treatment, ...]) -> None:
    told_ends = {(e.said.activity, e.on) for e in agenda(found, LIBRARY, START) if isinstance(e, RuleEnd) and e.is_end}
    assert told_ends == {
        (activity, on)
        for activity in Activity
        for on in (care_date(day) for day in range(110))
        if ends_on(found, activity, on)
    }


def ends_on(found: Sequence[Treatment], activity: Activity, on: date) -> bool:
    """Whether the verdicts themselves are a no on the date, and none the day after."""
    today, then = (verdict(found, LIBRARY, activity, on + timedelta(days=n)) for n in (0, 1))
    return today.status is Status.NOT_YET and then.status not in {Status.NOT_YET, Status.REFRAIN}


@QUICK
@given(found=treatment_lists(min_size=1))
def test_no_two_events_have_the_same_name(found: tuple[Treatment, ...]) -> None:
    names = [(e.owner, e.key) for e in agenda(found, LIBRARY, date.min)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_treatments_does_not_matter(order: int) -> None:
    three = [treatment(id=1), treatment(Kind.CO2, id=2, on=care_date(3)), treatment(Kind.MESO, id=3, on=care_date(3))]
    assert events(*three[::order]) == events(*three)
