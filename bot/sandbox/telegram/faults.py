"""Faults a test scripts per method; each is used up by one call, in order."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bot.sandbox.telegram.errors import ApiError, not_found, too_many_requests


@dataclass(frozen=True)
class Status:
    """Answers with this status and body (a dict becomes JSON; none: an error of Telegram's form) without processing."""

    code: int
    body: bytes | dict[str, Any] | None = None


@dataclass(frozen=True)
class TooManyRequests:
    """Answers 429 with `retry_after` without processing."""

    retry_after: int


@dataclass(frozen=True)
class Html:
    """Answers with an HTML page, as proxies and hotel networks do, without processing."""

    status: int = 502


@dataclass(frozen=True)
class NotFoundOnce:
    """Answers 404 {"ok": false, ...} as if the token or method were unknown, without processing."""


@dataclass(frozen=True)
class Refused:
    """The connection is never made: surely not sent. Over HTTP it looks like `ResetBefore`."""


@dataclass(frozen=True)
class ResetBefore:
    """The connection breaks before the call is processed: nothing happened, but the caller cannot know."""


@dataclass(frozen=True)
class ResetAfter:
    """The connection breaks after the call was processed: it happened, but the caller cannot know."""


@dataclass(frozen=True)
class AnswerLost:
    """The call is processed, but no answer comes: in process `TimedOut` at once, over HTTP silence until one leaves."""


@dataclass(frozen=True)
class Delay:
    """Holds the call until the gate opens, or so many real seconds, and then processes it."""

    gate: asyncio.Event | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class PoisonUpdate:
    """Puts this raw update (it is given an update_id) in the queue for good, then processes the call."""

    raw: Mapping[str, Any]


Fault = (
    Status
    | TooManyRequests
    | Html
    | NotFoundOnce
    | Refused
    | ResetBefore
    | ResetAfter
    | AnswerLost
    | Delay
    | PoisonUpdate
)
When = Callable[[Mapping[str, Any]], bool]


class TransportFault(Exception):  # noqa: N818 - it is named after what it carries, a scripted fault
    """Raised by `FakeTelegram.call` when no answer is to leave; each face turns it into its own kind of failure."""

    def __init__(self, fault: Refused | ResetBefore | ResetAfter | AnswerLost) -> None:
        super().__init__(type(fault).__name__)
        self.fault = fault


@dataclass
class _Script:
    method: str
    faults: deque[Fault]
    when: When | None

    def fits(self, method: str, params: Mapping[str, Any]) -> bool:
        """Whether this script has a fault left for such a call."""
        return bool(self.faults) and self.method in (method, "*") and (self.when is None or self.when(params))


class Faults:
    """The scripted faults. Method "*" stands for every method."""

    def __init__(self) -> None:
        self._scripts: list[_Script] = []

    def script(self, method: str, *faults: Fault, when: When | None = None) -> None:
        """Lets the next calls of the method (for which `when(params)` holds) meet these faults, one each, in order."""
        self._scripts.append(_Script(method, deque(faults), when))

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        """Uses up and returns the fault for this call, if one is due."""
        for script in self._scripts:
            if script.fits(method, params):
                return script.faults.popleft()
        return None

    def pending(self) -> int:
        """How many scripted faults have not been met yet."""
        return sum(len(script.faults) for script in self._scripts)

    def clear(self) -> None:
        """Forgets all scripted faults."""
        self._scripts.clear()


def error_of(fault: Status | TooManyRequests | NotFoundOnce) -> ApiError:
    """The Bot API error that such a fault stands for."""
    match fault:
        case TooManyRequests(retry_after):
            return too_many_requests(retry_after)
        case NotFoundOnce():
            return not_found()
        case Status(code):
            known = code in {int(status) for status in HTTPStatus}
            return ApiError(code, HTTPStatus(code).phrase if known else "Unknown")
