"""Rows into values: the only file that knows both the tables and the types of `schedules`."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from schedules import facts
from schedules.delivery import DeliveryKind, Lane, State
from schedules.localtime import QuietHours
from schedules.words import Activity, CadenceName, Kind, PatientStatus
from storage import tables
from storage.records import ClinicRecord, DeliveryRecord, PatientRecord


def wall(minutes: int) -> time:
    """Minutes since midnight as a wall time."""
    return time(minutes // 60, minutes % 60)


def minutes(at: time) -> int:
    """A wall time as minutes since midnight."""
    return at.hour * 60 + at.minute


def saved(row_id: int | None) -> int:
    """The id of a row that has been stored."""
    if row_id is None:
        raise ValueError("The row has not been stored yet.")
    return row_id


def clinic(row: tables.Clinic) -> ClinicRecord:
    """A clinic row as a record."""
    return ClinicRecord(
        id=saved(row.id),
        name=row.name,
        country=row.country,
        zone=ZoneInfo(row.zone),
        languages=tuple(row.languages),
        phone=row.phone,
        hours=row.hours,
        out_of_hours=row.out_of_hours,
        in_languages=row.in_languages or {},
        quiet=QuietHours(start=wall(row.quiet_start), end=wall(row.quiet_end)),
        hour=wall(row.digest_minutes),
        staff_chat_id=row.staff_chat_id,
        retention_months=row.retention_months,
    )


def overrides(data: dict[str, Any]) -> facts.Overrides:
    """The stored overrides of a visit; a row written before a field was known lacks it."""
    days = data.get("through_day", {})
    return facts.Overrides(
        through_day={Activity(name): int(day) for name, day in days.items()},
        sunscreen_from_day=data.get("sunscreen_from_day"),
    )


def stored_overrides(told: facts.Overrides) -> dict[str, Any]:
    """The overrides of a visit as they are stored; what was not said leaves no trace."""
    days = {activity.value: day for activity, day in told.through_day.items()}
    sunscreen = told.sunscreen_from_day
    found: dict[str, Any] = {"through_day": days} if days else {}
    return found if sunscreen is None else {**found, "sunscreen_from_day": sunscreen}


def treatment(row: tables.Treatment) -> facts.Treatment:
    """A treatment row as the plan sees it."""
    return facts.Treatment(
        id=saved(row.id),
        kind=Kind(row.kind),
        on=row.performed_on,
        skin_broken=row.skin_broken,
        overrides=overrides(row.overrides),
    )


def patient(row: tables.Patient, of: ClinicRecord, treatments: Iterable[tables.Treatment]) -> PatientRecord:
    """A patient row and its treatments as a record."""
    return PatientRecord(
        id=saved(row.id),
        clinic_id=row.clinic_id,
        chat_id=row.chat_id,
        name=row.name,
        language=row.language,
        facts=facts.PatientFacts(
            zone=ZoneInfo(row.zone),
            hour=wall(row.digest_minutes),
            quiet=of.quiet,
            cadence=CadenceName(row.cadence),
            status=PatientStatus(row.status),
            paused_through=row.paused_through,
            settled_through=row.settled_through,
            treatments=tuple(treatment(found) for found in treatments),
        ),
        next_due_at=row.next_due_at,
        created_at=row.created_at,
    )


def delivery(row: tables.Delivery) -> DeliveryRecord:
    """A delivery row as a record."""
    fields = {name: getattr(row, name) for name in DeliveryRecord.__dataclass_fields__}
    fields |= {"kind": DeliveryKind(row.kind), "lane": Lane(row.lane), "state": State(row.state)}
    return DeliveryRecord(**fields)
