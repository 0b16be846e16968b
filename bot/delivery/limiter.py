"""The limiter: every call of the Telegram library keeps the pacer's pace, and a 429 stops the whole bot.

Handlers just call the bot and travel in the reply lane. The courier has its slot before it marks a row as `sending`,
so it passes `PACED` and is let through; it also wants to decide for itself what follows from a 429.
"""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.pacer import Pacer
from bot.delivery.translate import flood_wait
from schedules.delivery import Lane

_Answer = bool | dict[str, Any] | list[dict[str, Any]]
_Call = Callable[..., Coroutine[Any, Any, _Answer]]

PATIENCE: Final = timedelta(seconds=30)
"""How long a reply waits for the gate; beyond it, its moment is over and the caller is told."""

RETRIES: Final = 2
"""How often a call is made again after a 429."""

NO_MESSAGE: Final = frozenset(
    {"sendChatAction", "getChat", "getChatMember", "getChatAdministrators", "getChatMemberCount", "setChatMenuButton"}
)
"""Calls that name a chat and put nothing into it; like calls without a chat they only wait for the gate."""


class Paced:
    """Says that the caller has been given its slot already."""


PACED: Final = Paced()


class PacedLimiter(BaseRateLimiter[int | Paced]):
    """`rate_limit_args` is a lane, or `PACED`; without it a call is a reply."""

    def __init__(self, pacer: Pacer, *, on_gate: Callable[[timedelta], None] | None = None) -> None:
        """`on_gate` is told how long the gate stays shut after each 429, to keep it across a restart."""
        self._pacer = pacer
        self._on_gate = on_gate

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(  # noqa: PLR0917 - BaseRateLimiter's own signature
        self,
        callback: _Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | Paced | None,
    ) -> _Answer:
        """Make the call in its turn. Raises RetryAfter when the gate is shut for longer than the caller can wait."""
        chat = None if endpoint in NO_MESSAGE else _chat_in(data)
        tries = 1 if isinstance(rate_limit_args, Paced) else 1 + RETRIES
        for tries_left in reversed(range(tries)):
            await self._turn(chat, rate_limit_args)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._shut(flood_wait(error))
                if not tries_left:
                    raise
        raise AssertionError("The last try returns or raises.")

    async def _turn(self, chat: int | str | None, rate_limit_args: int | Paced | None) -> None:
        left = timedelta(seconds=self._pacer.gate_left())
        if left > PATIENCE or (left and isinstance(rate_limit_args, Paced)):
            raise RetryAfter(left)
        if isinstance(rate_limit_args, Paced):
            return
        if chat is None:
            await self._pacer.gate()
        else:
            await self._pacer.slot(chat, rate_limit_args or Lane.REPLY)

    def _shut(self, wait: timedelta) -> None:
        self._pacer.flooded(wait.total_seconds())
        if self._on_gate is not None:
            self._on_gate(timedelta(seconds=self._pacer.gate_left()))


def _chat_in(data: dict[str, Any]) -> int | str | None:
    """The chat that a call writes to; a number given as text is the number."""
    chat = data.get("chat_id")
    if isinstance(chat, str) and chat.removeprefix("-").isdecimal():
        return int(chat)
    return chat if isinstance(chat, int | str) else None
