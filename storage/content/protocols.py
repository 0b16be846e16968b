"""One protocol file turned into a `schedules` protocol, with the checks that need more than its shape."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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
    Rider,
    Rule,
    Window,
)
from schedules.words import Activity, CadenceName, Kind
from storage.content.cards import AboutPart
from storage.content.documents import Document
from storage.content.mistakes import gathered, raise_all
from storage.content.model import ContentError
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
    parts: tuple[Callable[[], object], ...] = (
        lambda: bench.sources.cited(entry.sources, document, ("sources",)),
        lambda: _rules(entry.rules, document, bench),
        lambda: _habits(entry, document, bench),
        lambda: _bands(entry.bands, document, bench),
        lambda: _milestones(entry, document, bench),
        lambda: _course(entry.course, document, bench),
    )
    gathered(parts)
    return Protocol(
        kind=kind,
        family=entry.family,
        version=entry.version,
        rules=_rules(entry.rules, document, bench),
        habits=_habits(entry, document, bench),
        bands=_bands(entry.bands, document, bench),
        milestones=_milestones(entry, document, bench),
        course=_course(entry.course, document, bench),
        cadences=_cadences(kind, bench),
        checkins=frozenset(bench.cadences.checkins.kinds.get(kind, bench.cadences.checkins.all)),
        when_skin_broken=entry.when_skin_broken,
    )


def _rules(entries: Mapping[Activity, RuleIn], document: Document, bench: Bench) -> tuple[Rule, ...]:
    raise_all(document.mistake(("rules",), f"{one} is missing.") for one in Activity if one not in entries)
    if entries[Activity.SUN].advice is None:
        raise document.mistake(("rules", "sun"), "must be an advice; when sunscreen starts is from_day of that habit.")
    return tuple(gathered(partial(_rule, activity, entry, document, bench) for activity, entry in entries.items()))


def _rule(activity: Activity, entry: RuleIn, document: Document, bench: Bench) -> Rule:
    source = bench.sources.source(entry.source, document, ("rules", activity.value, "source"))
    riders = _riders(activity, entry, document, bench)
    if entry.through_day is not None:
        window = entry.through_day
        return Window(activity=activity, through_day=window, after=entry.after, source=source, riders=riders)
    if entry.open is not None:
        return OpenRule(activity=activity, source=source, hard=entry.open == "refrain", riders=riders)
    return Advice(activity=activity, source=source, riders=riders)


def _riders(activity: Activity, entry: RuleIn, document: Document, bench: Bench) -> tuple[Rider, ...]:
    return tuple(
        Rider(
            id=rider_id,
            source=bench.sources.source(
                rider.source, document, ("rules", activity.value, "riders", rider_id, "source")
            ),
            through_day=rider.through_day,
        )
        for rider_id, rider in entry.riders.items()
    )


def _habits(entry: ProtocolIn, document: Document, bench: Bench) -> tuple[Habit, ...]:
    return tuple(gathered(partial(_habit, habit_id, use, document, bench) for habit_id, use in entry.habits.items()))


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
    gathered(
        partial(bench.sources.cited, entry.sources, document, ("bands", band_id, "sources"))
        for band_id, entry in entries.items()
    )
    bands = [_band(band_id, entry) for band_id, entry in entries.items()]
    raise_all(_gaps(bands, document))
    return tuple(bands)


def _gaps(bands: Sequence[Band], document: Document) -> Iterator[ContentError]:
    if not bands or bands[0].from_day != 0:
        yield document.mistake(("bands",), "must begin with day 0.")
    for before, after in pairwise(bands):
        if after.from_day != before.through_day + 1:
            yield document.mistake(("bands", after.id, "days"), f"must begin with day {before.through_day + 1}.")
    if bands and bands[-1].through_day < LAST_CARE_DAY:
        yield document.mistake(("bands", bands[-1].id, "days"), f"must reach at least day {LAST_CARE_DAY}.")


def _band(band_id: str, entry: BandIn) -> Band:
    return Band(id=band_id, from_day=entry.days[0], through_day=entry.days[1], asks=frozenset(entry.asks))


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


def about(document: Document, sources: SourceBook) -> dict[AboutPart, tuple[str, ...]]:
    """The parts of a treatment's card with their sources, in the order of the parts; raises ContentError."""
    parts = shaped(ProtocolIn, document).about
    return {part: sources.cited(parts[part], document, ("about", part.value)) for part in AboutPart if part in parts}
