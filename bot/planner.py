"""The planner: asks who is due, lets the plan decide, and writes the deliveries.

It writes the delivery and moves the patient's pointer in one transaction, so a crash leaves either both or neither.
"""

from datetime import datetime, timedelta

from handlers.services import Services
from schedules.delivery import DeliveryKind, Lane, Reason, State
from schedules.plan import DueDigest, Settlement, settle
from storage.outbox import NewDelivery, Outbox, digest_key
from storage.patients import Roll
from storage.records import PatientRecord

BATCH = 200
"""How many patients are planned in one transaction."""


class Planner:
    """Plans for the patients of one clinic, whose bot this process owns."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def tick(self, now: datetime) -> int:
        """Plan for everybody who is due at `now`; returns how many deliveries were written."""
        written = 0
        while True:
            async with self._services.database.write() as session:
                roll = await self._services.roll(session)
                outbox = self._services.outbox(session)
                due = await roll.due(now, BATCH)
                for patient in due:
                    written += await self._plan(patient, roll, outbox, now)
            if len(due) < BATCH:
                return written

    async def _plan(self, patient: PatientRecord, roll: Roll, outbox: Outbox, now: datetime) -> int:
        plan = settle(patient.facts, self._services.library, now)
        written = 0
        if plan.digest is not None:
            written += await outbox.put(new_digest(patient, plan.digest, now), now)
        for delivery in _gone_by(patient, plan, now):
            await outbox.put(delivery, now)
        await roll.settle(patient.id, plan.settled_through, _later(plan.next_due_at, now))
        return written


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


def _gone_by(patient: PatientRecord, plan: Settlement, now: datetime) -> list[NewDelivery]:
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
        )
        for on in missed
    ]
