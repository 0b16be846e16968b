"""What the message of one local date says, as facts and ids: texts are found and words are chosen elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from schedules.facts import CLINIC_WORD, PatientFacts, Treatment
from schedules.habits import shared_habits, strictest_of, tip_of
from schedules.plan import digest_dates
from schedules.protocol import Band, Course, Habit, Library
from schedules.results import ResultNote, results
from schedules.rules import Status, Verdict, ending_between, followed, verdict, verdicts
from schedules.words import Activity

OPEN_RULES_SHOWN_DAYS = 30
"""Open rules stand in each digest of the first month; after that they are told when asked. They never end by count."""


@dataclass(frozen=True, kw_only=True)
class TreatmentDay:
    """One treatment on the date of a digest. `band` is that of the protocol whose care applies."""

    treatment: Treatment
    day: int
    band: Band | None


@dataclass(frozen=True, kw_only=True)
class SessionWindow:
    """When the clinic's guide puts the next session of a course."""

    treatment: Treatment
    course: Course
    opens: date
    closes: date


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The content of the one message of a day.

    `parts` has the most recent treatment first: it leads. `strictest` is the one whose advice on what to do counts:
    the lead, or one that holds back what the others ask for. `not_yet` are windows still running, soonest end first;
    `refrain` rules that only the clinic ends; `ends_today` windows whose last day this is; `ended` rules whose first
    free day came since the previous message; `ask_first` rules that ended before and still need the clinic's word.
    `sunscreen` is the rule that keeps it off the treated skin, while one does: the daily habits tell it, so it is in no
    group. `do_waits` says that what to do asks for something that is not allowed yet. `turn` is the habit whose turn it
    is to be the tip.
    """

    on: date
    missed: tuple[date, ...]
    parts: tuple[TreatmentDay, ...]
    strictest: TreatmentDay
    not_yet: tuple[Verdict, ...]
    refrain: tuple[Verdict, ...]
    ends_today: tuple[Verdict, ...]
    ended: tuple[Verdict, ...]
    ask_first: tuple[Verdict, ...]
    sunscreen: Verdict | None
    do_waits: bool
    habits: tuple[Habit, ...]
    turn: Habit | None
    results: tuple[ResultNote, ...]
    sessions: tuple[SessionWindow, ...]
    is_last: bool

    @property
    def lead(self) -> TreatmentDay:
        """The treatment that gives the day its number: the most recent one."""
        return self.parts[0]

    @property
    def tip(self) -> Habit | None:
        """The tip of the day; none on a treatment day, or beside a rule that ended, results or a session."""
        has_news = self.lead.day == 0 or self.ended or self.results or self.sessions
        return None if has_news else self.turn


class _Rules(TypedDict):
    """The groups of verdicts in a digest, and whose word on what to do counts."""

    strictest: TreatmentDay
    do_waits: bool
    not_yet: tuple[Verdict, ...]
    refrain: tuple[Verdict, ...]
    ends_today: tuple[Verdict, ...]
    ended: tuple[Verdict, ...]
    ask_first: tuple[Verdict, ...]
    sunscreen: Verdict | None


def session_window(treatment: Treatment, library: Library) -> SessionWindow | None:
    """The next-session window of a treatment, where the clinic's guide gives a course."""
    course = library[treatment.kind].course
    if course is None:
        return None
    opens = treatment.on + timedelta(weeks=course.weeks_min)
    closes = treatment.on + timedelta(weeks=course.weeks_max)
    return SessionWindow(treatment=treatment, course=course, opens=opens, closes=closes)


def digest(
    facts: PatientFacts, library: Library, on: date, missed: tuple[date, ...] = (), *, since: date | None = None
) -> Digest | None:
    """The content for a local date, or None when no treatment is followed then.

    `since` is the date of the last message that the patient really got; None means that all went as planned.
    """
    treatments = followed(facts.treatments, on)
    if not treatments:
        return None
    planned = digest_dates(facts, library)
    previous = since if since and since < on else _previous_date(planned, min((on, *missed)))
    habits = shared_habits(treatments, library, on)
    return Digest(
        on=on,
        missed=missed,
        parts=tuple(_part(t, library, on) for t in treatments),
        **_rules(treatments, library, on, previous),
        habits=tuple(habit for habit in habits if habit.daily),
        turn=tip_of(habits, treatments[0].care_day(on)),
        results=results(treatments, library, on, previous, planned),
        sessions=_sessions(treatments, library, on),
        is_last=planned[-1:] <= (on,),
    )


def _rules(treatments: tuple[Treatment, ...], library: Library, on: date, previous: date) -> _Rules:
    """The rules in their groups; those without an end stand as long as the most recent treatment is young."""
    strictest = _part(strictest_of(treatments, library, on), library, on)
    found = verdicts(treatments, library, on)
    sunscreen = found.pop(Activity.SUN)
    standing = found.values()
    ended = ending_between(treatments, library, previous, on)
    is_young = treatments[0].care_day(on) <= OPEN_RULES_SHOWN_DAYS
    return _Rules(
        strictest=strictest,
        do_waits=_waits(strictest, treatments, library, on),
        not_yet=_by_end(v for v in standing if v.status is Status.NOT_YET and v.last_day != on),
        refrain=tuple(v for v in standing if v.status is Status.REFRAIN and is_young),
        ends_today=_by_end(v for v in standing if v.status is Status.NOT_YET and v.last_day == on),
        ended=ended,
        ask_first=_by_end(v for v in standing if v not in ended and _asks_first(v, treatments, on)),
        sunscreen=sunscreen if sunscreen.status is Status.NOT_YET else None,
    )


def _waits(part: TreatmentDay, treatments: tuple[Treatment, ...], library: Library, on: date) -> bool:
    """Whether what a treatment asks for must wait: by its own rules, or by the clinic's word for any visit."""
    asks = part.band.asks if part.band else ()
    own = [verdict((part.treatment,), library, activity, on) for activity in asks]
    told = [v for a in asks if CLINIC_WORD.id in (v := verdict(treatments, library, a, on)).sources]
    return any(v.status in {Status.NOT_YET, Status.REFRAIN} for v in (*own, *told))


def _previous_date(planned: Sequence[date], on: date) -> date:
    """The date of the message before `on`, or the day before."""
    earlier = [day for day in planned if day < on]
    return earlier[-1] if earlier else on - timedelta(days=1)


def _part(treatment: Treatment, library: Library, on: date) -> TreatmentDay:
    day = treatment.care_day(on)
    return TreatmentDay(treatment=treatment, day=day, band=treatment.care(library).band(day))


def _by_end(found: Iterable[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(found, key=lambda v: (v.last_day or date.max, v.activity)))


def _asks_first(verdict: Verdict, treatments: Sequence[Treatment], on: date) -> bool:
    """Whether the waiting time is over, the clinic must still agree, and its cause is not longer ago than a month."""
    causes = (t for t in treatments if t.id in verdict.because)
    return (
        verdict.status is Status.ASK_CLINIC
        and verdict.last_day is not None
        and verdict.last_day < on
        and any(t.care_day(on) <= OPEN_RULES_SHOWN_DAYS for t in causes)
    )


def _sessions(treatments: tuple[Treatment, ...], library: Library, on: date) -> tuple[SessionWindow, ...]:
    """The next-session windows that are open, unless a later session of the same kind was already held."""
    latest = {t.kind: t for t in reversed(treatments)}
    windows = (session_window(t, library) for t in latest.values())
    return tuple(w for w in windows if w is not None and w.opens <= on <= w.closes)
