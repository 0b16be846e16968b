"""What the tests of storage stand on: a clinic with a bot in a real SQLite file, and short ways to look into it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL
from sqlmodel.ext.asyncio.session import AsyncSession

from schedules.delivery import DeliveryKind, Lane, State
from schedules.protocol import Library
from schedules.words import CadenceName, Kind, PatientStatus
from storage import clinics
from storage.database import Database
from storage.dialogs import Dialogs
from storage.inbox import Inbox
from storage.outbox import NewDelivery, Outbox
from storage.patients import Roll
from storage.records import DeliveryRecord

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
BOT = 100_000_001
CLINIC: dict[str, Any] = {"name": "Clinic", "country": "KR", "zone": "Asia/Seoul", "languages": ["en"]}
MINA = 7_000_000_001
"""A chat id that needs more than 32 bits, as Telegram's do."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One clinic and its bot."""

    database: Database
    clinic_id: int
    library: Library

    @asynccontextmanager
    async def outbox(self) -> AsyncIterator[Outbox]:
        async with self.database.write() as session:
            yield Outbox(session=session, clinic_id=self.clinic_id, bot_id=BOT)

    @asynccontextmanager
    async def inbox(self) -> AsyncIterator[Inbox]:
        async with self.database.write() as session:
            yield Inbox(session=session, clinic_id=self.clinic_id, bot_id=BOT)

    @asynccontextmanager
    async def dialogs(self) -> AsyncIterator[Dialogs]:
        async with self.database.write() as session:
            yield Dialogs(session=session, clinic_id=self.clinic_id)

    @asynccontextmanager
    async def roll(self) -> AsyncIterator[Roll]:
        async with self.database.write() as session:
            yield await self.roll_in(session)

    async def roll_in(self, session: AsyncSession) -> Roll:
        return Roll(session=session, clinic=await clinics.get(session, self.clinic_id), library=self.library)

    async def patient(self, chat_id: int = MINA, *, on: date = date(2026, 3, 1), **columns: Any) -> int:
        """A patient with a CO2 treatment on a date."""
        async with self.roll() as roll:
            fields = {"zone": "Asia/Seoul", "digest_minutes": 540, "cadence": CadenceName.DAILY.value} | columns
            fields = {"name": "Mina", "language": "en", "status": PatientStatus.ACTIVE.value, "now": NOW} | fields
            patient_id = await roll.add(chat_id=chat_id, **fields)
            await roll.add_treatment(patient_id, Kind.CO2, on, skin_broken=False, now=NOW)
            await roll.point(patient_id)
        return patient_id

    async def deliver(self, key: str = "digest", **fields: Any) -> DeliveryRecord:
        """A delivery in the queue, as its record."""
        async with self.outbox() as outbox:
            delivery_id = await outbox.put(new_delivery(key, **fields), NOW)
            assert delivery_id is not None
        return await self.delivery(delivery_id)

    async def delivery(self, delivery_id: int) -> DeliveryRecord:
        async with self.outbox() as outbox:
            return next(one for one in await outbox.newest(unfinished=False, limit=1000) if one.id == delivery_id)

    async def claim(self, limit: int = 10, at: datetime = NOW, owner: str = "us") -> list[DeliveryRecord]:
        async with self.outbox() as outbox:
            return await outbox.claim(owner, at, limit)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return rows(self.database.url, sql, *values)


def new_delivery(key: str = "digest", **fields: Any) -> NewDelivery:
    values: dict[str, Any] = {
        "chat_id": MINA,
        "patient_id": None,
        "kind": DeliveryKind.DIGEST,
        "lane": Lane.DIGEST,
        "key": key,
        "due_at": NOW,
        "valid_until": NOW + timedelta(hours=12),
        "params": {"on": "2026-03-01", "missed": []},
    }
    return NewDelivery(**values | fields)


def rows(url: URL, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Read, or change, the file behind everybody's back."""
    with closing(sqlite3.connect(str(url.database))) as connection, connection:
        return connection.execute(sql, values).fetchall()


def events(ground: Ground, delivery_id: int) -> list[tuple[str, str, str]]:
    """The trail of a delivery: from, to and reason of every move."""
    found = ground.rows(
        "SELECT from_state, to_state, reason FROM delivery_event WHERE delivery_id = ? ORDER BY id", delivery_id
    )
    return [(row[0], row[1], row[2]) for row in found]


def states(ground: Ground) -> dict[str, State]:
    return {key: State(state) for key, state in ground.rows("SELECT key, state FROM delivery")}


def files_of(database: Path) -> bytes:
    """Everything that stands in the database file and those beside it."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))
