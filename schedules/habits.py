"""What to do each day, over all of a patient's treatments: the strictest one decides; the tips take turns."""

from collections.abc import Sequence
from datetime import date

from schedules.facts import Treatment
from schedules.protocol import Habit, Library


def strictest_of(treatments: Sequence[Treatment], library: Library, on: date) -> Treatment:
    """The treatment whose habits wait the longest on the date; of equals the most recent."""
    return max(treatments, key=lambda t: sum(h.from_day - t.care_day(on) for h in held_back(t, library, on)))


def held_back(treatment: Treatment, library: Library, on: date) -> tuple[Habit, ...]:
    """The habits that wait for a later day of this treatment."""
    day = treatment.care_day(on)
    return tuple(habit for habit in treatment.care(library).habits if habit.from_day > day)


def shared_habits(treatments: Sequence[Treatment], library: Library, on: date) -> tuple[Habit, ...]:
    """The habits that every treatment in care agrees to: one treatment's open skin silences a habit for all."""
    sets = [{h.id: h for h in t.care(library).habits if h.on(t.care_day(on))} for t in treatments]
    silenced = {habit.id for t in treatments for habit in held_back(t, library, on)}
    merged = {habit_id: habit for found in reversed(sets) for habit_id, habit in found.items()}
    return tuple(habit for habit_id, habit in merged.items() if habit_id not in silenced)


def tip_of(habits: Sequence[Habit], day: int) -> Habit | None:
    """The habit whose turn it is to be the tip of a care day; None when none takes turns."""
    turns = [habit for habit in habits if not habit.daily]
    return turns[day % len(turns)] if turns else None
