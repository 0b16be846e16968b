"""Riders: what is told beside a rule, such as "still red? Wait one more day", and when it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schedules.protocol import Rider, Rule, Window


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A rider in force on a date; `last_day` None: for good. `lengthens`: it reaches past the end of its window."""

    id: str
    last_day: date | None
    lengthens: bool


def in_force(rule: Rule, since: date, on: date) -> Iterator[Beside]:
    """The riders of a rule that count on a date; `since` is the date of the treatment."""
    end = rule.through_day if isinstance(rule, Window) else None
    for rider in rule.riders:
        last_day = None if rider.through_day is None else since + timedelta(days=rider.through_day)
        if last_day is None or on <= last_day:
            lengthens = end is not None and (rider.through_day is None or rider.through_day > end)
            yield Beside(id=rider.id, last_day=last_day, lengthens=lengthens)


def kept(rule: Rule) -> tuple[Rider, ...]:
    """The riders that still count beside the clinic's own end of a rule: all but those that would set another end."""
    if not isinstance(rule, Window):
        return rule.riders
    return tuple(r for r in rule.riders if r.through_day is None or r.through_day <= rule.through_day)


def merged(found: Iterable[Beside], *, has_end: bool, last_day: date | None) -> tuple[Beside, ...]:
    """Each rider once, with its latest end.

    One that lengthens a wait is moot where only the clinic ends the wait, or where it ends later than the rider.
    """
    latest: dict[str, Beside] = {}
    for beside in found:
        is_moot = not has_end or _end(beside) <= (last_day or date.min)
        known = latest.get(beside.id)
        if not (beside.lengthens and is_moot) and (known is None or _end(beside) > _end(known)):
            latest[beside.id] = beside
    return tuple(latest[rider_id] for rider_id in sorted(latest))


def _end(beside: Beside) -> date:
    return beside.last_day or date.max
