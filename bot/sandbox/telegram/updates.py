"""The queue of updates with Telegram's offset semantics, one poller at a time, and the stored webhook."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.telegram.errors import ApiError, conflict
from bot.sandbox.telegram.store import Store

KEPT = timedelta(hours=24)
LONGEST_POLL = 50
MOST_AT_ONCE = 100
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_SET = "terminated by setWebhook request"
FIRST_UPDATE_ID = 500_000_001


@dataclass(frozen=True)
class _Pending:
    at: datetime
    body: Mapping[str, Any]


class UpdateQueue:
    """Updates that were not confirmed yet, oldest first. An update is confirmed by a poll with a higher offset."""

    def __init__(self, now: Callable[[], datetime], store: Store | None) -> None:
        self._now = now
        self._store = store
        self._pending: dict[int, _Pending] = {}
        self._waiting: asyncio.Future[ApiError | None] | None = None
        self.last_id = FIRST_UPDATE_ID - 1
        self.allowed: list[str] | None = None
        self.webhook: dict[str, Any] = {}
        self._load()

    def _load(self) -> None:
        if self._store is None:
            return
        for row in sorted(self._store.load("update"), key=lambda row: int(row["body"]["update_id"])):
            self._pending[row["body"]["update_id"]] = _Pending(datetime.fromisoformat(row["at"]), row["body"])
        for row in self._store.load("queue"):
            self.last_id, self.allowed, self.webhook = row["last_id"], row["allowed"], row["webhook"]

    def _save(self) -> None:
        if self._store is not None:
            row = {"last_id": self.last_id, "allowed": self.allowed, "webhook": self.webhook}
            self._store.put("queue", "", row)

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are delivered, by the last allowed_updates."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(self, kind: str, body: Mapping[str, Any]) -> int | None:
        """Queues an update of this kind and gives its update_id; None if the bot does not want that kind."""
        return self.add_raw({kind: body}) if self.wants(kind) else None

    def add_raw(self, raw: Mapping[str, Any]) -> int:
        """Queues an update of any shape under the next update_id."""
        self.last_id += 1
        body = {"update_id": self.last_id, **{key: value for key, value in raw.items() if key != "update_id"}}
        self._pending[self.last_id] = _Pending(self._now(), body)
        if self._store is not None:
            self._store.put("update", str(self.last_id), {"at": self._now().isoformat(), "body": body})
            self._save()
        self._end_poll(None)
        return self.last_id

    def pending(self) -> list[Mapping[str, Any]]:
        """The unconfirmed updates that are not older than a day, oldest first."""
        too_old = self._now() - KEPT
        self._forget([key for key, update in self._pending.items() if update.at < too_old])
        return [update.body for update in self._pending.values()]

    async def poll(self, *, offset: int, limit: int, timeout: int) -> list[Mapping[str, Any]]:  # noqa: ASYNC109 - Telegram's word
        """getUpdates: confirms what is below the offset, then answers at once or waits up to `timeout` real seconds."""
        if self.webhook.get("url"):
            raise conflict(WEBHOOK_ACTIVE)
        self._end_poll(conflict(OTHER_POLLER))
        self._confirm(offset)
        limit = limit if 0 < limit <= MOST_AT_ONCE else MOST_AT_ONCE
        batch = self.pending()[:limit]
        if batch or timeout <= 0:
            return batch
        await self._wait(min(timeout, LONGEST_POLL))
        return self.pending()[:limit]

    async def _wait(self, seconds: float) -> None:
        self._waiting = future = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait({future}, timeout=seconds)
        finally:
            if self._waiting is future:
                self._waiting = None
        if future.done() and (error := future.result()) is not None:
            raise error

    @property
    def waiting(self) -> bool:
        """Whether a poll is waiting."""
        return self._waiting is not None

    def end_poll(self) -> None:
        """Lets the poll that is waiting, if any, answer at once with what there is."""
        self._end_poll(None)

    def _end_poll(self, error: ApiError | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(error)
        self._waiting = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._forget(list(self._pending)[:offset])
        else:
            self._forget([key for key in self._pending if key < offset])

    def _forget(self, keys: list[int]) -> None:
        for key in keys:
            del self._pending[key]
            if self._store is not None:
                self._store.drop("update", str(key))

    def allow(self, kinds: list[str]) -> None:
        """Remembers allowed_updates for the updates to come; an empty list means the default."""
        if self.allowed != kinds:
            self.allowed = list(kinds)
            self._save()

    def set_webhook(self, webhook: Mapping[str, Any], *, drop_pending: bool) -> None:
        """Stores the webhook ({}: none); while one is stored, polls are refused and a waiting one is ended."""
        self.webhook = dict(webhook)
        if self.webhook.get("url"):
            self._end_poll(conflict(WEBHOOK_SET))
        if drop_pending:
            self._forget(list(self._pending))
        self._save()

    def clear(self) -> None:
        """Forgets updates and settings; update ids go on, so that a poller's old offset stays good."""
        self._forget(list(self._pending))
        self.allowed, self.webhook = None, {}
        self._save()
