"""What the message of one local date says, as facts and ids: texts are found and words are chosen elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schedules.facts import PatientFacts, Treatment
from schedules.localtime import add_months
from schedules.plan import digest_dates
from schedules.protocol import Band, Course, Habit, Library, Milestone
from schedules.rules import Status, Verdict, ending_between, followed, verdicts

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
class ResultNote:
    """A milestone that is on at the date."""

    treatment: Treatment
    milestone: Milestone


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The content of the one message of a day.

    `parts` has the most recent treatment first: it leads. `not_yet` are windows still running, soonest end first;
    `refrain` rules that only the clinic ends; `ends_today` windows whose last day this is; `ended` rules whose first
    free day came since the previous message.
    """

    on: date
    missed: tuple[date, ...]
    parts: tuple[TreatmentDay, ...]
    not_yet: tuple[Verdict, ...]
    refrain: tuple[Verdict, ...]
    ends_today: tuple[Verdict, ...]
    ended: tuple[Verdict, ...]
    habits: tuple[Habit, ...]
    tip: Habit | None
    results: tuple[ResultNote, ...]
    sessions: tuple[SessionWindow, ...]
    is_last: bool

    @property
    def lead(self) -> TreatmentDay:
        """The treatment that gives the day its number: the most recent one."""
        return self.parts[0]


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
    previous = since if since and since < on else _previous_date(facts, library, min((on, *missed)))
    standing = verdicts(treatments, library, on).values()
    lead = treatments[0]
    habits = _habits(treatments, library, on)
    return Digest(
        on=on,
        missed=missed,
        parts=tuple(_part(t, library, on) for t in treatments),
        not_yet=_by_end(v for v in standing if v.status is Status.NOT_YET and v.last_day != on),
        refrain=tuple(v for v in standing if v.status is Status.REFRAIN and lead.care_day(on) <= OPEN_RULES_SHOWN_DAYS),
        ends_today=_by_end(v for v in standing if v.status is Status.NOT_YET and v.last_day == on),
        ended=ending_between(treatments, library, previous, on),
        habits=tuple(habit for habit in habits if habit.daily),
        tip=_tip(habits, lead.care_day(on)),
        results=_results(treatments, library, on, previous),
        sessions=_sessions(treatments, library, on),
        is_last=not any(day > on for day in digest_dates(facts, library)),
    )


def _previous_date(facts: PatientFacts, library: Library, on: date) -> date:
    """The date of the message before `on`, or the day before."""
    earlier = [day for day in digest_dates(facts, library) if day < on]
    return earlier[-1] if earlier else on - timedelta(days=1)


def _part(treatment: Treatment, library: Library, on: date) -> TreatmentDay:
    day = treatment.care_day(on)
    return TreatmentDay(treatment=treatment, day=day, band=treatment.care(library).band(day))


def _by_end(found: Iterable[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(found, key=lambda v: (v.last_day or date.max, v.activity)))


def _habits(treatments: tuple[Treatment, ...], library: Library, on: date) -> tuple[Habit, ...]:
    """The habits that every treatment in care agrees to: one treatment's open skin silences a habit for all."""
    sets = [{h.id: h for h in t.care(library).habits if h.on(t.care_day(on))} for t in treatments]
    silenced = {
        h.id
        for t in treatments
        for h in t.care(library).habits
        if not h.on(t.care_day(on)) and h.from_day > t.care_day(on)
    }
    merged = {habit_id: habit for found in reversed(sets) for habit_id, habit in found.items()}
    return tuple(habit for habit_id, habit in merged.items() if habit_id not in silenced)


def _tip(habits: tuple[Habit, ...], day: int) -> Habit | None:
    turns = [habit for habit in habits if not habit.daily]
    return turns[day % len(turns)] if turns else None


def _results(treatments: tuple[Treatment, ...], library: Library, on: date, previous: date) -> tuple[ResultNote, ...]:
    """The milestones that have begun since the previous message, or stand on the message of their last month."""
    notes = []
    for treatment in treatments:
        for milestone in library[treatment.kind].milestones:
            opens = add_months(treatment.on, milestone.from_months)
            closes = add_months(treatment.on, milestone.through_months)
            if previous < opens <= on or on == closes:
                notes.append(ResultNote(treatment=treatment, milestone=milestone))
    return tuple(notes)


def _sessions(treatments: tuple[Treatment, ...], library: Library, on: date) -> tuple[SessionWindow, ...]:
    """The next-session windows that are open, unless a later session of the same kind was already held."""
    latest = {t.kind: t for t in reversed(treatments)}
    windows = (session_window(t, library) for t in latest.values())
    return tuple(w for w in windows if w is not None and w.opens <= on <= w.closes)
