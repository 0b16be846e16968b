"""Deleting by age: what has been handled, what was abandoned, and patients whose time of keeping is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schedules.delivery import AT_REST
from schedules.localtime import add_months, local_date
from storage import tables
from storage.records import ClinicRecord


async def updates(session: AsyncSession, bot_id: int, *, before: datetime) -> None:
    """Delete the updates that came to an end before an instant."""
    await session.exec(
        delete(tables.InboxUpdate).where(
            col(tables.InboxUpdate.bot_id) == bot_id,
            col(tables.InboxUpdate.state) != "new",
            func.coalesce(tables.InboxUpdate.handled_at, tables.InboxUpdate.received_at) < before,
        )
    )


async def dialogs(session: AsyncSession, clinic_id: int, *, before: datetime) -> None:
    """Delete conversations that nobody has gone on with."""
    await session.exec(
        delete(tables.Dialog).where(col(tables.Dialog.clinic_id) == clinic_id, col(tables.Dialog.updated_at) < before)
    )


async def notices(session: AsyncSession, bot_id: int, *, before: datetime) -> None:
    """Delete what was for nobody in particular (notices to the clinic) and came to rest before an instant."""
    await session.exec(
        delete(tables.Delivery).where(
            col(tables.Delivery.bot_id) == bot_id,
            col(tables.Delivery.patient_id).is_(None),
            col(tables.Delivery.state).in_(AT_REST),
            col(tables.Delivery.updated_at) < before,
        )
    )


async def patients(session: AsyncSession, clinic: ClinicRecord, now: datetime) -> None:
    """Delete the patients whose last treatment, or registration, is longer ago than the clinic keeps data."""
    last_on = add_months(local_date(now, clinic.zone), -clinic.retention_months)
    recent = exists(
        select(tables.Treatment.id).where(
            tables.Treatment.patient_id == tables.Patient.id, col(tables.Treatment.performed_on) >= last_on
        )
    )
    registered = col(tables.Patient.created_at) >= now - timedelta(days=31 * clinic.retention_months)
    await session.exec(delete(tables.Patient).where(col(tables.Patient.clinic_id) == clinic.id, ~recent, ~registered))
