"""What a registration has gathered so far, as it is kept between taps."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from handlers.actions.consents import ConsentKind
from schedules.words import Family, Kind
from storage.records import DialogRecord

NAME = "registration"


class Step(StrEnum):
    """The questions, in their order."""

    CONSENT = "consent"
    FAMILY = "family"
    KIND = "kind"
    DAY = "day"
    BOOKED = "booked"
    TIME = "time"


_ORDER = tuple(Step)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The answers so far. `moving` is the treatment whose date is corrected; `view` a page within a step."""

    step: Step
    is_newcomer: bool
    consents: frozenset[ConsentKind] = field(default_factory=frozenset)
    family: Family | None = None
    kind: Kind | None = None
    skin_broken: bool = False
    on: date | None = None
    zone: ZoneInfo | None = None
    hour: time | None = None
    moving: int | None = None
    view: str = ""

    @property
    def first(self) -> Step:
        """The question that this card began with."""
        if self.is_newcomer:
            return Step.CONSENT
        return Step.DAY if self.moving else Step.FAMILY

    def has_reached(self, step: Step) -> bool:
        """Whether this card has come to a question, now or earlier."""
        return _ORDER.index(self.first) <= _ORDER.index(step) <= _ORDER.index(self.step)

    def dialog(self) -> DialogRecord:
        """The draft as it is stored."""
        data: dict[str, Any] = {
            "is_newcomer": self.is_newcomer,
            "consents": sorted(self.consents),
            "family": self.family,
            "kind": self.kind,
            "skin_broken": self.skin_broken,
            "on": self.on.isoformat() if self.on else None,
            "zone": self.zone.key if self.zone else None,
            "hour": self.hour.isoformat() if self.hour else None,
            "moving": self.moving,
            "view": self.view,
        }
        return DialogRecord(name=NAME, step=self.step, data=data)

    @classmethod
    def of(cls, dialog: DialogRecord | None) -> Self | None:
        """The draft of an open registration; None for any other dialog, and for a draft that is not of this version."""
        if dialog is None or dialog.name != NAME:
            return None
        try:
            return cls._read(dialog.step, dialog.data)
        except (KeyError, ValueError, TypeError):
            return None

    @classmethod
    def _read(cls, step: str, data: dict[str, Any]) -> Self:
        return cls(
            step=Step(step),
            is_newcomer=data["is_newcomer"],
            consents=frozenset(ConsentKind(kind) for kind in data["consents"]),
            family=Family(data["family"]) if data["family"] else None,
            kind=Kind(data["kind"]) if data["kind"] else None,
            skin_broken=data["skin_broken"],
            on=date.fromisoformat(data["on"]) if data["on"] else None,
            zone=ZoneInfo(data["zone"]) if data["zone"] else None,
            hour=time.fromisoformat(data["hour"]) if data["hour"] else None,
            moving=data["moving"],
            view=data["view"],
        )
