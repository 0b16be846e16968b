"""The facts that a plan is computed from: a treatment, and what a patient prefers. Plain, frozen, storage-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from schedules.localtime import QuietHours
from schedules.protocol import Library, Protocol, Source
from schedules.words import Activity, CadenceName, Kind, PatientStatus, Rank

CLINIC_WORD = Source(id="clinic", rank=Rank.CLINIC)
"""The source of a per-visit override: the treating clinic itself."""


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """What the treating clinic said for this one visit; it outranks the protocol.

    `through_day` lengthens or shortens a window, or gives an open rule its end. `sunscreen_from_day` is the first care
    day with sunscreen on the treated skin; None leaves it to the protocol.
    """

    through_day: Mapping[Activity, int] = field(default_factory=dict)
    sunscreen_from_day: int | None = None

    @property
    def last_day(self) -> int:
        """The last care day of all that was said; 0 when nothing was."""
        return max((0, *self.through_day.values(), (self.sunscreen_from_day or 1) - 1))


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """One procedure on one patient; `on` is a local date and care day 0."""

    id: int
    kind: Kind
    on: date
    skin_broken: bool = False
    overrides: Overrides = field(default_factory=Overrides)

    def care_day(self, today: date) -> int:
        """Whole local days since the treatment; negative before it."""
        return (today - self.on).days

    def care(self, library: Library) -> Protocol:
        """The protocol whose day-to-day care applies: the stricter one where the skin was broken."""
        own = library[self.kind]
        if self.skin_broken and own.when_skin_broken is not None:
            return library[own.when_skin_broken]
        return own


@dataclass(frozen=True, kw_only=True)
class PatientFacts:
    """What the plan may know of a patient: no name, no chat.

    `settled_through` is the last local date whose message has been decided, whatever became of it.
    """

    zone: ZoneInfo
    hour: time = time(9)
    quiet: QuietHours = field(default_factory=QuietHours)
    cadence: CadenceName = CadenceName.DAILY
    status: PatientStatus = PatientStatus.ACTIVE
    paused_through: date | None = None
    settled_through: date | None = None
    treatments: tuple[Treatment, ...] = ()
