"""Telegram and its people in the test's process: what Mina does, and what reaches her over real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.messages import ChatMessage
from bot.sandbox.telegram.server import bot_api_app, serve
from tests.acceptance.process import PATIENCE

TOKEN = "4242424242:a-token-that-opens-nothing-in-tests"
MINA = 1001
START = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Sunday 1 March 2026, 14:00 in Seoul: care day 0."""
MORNING = datetime(2026, 3, 1, 0, 0, 5, tzinfo=UTC)
"""Five seconds past nine in Seoul, on care day 0."""
SIX_TAPS = ("☐ The clinic may use", "☐ Telegram stores", "✨ Laser", "Fractional", "Today", "✅ Yes")


class SharedClock:
    """One clock for the fake Telegram and the bot's process: the machine's, turned by the seconds in a file."""

    def __init__(self, folder: Path, start: datetime) -> None:
        self._file = folder / "clock"
        self._real = SystemClock()
        self._offset = timedelta(0)
        self.turn_to(start)

    def now(self) -> datetime:
        return self._real.now() + self._offset

    def turn_to(self, at: datetime) -> None:
        self._offset += at - self.now()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(repr(self._offset / timedelta(seconds=1)), encoding="ascii")
        fresh.replace(self._file)

    def advance(self, by: timedelta) -> None:
        self.turn_to(self.now() + by)


@dataclass(kw_only=True)
class Chat:
    """Mina's phone. Every act waits for what it leads to; nothing sleeps."""

    fake: FakeTelegram
    between_taps: Callable[[], None] = field(default=lambda: None)
    """Called before each act, so that a patient is no faster than the pace of a chat."""

    def messages(self) -> list[ChatMessage]:
        return self.fake.messages(MINA)

    def press_start(self) -> None:
        self.fake.press_start(MINA)

    async def until(self, what: str, met: Callable[[], bool], within: float = PATIENCE) -> None:
        """Wait for something to be so in Telegram."""
        try:
            async with asyncio.timeout(within):
                while not met():
                    await self.fake.changed(self.fake.revision)
        except TimeoutError:
            seen = [message.text or message.caption for message in self.messages()]
            raise AssertionError(f"It never came to this: {what}. Mina sees {seen}") from None

    async def taps(self, label: str) -> None:
        """Press the newest button that begins with these words, as soon as it is there."""
        self.between_taps()
        await self.until(f"a button {label!r}", lambda: self._button(label) is not None)
        found = self._button(label)
        assert found is not None
        self.fake.tap(MINA, *found)

    async def registers(self) -> None:
        """CO2, today, the clinic's zone, the usual hour; returns with the last tap made, not answered."""
        self.press_start()
        for label in SIX_TAPS:
            await self.taps(label)

    async def gets(self, words: str) -> ChatMessage:
        """The newest message with these words, as soon as it has come."""

        def found() -> ChatMessage | None:
            return next((m for m in reversed(self.messages()) if words in (m.text or m.caption or "")), None)

        await self.until(f"a message with {words!r}", lambda: found() is not None)
        message = found()
        assert message is not None
        return message

    def care_days(self) -> list[int]:
        """The care day of each daily message that really arrived, in order, by Telegram's own ledger."""
        texts = (arrival.text for arrival in self.fake.ledger.arrivals_in(MINA))
        return [int(found[1]) for text in texts if (found := re.match(r"\S+ Day (\d+)\b", text))]

    async def gets_day(self, day: int) -> None:
        await self.until(f"the message of day {day}", lambda: day in self.care_days())

    def _button(self, label: str) -> tuple[int, str] | None:
        for message in reversed(self.messages()):
            for button in (each for row in message.buttons for each in row):
                if button.callback_data and button.text.startswith(label):
                    return message.message_id, button.callback_data
        return None


@asynccontextmanager
async def telegram(now: Callable[[], datetime], port: int = 0) -> AsyncIterator[tuple[Chat, str]]:
    """A Bot API server with Mina in it, and its address."""
    fake = FakeTelegram(token=TOKEN, now=now)
    fake.add_person(user_id=MINA, first_name="Mina")
    async with serve(bot_api_app(fake), port=port) as address:
        yield Chat(fake=fake), address
