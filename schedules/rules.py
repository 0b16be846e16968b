"""One calendar of rules: what is allowed on a date, over all of a patient's treatments.

The same verdicts drive the digest, the answers to "can I …?" and the plan picture. Where treatments overlap the
strictest rule wins, and the verdict names the treatments it comes from. A treatment counts from its date on, for the
six months in which it is followed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from schedules.facts import CLINIC_WORD, Treatment
from schedules.habits import no_sunscreen
from schedules.localtime import add_months
from schedules.protocol import Advice, After, Library, OpenRule, Rule, Window
from schedules.riders import Beside, in_force, kept, merged
from schedules.words import Activity, Rank

CARE_MONTHS = 6
"""A treatment is followed for six calendar months: the last milestone of the clinic's guide."""


class Status(IntEnum):
    """What a rule says on a date; a higher number is stricter."""

    NO_RULE = 0
    ADVICE = 1
    ENDED = 2
    ASK_CLINIC = 3
    NOT_YET = 4
    REFRAIN = 5


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is said about one activity on one date.

    `last_day` is the last restricted date where a window is part of it: the rule ends the day after. REFRAIN with a
    `last_day` means "the clinic gives the date, and not before this". `because` holds the ids of the treatments that
    make it so strict, `sources` the ids of the facts, `rank` the lowest authority among them, `riders` what is told
    beside it.
    """

    activity: Activity
    status: Status
    last_day: date | None = None
    after: After = After.IF_CALM
    because: frozenset[int] = frozenset()
    sources: frozenset[str] = frozenset()
    rank: Rank = Rank.ARTICLE
    riders: tuple[Beside, ...] = ()

    @property
    def free_from(self) -> date | None:
        """The first date without the rule, where a window gives one."""
        return None if self.last_day is None else self.last_day + timedelta(days=1)


def end_of_care(treatment: Treatment) -> date:
    """The last local date on which a treatment is followed: after six months, or with the clinic's own last day."""
    return max(add_months(treatment.on, CARE_MONTHS), treatment.on + timedelta(days=treatment.overrides.last_day))


def followed(treatments: Iterable[Treatment], on: date) -> tuple[Treatment, ...]:
    """The treatments in care on a date, the most recent first."""
    return tuple(
        sorted(
            (t for t in treatments if t.on <= on <= end_of_care(t)),
            key=lambda t: (t.on, t.id),
            reverse=True,
        )
    )


def effective_rule(treatment: Treatment, library: Library, activity: Activity) -> Rule | None:
    """The rule for an activity after the treating clinic's word for this visit has been laid over the protocol."""
    rule = treatment.care(library).rule(activity)
    through_day = treatment.overrides.through_day.get(activity)
    if activity is Activity.SUN and (held := no_sunscreen(treatment, library)):
        return Window(
            activity=activity, after=After.IF_CLOSED, through_day=max(held.day, through_day or 0), source=held.source
        )
    if through_day is None:
        return rule
    after = rule.after if isinstance(rule, Window) else After.IF_CALM
    riders = kept(rule) if rule else ()
    return Window(activity=activity, through_day=through_day, after=after, source=CLINIC_WORD, riders=riders)


def _rule_on(treatment: Treatment, library: Library, activity: Activity, on: date) -> Rule | None:
    """The effective rule; a window laid over a standing advice gives way to it again when it has run out."""
    rule, standing = effective_rule(treatment, library, activity), treatment.care(library).rule(activity)
    gives_way = isinstance(standing, Advice) or activity is Activity.SUN
    if gives_way and isinstance(rule, Window) and treatment.care_day(on) > rule.through_day:
        return standing
    return rule


def _of_one(treatment: Treatment, library: Library, activity: Activity, on: date) -> Verdict:
    rule = _rule_on(treatment, library, activity, on)
    if rule is None:
        return Verdict(activity=activity, status=Status.NO_RULE)
    base = Verdict(
        activity=activity,
        status=Status.ADVICE,
        because=frozenset({treatment.id}),
        sources=frozenset({rule.source.id}),
        rank=rule.source.rank,
        riders=tuple(in_force(rule, treatment.on, on)),
    )
    match rule:
        case Advice():
            return base
        case OpenRule(hard=hard):
            return replace(base, status=Status.REFRAIN if hard else Status.ASK_CLINIC, after=After.ASK_CLINIC)
        case Window(through_day=through_day, after=after):
            last_day = treatment.on + timedelta(days=through_day)
            return replace(base, status=_window_status(on, last_day, after), last_day=last_day, after=after)


def _window_status(on: date, last_day: date, after: After) -> Status:
    if on <= last_day:
        return Status.NOT_YET
    return Status.ASK_CLINIC if after is After.ASK_CLINIC else Status.ENDED


def strictest(activity: Activity, parts: Sequence[Verdict]) -> Verdict:
    """One verdict out of many on the same activity and date; the order of the parts does not matter.

    The strictest status wins, the end is the latest of all ends, and `because` names who makes it so: for a window
    the treatments whose window ends last, otherwise all that hold the strictest status.
    """
    status = max((part.status for part in parts), default=Status.NO_RULE)
    last_day = max((part.last_day for part in parts if part.last_day), default=None)
    deciding = [
        part for part in parts if part.status is status and (status is not Status.NOT_YET or part.last_day == last_day)
    ]
    return Verdict(
        activity=activity,
        status=status,
        last_day=last_day,
        after=max((part.after for part in parts), key=list(After).index, default=After.IF_CALM),
        because=frozenset().union(*(part.because for part in deciding)),
        sources=frozenset().union(*(part.sources for part in deciding)),
        rank=max((part.rank for part in deciding), key=list(Rank).index, default=Rank.ARTICLE),
        riders=merged(
            (beside for part in parts for beside in part.riders),
            has_end=status in {Status.NOT_YET, Status.ENDED},
            last_day=last_day,
        ),
    )


def verdict(treatments: Sequence[Treatment], library: Library, activity: Activity, on: date) -> Verdict:
    """What is said about an activity on a date, over all treatments in care that day."""
    parts = [_of_one(t, library, activity, on) for t in followed(treatments, on)]
    return strictest(activity, parts)


def verdicts(treatments: Sequence[Treatment], library: Library, on: date) -> dict[Activity, Verdict]:
    """The verdicts of all activities on a date."""
    return {activity: verdict(treatments, library, activity, on) for activity in Activity}


def ending_between(
    treatments: Sequence[Treatment], library: Library, after: date, through: date
) -> tuple[Verdict, ...]:
    """The rules whose first free day lies in (`after`, `through`], as they stand on `through`, earliest first.

    A rule that another treatment still holds on `through` has not ended and is left out.
    """
    ended = [
        v
        for v in verdicts(treatments, library, through).values()
        if v.status in {Status.ENDED, Status.ASK_CLINIC} and v.free_from and after < v.free_from <= through
    ]
    return tuple(sorted(ended, key=lambda v: (v.free_from or date.min, v.activity)))
