"""What the crash tests may do to a real process: turn its clock, quicken its pace, and end it between two steps.

All of it is off unless AFTERGLOW_TEST_FOLDER names a folder. There the test keeps `clock`, the seconds to add to the
machine's time, and `crash`, the step at which the process kills itself; both are read again at every use.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.app import Outside
from bot.clock import SystemClock
from bot.delivery.pacer import PaceLimits
from bot.delivery.transport import AiohttpRequest
from bot.runtime import Rhythm

log = structlog.get_logger(__name__)

FOLDER = "AFTERGLOW_TEST_FOLDER"
KNOCK = timedelta(seconds=0.05)
PACE = PaceLimits(chat_interval=0.02)


def fitted(outside: Outside) -> Outside:
    """What the bot is given from outside, with the seams in place if a test asks for them."""
    named = os.environ.get(FOLDER)
    if not named:
        return outside
    log.warning("the clock and the end of this process are in the hands of a test", action="test_seams")
    clock, crash = TurnedClock(Path(named) / "clock"), crash_point(Path(named) / "crash")
    return replace(
        outside,
        clock=clock,
        pace=PACE,
        crash=crash,
        rhythm=Rhythm(plan=KNOCK, sweep=KNOCK),
        sending=lambda before_write: WatchedRequest(crash, before_write),
    )


class TurnedClock:
    """The machine's clock, turned by the seconds in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._real = SystemClock()

    def now(self) -> datetime:
        """The present instant in UTC, as the test wants it."""
        return self._real.now() + timedelta(seconds=float(self._file.read_text(encoding="ascii")))


def crash_point(file: Path) -> Callable[[str], None]:
    """Called with the name of each step; kills the process at the step that the file names."""

    def crash(step: str) -> None:
        if file.exists() and file.read_text(encoding="ascii") == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return crash


class WatchedRequest(AiohttpRequest):
    """The transport, with a step before and after every call: `before sendPhoto`, `after sendPhoto`."""

    def __init__(self, crash: Callable[[str], None], before_write: Callable[[], None]) -> None:
        super().__init__(before_write=before_write)
        self._crash = crash

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """See AiohttpRequest."""
        name = url.rpartition("/")[2]
        self._crash(f"before {name}")
        answer = await super().do_request(url, method, *args, **kwargs)
        self._crash(f"after {name}")
        return answer
