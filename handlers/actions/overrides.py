"""What the treating clinic says for one visit: a rule's last day, the start of sunscreen. It outranks the protocol."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.services import Services
from schedules.facts import Overrides
from schedules.words import Activity
from storage.records import PatientRecord

MOST_DAYS = 365
"""The longest that a clinic may say, in care days."""

UNDATED = frozenset({Activity.PICKING, Activity.SLEEP, Activity.PAINKILLER, Activity.DIET})
"""Standing advice: a date would make it a ban on sleep or food, or its end a leave to pick."""


class OverrideError(Exception):
    """What the clinic said cannot be; told in one sentence."""


@dataclass(frozen=True, kw_only=True)
class ClinicWord:
    """What the clinic says. A number is a care day, a date a local one.

    `until` names the last restricted day, `free_from` the first free date of a rule, `sunscreen_from` the first day of
    sunscreen on the treated skin. `clear` forgets first what was said before.
    """

    until: Mapping[Activity, int | date] = field(default_factory=dict)
    free_from: Mapping[Activity, date] = field(default_factory=dict)
    sunscreen_from: int | date | None = None
    clear: bool = False


async def override(services: Services, treatment_id: int, word: ClinicWord) -> PatientRecord:
    """Write what the clinic says for a visit, in one transaction; returns the patient as things stand then.

    What is not mentioned stays as it was said before. Raises OverrideError.
    """
    async with services.database.write() as session:
        roll = await services.roll(session)
        patient = await roll.by_treatment(treatment_id)
        visit = next((t for t in patient.facts.treatments if t.id == treatment_id), None) if patient else None
        if patient is None or visit is None:
            raise OverrideError(f"There is no treatment {treatment_id}; `afterglow patients list` shows them.")
        await roll.override(patient.id, treatment_id, laid_over(visit.overrides, word, visit.on))
        return await roll.point(patient.id)


def laid_over(before: Overrides, word: ClinicWord, on: date) -> Overrides:
    """What counts for a visit on a date when this is said after what was said before. Raises OverrideError."""
    both = sorted(set(word.until) & set(word.free_from))
    if both:
        raise OverrideError(f"{both[0]}: give either the last day or the first free day, not both.")
    start = before if not word.clear else Overrides()
    until = {a: _day(end, on, f"{a}: the last day") for a, end in word.until.items()}
    until |= {a: _day(free, on, f"{a}: the first free day", first=1) - 1 for a, free in word.free_from.items()}
    for activity in until:
        _check_activity(activity)
    sunscreen = start.sunscreen_from_day
    if word.sunscreen_from is not None:
        sunscreen = _day(word.sunscreen_from, on, "the start of sunscreen")
    return Overrides(through_day={**start.through_day, **until}, sunscreen_from_day=sunscreen)


def _check_activity(activity: Activity) -> None:
    if activity is Activity.SUN:
        raise OverrideError("sun: say from which day sunscreen is used on the treated skin instead.")
    if activity in UNDATED:
        raise OverrideError(f"{activity}: this is standing advice, it has no last day.")


def _day(told: int | date, on: date, what: str, first: int = 0) -> int:
    """The care day that was meant."""
    day = told if isinstance(told, int) else (told - on).days
    if not first <= day <= MOST_DAYS:
        span = f"day {first} to {MOST_DAYS} after the treatment on {on.isoformat()}"
        raise OverrideError(f"{what} must be within {span}, not day {day}.")
    return day
