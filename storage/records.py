"""What the repositories hand out: frozen values that outlive their transaction."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from schedules.delivery import DeliveryKind, Lane, State
from schedules.facts import PatientFacts
from schedules.localtime import QuietHours


@dataclass(frozen=True, kw_only=True)
class ClinicRecord:
    """A clinic as the conversations need it. `hour` is the usual time of the daily message, in clinic wall time."""

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
