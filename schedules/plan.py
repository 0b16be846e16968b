"""The plan: on which local dates a patient hears from us, at which instant, and what to do about dates gone by.

A patient gets at most one message for a local date. `settle` is asked at an instant and answers with what to send
now, what is gone by, and the next instant at which the plan has something to say. It is pure: asked twice with the
same facts it answers the same, and the unique key of a delivery makes its answer safe to apply twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from schedules.facts import PatientFacts, Treatment
from schedules.localtime import DAY, add_months, exists, instant, local_date
from schedules.protocol import Library
from schedules.rules import end_of_care, followed
from schedules.words import CadenceName, PatientStatus

DAY_ZERO_HOUR = time(18)
"""On the treatment day itself the message waits for the evening, when the patient is home."""


@dataclass(frozen=True, kw_only=True)
class DueDigest:
    """The digest to send now. `missed` are earlier dates that it stands in for."""

    on: date
    valid_until: datetime
    missed: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What the plan says at an instant.

    `lapsed` are dates whose message is given up without one to stand in for it. `settled_through` and `next_due_at`
    are to be stored; `next_due_at` None means that the plan has nothing more to say as the facts stand.
    """

    digest: DueDigest | None
    lapsed: tuple[date, ...]
    settled_through: date | None
    next_due_at: datetime | None


def dates_of(treatment: Treatment, library: Library, cadence: CadenceName) -> frozenset[date]:
    """The dates on which this treatment has a message, by the cadence and its course of sessions."""
    own = library[treatment.kind]
    rhythm = treatment.care(library).cadences[cadence]
    dates = {treatment.on + timedelta(days=day) for day in rhythm.days}
    dates |= {add_months(treatment.on, months) for months in rhythm.months}
    if own.course is not None:
        dates.add(treatment.on + timedelta(weeks=own.course.weeks_min))
    return frozenset(on for on in dates if treatment.on <= on <= end_of_care(treatment))


def digest_dates(facts: PatientFacts, library: Library) -> tuple[date, ...]:
    """Every local date on which the patient gets a digest, over all treatments, in order; pauses left out.

    A date that the zone never had gives way to the next one.
    """
    if facts.status is not PatientStatus.ACTIVE:
        return ()
    planned = frozenset().union(*(dates_of(t, library, facts.cadence) for t in facts.treatments))
    dates = {on if exists(on, facts.zone) else on + DAY for on in planned}
    return tuple(on for on in sorted(dates) if not facts.paused_through or on > facts.paused_through)


def due_instant(facts: PatientFacts, on: date) -> datetime:
    """When the digest of a local date goes out: the patient's hour, or the evening of a treatment day; never quiet."""
    wall = facts.quiet.end if facts.quiet.covers(facts.hour) else facts.hour
    if any(t.on == on for t in facts.treatments) and not facts.quiet.covers(DAY_ZERO_HOUR):
        wall = max(wall, DAY_ZERO_HOUR)
    return facts.quiet.next_allowed(instant(on, wall, facts.zone), facts.zone)


def _unsettled(facts: PatientFacts, library: Library) -> Iterator[date]:
    settled = facts.settled_through
    return (on for on in digest_dates(facts, library) if settled is None or on > settled)


def first_due(facts: PatientFacts, library: Library) -> datetime | None:
    """The instant of the first date not yet settled: what a patient's pointer holds after any change of facts."""
    on = next(_unsettled(facts, library), None)
    return None if on is None else due_instant(facts, on)


def repointed(
    facts: PatientFacts, library: Library, now: datetime, promised: datetime | None, *, before: Library | None = None
) -> tuple[date | None, datetime | None]:
    """What to store once the rules have changed: through which date the plan is settled, and when it speaks next.

    `promised` is where the pointer stood, `before` are the old rules where they are known. Dates gone by that only the
    new rules have are not owed; those that were waiting still are.
    """
    first, today = next(_unsettled(facts, library), None), local_date(now, facts.zone)
    if promised is not None and promised <= now:
        return facts.settled_through, promised
    if first is None or first >= today:
        return facts.settled_through, None if first is None else due_instant(facts, first)
    if before is None:
        waits = promised is not None and promised <= _opens(facts, now)
    else:
        waits = any(on < today for on in _unsettled(facts, before))
    if waits:
        return facts.settled_through, promised
    return today - DAY, first_due(replace(facts, settled_through=today - DAY), library)


def _opens(facts: PatientFacts, now: datetime) -> datetime:
    """The first instant at which what is due at `now` may go out: not in quiet hours, nor before the patient's hour."""
    allowed = facts.quiet.next_allowed(now, facts.zone)
    return max(allowed, due_instant(facts, local_date(allowed, facts.zone)))


def settle(facts: PatientFacts, library: Library, now: datetime) -> Settlement:
    """Decide what to do at `now` about every date whose message has come due.

    Today's message goes out at its hour or later in the day, outside quiet hours; earlier ones are folded into it. In
    the evening everything waits for the next morning, and goes out then as one message. When no treatment is followed
    any more there is nothing left to say, and what was missed lapses.
    """
    today = local_date(now, facts.zone)
    due = tuple(on for on in _unsettled(facts, library) if on <= today and due_instant(facts, on) <= now)
    if not due:
        return _wait(facts, first_due(facts, library))
    opens = _opens(facts, now)
    if opens > now:
        return _wait(facts, opens)
    after = first_due(replace(facts, settled_through=today), library)
    if not followed(facts.treatments, today):
        return Settlement(digest=None, lapsed=due, settled_through=today, next_due_at=after)
    missed = tuple(on for on in due if on < today)
    digest = DueDigest(on=today, valid_until=facts.quiet.open_until(now, facts.zone), missed=missed)
    return Settlement(digest=digest, lapsed=(), settled_through=today, next_due_at=after)


def _wait(facts: PatientFacts, until: datetime | None) -> Settlement:
    return Settlement(digest=None, lapsed=(), settled_through=facts.settled_through, next_due_at=until)
