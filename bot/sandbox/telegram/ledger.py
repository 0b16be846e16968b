"""The ledger: every call the bot made, and every message that really reached a chat. Tests judge by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KEPT_CALLS = 50_000


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the bot. `status` is what was answered, 0 if nothing was; `error` is Telegram's description or ""."""

    at: datetime
    method: str
    params: Mapping[str, Any]
    status: int
    error: str = ""
    processed: bool = True
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One message that reached a chat, with its first text (or caption) after parsing, whatever edits came later."""

    at: datetime
    chat_id: int
    message_id: int
    text: str
    method: str


@dataclass
class Ledger:
    """Calls in the order in which they ended (the newest 50,000), arrivals in the order in which they arrived."""

    calls: list[Call] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)

    def record(self, call: Call) -> None:
        """Adds a call; forgets the oldest tenth when full."""
        if len(self.calls) >= KEPT_CALLS:
            del self.calls[: KEPT_CALLS // 10]
        self.calls.append(call)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def arrivals_in(self, chat_id: int) -> list[Arrival]:
        """What reached one chat, oldest first."""
        return [arrival for arrival in self.arrivals if arrival.chat_id == chat_id]

    def refused(self) -> list[Call]:
        """The calls that were answered with an error, or not at all."""
        return [call for call in self.calls if call.status != 200]  # noqa: PLR2004 - HTTP's OK

    def clear(self) -> None:
        """Empties both lists."""
        self.calls.clear()
        self.arrivals.clear()
