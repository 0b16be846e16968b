"""The dated events of a patient's care, out of the same rules as every answer: ends of rules, checks, results, visits.

The end of a rule is never a permission: each comes with the verdict of the day after, which says what counts then.
What treatments share is told once: rules that touch one another are one stretch, and end when the last of them ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schedules.digest import SessionWindow, session_window
from schedules.facts import Treatment
from schedules.localtime import DAY, add_months
from schedules.protocol import After, Library, Milestone, Window
from schedules.rules import Status, Verdict, effective_rule, verdict
from schedules.words import Activity

RESTRICTED = frozenset({Status.NOT_YET, Status.REFRAIN})


@dataclass(frozen=True, kw_only=True)
class RuleEnd:
    """The last date of a window. `said` is the verdict on it, `then` the one on the day after."""

    owner: int
    on: date
    said: Verdict
    then: Verdict

    @property
    def key(self) -> str:
        """What tells it from the other events of its owner."""
        return self.said.activity.value

    @property
    def through(self) -> date:
        """Its last date."""
        return self.on

    @property
    def is_end(self) -> bool:
        """Whether the rule ends there; otherwise a rule that only the clinic ends goes on."""
        return self.said.status is Status.NOT_YET and self.then.status not in RESTRICTED

    @property
    def after(self) -> After:
        """What still counts on the day after, the strictest of all that is said on either day."""
        asks = After.ASK_CLINIC if self.then.status is Status.ASK_CLINIC else After.IF_CALM
        return max((self.said.after, self.then.after, asks), key=list(After).index)


@dataclass(frozen=True, kw_only=True)
class CheckIn:
    """A date on which the patient is to look at their skin; in the evening where it is a treatment day."""

    owner: int
    on: date
    day: int
    is_evening: bool

    @property
    def key(self) -> str:
        """What tells it from the other events of its owner."""
        return f"check-{self.day}"

    @property
    def through(self) -> date:
        """Its last date."""
        return self.on


@dataclass(frozen=True, kw_only=True)
class Results:
    """From when to when results of a kind may show, by the clinic's guide."""

    owner: int
    on: date
    through: date
    milestone: Milestone

    @property
    def key(self) -> str:
        """What tells it from the other events of its owner."""
        return f"results-{self.milestone.id}"


@dataclass(frozen=True, kw_only=True)
class NextVisit:
    """When the clinic's guide puts the next session."""

    owner: int
    on: date
    through: date
    window: SessionWindow

    @property
    def key(self) -> str:
        """What tells it from the other events of its owner."""
        return "visit"


Event = RuleEnd | CheckIn | Results | NextVisit


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Dates without a gap. The treatment that began it owns it: it stays the same one when more is added to its end."""

    owner: int
    first: date
    last: date


def agenda(treatments: Sequence[Treatment], library: Library, today: date) -> tuple[Event, ...]:
    """Every event that is not over on a local date, in order.

    `owner` and `key` name an event for good: when facts change, the same two mean the same event on another date.
    """
    in_order = sorted(treatments, key=lambda t: (t.on, t.id))
    found: list[Event] = [
        *_rule_ends(in_order, library),
        *_check_ins(in_order, library),
        *_visits(in_order, library),
        *_results(in_order, library),
    ]
    return tuple(sorted((e for e in found if e.through >= today), key=lambda e: (e.on, e.key, e.owner)))


def stretches(spans: Iterable[tuple[Treatment, date, date]]) -> Iterator[Stretch]:
    """Spans of dates as stretches: those that overlap, or follow on without a free day between, are one."""
    current: Stretch | None = None
    for treatment, first, last in sorted(spans, key=lambda span: (span[1], span[0].id)):
        if current is not None and first <= current.last + DAY:
            current = Stretch(owner=current.owner, first=current.first, last=max(current.last, last))
            continue
        if current is not None:
            yield current
        current = Stretch(owner=treatment.id, first=first, last=last)
    if current is not None:
        yield current


def _rule_ends(treatments: Sequence[Treatment], library: Library) -> Iterator[RuleEnd]:
    for activity in Activity:
        spans = [
            (t, t.on, t.on + timedelta(days=rule.through_day))
            for t in treatments
            if isinstance(rule := effective_rule(t, library, activity), Window)
        ]
        for stretch in stretches(spans):
            said = verdict(treatments, library, activity, stretch.last)
            then = verdict(treatments, library, activity, stretch.last + DAY)
            if said.status in RESTRICTED:
                yield RuleEnd(owner=stretch.owner, on=stretch.last, said=said, then=then)


def _check_ins(treatments: Sequence[Treatment], library: Library) -> Iterator[CheckIn]:
    """One a date, whoever asks for it; it belongs to the earliest treatment."""
    found: dict[date, CheckIn] = {}
    treated_on = {treatment.on for treatment in treatments}
    for treatment in treatments:
        for day in sorted(treatment.care(library).checkins):
            on = treatment.on + timedelta(days=day)
            found.setdefault(on, CheckIn(owner=treatment.id, on=on, day=day, is_evening=on in treated_on))
    yield from found.values()


def _results(treatments: Sequence[Treatment], library: Library) -> Iterator[Results]:
    spans: dict[str, list[tuple[Treatment, date, date]]] = {}
    milestones: dict[str, Milestone] = {}
    for treatment in treatments:
        for milestone in library[treatment.kind].milestones:
            opens = add_months(treatment.on, milestone.from_months)
            closes = add_months(treatment.on, milestone.through_months)
            spans.setdefault(milestone.id, []).append((treatment, opens, closes))
            milestones[milestone.id] = milestone
    for milestone_id, found in spans.items():
        for stretch in stretches(found):
            yield Results(
                owner=stretch.owner, on=stretch.first, through=stretch.last, milestone=milestones[milestone_id]
            )


def _visits(treatments: Sequence[Treatment], library: Library) -> Iterator[NextVisit]:
    """The next-session window of the latest treatment of each kind: an earlier one has been answered by it."""
    for treatment in {t.kind: t for t in treatments}.values():
        window = session_window(treatment, library)
        if window is not None:
            yield NextVisit(owner=treatment.id, on=window.opens, through=window.closes, window=window)
