"""Flood control as an option: so many messages a second in all, per chat, and per group a minute."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.telegram.errors import too_many_requests

LIMITED = frozenset(
    {"sendmessage", "sendphoto", "senddocument", "sendvoice", "sendvideo", "sendmediagroup", "sendsticker"}
    | {"copymessage", "forwardmessage"}
)


@dataclass
class FloodControl:
    """Sliding windows over admitted messages; a refused one does not count. `clock` gives seconds, by default real."""

    per_second: int = 30
    per_chat_per_second: int = 1
    per_group_per_minute: int = 20
    clock: Callable[[], float] = time.monotonic
    _windows: dict[tuple[str, int], deque[float]] = field(default_factory=dict, init=False, repr=False)

    def admit(self, chat_id: int) -> None:
        """Counts one message to this chat. Raises the 429 with the whole seconds to wait when a window is full."""
        now = self.clock()
        rules = [("all", 0, self.per_second, 1.0), ("chat", chat_id, self.per_chat_per_second, 1.0)]
        if chat_id < 0:
            rules.append(("group", chat_id, self.per_group_per_minute, 60.0))
        windows = []
        wait = 0.0
        for name, key, limit, seconds in rules:
            window = self._windows.setdefault((name, key), deque())
            while window and window[0] <= now - seconds:
                window.popleft()
            if len(window) >= limit:
                wait = max(wait, window[len(window) - limit] + seconds - now)
            windows.append(window)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for window in windows:
            window.append(now)
