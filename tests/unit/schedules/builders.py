"""A small clinic of three protocols, and short ways to make treatments, patients and Hypothesis strategies."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import settings
from hypothesis import strategies as st

from schedules.facts import Overrides, PatientFacts, Treatment
from schedules.localtime import QuietHours
from schedules.protocol import (
    Advice,
    After,
    Band,
    Cadence,
    Course,
    Habit,
    Library,
    Milestone,
    OpenRule,
    Protocol,
    Rule,
    Source,
    Window,
)
from schedules.words import Activity, CadenceName, Family, Kind, Rank

QUICK = settings(deadline=None, max_examples=60, database=None)
GUIDE = Source(id="guide", rank=Rank.ARTICLE)
USUAL = Source(id="usual", rank=Rank.DEFAULT)
ZONES = tuple(sorted(available_timezones()))
SEOUL = ZoneInfo("Asia/Seoul")
LONDON = ZoneInfo("Europe/London")
NO_QUIET = QuietHours(start=time(0), end=time(0))
SIESTA = QuietHours(start=time(13), end=time(15))
START = date(2026, 3, 1)

CADENCES: Mapping[CadenceName, Cadence] = {
    CadenceName.DAILY: Cadence(days=frozenset({*range(16), 21, 30}), months=(2, 3, 6)),
    CadenceName.STANDARD: Cadence(days=frozenset({0, 1, 2, 3, 5, 7, 8, 14, 15, 30}), months=(2, 3, 6)),
    CadenceName.ESSENTIAL: Cadence(days=frozenset({0, 1, 3, 7, 14, 30}), months=(3, 6)),
}


def window(activity: Activity, through_day: int, after: After = After.IF_CALM, source: Source = GUIDE) -> Window:
    return Window(activity=activity, through_day=through_day, after=after, source=source)


def protocol(kind: Kind, *rules: Rule, **more: Any) -> Protocol:
    defaults: dict[str, Any] = {
        "family": Family.LASER,
        "version": 1,
        "habits": (),
        "bands": (Band(id="first", from_day=0, through_day=14), Band(id="later", from_day=15, through_day=190)),
        "milestones": (),
        "course": None,
        "cadences": CADENCES,
        "checkins": frozenset({0, 1, 3}),
    }
    return Protocol(kind=kind, rules=rules, **(defaults | more))


TONING = protocol(
    Kind.TONING,
    window(Activity.SAUNA, 14),
    window(Activity.EXERCISE, 7),
    window(Activity.MAKEUP, 1, source=USUAL),
    OpenRule(activity=Activity.ALCOHOL, source=GUIDE),
    Advice(activity=Activity.PICKING, source=USUAL),
    habits=(
        Habit(id="sunscreen", source=GUIDE, daily=True),
        Habit(id="hat", source=GUIDE),
        Habit(id="head_up", source=USUAL, through_day=2),
    ),
    milestones=(Milestone(id="glow", source=GUIDE, from_months=0, through_months=1),),
    when_skin_broken=Kind.CO2,
)
CO2 = protocol(
    Kind.CO2,
    window(Activity.SAUNA, 14, After.IF_CLOSED),
    window(Activity.EXERCISE, 7, After.ASK_CLINIC),
    OpenRule(activity=Activity.ALCOHOL, source=GUIDE),
    OpenRule(activity=Activity.MAKEUP, source=USUAL),
    OpenRule(activity=Activity.WASHING, source=USUAL, hard=False),
    habits=(
        Habit(id="shade", source=USUAL, through_day=7, daily=True),
        Habit(id="sunscreen", source=GUIDE, from_day=8, daily=True),
        Habit(id="protein", source=GUIDE),
    ),
    milestones=(
        Milestone(id="first", source=GUIDE, from_months=1, through_months=2),
        Milestone(id="best", source=GUIDE, from_months=3, through_months=6),
    ),
    course=Course(sessions_min=3, sessions_max=5, weeks_min=4, weeks_max=8, source=GUIDE),
)
MESO = protocol(
    Kind.MESO,
    window(Activity.SAUNA, 3),
    window(Activity.EXERCISE, 7, source=USUAL),
    course=Course(sessions_min=3, sessions_max=5, weeks_min=2, weeks_max=4, source=GUIDE),
)
LIBRARY = Library({each.kind: each for each in (TONING, CO2, MESO)})


def treatment(kind: Kind = Kind.TONING, on: date = START, **more: Any) -> Treatment:
    fields: dict[str, Any] = {"id": 1, "kind": kind, "on": on}
    return Treatment(**(fields | more))


def told(**through_day: int) -> Overrides:
    """The treating clinic's word: activity=last restricted care day."""
    return Overrides(through_day={Activity(name): day for name, day in through_day.items()})


def patient(*treatments: Treatment, **more: Any) -> PatientFacts:
    fields: dict[str, Any] = {"zone": SEOUL, "treatments": treatments}
    return PatientFacts(**(fields | more))


def care_date(day: int) -> date:
    """The date of a care day of a treatment on START."""
    return START + timedelta(days=day)


def at(zone: ZoneInfo, on: date, hour: int = 0, minute: int = 0) -> datetime:
    """The UTC instant of a wall time that exists once."""
    return datetime.combine(on, time(hour, minute), tzinfo=zone).astimezone(UTC)


zones = st.sampled_from(ZONES).map(ZoneInfo)
dates = st.dates(date(2023, 1, 1), date(2026, 12, 31))
quarter_hours = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
quiets = st.builds(QuietHours, start=quarter_hours, end=quarter_hours)
overrides = st.builds(
    Overrides,
    through_day=st.dictionaries(
        st.sampled_from(sorted(set(Activity) - {Activity.SUN})), st.integers(0, 40), max_size=3
    ),
    sunscreen_from_day=st.none() | st.integers(0, 20),
)


@st.composite
def treatment_lists(
    draw: st.DrawFn, first: date = START, days: int = 60, max_size: int = 4, min_size: int = 0
) -> tuple[Treatment, ...]:
    """Treatments within some days of the first date, each with an id of its own."""
    size = draw(st.integers(min_size, max_size))
    return tuple(
        Treatment(
            id=number,
            kind=draw(st.sampled_from(tuple(LIBRARY.protocols))),
            on=first + timedelta(days=draw(st.integers(0, days))),
            skin_broken=draw(st.booleans()),
            overrides=draw(overrides),
        )
        for number in range(1, size + 1)
    )
