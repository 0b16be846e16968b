"""Telegram and its people in the test's process: what they do, and what reaches them over real HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.messages import ChatMessage
from bot.sandbox.telegram.server import bot_api_app, serve
from tests.acceptance.process import PATIENCE

TOKEN = "4242424242:a-token-that-opens-nothing-in-tests"
PEOPLE = dict(enumerate(("Mina", "Jun", "Ada", "Bo", "Cho", "Dee"), start=1001))
MINA = 1001
NOW_AND_THEN = 0.05
START = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Sunday 1 March 2026, 14:00 in Seoul: care day 0."""
MORNING = datetime(2026, 3, 1, 0, 0, 5, tzinfo=UTC)
"""Five seconds past nine in Seoul, on care day 0."""
FIVE_TAPS = ("☐ The clinic may use", "☐ Telegram stores", "✨ Laser", "Fractional", "Today")
LAST_TAP = "✅ Yes"
SAVED = "✅ Saved."


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


@dataclass(kw_only=True)
class Chat:
    """A patient's phone. Whatever is waited for is waited for in Telegram; nothing sleeps."""

    fake: FakeTelegram
    person: int = MINA

    def messages(self) -> list[ChatMessage]:
        return self.fake.messages(self.person)

    def press_start(self) -> None:
        self.fake.press_start(self.person)

    async def until(self, what: str, met: Callable[[], bool], within: float = PATIENCE) -> None:
        """Wait for something to be so: looked at whenever Telegram changes, and now and then."""
        try:
            async with asyncio.timeout(within):
                while not met():
                    with suppress(TimeoutError):
                        async with asyncio.timeout(NOW_AND_THEN):
                            await self.fake.changed(self.fake.revision)
        except TimeoutError:
            seen = [message.text or message.caption for message in self.messages()]
            raise AssertionError(f"It never came to this: {what}. {self.person} sees {seen}") from None

    async def taps(self, label: str) -> None:
        """Press the newest button that begins with these words, as soon as it is there."""
        await self.until(f"a button {label!r}", lambda: self._button(label) is not None)
        found = self._button(label)
        assert found is not None
        self.fake.tap(self.person, *found)

    async def registers_but_for_the_last_tap(self) -> None:
        """CO2, today, the clinic's zone, the usual hour."""
        self.press_start()
        for label in FIVE_TAPS:
            await self.taps(label)
        await self.until("the last question", lambda: self._button(LAST_TAP) is not None)

    async def makes_the_last_tap(self) -> None:
        await self.taps(LAST_TAP)

    async def registers(self) -> None:
        """The whole registration, up to its answer."""
        await self.registers_but_for_the_last_tap()
        await self.makes_the_last_tap()
        await self.gets(SAVED)

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
        texts = (arrival.text for arrival in self.fake.ledger.arrivals_in(self.person))
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
    """A Bot API server, Mina's phone, and the server's address."""
    fake = FakeTelegram(token=TOKEN, now=now)
    for person, name in PEOPLE.items():
        fake.add_person(user_id=person, first_name=name)
    async with serve(bot_api_app(fake), port=port) as address:
        yield Chat(fake=fake), address
