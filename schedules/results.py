"""When results show, and which message of the day tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schedules.facts import Treatment
from schedules.localtime import add_months
from schedules.protocol import Library, Milestone

RESULTS_AHEAD = timedelta(days=3)
"""So early may a message tell that results begin: a month of care has 28 to 31 days, and no digest on each of them."""


@dataclass(frozen=True, kw_only=True)
class ResultNote:
    """A milestone that is on at the date."""

    treatment: Treatment
    milestone: Milestone


def results(
    treatments: tuple[Treatment, ...], library: Library, on: date, previous: date, planned: Sequence[date]
) -> tuple[ResultNote, ...]:
    """The milestones whose beginning falls to the message of a date, or whose last month ends on it.

    `previous` is the date of the message before, `planned` those of all messages.
    """
    notes = []
    for treatment in treatments:
        for milestone in library[treatment.kind].milestones:
            told = _told_on(add_months(treatment.on, milestone.from_months), treatment.on, planned)
            if previous < told <= on or on == add_months(treatment.on, milestone.through_months):
                notes.append(ResultNote(treatment=treatment, milestone=milestone))
    return tuple(notes)


def _told_on(opens: date, since: date, planned: Sequence[date]) -> date:
    """The date of the message that tells a beginning: the last one shortly before it or on it, else the next."""
    near = [day for day in planned if max(since, opens - RESULTS_AHEAD) <= day <= opens]
    return near[-1] if near else opens
