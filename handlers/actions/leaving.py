"""Stop, come back, become unreachable, be forgotten."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.services import Services
from schedules.delivery import DeliveryKind, Lane, Reason, State
from schedules.localtime import local_date
from schedules.words import PatientStatus
from storage.outbox import NewDelivery, Outbox
from storage.patients import Roll
from storage.records import PatientRecord

NOTICE_LASTS = timedelta(days=7)
"""How long a notice to the clinic stays useful."""


async def stop(services: Services, patient: PatientRecord) -> PatientRecord:
    """End all messages at once; what waits is cancelled."""
    now = services.now()
    async with services.database.write() as session:
        roll = await services.roll(session)
        await services.outbox(session).put_aside(patient.id, State.CANCELLED, Reason.STOPPED, now)
        await services.dialogs(session).end(patient.chat_id)
        return await roll.change(patient.id, status=PatientStatus.STOPPED.value)


async def come_back(services: Services, patient: PatientRecord) -> PatientRecord:
    """Make a stopped or unreachable patient active again. The days away are not made up for; a stop ends a pause."""
    if patient.facts.status is PatientStatus.ACTIVE:
        return patient
    now = services.now()
    yesterday = local_date(now, patient.facts.zone) - timedelta(days=1)
    settled = max(yesterday, patient.facts.settled_through or yesterday)
    async with services.database.write() as session:
        roll = await services.roll(session)
        outbox = services.outbox(session)
        await outbox.release(patient.id, now)
        was_lost = patient.facts.status is PatientStatus.UNREACHABLE
        paused_through = patient.facts.paused_through if was_lost else None
        changed = await roll.change(
            patient.id, status=PatientStatus.ACTIVE.value, settled_through=settled, paused_through=paused_through
        )
        if was_lost:
            await _tell_staff(roll, outbox, patient, "patient_back", now)
    return changed


async def lost(services: Services, session: AsyncSession, patient: PatientRecord, now: datetime) -> None:
    """Note, within a transaction, that a patient cannot be reached: hold what waits, and tell the clinic once."""
    if patient.facts.status is PatientStatus.UNREACHABLE:
        return
    roll = await services.roll(session)
    outbox = services.outbox(session)
    await outbox.put_aside(patient.id, State.HELD, Reason.UNREACHABLE, now)
    was_active = patient.facts.status is PatientStatus.ACTIVE
    if was_active:
        await roll.change(patient.id, status=PatientStatus.UNREACHABLE.value)
        await _tell_staff(roll, outbox, patient, "patient_lost", now)


async def _tell_staff(roll: Roll, outbox: Outbox, patient: PatientRecord, what: str, now: datetime) -> None:
    """Queue a notice to the clinic's chat; a clinic without one is told nothing."""
    chat_id = roll.clinic.staff_chat_id
    if chat_id is None:
        return
    await outbox.put(
        NewDelivery(
            chat_id=chat_id,
            patient_id=None,
            kind=DeliveryKind.STAFF_NOTICE,
            lane=Lane.SAFETY,
            key=f"notice:{what}:{patient.id}:{now.isoformat()}",
            due_at=now,
            valid_until=now + NOTICE_LASTS,
            params={"what": what, "patient": patient.id},
        ),
        now,
    )


async def erase(services: Services, patient: PatientRecord) -> None:
    """Delete everything kept of the patient, in one transaction; what waits to be sent goes with it."""
    async with services.database.write() as session:
        roll = await services.roll(session)
        await roll.erase(patient)
