"""A patient's half year, lived through the plan: with the bot always up, often down, and with facts that change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from schedules.facts import PatientFacts, Treatment
from schedules.localtime import QuietHours, instant, local, local_date
from schedules.plan import DueDigest, digest_dates, due_instant, first_due, settle
from schedules.words import CadenceName, Kind, PatientStatus
from tests.unit.schedules.builders import (
    LIBRARY,
    NO_QUIET,
    QUICK,
    SIESTA,
    START,
    dates,
    quarter_hours,
    quiets,
    treatment,
    treatment_lists,
    zones,
)

HORIZON = timedelta(days=260)
Change = Callable[[PatientFacts], PatientFacts]


@dataclass
class Life:
    """A patient, the pointer that storage keeps, and everything that was sent."""

    facts: PatientFacts
    now: datetime
    sent: list[tuple[datetime, DueDigest]] = field(default_factory=list)
    lapsed: list[date] = field(default_factory=list)

    def run(self, until: datetime, downtimes: Sequence[tuple[datetime, datetime]] = ()) -> None:
        """Ask the plan at each instant that it names, or when the bot is up again."""
        pointer = first_due(self.facts, LIBRARY)
        while pointer is not None and (at := self._up_at(max(pointer, self.now), downtimes)) < until:
            self.now = at
            pointer = self._ask()
        self.now = until

    def _up_at(self, at: datetime, downtimes: Sequence[tuple[datetime, datetime]]) -> datetime:
        for begins, ends in sorted(downtimes):
            if begins <= at < ends:
                at = ends
        return at

    def _ask(self) -> datetime | None:
        found = settle(self.facts, LIBRARY, self.now)
        before = self.facts.settled_through or date.min
        assert before <= (found.settled_through or date.min), "settled_through went back"
        assert found.next_due_at is None or found.next_due_at > self.now, "the plan stands still"
        self.facts = replace(self.facts, settled_through=found.settled_through)
        assert (found.next_due_at is None) == (first_due(self.facts, LIBRARY) is None)
        self.lapsed += found.lapsed
        if found.digest is not None:
            self._receive(found.digest)
        return found.next_due_at

    def _receive(self, digest: DueDigest) -> None:
        wall = local(self.now, self.facts.zone)
        assert not self.facts.quiet.covers(wall.time()), f"a message in quiet hours, {wall}"
        assert digest.on == wall.date()
        assert all(digest.on > earlier.on for _, earlier in self.sent), "two messages for one date"
        self.sent.append((self.now, digest))


@st.composite
def patients(draw: st.DrawFn) -> PatientFacts:
    return PatientFacts(
        zone=draw(zones),
        hour=draw(quarter_hours),
        quiet=draw(st.one_of(st.just(QuietHours()), quiets)),
        cadence=draw(st.sampled_from(CadenceName)),
        treatments=draw(treatment_lists(first=draw(dates), min_size=1, max_size=3)),
    )


def begin(facts: PatientFacts) -> Life:
    """A life from the first minute of the first treatment's date."""
    return Life(facts, instant(min(each.on for each in facts.treatments), time(0), facts.zone))


@QUICK
@given(facts=patients())
def test_with_the_bot_always_up_each_date_gets_its_message_at_its_instant(facts: PatientFacts) -> None:
    # A gap in the clock may push an odd hour into odd quiet hours that last past midnight: a catch-up, not this scene.
    assume(all(local_date(due_instant(facts, on), facts.zone) == on for on in digest_dates(facts, LIBRARY)))
    life = begin(facts)
    life.run(life.now + HORIZON)
    assert [(at, digest.on) for at, digest in life.sent] == [
        (due_instant(facts, on), on) for on in digest_dates(facts, LIBRARY)
    ]
    assert not any(digest.missed for _, digest in life.sent)
    assert first_due(life.facts, LIBRARY) is None


spans = st.lists(st.tuples(st.integers(0, 200 * 24), st.integers(1, 24 * 30)), max_size=8)


@QUICK
@given(facts=patients(), hours=spans)
def test_after_each_downtime_there_is_at_most_one_catch_up_and_no_date_is_lost(
    facts: PatientFacts, hours: list[tuple[int, int]]
) -> None:
    life = begin(facts)
    downtimes = [(life.now + timedelta(hours=start), life.now + timedelta(hours=start + n)) for start, n in hours]
    life.run(life.now + 2 * HORIZON, downtimes)
    assert sum(bool(digest.missed) for _, digest in life.sent) <= len(downtimes)
    covered = [on for _, digest in life.sent for on in (*digest.missed, digest.on)] + life.lapsed
    assert len(covered) == len(set(covered))
    assert set(digest_dates(facts, LIBRARY)) <= set(covered)
    extra = {digest.on for _, digest in life.sent if not digest.missed} - set(digest_dates(facts, LIBRARY))
    assert not extra, "a message without a reason"


def _moved(number: int, days: int) -> Change:
    def change(facts: PatientFacts) -> PatientFacts:
        treatments = tuple(
            replace(each, on=each.on + timedelta(days=days)) if each.id == number else each for each in facts.treatments
        )
        return replace(facts, treatments=treatments)

    return change


def _removed(number: int) -> Change:
    return lambda facts: replace(facts, treatments=tuple(each for each in facts.treatments if each.id != number))


def _added(kind: Kind, days: int, number: int) -> Change:
    return lambda facts: replace(
        facts, treatments=(*facts.treatments, treatment(kind, id=number, on=START + timedelta(days=days)))
    )


changes = st.one_of(
    zones.map(lambda zone: lambda facts: replace(facts, zone=zone)),
    st.integers(0, 23).map(lambda hour: lambda facts: replace(facts, hour=time(hour))),
    st.sampled_from([NO_QUIET, SIESTA]).map(lambda quiet: lambda facts: replace(facts, quiet=quiet)),
    st.sampled_from(CadenceName).map(lambda cadence: lambda facts: replace(facts, cadence=cadence)),
    st.sampled_from(PatientStatus).map(lambda status: lambda facts: replace(facts, status=status)),
    st.one_of(st.none(), st.integers(0, 200)).map(
        lambda day: lambda facts: replace(facts, paused_through=None if day is None else START + timedelta(days=day))
    ),
    st.builds(_moved, st.integers(1, 3), st.integers(-60, 60)),
    st.builds(_removed, st.integers(1, 3)),
    st.builds(_added, st.sampled_from(tuple(LIBRARY.protocols)), st.integers(-60, 200), st.integers(4, 99)),
)


@QUICK
@given(
    zone=zones,
    treatments=treatment_lists(max_size=3),
    happenings=st.lists(st.tuples(st.integers(0, 200 * 24), changes), max_size=10),
    hours=spans,
)
def test_whatever_changes_no_date_gets_two_messages_and_none_comes_in_quiet_hours(
    zone: ZoneInfo,
    treatments: tuple[Treatment, ...],
    happenings: list[tuple[int, Change]],
    hours: list[tuple[int, int]],
) -> None:
    start = instant(START, time(0), zone)
    downtimes = [(start + timedelta(hours=first), start + timedelta(hours=first + n)) for first, n in hours]
    life = Life(PatientFacts(zone=zone, treatments=treatments), start)
    for hour, change in sorted(happenings, key=lambda happening: happening[0]):
        life.run(start + timedelta(hours=hour), downtimes)
        life.facts = change(life.facts)
    life.run(start + 2 * HORIZON, downtimes)
    assert first_due(life.facts, LIBRARY) is None
