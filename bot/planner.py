"""The planner: asks who is due, lets the plan decide, and writes the deliveries.

It writes the delivery and moves the patient's pointer in one transaction, so a crash leaves either both or neither.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import where
from handlers.services import Services
from schedules.delivery import DeliveryKind, Lane, Reason, State
from schedules.plan import DueDigest, Settlement, settle
from storage.outbox import NewDelivery, Outbox, digest_key
from storage.patients import Roll
from storage.records import PatientRecord

log = structlog.get_logger(__name__)

BATCH = 50
"""How many patients are planned in one transaction: a reply that wants to write waits no longer than that."""

ASK_AGAIN = timedelta(hours=1)
"""When the plan of a patient is asked again that could not be made."""


class Planner:
    """Plans for the patients of one clinic, whose bot this process owns."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._one_tick = asyncio.Lock()

    async def tick(self, now: datetime) -> int:
        """Plan for everybody who is due at `now`; returns how many deliveries were written.

        One patient whose plan cannot be made is asked again later, and stops nobody else's.
        """
        async with self._one_tick:
            written, size = 0, BATCH
            while True:
                try:
                    due, new = await self._batch(now, size)
                except SQLAlchemyError:
                    raise  # it says nothing against a patient
                except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
                    if size == 1:
                        await self._postpone_first(error, now)
                    size = 1 if size > 1 else BATCH  # one by one, until the one who cannot be planned for is first
                    continue
                written += new
                if due < size:
                    return written

    async def _batch(self, now: datetime, size: int) -> tuple[int, int]:
        """How many patients were due, at most `size`, and how many deliveries were written for them."""
        async with self._services.database.write() as session:
            roll = await self._services.roll(session)
            outbox = self._services.outbox(session)
            due = await roll.due(now, size)
            return len(due), sum([await self._plan(patient, roll, outbox, now) for patient in due])

    async def _plan(self, patient: PatientRecord, roll: Roll, outbox: Outbox, now: datetime) -> int:
        plan = settle(patient.facts, self._services.library, now)
        digest_id = await outbox.put(new_digest(patient, plan.digest, now), now) if plan.digest else None
        for delivery in _gone_by(patient, plan, now, digest_id):
            await outbox.put(delivery, now)
        await roll.settle(patient.id, plan.settled_through, _later(plan.next_due_at, now))
        return int(digest_id is not None)

    async def _postpone_first(self, error: Exception, now: datetime) -> None:
        async with self._services.database.write() as session:
            roll = await self._services.roll(session)
            patient_id = await roll.postpone_first(now, now + ASK_AGAIN)
        name = type(error).__name__
        log.error("no plan", action="plan_failed", patient=patient_id, error=name, where=where(error))


def _later(next_due_at: datetime | None, now: datetime) -> datetime | None:
    """The pointer never stays at or before now, so that a tick ends whatever the plan says."""
    return next_due_at if next_due_at is None or next_due_at > now else now + timedelta(minutes=1)


def new_digest(patient: PatientRecord, due: DueDigest, now: datetime) -> NewDelivery:
    """The delivery of a digest that is due now."""
    return NewDelivery(
        chat_id=patient.chat_id,
        patient_id=patient.id,
        kind=DeliveryKind.DIGEST,
        lane=Lane.DIGEST,
        key=digest_key(patient.id, due.on),
        due_at=now,
        valid_until=due.valid_until,
        params={"on": due.on.isoformat(), "missed": [on.isoformat() for on in due.missed]},
    )


def _gone_by(patient: PatientRecord, plan: Settlement, now: datetime, digest_id: int | None) -> list[NewDelivery]:
    """Rows for the dates without a message of their own: merged into today's, or expired. Nothing vanishes silently."""
    missed = plan.digest.missed if plan.digest is not None else plan.lapsed
    state = State.MERGED if plan.digest is not None else State.EXPIRED
    return [
        NewDelivery(
            chat_id=patient.chat_id,
            patient_id=patient.id,
            kind=DeliveryKind.DIGEST,
            lane=Lane.DIGEST,
            key=digest_key(patient.id, on),
            due_at=now,
            valid_until=now,
            params={"on": on.isoformat()},
            state=state,
            reason=Reason.DOWNTIME.value,
            merged_into=digest_id,
        )
        for on in missed
    ]
