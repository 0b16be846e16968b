"""The poller: fetches updates from Telegram and stores them raw, before Telegram is told that they were received.

The next `getUpdates` confirms a batch, so it is only made once the batch is committed. The offset lives in memory:
after a restart the unconfirmed updates come again and the inbox drops the ones it has. Nothing is parsed here, so no
update can stop the others, and nothing but cancellation ends the loop: not a refused token, a second poller, a hotel
network's login page, or hours without a network.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # the only way to fill a public RequestData

from bot.delivery.translate import flood_wait

_LOG = logging.getLogger(__name__)

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Afterglow asks for; `my_chat_member` tells of a block and of its end."""

LONG_POLL: Final = 50
"""Seconds that Telegram holds an empty poll; its own upper limit."""

BACKOFF: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""The pauses after the first, second … failure in a row; the last is kept from then on."""

HINTS: Final[Mapping[type[Exception], str]] = MappingProxyType(
    {
        Conflict: "another program polls with this token, or a webhook is set for it",
        InvalidToken: "the token is not accepted, or the address of the API is wrong",
    }
)
"""What an operator should look at. Nothing else of an error is logged: its text may quote an address with the token."""

_SLACK: Final = 10.0
_QUICK: Final = 0.2

RawUpdate = dict[str, Any]


class StrangeAnswerError(Exception):
    """The answer to getUpdates is no list of updates."""


class Fetch(Protocol):
    """One long poll from an offset; None asks for whatever is not confirmed yet."""

    async def __call__(self, offset: int | None, /) -> list[RawUpdate]:
        """The raw updates, oldest first."""
        ...


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """How polling goes: the last success, the failures in a row since, and the class of the latest error."""

    last_ok_at: datetime | None = None
    failures: int = 0
    last_error: str | None = None


class Poller:
    """Keeps asking for updates and storing them, whatever happens in between."""

    def __init__(
        self,
        *,
        fetch: Fetch,
        store: Callable[[list[RawUpdate]], Awaitable[None]],
        now: Callable[[], datetime],
        health: Callable[[Heartbeat], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`store` commits a batch in one transaction; `health` is told after every poll."""
        self._fetch = fetch
        self._store = store
        self._now = now
        self._health = health
        self._sleep = sleep
        self._monotonic = monotonic
        self._offset: int | None = None
        self.heartbeat = Heartbeat()

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            asked_at = self._monotonic()
            try:
                stored = await self.run_once()
            except Exception as error:  # noqa: BLE001 - whatever it is, the loop goes on
                await self._sleep(self._failed(error))
            else:
                # A server that does not hold an empty poll must not be asked a thousand times a second.
                quick = _QUICK - (self._monotonic() - asked_at)
                if not stored and quick > 0:
                    await self._sleep(quick)

    async def run_once(self) -> int:
        """One poll. Returns how many updates are now stored; raises what fetching or storing raises."""
        updates = await self._fetch(self._offset)
        if updates:
            await self._store(updates)
        # An empty answer means that the last batch is confirmed. Without an offset Telegram may start new numbers.
        self._offset = _after(updates)
        self._recovered()
        return len(updates)

    def _recovered(self) -> None:
        if self.heartbeat.failures:
            _LOG.info("Polling works again after %d failures", self.heartbeat.failures)
        self._beat(Heartbeat(last_ok_at=self._now()))

    def _failed(self, error: Exception) -> float:
        """Note the failure, and say so when it is a new one. The seconds to wait before the next poll."""
        kind = type(error).__name__
        if kind != self.heartbeat.last_error:
            _LOG.warning("Polling fails and is tried again until it works: %s", HINTS.get(type(error), kind))
        failures = self.heartbeat.failures + 1
        self._beat(replace(self.heartbeat, failures=failures, last_error=kind))
        pause = BACKOFF[min(failures, len(BACKOFF)) - 1]
        return max(pause, flood_wait(error).total_seconds()) if isinstance(error, RetryAfter) else pause

    def _beat(self, heartbeat: Heartbeat) -> None:
        self.heartbeat = heartbeat
        if self._health is not None:
            self._health(heartbeat)


async def raw_get_updates(
    bot: Bot,
    offset: int | None,
    *,
    hold: int = LONG_POLL,
    allowed_updates: Sequence[str] = ALLOWED_UPDATES,
    request: BaseRequest | None = None,
) -> list[RawUpdate]:
    """One getUpdates whose answer stays raw; `request` had better not be the one that sends.

    Raises TelegramError, or StrangeAnswerError when the result is no list of numbered updates.
    """
    params = {"timeout": hold, "allowed_updates": list(allowed_updates)}
    if offset is not None:
        params["offset"] = offset
    data = RequestData([RequestParameter.from_input(name, value) for name, value in params.items()])
    answer = await (request or bot.request).post(f"{bot.base_url}/getUpdates", data, read_timeout=hold + _SLACK)
    if not isinstance(answer, list) or not all(_is_numbered(update) for update in answer):
        raise StrangeAnswerError
    return answer


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int


def _after(updates: list[RawUpdate]) -> int | None:
    return int(updates[-1]["update_id"]) + 1 if updates else None
