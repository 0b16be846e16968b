"""The planner: asks who is due, lets the plan decide, and writes the deliveries.

It writes the delivery and moves the patient's pointer in one transaction, so a crash leaves either both or neither.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import where
from handlers.services import Services
from schedules.delivery import DeliveryKind, Lane, Reason, State
from schedules.plan import DueDigest, Settlement, settle
from storage.outbox import NewDelivery, digest_key
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
            plans = [(patient, settle(patient.facts, self._services.library, now)) for patient in due]
            digests = [new_digest(patient, plan.digest, now) for patient, plan in plans if plan.digest]
            ids = await outbox.put_all(digests, now)
            await outbox.put_all([one for patient, plan in plans for one in _gone_by(patient, plan, now, ids)], now)
            await roll.settle({p.id: (plan.settled_through, _later(plan.next_due_at, now)) for p, plan in plans})
        return len(due), len(ids)

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


def _gone_by(patient: PatientRecord, plan: Settlement, now: datetime, ids: Mapping[str, int]) -> list[NewDelivery]:
    """Rows for the dates without a message of their own: merged into today's, or expired. Nothing vanishes silently."""
    into = ids.get(digest_key(patient.id, plan.digest.on)) if plan.digest else None
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
            state=State.MERGED if plan.digest else State.EXPIRED,
            reason=Reason.DOWNTIME.value,
            merged_into=into,
        )
        for on in (plan.digest.missed if plan.digest else plan.lapsed)
    ]
