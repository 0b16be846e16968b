"""A protocol: the care rules for one kind of treatment. Content fills it; nothing here knows a text or a file.

Care day 0 is the treatment date. A window runs through its last day inclusive: "2 weeks" is through day 14, and the
rule ends on day 15. The end of a window is not a clearance; `After` says what still counts then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from schedules.errors import UnknownKindError
from schedules.words import Activity, CadenceName, Family, Kind, Rank


class After(StrEnum):
    """What still counts when a window has run out, the strictest last."""

    IF_CALM = "if_calm"
    IF_CLOSED = "if_closed"
    ASK_CLINIC = "ask_clinic"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from: an id in `content/sources.yaml`, and its rank of authority."""

    id: str
    rank: Rank


@dataclass(frozen=True, kw_only=True)
class Rider:
    """A sentence that is told with a rule through a care day, or for good where `through_day` is None.

    On a window it may reach past the end: a sign that only the patient can see (still red, scabs) lengthens the wait.
    """

    id: str
    source: Source
    through_day: int | None = None


@dataclass(frozen=True, kw_only=True)
class Window:
    """A restriction with an end: through care day `through_day` inclusive."""

    activity: Activity
    through_day: int
    after: After
    source: Source
    riders: tuple[Rider, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenRule:
    """A restriction whose end only the clinic gives. `hard` is "refrain"; otherwise "ask before you do"."""

    activity: Activity
    source: Source
    hard: bool = True
    riders: tuple[Rider, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Advice:
    """A standing word on an activity that is not a yes or a no (picking, pain relief, food)."""

    activity: Activity
    source: Source
    riders: tuple[Rider, ...] = ()


Rule = Window | OpenRule | Advice


@dataclass(frozen=True, kw_only=True)
class Habit:
    """Something to do every day of a span of care days; `through_day` None means without end."""

    id: str
    source: Source
    from_day: int = 0
    through_day: int | None = None
    daily: bool = False
    """True: one of the few that stand in each digest; False: one that takes its turn as the day's tip."""

    def on(self, day: int) -> bool:
        """Whether the habit holds on this care day."""
        return self.from_day <= day and (self.through_day is None or day <= self.through_day)


@dataclass(frozen=True, kw_only=True)
class Band:
    """A span of care days that share what to expect, do, avoid, and call about. Texts are found by `id`.

    `asks` are the activities that its word on what to do asks for: it stays unsaid while one of them must wait.
    """

    id: str
    from_day: int
    through_day: int
    asks: frozenset[Activity] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """When results show: from `from_months` (or care day 0) to `through_months` calendar months after treatment."""

    id: str
    source: Source
    from_months: int
    through_months: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """How many sessions the clinic's guide gives, and how many weeks apart."""

    sessions_min: int
    sessions_max: int
    weeks_min: int
    weeks_max: int
    source: Source


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """The care days, and calendar months after the treatment, on which a digest goes out."""

    days: frozenset[int]
    months: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """Everything the clinic says about the care after one kind of treatment."""

    kind: Kind
    family: Family
    version: int
    rules: tuple[Rule, ...]
    habits: tuple[Habit, ...]
    bands: tuple[Band, ...]
    milestones: tuple[Milestone, ...]
    course: Course | None
    cadences: Mapping[CadenceName, Cadence]
    checkins: frozenset[int] = frozenset()
    """The care days on which a patient is to look at their skin."""
    when_skin_broken: Kind | None = None
    """The kind whose care applies instead when this treatment broke the skin."""

    def band(self, day: int) -> Band | None:
        """The band of a care day, or None past the last."""
        return next((band for band in self.bands if band.from_day <= day <= band.through_day), None)

    def rule(self, activity: Activity) -> Rule | None:
        """What this protocol says about an activity."""
        return next((rule for rule in self.rules if rule.activity is activity), None)


@dataclass(frozen=True)
class Library:
    """The protocols in force, by kind."""

    protocols: Mapping[Kind, Protocol] = field(default_factory=dict)

    def __getitem__(self, kind: Kind) -> Protocol:
        try:
            return self.protocols[kind]
        except KeyError:
            raise UnknownKindError(f"No protocol is known for {kind!r}.") from None
