"""From a patient's facts to the picture of their plan: all dates come from `schedules`, all words from outside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.pictures.model import Bar, Mark, MarkKind, PlanLabels, PlanPicture, Span, Tone
from schedules.digest import SessionWindow, session_window
from schedules.facts import PatientFacts, Treatment
from schedules.localtime import DAY, add_months
from schedules.plan import digest_dates
from schedules.protocol import After, Library, Milestone, OpenRule, Rule, Window
from schedules.rules import Status, Verdict, effective_rule, end_of_care, followed, verdicts
from schedules.words import Activity, Rank

MOST_BARS = 7
ENDED_SHOWN = timedelta(days=14)
"""A rule that has ended stays on the picture this long: to see that it is over is news, too."""
FIRST_RANKS = (Rank.RED_FLAG, Rank.CLINIC, Rank.ARTICLE)
DAILY_LIFE = frozenset({Activity.MAKEUP, Activity.SWIMMING, Activity.ACTIVES})
"""Usual advice that is shown beside the clinic's own rules, where it has an end or the clinic sets one."""
ORDER = (Status.NOT_YET, Status.REFRAIN, Status.ASK_CLINIC, Status.ENDED)


@dataclass(frozen=True, kw_only=True)
class PictureWords:
    """The words of the picture in one language. What depends on the facts comes as a callable.

    `treatments` gets the treatments, the most recent first, and writes the subtitle: one a line. `detail` says how a
    verdict ends ("through Sun 15 Mar", "clinic gives the date"). `badge` gets the care day, negative before the
    treatment, and gives a small word and a large one.
    """

    title: str
    note: str
    footer: str
    labels: PlanLabels
    badge: Callable[[int], tuple[str, str]]
    treatments: Callable[[Sequence[Treatment]], str]
    activity: Callable[[Activity], str]
    detail: Callable[[Verdict], str]
    milestone: Callable[[Milestone], str]
    next_visit: Callable[[SessionWindow], str]


def has_plan(facts: PatientFacts, today: date) -> bool:
    """Whether there is anything to draw: a treatment in care, or one booked for a later date."""
    return any(today <= end_of_care(treatment) for treatment in facts.treatments)


def plan_picture(facts: PatientFacts, library: Library, today: date, words: PictureWords) -> PlanPicture:
    """The picture of a patient's plan on a local date.

    Before the first treatment it shows the rules of that date. Raises ValueError where `has_plan` is false.
    """
    if not has_plan(facts, today):
        raise ValueError("There is no treatment in care or booked: no plan to draw.")
    as_of = today if followed(facts.treatments, today) else min(t.on for t in facts.treatments if t.on > today)
    treatments = followed(facts.treatments, as_of)
    shown = _shown(treatments, library, as_of)
    start = treatments[0].on
    return PlanPicture(
        title=words.title,
        subtitle=words.treatments(treatments),
        today=today,
        start=start,
        badge=words.badge((today - start).days),
        labels=words.labels,
        bars=tuple(_bar(verdict, treatments, library, words) for verdict in shown),
        marks=(*_marks(facts, library, shown, words), *_results(treatments, library, words)),
        sessions=_sessions(facts, library, as_of, words),
        footer=words.footer,
        note=words.note,
    )


def _shown(treatments: Sequence[Treatment], library: Library, on: date) -> tuple[Verdict, ...]:
    """The verdicts worth a bar: the clinic's own rules first, then daily life; within each the soonest end first."""
    found = [
        v
        for v in verdicts(treatments, library, on).values()
        if v.status in ORDER and _has_place(v) and not (v.status is Status.ENDED and _long_over(v, on))
    ]
    found.sort(key=lambda v: (v.rank not in FIRST_RANKS, ORDER.index(v.status), v.last_day or date.max, v.activity))
    return tuple(found[:MOST_BARS])


def _has_place(verdict: Verdict) -> bool:
    has_end = verdict.last_day is not None or verdict.status is Status.REFRAIN
    return verdict.rank in FIRST_RANKS or (verdict.activity in DAILY_LIFE and has_end)


def _long_over(verdict: Verdict, on: date) -> bool:
    return verdict.last_day is not None and verdict.last_day + ENDED_SHOWN < on


def _bar(verdict: Verdict, treatments: Sequence[Treatment], library: Library, words: PictureWords) -> Bar:
    rules = [(t, effective_rule(t, library, verdict.activity)) for t in treatments]
    asks = verdict.status is Status.ASK_CLINIC and any(isinstance(rule, OpenRule) for _, rule in rules)
    open_end = asks or verdict.status is Status.REFRAIN
    counted = OpenRule if asks else Window | OpenRule if open_end else Window
    return Bar(
        label=words.activity(verdict.activity),
        detail=words.detail(verdict),
        from_on=_since((t, rule) for t, rule in rules if isinstance(rule, counted)),
        last_on=None if open_end else verdict.last_day,
        tone=Tone.ASK if asks else Tone.NO,
        then_ask=verdict.after is After.ASK_CLINIC and not open_end,
    )


def _since(rules: Iterable[tuple[Treatment, Rule]]) -> date:
    """The first date of the stretch of restricted dates that ends last; treatments that follow on are one stretch."""
    since = until = date.min
    for treatment, rule in sorted(rules, key=lambda pair: pair[0].on):
        if since == date.min or treatment.on > until + DAY:
            since = treatment.on
        last = treatment.on + timedelta(days=rule.through_day) if isinstance(rule, Window) else end_of_care(treatment)
        until = max(until, last)
    return since


def _marks(facts: PatientFacts, library: Library, shown: Sequence[Verdict], words: PictureWords) -> tuple[Mark, ...]:
    """Treatments, messages, and the first day after each rule; none where the clinic is asked first."""
    treatments = (Mark(on=t.on, label="", kind=MarkKind.TREATMENT) for t in facts.treatments)
    messages = (Mark(on=on, label="", kind=MarkKind.DIGEST) for on in digest_dates(facts, library))
    ends = (
        Mark(on=v.free_from, label=words.activity(v.activity), kind=MarkKind.FREE)
        for v in shown
        if v.free_from and v.status is not Status.REFRAIN and v.after is not After.ASK_CLINIC
    )
    return (*treatments, *messages, *ends)


def _results(treatments: Sequence[Treatment], library: Library, words: PictureWords) -> tuple[Mark, ...]:
    """One mark for each milestone, from its earliest to its latest date over all treatments."""
    spans: dict[str, tuple[Milestone, date, date]] = {}
    for treatment in treatments:
        for milestone in library[treatment.kind].milestones:
            opens = add_months(treatment.on, milestone.from_months)
            closes = add_months(treatment.on, milestone.through_months)
            _, first, last = spans.get(milestone.id, (milestone, opens, closes))
            spans[milestone.id] = (milestone, min(first, opens), max(last, closes))
    return tuple(
        Mark(on=first, label=words.milestone(milestone), kind=MarkKind.RESULT, through=last)
        for milestone, first, last in sorted(spans.values(), key=lambda span: span[1])
    )


def _sessions(facts: PatientFacts, library: Library, on: date, words: PictureWords) -> tuple[Span, ...]:
    """The next-visit window of the latest treatment of each kind, while it has not closed."""
    latest = {t.kind: t for t in sorted(facts.treatments, key=lambda t: (t.on, t.id))}
    windows = (session_window(treatment, library) for treatment in latest.values())
    return tuple(
        Span(label=words.next_visit(window), from_on=window.opens, last_on=window.closes)
        for window in windows
        if window is not None and window.closes >= on
    )
