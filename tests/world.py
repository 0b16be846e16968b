"""The real application against the fake Telegram: no loops run, `world.settle()` lets everything happen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Outside, build
from bot.runtime import Runtime
from bot.sandbox.clock import TurnableClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.messages import ChatMessage
from bot.sandbox.telegram.request import InProcessRequest
from storage import migrate
from storage.content import Content
from storage.database import Database, database_url

MINA, JUN, NURSE = 1001, 1002, 2001
START = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Sunday 1 March 2026, 14:00 in Seoul."""


class HurriedTicker:
    """The pacer's time, which jumps to whatever moment is waited for: pacing is kept, and costs no time."""

    def __init__(self) -> None:
        self._time = 0.0

    def time(self) -> float:
        return self._time

    def call_at(self, when: float, callback: Callable[[], None], /) -> asyncio.Handle:
        def jump() -> None:
            self._time = max(self._time, when)
            callback()

        return asyncio.get_running_loop().call_soon(jump)


class World:
    """One bot, its people, and a clock that stands still until it is turned."""

    def __init__(self, fake: FakeTelegram, clock: TurnableClock, runtime: Runtime, database: Database) -> None:
        self.fake = fake
        self.clock = clock
        self.runtime = runtime
        self.database = database

    async def settle(self) -> None:
        """Receive what people did, and let the bot do everything that is due."""
        await self.runtime.poll_once()
        await self.runtime.work_until_idle()

    async def says(self, who: int, text: str) -> None:
        self.fake.send_text(who, text)
        await self.settle()

    async def taps(self, who: int, label: str) -> None:
        """Press the newest button that bears this label, or begins with it."""
        for message in reversed(self.fake.messages(who)):
            for button in (b for row in message.buttons for b in row):
                if button.callback_data and (button.text == label or button.text.startswith(label)):
                    self.fake.tap(who, message.message_id, button.callback_data)
                    await self.settle()
                    return
        raise AssertionError(f"No button {label!r} in {[m.text for m in self.fake.messages(who)]}")

    def last(self, who: int) -> ChatMessage:
        return self.fake.messages(who)[-1]
@asynccontextmanager
async def open_world(folder: Path, content: Content, start: datetime = START) -> AsyncIterator[World]:
    """A fresh world with its database in a folder."""
    clock = TurnableClock(start)
    fake = FakeTelegram(now=clock.now)
    fake.add_person(user_id=MINA, first_name="Mina")
    fake.add_person(user_id=JUN, first_name="Jun <b>&")
    fake.add_person(user_id=NURSE, first_name="Bea")
    url = database_url(f"sqlite:///{folder / 'afterglow.sqlite'}")
    migrate.upgrade(url)
    async with Database(url) as database:
        outside = Outside(
            clock=clock,
            token=fake.token,
            api_base_url="http://telegram.invalid",
            sending=lambda before: InProcessRequest(fake, before),
            polling=InProcessRequest(fake),
            ticker=HurriedTicker(),
            long_poll_seconds=0,
        )
        runtime = await build(database, content, outside, staff_chat_id=NURSE)
        yield World(fake, clock, runtime, database)
        await runtime.stop()
