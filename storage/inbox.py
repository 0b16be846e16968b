"""The inbox: each raw update is stored before Telegram is told that it was received, and handled once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import convert, tables
from storage.records import InboxRecord

MAX_ATTEMPTS = 3
PAUSE = timedelta(seconds=5)

_NESTED = ("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member", "chat_member")


def chat_of(raw: dict[str, Any]) -> int | None:
    """The chat that an update belongs to, as far as its raw form shows; updates of one chat are handled in order."""
    query = raw.get("callback_query")
    if isinstance(query, dict):
        message = query.get("message")
        raw = {"message": message} if isinstance(message, dict) else {"message": {"chat": query.get("from")}}
    for name in _NESTED:
        holder = raw.get(name)
        chat = holder.get("chat") if isinstance(holder, dict) else None
        found = chat.get("id") if isinstance(chat, dict) else None
        if isinstance(found, int):
            return found
    return None


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """The updates of one bot, as seen in one transaction."""

    session: AsyncSession
    clinic_id: int
    bot_id: int

    async def store(self, updates: Iterable[dict[str, Any]], now: datetime) -> int:
        """Store raw updates; those seen before are left alone. Returns how many were new."""
        rows = [
            {
                "clinic_id": self.clinic_id,
                "bot_id": self.bot_id,
                "update_id": raw["update_id"],
                "chat_id": chat_of(raw),
                "body": json.dumps(raw, ensure_ascii=False),
                "received_at": now,
                "state": "new",
                "attempts": 0,
                "error": "",
            }
            for raw in updates
        ]
        if not rows:
            return 0
        dialect = postgresql if self.session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(tables.InboxUpdate).values(rows).on_conflict_do_nothing()
        stored: Any = await self.session.exec(statement.returning(col(tables.InboxUpdate.id)))
        return len(stored.all())

    async def waiting(self, now: datetime, limit: int = 500) -> list[InboxRecord]:
        """The updates to handle now, in the order of arrival.

        Where the first of a chat waits for another try, the later ones of that chat wait behind it.
        """
        rows = await self.session.exec(
            select(tables.InboxUpdate)
            .where(tables.InboxUpdate.bot_id == self.bot_id, tables.InboxUpdate.state == "new")
            .order_by(col(tables.InboxUpdate.id))
            .limit(limit)
        )
        found, held_chats = [], set[int]()
        for row in rows.all():
            if row.next_try_at is not None and row.next_try_at > now and row.chat_id is not None:
                held_chats.add(row.chat_id)
            if row.chat_id not in held_chats and (row.next_try_at is None or row.next_try_at <= now):
                found.append(_record(row))
        return found

    async def next_try_at(self) -> datetime | None:
        """The earliest instant at which a waiting update may be tried; None when nothing waits."""
        may_be_tried = func.coalesce(tables.InboxUpdate.next_try_at, tables.InboxUpdate.received_at)
        earliest = select(func.min(may_be_tried)).where(
            tables.InboxUpdate.bot_id == self.bot_id, tables.InboxUpdate.state == "new"
        )
        return (await self.session.exec(earliest)).one()

    async def done(self, record: InboxRecord, now: datetime) -> None:
        """The update was handled: its content is no longer kept."""
        await self._close(record, state="done", body=None, handled_at=now)

    async def failed(self, record: InboxRecord, error: str, now: datetime) -> bool:
        """Handling failed: try again later, or set it aside after the last attempt. True when set aside.

        `error` is a class name, never a text that might carry what the patient wrote.
        """
        attempts = record.attempts + 1
        if attempts >= MAX_ATTEMPTS:
            await self._close(record, state="dead", attempts=attempts, error=error, handled_at=now)
            return True
        await self._close(record, attempts=attempts, error=error, next_try_at=now + PAUSE * attempts)
        return False

    async def unreadable(self, record: InboxRecord, error: str, now: datetime) -> None:
        """The update cannot be parsed: set aside at once, with its body, for whoever mends the parser."""
        await self._close(record, state="dead", error=error, handled_at=now)

    async def _close(self, record: InboxRecord, **values: Any) -> None:
        await self.session.exec(
            update(tables.InboxUpdate).where(col(tables.InboxUpdate.id) == record.id).values(**values)
        )


def _record(row: tables.InboxUpdate) -> InboxRecord:
    return InboxRecord(
        id=convert.saved(row.id),
        update_id=row.update_id,
        chat_id=row.chat_id,
        body=row.body or "",
        attempts=row.attempts,
    )
