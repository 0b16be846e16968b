"""What to do each day, over all of a patient's treatments: the strictest one decides; the tips take turns.

Sunscreen waits for closed skin. The day on which it starts is the clinic's for this visit, or that of the protocol; it
moves the habits of sunscreen and of shade together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from schedules.facts import CLINIC_WORD, Treatment
from schedules.protocol import Habit, Library, Source

SUNSCREEN, SHADE = "sunscreen", "shade_until_closed"
WITH_SUNSCREEN = frozenset({SUNSCREEN, "sunscreen_indoors"})
"""Ids of habits in the content: those that ask for sunscreen, and the one that stands in until it starts."""


@dataclass(frozen=True, kw_only=True)
class NoSunscreen:
    """No sunscreen on the treated skin through care day `day`."""

    day: int
    source: Source


def no_sunscreen(treatment: Treatment, library: Library) -> NoSunscreen | None:
    """How long this treatment keeps sunscreen away, and who says so; None when it starts on the treatment day."""
    habits = {habit.id: habit for habit in treatment.care(library).habits}
    told = treatment.overrides.sunscreen_from_day
    if told is not None:
        return NoSunscreen(day=told - 1, source=CLINIC_WORD) if told else None
    if SUNSCREEN not in habits or habits[SUNSCREEN].from_day == 0:
        return None
    return NoSunscreen(day=habits[SUNSCREEN].from_day - 1, source=habits.get(SHADE, habits[SUNSCREEN]).source)


def habits_of(treatment: Treatment, library: Library) -> tuple[Habit, ...]:
    """The habits of a treatment's protocol, with the clinic's own start of sunscreen laid over them."""
    own = treatment.care(library).habits
    start = treatment.overrides.sunscreen_from_day
    if start is None:
        return own
    shade = Habit(id=SHADE, source=CLINIC_WORD, through_day=start - 1, daily=True)
    rest = (replace(h, from_day=start) if h.id in WITH_SUNSCREEN else h for h in own if h.id != SHADE)
    return (*([shade] if start else []), *rest)


def strictest_of(treatments: Sequence[Treatment], library: Library, on: date) -> Treatment:
    """The treatment whose protocol's habits wait the longest on the date; of equals the most recent."""
    return max(treatments, key=lambda t: sum(h.from_day - t.care_day(on) for h in _held(t.care(library).habits, t, on)))


def _held(habits: Sequence[Habit], treatment: Treatment, on: date) -> tuple[Habit, ...]:
    """Those that wait for a later day of this treatment."""
    day = treatment.care_day(on)
    return tuple(habit for habit in habits if habit.from_day > day)


def shared_habits(treatments: Sequence[Treatment], library: Library, on: date) -> tuple[Habit, ...]:
    """The habits that every treatment in care agrees to: one treatment's open skin silences a habit for all."""
    habits = {t.id: habits_of(t, library) for t in treatments}
    sets = [{h.id: h for h in habits[t.id] if h.on(t.care_day(on))} for t in treatments]
    silenced = {habit.id for t in treatments for habit in _held(habits[t.id], t, on)}
    merged = {habit_id: habit for found in reversed(sets) for habit_id, habit in found.items()}
    return tuple(habit for habit_id, habit in merged.items() if habit_id not in silenced)


def tip_of(habits: Sequence[Habit], day: int) -> Habit | None:
    """The habit whose turn it is to be the tip of a care day; None when none takes turns."""
    turns = [habit for habit in habits if not habit.daily]
    return turns[day % len(turns)] if turns else None
