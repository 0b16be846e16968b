"""What the repositories hand out: frozen values that outlive their transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from schedules.delivery import DeliveryKind, Lane, State
from schedules.facts import PatientFacts
from schedules.localtime import QuietHours


@dataclass(frozen=True, kw_only=True)
class ClinicRecord:
    """A clinic as the conversations need it. `hour` is the usual time of the daily message, in clinic wall time.

    `in_languages` has its name, hours and out_of_hours in further languages, by code; not each need be there.
    """

    id: int
    name: str
    country: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    phone: str
    hours: str
    out_of_hours: str
    quiet: QuietHours
    hour: time
    staff_chat_id: int | None
    retention_months: int
    in_languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def spoken_in(self, language: str) -> Self:
        """The clinic with its words in a language, as far as it has given them."""
        words = self.in_languages.get(language, {})
        return replace(
            self,
            name=words.get("name", self.name),
            hours=words.get("hours", self.hours),
            out_of_hours=words.get("out_of_hours", self.out_of_hours),
        )


@dataclass(frozen=True, kw_only=True)
class PatientRecord:
    """A patient with the facts that the plan needs."""

    id: int
    clinic_id: int
    chat_id: int
    name: str
    language: str
    facts: PatientFacts
    next_due_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryRecord:
    """A delivery as the courier and the operator see it."""

    id: int
    bot_id: int
    patient_id: int | None
    chat_id: int
    kind: DeliveryKind
    lane: Lane
    key: str
    params: dict[str, Any]
    due_at: datetime
    try_at: datetime
    valid_until: datetime
    state: State
    reason: str
    owner: str
    claims: int
    attempts: int
    is_repeat: bool
    message_id: int | None
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConsentRecord:
    """What a patient agreed to or took back, in which wording, and when."""

    kind: str
    given: bool
    wording: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DialogRecord:
    """Where a person is in a conversation."""

    name: str
    step: str
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class InboxRecord:
    """A raw update waiting to be handled."""

    id: int
    update_id: int
    chat_id: int | None
    body: str
    attempts: int
    received_at: datetime
