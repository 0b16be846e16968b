"""One protocol file turned into a `schedules` protocol, with the checks that need more than its shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from schedules.protocol import (
    Advice,
    Band,
    Cadence,
    Course,
    Habit,
    Milestone,
    OpenRule,
    Protocol,
    Rule,
    Source,
    Window,
)
from schedules.words import Activity, CadenceName, Kind
from storage.content.documents import Document
from storage.content.schema import BandIn, CadenceIn, CadencesIn, CourseIn, HabitUseIn, ProtocolIn, RuleIn
from storage.content.shape import shaped
from storage.content.sources import SourceBook

LAST_CARE_DAY = 184
"""Six calendar months are at most this many days; the bands must reach so far."""


@dataclass(frozen=True)
class Bench:
    """What a protocol file points at by id."""

    sources: SourceBook
    habits: Mapping[str, Habit]
    cadences: CadencesIn


def protocol(kind: Kind, document: Document, bench: Bench) -> Protocol:
    """The protocol that a file describes; raises ContentError."""
    entry = shaped(ProtocolIn, document)
    bench.sources.cited(entry.sources, document, ("sources",))
    return Protocol(
        kind=kind,
        family=entry.family,
        version=entry.version,
        rules=_rules(entry.rules, document, bench),
        habits=tuple(_habit(habit_id, use, document, bench) for habit_id, use in entry.habits.items()),
        bands=_bands(entry.bands, document, bench),
        milestones=_milestones(entry, document, bench),
        course=_course(entry.course, document, bench),
        cadences=_cadences(kind, bench),
        when_skin_broken=entry.when_skin_broken,
    )


def _rules(entries: Mapping[Activity, RuleIn], document: Document, bench: Bench) -> tuple[Rule, ...]:
    for activity in Activity:
        if activity not in entries:
            raise document.mistake(("rules",), f"{activity} is missing.")
    return tuple(
        _rule(activity, entry, bench.sources.source(entry.source, document, ("rules", activity.value, "source")))
        for activity, entry in entries.items()
    )


def _rule(activity: Activity, entry: RuleIn, source: Source) -> Rule:
    if entry.through_day is not None:
        return Window(activity=activity, through_day=entry.through_day, after=entry.after, source=source)
    if entry.open is not None:
        return OpenRule(activity=activity, source=source, hard=entry.open == "refrain")
    return Advice(activity=activity, source=source)


def _habit(habit_id: str, use: HabitUseIn | None, document: Document, bench: Bench) -> Habit:
    shared = bench.habits.get(habit_id)
    if shared is None:
        raise document.mistake(("habits", habit_id), "is not in habits.yaml.")
    own = use or HabitUseIn()
    return Habit(
        id=shared.id,
        source=shared.source,
        from_day=shared.from_day if own.from_day is None else own.from_day,
        through_day=shared.through_day if own.through_day is None else own.through_day,
        daily=shared.daily,
    )


def _bands(entries: Mapping[str, BandIn], document: Document, bench: Bench) -> tuple[Band, ...]:
    for band_id, entry in entries.items():
        bench.sources.cited(entry.sources, document, ("bands", band_id, "sources"))
    bands = [Band(id=band_id, from_day=entry.days[0], through_day=entry.days[1]) for band_id, entry in entries.items()]
    if not bands or bands[0].from_day != 0:
        raise document.mistake(("bands",), "must begin with day 0.")
    for before, after in pairwise(bands):
        if after.from_day != before.through_day + 1:
            raise document.mistake(("bands", after.id, "days"), f"must begin with day {before.through_day + 1}.")
    if bands[-1].through_day < LAST_CARE_DAY:
        raise document.mistake(("bands", bands[-1].id, "days"), f"must reach at least day {LAST_CARE_DAY}.")
    return tuple(bands)


def _milestones(entry: ProtocolIn, document: Document, bench: Bench) -> tuple[Milestone, ...]:
    return tuple(
        Milestone(
            id=milestone_id,
            source=bench.sources.source(milestone.source, document, ("milestones", milestone_id, "source")),
            from_months=milestone.months[0],
            through_months=milestone.months[1],
        )
        for milestone_id, milestone in entry.milestones.items()
    )


def _course(entry: CourseIn | None, document: Document, bench: Bench) -> Course | None:
    if entry is None:
        return None
    return Course(
        sessions_min=entry.sessions[0],
        sessions_max=entry.sessions[1],
        weeks_min=entry.weeks[0],
        weeks_max=entry.weeks[1],
        source=bench.sources.source(entry.source, document, ("course", "source")),
    )


def _cadences(kind: Kind, bench: Bench) -> dict[CadenceName, Cadence]:
    chosen = {**bench.cadences.all, **bench.cadences.kinds.get(kind, {})}
    return {name: _cadence(entry) for name, entry in chosen.items()}


def _cadence(entry: CadenceIn) -> Cadence:
    return Cadence(days=frozenset(entry.days), months=tuple(entry.months))
