"""The outbox: deliveries, their moves, and the trail of events that explains each of them.

A move is a conditional update: it happens only from the state, owner and claim that the caller believes in, so of two
workers one wins and the other learns of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schedules.delivery import AT_REST, DeliveryKind, Lane, Reason, State, check_move
from storage import convert, tables
from storage.records import DeliveryRecord

LEASE = timedelta(seconds=60)
"""How long a worker may hold a claimed delivery before it is taken back."""


def digest_key(patient_id: int, on: date) -> str:
    """The key that makes a second digest for the same local date impossible."""
    return f"digest:{patient_id}:{on.isoformat()}"


@dataclass(frozen=True, kw_only=True)
class NewDelivery:
    """A delivery to be written. `key` is unique in the clinic."""

    chat_id: int
    patient_id: int | None
    kind: DeliveryKind
    lane: Lane
    key: str
    due_at: datetime
    valid_until: datetime
    params: dict[str, Any]
    state: State = State.QUEUED
    reason: str = ""
    merged_into: int | None = None


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """The deliveries of one bot, as seen in one transaction."""

    session: AsyncSession
    clinic_id: int
    bot_id: int

    async def put(self, new: NewDelivery, now: datetime) -> int | None:
        """Write a delivery and give its id; None when its key is there already, and nothing was written."""
        return (await self.put_all([new], now)).get(new.key)

    async def put_all(self, new: Sequence[NewDelivery], now: datetime) -> dict[str, int]:
        """Write deliveries and give the ids by key; a key that is there already is left out, and as it was."""
        if not new:
            return {}
        dialect = postgresql if self.session.get_bind().dialect.name == "postgresql" else sqlite
        statement = (
            dialect.insert(tables.Delivery)
            .on_conflict_do_nothing(index_elements=["clinic_id", "key"])
            .returning(col(tables.Delivery.key), col(tables.Delivery.id))
        )
        written: Any = await self.session.exec(statement, params=[self._columns(one, now) for one in new])
        ids = {key: int(found) for key, found in written.all()}
        born = [_Event("", one.state, one.reason, ids[one.key]) for one in new if one.key in ids]
        await self._note(born, now)
        return ids

    def _columns(self, new: NewDelivery, now: datetime) -> dict[str, Any]:
        return {
            **{name: getattr(new, name) for name in NewDelivery.__dataclass_fields__},
            "clinic_id": self.clinic_id,
            "bot_id": self.bot_id,
            "try_at": new.due_at,
            "created_at": now,
            "updated_at": now,
        }

    async def claim(
        self, owner: str, now: datetime, limit: int, *, lanes: Collection[Lane] = tuple(Lane)
    ) -> list[DeliveryRecord]:
        """Take up to `limit` deliveries of these lanes that are due, most urgent first."""
        wanted = (
            select(tables.Delivery.id)
            .where(
                tables.Delivery.bot_id == self.bot_id,
                tables.Delivery.state == State.QUEUED,
                col(tables.Delivery.lane).in_(lanes),
                col(tables.Delivery.try_at) <= now,
            )
            .order_by(col(tables.Delivery.lane), col(tables.Delivery.try_at), col(tables.Delivery.id))
            .limit(limit)
        )
        if self.session.get_bind().dialect.name == "postgresql":
            wanted = wanted.with_for_update(skip_locked=True)
        return await self._move(
            col(tables.Delivery.id).in_(wanted),
            State.QUEUED,
            State.CLAIMED,
            now,
            owner=owner,
            claims=tables.Delivery.claims + 1,
            lease_until=now + LEASE,
        )

    async def expire(self, reason: Reason, now: datetime, limit: int) -> int:
        """Let go up to `limit` deliveries in the queue that are of no use any more; returns how many."""
        too_late = select(tables.Delivery.id).where(
            tables.Delivery.bot_id == self.bot_id,
            tables.Delivery.state == State.QUEUED,
            col(tables.Delivery.valid_until) <= now,
        )
        which = col(tables.Delivery.id).in_(too_late.limit(limit))
        return len(await self._move(which, State.QUEUED, State.EXPIRED, now, reason=reason.value))

    async def begin(self, one: DeliveryRecord, now: datetime) -> bool:
        """Say that a claimed delivery is about to be sent; False when it is no longer ours to send."""
        moved = await self._move(self._mine(one), State.CLAIMED, State.SENDING, now, lease_until=now + LEASE)
        return bool(moved)

    async def finish(self, one: DeliveryRecord, to: State, now: datetime, reason: str = "", **columns: Any) -> bool:
        """Write down what became of a delivery that we hold; False when somebody else has it by now."""
        moved = await self._move(self._mine(one), one.state, to, now, reason=reason, lease_until=None, **columns)
        return bool(moved)

    async def put_aside(self, patient_id: int, to: State, reason: Reason, now: datetime) -> list[DeliveryRecord]:
        """Cancel or hold everything that waits for a patient."""
        return await self._move(
            col(tables.Delivery.patient_id) == patient_id, State.QUEUED, to, now, reason=reason.value
        )

    async def release(self, patient_id: int, now: datetime) -> list[DeliveryRecord]:
        """Queue what was held for a patient who is back, and expire what is no longer of use."""
        whose = col(tables.Delivery.patient_id) == patient_id
        fresh = col(tables.Delivery.valid_until) > now
        await self._move(whose & ~fresh, State.HELD, State.EXPIRED, now, reason=Reason.TOO_LATE.value)
        return await self._move(whose & fresh, State.HELD, State.QUEUED, now, reason="")

    async def in_flight(self) -> list[DeliveryRecord]:
        """What was claimed or being sent when the process that owned it ended."""
        return await self._load(
            select(tables.Delivery).where(
                tables.Delivery.bot_id == self.bot_id,
                col(tables.Delivery.state).in_([State.CLAIMED, State.SENDING]),
            )
        )

    async def next_try_at(self) -> datetime | None:
        """The earliest instant at which something in the queue may be tried."""
        earliest = select(func.min(tables.Delivery.try_at)).where(
            tables.Delivery.bot_id == self.bot_id, tables.Delivery.state == State.QUEUED
        )
        return (await self.session.exec(earliest)).one()

    async def of_patient(self, patient_id: int, limit: int = 100) -> list[DeliveryRecord]:
        """A patient's deliveries, newest first."""
        return await self._load(
            select(tables.Delivery)
            .where(tables.Delivery.clinic_id == self.clinic_id, tables.Delivery.patient_id == patient_id)
            .order_by(col(tables.Delivery.due_at).desc(), col(tables.Delivery.id).desc())
            .limit(limit)
        )

    async def last_digest_on(self, patient_id: int, before: date) -> date | None:
        """The local date of the last digest before a date that the patient got, or may have got."""
        statement = (
            select(tables.Delivery)
            .where(
                tables.Delivery.patient_id == patient_id,
                tables.Delivery.kind == DeliveryKind.DIGEST,
                col(tables.Delivery.state).in_([State.SENT, State.UNKNOWN]),
                tables.Delivery.key < digest_key(patient_id, before),
            )
            .order_by(col(tables.Delivery.key).desc())
            .limit(1)
        )
        found = await self._load(statement)
        return date.fromisoformat(found[0].params["on"]) if found else None

    async def newest(self, *, unfinished: bool, limit: int = 100) -> list[DeliveryRecord]:
        """The newest deliveries of the bot; `unfinished` leaves out those that came to rest."""
        statement = select(tables.Delivery).where(tables.Delivery.bot_id == self.bot_id)
        if unfinished:
            statement = statement.where(col(tables.Delivery.state).not_in(AT_REST - {State.UNKNOWN}))
        return await self._load(statement.order_by(col(tables.Delivery.id).desc()).limit(limit))

    def _mine(self, one: DeliveryRecord) -> Any:
        return (
            (col(tables.Delivery.id) == one.id)
            & (col(tables.Delivery.owner) == one.owner)
            & (col(tables.Delivery.claims) == one.claims)
        )

    async def _load(self, statement: Any) -> list[DeliveryRecord]:
        rows: Sequence[tables.Delivery] = (await self.session.exec(statement)).all()
        return [convert.delivery(row) for row in rows]

    async def _move(
        self, which: Any, from_: State, to: State, now: datetime, *, reason: str = "", **columns: Any
    ) -> list[DeliveryRecord]:
        check_move(from_, to)
        statement = (
            update(tables.Delivery)
            .where(col(tables.Delivery.bot_id) == self.bot_id, col(tables.Delivery.state) == from_, which)
            .values(state=to.value, reason=reason, updated_at=now, **columns)
            .returning(tables.Delivery)
            .execution_options(populate_existing=True)
        )
        result: Any = await self.session.exec(statement)
        moved = [convert.delivery(row) for row in result.scalars().all()]
        await self._note([_Event(from_, to, reason, one.id) for one in moved], now)
        return sorted(moved, key=lambda one: (one.lane, one.try_at, one.id))

    async def _note(self, events: Sequence["_Event"], now: datetime) -> None:
        if events:
            rows = [{**event._asdict(), "clinic_id": self.clinic_id, "at": now} for event in events]
            await self.session.exec(insert(tables.DeliveryEvent), params=rows)


class _Event(NamedTuple):
    """A move for the trail; a birth comes from no state."""

    from_state: str
    to_state: str
    reason: str
    delivery_id: int
