"""The inbox: each raw update is stored before Telegram is told that it was received, and handled once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, update
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
                "body": json.dumps(raw),
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

    async def waiting(self, now: datetime, limit: int, chat_id: int | None = None) -> list[InboxRecord]:
        """The updates to handle now, oldest first: of each chat the first one, since its others wait behind it.

        With `chat_id`, of this chat alone.
        """
        found = await self.session.exec(
            select(tables.InboxUpdate)
            .where(col(tables.InboxUpdate.id).in_(self._firsts(chat_id)), _tried_at(default=now) <= now)
            .order_by(col(tables.InboxUpdate.id))
            .limit(limit)
        )
        return [_record(row) for row in found.all()]

    async def next_try_at(self) -> datetime | None:
        """The earliest instant at which a waiting update may be tried; None when nothing waits."""
        earliest = select(func.min(_tried_at(default=tables.InboxUpdate.received_at))).where(
            col(tables.InboxUpdate.id).in_(self._firsts())
        )
        found: datetime | None = (await self.session.exec(earliest)).one()
        return found

    def _firsts(self, chat_id: int | None = None) -> Any:
        """The ids of the first update of each chat; one without a chat waits behind nobody."""
        chat = col(tables.InboxUpdate.chat_id)
        statement = select(func.min(tables.InboxUpdate.id)).where(
            tables.InboxUpdate.bot_id == self.bot_id, tables.InboxUpdate.state == "new"
        )
        if chat_id is not None:
            return statement.where(chat == chat_id)
        return statement.group_by(chat, case((chat.is_(None), tables.InboxUpdate.id)))

    async def done(self, record: InboxRecord, now: datetime) -> None:
        """The update was handled: neither its content nor whose it was is kept any longer."""
        await self._close(record, state="done", body=None, chat_id=None, handled_at=now)

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

    async def postpone(self, record: InboxRecord, error: str, until: datetime) -> None:
        """Try again at `until`, without a mark against the update: Telegram could not take the answer."""
        await self._close(record, error=error, next_try_at=until)

    async def unreadable(self, record: InboxRecord, error: str, now: datetime) -> None:
        """The update cannot be parsed: set aside at once, with its body, for whoever mends the parser."""
        await self._close(record, state="dead", error=error, handled_at=now)

    async def _close(self, record: InboxRecord, **values: Any) -> None:
        await self.session.exec(
            update(tables.InboxUpdate).where(col(tables.InboxUpdate.id) == record.id).values(**values)
        )


def _tried_at(*, default: Any) -> Any:
    return func.coalesce(tables.InboxUpdate.next_try_at, default)


def _record(row: tables.InboxUpdate) -> InboxRecord:
    return InboxRecord(
        id=convert.saved(row.id),
        update_id=row.update_id,
        chat_id=row.chat_id,
        body=row.body or "",
        attempts=row.attempts,
        received_at=row.received_at,
    )
