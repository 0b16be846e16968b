"""When the rules change, the plan of a patient moves with them, and nothing is owed for dates that are gone by."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.facts import PatientFacts
from schedules.plan import digest_dates, first_due, repointed, settle
from schedules.protocol import Cadence, Library
from schedules.words import CadenceName, Kind, PatientStatus
from tests.unit.schedules.builders import QUICK, SEOUL, START, TONING, patient, treatment

DAY = timedelta(days=1)


def library(*days: int) -> Library:
    """One protocol with a message on these care days."""
    return Library({Kind.TONING: replace(TONING, cadences=dict.fromkeys(CadenceName, rhythm(*days)))})


def rhythm(*days: int) -> Cadence:
    return Cadence(days=frozenset(days), months=())


def facts(settled: int | None, **more: Any) -> PatientFacts:
    """A patient who had toning on 1 March, settled through a care day."""
    fields: dict[str, Any] = {"settled_through": None if settled is None else START + settled * DAY}
    return patient(treatment(), **(fields | more))


def at(day: int, hour: int) -> datetime:
    """An hour of a care day in Seoul."""
    return datetime(2026, 3, 1, hour, tzinfo=SEOUL).astimezone(UTC) + day * DAY


def on(day: int) -> date:
    return START + day * DAY


MOVES = [
    ("a later date becomes an earlier one", (7, 14), (7, 12), at(10, 12), (on(7), at(12, 9))),
    ("an earlier date becomes a later one", (7, 12), (7, 14), at(10, 12), (on(7), at(14, 9))),
    ("today gets a message, and its hour is over", (7, 14), (7, 10, 14), at(10, 12), (on(7), at(10, 9))),
    ("a date gone by is not owed", (7, 14), (7, 9, 14), at(10, 12), (on(9), at(14, 9))),
    ("a date gone by is not owed beside today's", (7, 14), (7, 9, 10), at(10, 12), (on(9), at(10, 9))),
    ("nothing is left to say", (7, 14), (7,), at(10, 12), (on(7), None)),
    ("there is something to say again", (7,), (7, 20), at(10, 12), (on(7), at(20, 9))),
    ("nothing changes", (7, 14), (7, 14), at(10, 12), (on(7), at(14, 9))),
    ("what is overdue stays overdue", (7, 9, 14), (7, 8, 14), at(10, 12), (on(7), at(9, 9))),
]


@pytest.mark.parametrize("is_known", [True, False], ids=["old rules known", "old rules forgotten"])
@pytest.mark.parametrize(
    ("before", "after", "now", "stored"), [row[1:] for row in MOVES], ids=[row[0] for row in MOVES]
)
def test_a_plan_moves_to_where_the_new_rules_put_it(
    before: tuple[int, ...], after: tuple[int, ...], now: datetime, stored: object, is_known: bool
) -> None:
    mina, old = facts(7), library(*before)
    found = repointed(mina, library(*after), now, first_due(mina, old), before=old if is_known else None)
    assert found == stored


def test_a_date_gone_by_is_not_owed_beside_a_message_that_comes_within_hours() -> None:
    mina, old, new = facts(7), library(7, 10), library(7, 9, 10)
    assert repointed(mina, new, at(10, 7), at(10, 9), before=old) == (on(9), at(10, 9))


def test_what_waits_for_the_end_of_the_quiet_hours_still_comes() -> None:
    mina, now = facts(7), at(9, 22)
    waits = settle(mina, library(7, 9), now)
    assert waits.next_due_at == at(10, 9)
    for before in (library(7, 9), None):
        stored = repointed(mina, library(7, 8, 14), at(10, 1), waits.next_due_at, before=before)
        assert stored == (on(7), at(10, 9))
    digest = settle(mina, library(7, 8, 14), at(10, 9)).digest
    assert digest is not None
    assert digest.missed == (on(8),)


def test_a_patient_who_was_never_settled_begins_with_today() -> None:
    assert repointed(facts(None), library(0, 1), at(0, 12), None) == (None, at(0, 18))


def test_nobody_who_stopped_is_pointed_anywhere() -> None:
    mina = facts(7, status=PatientStatus.STOPPED)
    assert repointed(mina, library(7, 14), at(10, 12), None) == (on(7), None)


@QUICK
@given(
    st.frozensets(st.integers(0, 30), min_size=1),
    st.frozensets(st.integers(0, 30), min_size=1),
    st.integers(0, 30),
    st.integers(0, 23),
)
def test_new_rules_never_make_up_for_dates_gone_by_and_asking_twice_changes_nothing(
    before: frozenset[int], after: frozenset[int], day: int, hour: int
) -> None:
    now = at(day, hour)
    old, new = library(*before), library(*after)
    said = settle(facts(None), old, now)
    mina = facts(None, settled_through=said.settled_through)
    through, due = repointed(mina, new, now, said.next_due_at, before=old)
    moved = replace(mina, settled_through=through)
    assert repointed(moved, new, now, due, before=new) == (through, due)
    waited = [one for one in digest_dates(mina, old) if one < on(day) and one > (mina.settled_through or date.min)]
    sent = settle(moved, new, now).digest
    assert sent is None or waited or not sent.missed
