"""The pacer: when each message may leave. One per bot token, shared by everything that sends for it.

The whole bot sends so many messages in any one second, and bulk lanes also keep an even distance, so that a reply
always finds room at the next slot. A chat gets a message a second, with a short burst for replies; a group so many a
minute. After a 429 the gate shuts: nothing leaves before its time, and nothing lifts it early.

There is no task and no polling: whoever asks is let through at once, or waits for the one timer, which is always set
to the instant at which the next of them may go.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Protocol

from schedules.delivery import Lane

BULK = frozenset({Lane.DIGEST, Lane.BROADCAST})
"""The lanes that carry many messages at once."""

_MINUTE = 60.0
_MANY_CHATS = 4096


class Timer(Protocol):
    """A call that is to come."""

    def cancel(self) -> None:
        """Call it off."""


class Ticker(Protocol):
    """Monotonic seconds, and a call at one of them; an asyncio event loop is one."""

    def time(self) -> float:
        """The present, in seconds since no matter when."""
        ...

    def call_at(self, when: float, callback: Callable[[], None], /) -> Timer:
        """Call back at `when`."""
        ...


@dataclass(frozen=True, kw_only=True)
class PaceLimits:
    """Telegram's limits as far as they are known. Rates are in messages per second, times in seconds."""

    per_second: int = 30
    bulk_rate: float = 30.0
    slowest_bulk_rate: float = 1.0
    chat_interval: float = 1.0
    reply_burst: int = 10
    group_per_minute: int = 20
    clean_period: float = 30.0
    regained_rate: float = 1.0
    starving_after: float = 10.0


@dataclass(order=True)
class _Ticket:
    number: int
    lane: Lane = field(compare=False)
    chat: int | str = field(compare=False)
    go: asyncio.Future[None] = field(compare=False)


class _Chats:
    """What each chat has had lately, and when it may have more."""

    def __init__(self, limits: PaceLimits) -> None:
        self._limits = limits
        self._paid_until: dict[int | str, float] = {}
        self._minutes: dict[int | str, deque[float]] = {}

    def free_at(self, chat: int | str, lane: Lane) -> float:
        """The earliest moment for a message of this lane; for all a chat knows it may be over."""
        burst = self._limits.reply_burst if lane is Lane.REPLY else 1
        at = self._paid_until.get(chat, -inf) - (burst - 1) * self._limits.chat_interval
        minute = self._minutes.get(chat)
        return max(at, minute[0] + _MINUTE) if minute and len(minute) == minute.maxlen else at

    def charge(self, chat: int | str, now: float) -> None:
        """Book one message."""
        if len(self._paid_until) >= _MANY_CHATS:
            self._paid_until = {each: until for each, until in self._paid_until.items() if until > now}
            self._minutes = {each: log for each, log in self._minutes.items() if log[-1] + _MINUTE > now}
        self._paid_until[chat] = max(now, self._paid_until.get(chat, -inf)) + self._limits.chat_interval
        if isinstance(chat, str) or chat < 0:
            self._minutes.setdefault(chat, deque(maxlen=self._limits.group_per_minute)).append(now)


class Pacer:
    """Lets messages go, lane by lane: a lower number never waits for a higher one.

    One exception keeps every lane alive: a lane that got nothing for `starving_after` seconds is given one slot, which
    costs the others a thirtieth of a second.
    """

    def __init__(self, limits: PaceLimits | None = None, *, ticker: Ticker | None = None) -> None:
        """`ticker` is the running event loop unless given."""
        self._limits = limits or PaceLimits()
        self._ticker = ticker
        self._gate_until = -inf
        self._recent: deque[float] = deque(maxlen=self._limits.per_second)
        self._bulk_at = -inf
        self._rate_after_flood = self._limits.bulk_rate
        self._clean_since = inf
        self._chats = _Chats(self._limits)
        self._ready: dict[Lane, list[_Ticket]] = {lane: [] for lane in Lane}
        self._later: list[tuple[float, _Ticket]] = []
        self._waiting = dict.fromkeys(Lane, 0)
        self._fed_at = dict.fromkeys(Lane, -inf)
        self._numbers = count()
        self._timer: tuple[float, Timer] | None = None

    async def slot(self, chat_id: int | str, lane: int) -> None:
        """Return when the caller may send one message to this chat. Cancelled, it leaves the queue."""
        ticket = _Ticket(next(self._numbers), Lane(lane), chat_id, asyncio.get_running_loop().create_future())
        if not self._waiting[ticket.lane]:
            self._fed_at[ticket.lane] = self._now()
        self._waiting[ticket.lane] += 1
        heappush(self._ready[ticket.lane], ticket)
        self._advance()
        try:
            await ticket.go
        finally:
            if ticket.go.cancelled():
                self._waiting[ticket.lane] -= 1
                self._advance()

    def hold(self, seconds: float) -> None:
        """Let nothing go for so many seconds; a gate that is shut for longer stays as it is."""
        self.hold_until(self._now() + seconds)

    def hold_until(self, moment: float) -> None:
        """Let nothing go before this moment of the ticker; a gate that is shut for longer stays as it is."""
        self._gate_until = max(self._gate_until, moment)
        self._advance()

    def flooded(self, seconds: float) -> None:
        """Telegram said 429: hold, and halve the bulk rate, once for all the requests that ran into the same wall."""
        if not self.gate_left():
            self._rate_after_flood = max(self._limits.slowest_bulk_rate, self.bulk_rate() / 2)
        self.hold(seconds)
        self._clean_since = self._gate_until

    def gate_left(self) -> float:
        """Seconds until the gate opens, 0 when it is open; for keeping it across a restart."""
        return max(0.0, self._gate_until - self._now())

    async def gate(self) -> None:
        """Return when the gate is open; for calls that are no messages and keep no pace."""
        while self.gate_left():
            opened = asyncio.Event()
            timer = (self._ticker or asyncio.get_running_loop()).call_at(self._gate_until, opened.set)
            try:
                await opened.wait()
            finally:
                timer.cancel()

    def bulk_rate(self) -> float:
        """Bulk messages per second at present: halved by a 429, regained step by step in clean periods."""
        steps = max(0.0, self._now() - self._clean_since) // self._limits.clean_period
        return min(self._limits.bulk_rate, self._rate_after_flood + steps * self._limits.regained_rate)

    def waiting(self) -> int:
        """How many callers wait for a slot."""
        return sum(self._waiting.values())

    def _now(self) -> float:
        return (self._ticker or asyncio.get_running_loop()).time()

    def _advance(self) -> None:
        """Let go whoever may go now, and set the timer to the next one."""
        now = self._now()
        while (ticket := self._pick(now)) is not None:
            self._let_go(ticket, now)
        self._wake_at(self._next_moment(now))

    def _pick(self, now: float) -> _Ticket | None:
        while self._later and (self._later[0][0] <= now or self._later[0][1].go.done()):
            ticket = heappop(self._later)[1]
            heappush(self._ready[ticket.lane], ticket)
        if now >= self._open_at():
            for lane in self._order(now):
                if self._sort_out(lane, now) and (lane not in BULK or now >= self._bulk_at):
                    return heappop(self._ready[lane])
        return None

    def _order(self, now: float) -> list[Lane]:
        patience = self._limits.starving_after
        starving = [
            lane for lane in Lane if self._waiting[lane] and now - max(self._fed_at[lane], self._gate_until) > patience
        ]
        return [*starving, *Lane]

    def _sort_out(self, lane: Lane, now: float) -> bool:
        """Put away the gone and those whose chat must wait. Whether the first of the lane may go now."""
        queue = self._ready[lane]
        while queue:
            at = self._chats.free_at(queue[0].chat, lane)
            if at <= now and not queue[0].go.done():
                return True
            ticket = heappop(queue)
            if not ticket.go.done():
                heappush(self._later, (at, ticket))
        return False

    def _let_go(self, ticket: _Ticket, now: float) -> None:
        self._waiting[ticket.lane] -= 1
        self._fed_at[ticket.lane] = now
        self._recent.append(now)
        self._chats.charge(ticket.chat, now)
        if ticket.lane in BULK:
            self._bulk_at = now + 1 / self.bulk_rate()
        ticket.go.set_result(None)

    def _open_at(self) -> float:
        """When the bot as a whole may send again."""
        full = len(self._recent) == self._limits.per_second
        return max(self._gate_until, self._recent[0] + 1.0) if full else self._gate_until

    def _next_moment(self, now: float) -> float:
        if not self.waiting():
            return inf
        moments = [self._later[0][0]] if self._later else []
        moments += [self._bulk_at if lane in BULK else now for lane in Lane if self._ready[lane]]
        return max(self._open_at(), min(moments, default=inf))

    def _wake_at(self, moment: float) -> None:
        if self._timer is not None:
            if self._timer[0] == moment:
                return
            self._timer[1].cancel()
            self._timer = None
        if moment < inf:
            timer = (self._ticker or asyncio.get_running_loop()).call_at(moment, self._on_time)
            self._timer = moment, timer

    def _on_time(self) -> None:
        self._timer = None
        self._advance()
