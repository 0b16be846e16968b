"""Time that passes when a test says so."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count


@dataclass(order=True)
class Call:
    when: float
    number: int
    callback: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


class SimTicker:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.calls: list[Call] = []
        self.fired = 0
        self._numbers = count()

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None], /) -> Call:
        call = Call(when, next(self._numbers), callback)
        heappush(self.calls, call)
        return call

    def next_at(self) -> float | None:
        while self.calls and self.calls[0].cancelled:
            heappop(self.calls)
        return self.calls[0].when if self.calls else None

    async def run_until(self, end: float) -> None:
        """Let time pass, stopping at every timer on the way."""
        await settle()
        while (when := self.next_at()) is not None and when <= end:
            self.now = max(self.now, when)
            self.fired += 1
            heappop(self.calls).callback()
            await settle()
        self.now = max(self.now, end)

    async def run_dry(self) -> None:
        """Let time pass until no timer is left."""
        await settle()
        while (when := self.next_at()) is not None:
            await self.run_until(when)


async def settle() -> None:
    """Let every task that can go on do so."""
    for _ in range(8):
        await asyncio.sleep(0)
