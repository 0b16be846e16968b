"""The pacer's time in the sandbox: it runs with the turned clock, so that a turned day is a day's worth of pace."""

import asyncio
from collections.abc import Callable

from bot.clock import Clock
from bot.delivery.pacer import Timer


class VirtualTicker:
    """Tells the clock's seconds, and wakes after the real time that is left until a moment."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def time(self) -> float:
        """Seconds of the sandbox's clock."""
        return self._clock.now().timestamp()

    def call_at(self, when: float, callback: Callable[[], None], /) -> Timer:
        """Call back when the moment has come, as far as real time can tell."""
        return asyncio.get_running_loop().call_later(max(0.0, when - self.time()), callback)
