"""The sandbox put together: the real bot, a fake Telegram, a clock that can be turned, and the people of the page."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import Outside, build, flight_path
from bot.clock import SystemClock
from bot.delivery.pacer import PaceLimits
from bot.runtime import Runtime
from bot.sandbox.api import SandboxApp, SandboxPerson, sandbox_app
from bot.sandbox.clock import TurnableClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.request import InProcessRequest
from bot.sandbox.telegram.server import bot_api_app
from bot.sandbox.telegram.store import Store
from bot.sandbox.ticker import VirtualTicker
from bot.sandbox.timemachine import TimeMachine
from storage import migrate
from storage.content.live import LiveContent
from storage.database import Database

PEOPLE = (
    SandboxPerson(user_id=1001, name="Mina", note="Patient"),
    SandboxPerson(user_id=1002, name="Jun", note="Patient"),
    SandboxPerson(user_id=2001, name="Bea", role="staff", note="Clinic"),
)
STAFF = next(person for person in PEOPLE if person.role == "staff")
LONG_POLL_SECONDS = 20
CLOCK_FILE = "sandbox-clock.txt"
"""Beside the database: by how many seconds the sandbox's clock is ahead of the machine's."""
PACE = PaceLimits(chat_interval=0.02)
"""The fake Telegram has no flood control unless asked, and nobody should wait for a pace that protects nothing."""


class Stage:
    """The running sandbox. It is the time machine's bot side, whichever runtime is on."""

    def __init__(self, folder: Path, database: Database, content: LiveContent) -> None:
        self._offset_file = folder / CLOCK_FILE
        self._database = database
        self._content = content
        self._real = SystemClock()
        offset = self._stored_offset()
        self.clock = TurnableClock(
            self._real.now() + offset, running=time.monotonic, offset=offset, on_turn=self._keep_offset
        )
        self.fake = FakeTelegram(now=self.clock.now, store=Store(folder / "sandbox-telegram.sqlite"))
        self._runtime: Runtime | None = None

    @property
    def runtime(self) -> Runtime:
        """The bot that is on."""
        if self._runtime is None:
            raise RuntimeError("The bot is not on.")
        return self._runtime

    async def raise_curtain(self) -> None:
        """Bring the people in and start the bot."""
        for person in PEOPLE:
            if person.user_id not in self.fake.people:
                self.fake.add_person(user_id=person.user_id, first_name=person.name)
                if person is STAFF:  # notices reach a chat only once its person has pressed Start
                    self.fake.press_start(person.user_id)
        outside = Outside(
            clock=self.clock,
            token=self.fake.token,
            api_base_url="http://sandbox",
            sending=lambda before_write: InProcessRequest(self.fake, before_write),
            polling=InProcessRequest(self.fake),
            ticker=VirtualTicker(self.clock),
            pace=PACE,
            long_poll_seconds=LONG_POLL_SECONDS,
        )
        self._runtime = await build(self._database, self._content, outside, staff_chat_id=STAFF.user_id)
        await self._runtime.start()

    async def drop_curtain(self) -> None:
        """Stop the bot."""
        runtime, self._runtime = self._runtime, None
        if runtime is not None:
            self.fake.end_polls()
            await runtime.stop()

    async def start_afresh(self) -> None:
        """Forget everything, as if the sandbox had never been used."""
        await self.drop_curtain()
        await self._database.close()
        path = Path(self._database.url.database or "")
        beside = (path.with_name(f"{path.name}{end}") for end in ("", "-wal", "-shm"))
        for name in (*beside, flight_path(self._database)):
            name.unlink(missing_ok=True)
        migrate.upgrade(self._database.url)
        self.clock.restart(self._real.now())
        self.fake.reset()
        await self.raise_curtain()

    async def next_event_at(self) -> datetime | None:
        """See BotSide."""
        return await self.runtime.next_event_at()

    async def next_message_at(self, chat_id: int) -> datetime | None:
        """See BotSide."""
        return await self.runtime.next_message_at(chat_id)

    async def care_day_at(self, chat_id: int, day: int) -> datetime | None:
        """See BotSide."""
        return await self.runtime.care_day_at(chat_id, day)

    async def work_until_idle(self) -> None:
        """See BotSide."""
        await self.runtime.work_until_idle()

    def _stored_offset(self) -> timedelta:
        with suppress(OSError, ValueError):
            return timedelta(seconds=float(self._offset_file.read_text(encoding="ascii")))
        return timedelta(0)

    def _keep_offset(self, offset: timedelta) -> None:
        self._offset_file.write_text(str(offset.total_seconds()), encoding="ascii")


@asynccontextmanager
async def sandbox(folder: Path, database: Database, content: LiveContent) -> AsyncIterator[SandboxApp]:
    """The sandbox as a web app, with its bot running for as long as the block lasts."""
    stage = Stage(folder, database, content)
    await stage.raise_curtain()
    app = sandbox_app(
        stage.fake,
        TimeMachine(stage.clock, stage),
        people=PEOPLE,
        reset=stage.start_afresh,
        zone=content.now.clinic.zone,
        bot_api=bot_api_app(stage.fake),
    )
    try:
        yield app
    finally:
        app.release()
        await stage.drop_curtain()
