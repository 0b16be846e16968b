"""The SQLModel tables, and only tables: what is remembered. Meaning lives in `schedules`, conversion in `convert`.

Every table carries its clinic. `*_at` are aware UTC instants; `*_on` local dates; wall times are minutes since
midnight; zones are IANA names. Columns of a closed vocabulary hold its string value.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel, text

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def _of_patient(*, nullable: bool = False) -> Any:
    """A column that goes when its patient is erased."""
    return Column(Integer, ForeignKey("patient.id", ondelete="CASCADE"), nullable=nullable, index=True)


class Clinic(SQLModel, table=True):
    """The tenant."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    country: str
    zone: str
    languages: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    in_languages: dict[str, dict[str, str]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    phone: str = ""
    hours: str = ""
    out_of_hours: str = ""
    quiet_start: int = 21 * 60
    quiet_end: int = 8 * 60
    digest_minutes: int = 9 * 60
    staff_chat_id: int | None = Field(default=None, sa_type=BigInteger)
    retention_months: int = 12


class Bot(SQLModel, table=True):
    """A Telegram bot of a clinic. The token is a setting and never stored. `closed_until` is the send gate."""

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    clinic_id: int = Field(foreign_key="clinic.id", index=True)
    username: str
    closed_until: datetime | None = None


class Patient(SQLModel, table=True):
    """A person in one clinic's care, reached in one private chat. `next_due_at` caches the plan's next word."""

    __table_args__ = (
        UniqueConstraint("clinic_id", "chat_id"),
        Index("ix_patient_due", "clinic_id", "next_due_at", sqlite_where=text("next_due_at IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    chat_id: int = Field(sa_type=BigInteger)
    name: str
    language: str
    zone: str
    digest_minutes: int
    cadence: str
    status: str
    paused_through: date | None = None
    settled_through: date | None = None
    next_due_at: datetime | None = None
    created_at: datetime


class Consent(SQLModel, table=True):
    """What a patient agreed to or took back, in which wording, and when. Append-only; the latest row counts."""

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    patient_id: int = Field(sa_column=_of_patient())
    kind: str
    wording: str
    given: bool
    at: datetime


class Treatment(SQLModel, table=True):
    """One procedure performed on one patient; `performed_on` is care day 0."""

    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    patient_id: int = Field(sa_column=_of_patient())
    kind: str
    performed_on: date
    skin_broken: bool = False
    overrides: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    origin: str = "patient"
    created_at: datetime


class Delivery(SQLModel, table=True):
    """One message to one chat that the bot starts. The text is not stored: it is rendered from facts when sent.

    `due_at` is when it was meant to go, `try_at` when it may be tried next. `claims` counts the times it was taken up;
    whoever holds an older count can finish nothing. `attempts` counts the tries that went against it.
    """

    __table_args__ = (
        UniqueConstraint("clinic_id", "key"),
        CheckConstraint("(state = 'sent') = (message_id IS NOT NULL)", name="sent_has_message"),
        Index("ix_delivery_queue", "bot_id", "lane", "try_at", "id", sqlite_where=text("state = 'queued'")),
        Index("ix_delivery_in_flight", "bot_id", "lease_until", sqlite_where=text("state IN ('claimed', 'sending')")),
    )
    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    bot_id: int = Field(foreign_key="bot.id", sa_type=BigInteger)
    patient_id: int | None = Field(default=None, sa_column=_of_patient(nullable=True))
    chat_id: int = Field(sa_type=BigInteger)
    kind: str
    lane: int
    key: str
    params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    due_at: datetime
    try_at: datetime
    valid_until: datetime
    state: str = "queued"
    reason: str = ""
    owner: str = ""
    claims: int = 0
    lease_until: datetime | None = None
    attempts: int = 0
    is_repeat: bool = False
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    merged_into: int | None = None
    created_at: datetime
    updated_at: datetime


class DeliveryEvent(SQLModel, table=True):
    """One move of a delivery, append-only."""

    __tablename__ = "delivery_event"
    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    delivery_id: int = Field(
        sa_column=Column(Integer, ForeignKey("delivery.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    from_state: str
    to_state: str
    reason: str = ""
    at: datetime


class InboxUpdate(SQLModel, table=True):
    """A raw update, stored before Telegram is told that it was received. The body is dropped once handled."""

    __tablename__ = "inbox_update"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_update_new", "bot_id", "id", sqlite_where=text("state = 'new'")),
    )
    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    bot_id: int = Field(foreign_key="bot.id", sa_type=BigInteger)
    update_id: int = Field(sa_type=BigInteger)
    chat_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    body: str | None
    state: str = "new"
    attempts: int = 0
    next_try_at: datetime | None = None
    error: str = ""
    received_at: datetime
    handled_at: datetime | None = None


class Dialog(SQLModel, table=True):
    """Where a person is in a conversation; at most one a chat. It survives a restart."""

    __table_args__ = (UniqueConstraint("clinic_id", "chat_id"),)
    id: int | None = Field(default=None, primary_key=True)
    clinic_id: int = Field(foreign_key="clinic.id")
    chat_id: int = Field(sa_type=BigInteger)
    name: str
    step: str
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    updated_at: datetime
