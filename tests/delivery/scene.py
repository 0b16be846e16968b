"""The real bot against the fake Telegram, with a clock that stands still and a death that can be arranged.

What arrived is judged by the fake Telegram's ledger; our own tables only tell what the bot believes.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import Outside, build
from bot.delivery.courier import Courier
from bot.runtime import Rhythm, Runtime
from bot.sandbox.clock import TurnableClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.request import InProcessRequest
from handlers.services import Services
from schedules.delivery import DeliveryKind, Lane
from schedules.words import CadenceName, Kind, PatientStatus
from storage.content import Content
from storage.content.live import LiveContent
from storage.database import Database, database_url
from storage.outbox import NewDelivery
from storage.records import DeliveryRecord, PatientRecord

START = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Sunday 1 March 2026, 14:00 in Seoul."""
MORNING = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""Monday, 09:00 in Seoul: the hour of everybody's message."""
MINA, JUN, NURSE = 1001, 1002, 2001


class DeathError(BaseException):
    """The process is killed here: nothing after it happens, and nobody can catch it."""


class Ticker:
    """The pacer's time: the scene's clock, which jumps over the short waits of pacing. Longer ones wait for a turn."""

    SHORT = 3.0

    def __init__(self, clock: TurnableClock) -> None:
        self._clock = clock
        self._later: list[tuple[float, Callable[[], None]]] = []
        self.stands = False
        """Whether even short waits wait for a turn of the clock."""

    def time(self) -> float:
        return self._clock.now().timestamp()

    def call_at(self, when: float, callback: Callable[[], None], /) -> asyncio.Handle | asyncio.TimerHandle:
        handle: list[bool] = []

        def jump() -> None:
            if not handle:
                self._clock.reach(datetime.fromtimestamp(when, UTC) + timedelta(microseconds=1))
                callback()

        if self.stands or when - self.time() > self.SHORT:
            self._later.append((when, jump))
        else:
            asyncio.get_running_loop().call_soon(jump)
        return _Cancel(handle)  # type: ignore[return-value]  # all that is asked of it is `cancel`

    def turned(self) -> None:
        """Let go whoever's moment has come."""
        due = [call for when, call in self._later if when <= self.time()]
        self._later = [(when, call) for when, call in self._later if when > self.time()]
        for call in due:
            call()


class _Cancel:
    def __init__(self, handle: list[bool]) -> None:
        self._handle = handle

    def cancel(self) -> None:
        self._handle.append(True)


class MortalDatabase(Database):
    """A database that nobody reaches after the death of the process."""

    dead = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        if self.dead:
            raise DeathError
        async with super().write() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        if self.dead:
            raise DeathError
        async with super().read() as session:
            yield session


class MortalRequest(InProcessRequest):
    """The transport, with a step once bytes may have left, and one when the message has arrived."""

    def __init__(self, fake: FakeTelegram, before: Callable[[], None], step: Callable[[str], None]) -> None:
        super().__init__(fake, before)
        self._step = step

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        answer = await super().do_request(url, *args, **kwargs)
        if url.endswith("/sendMessage"):
            self._step("arrived")
        return answer

    def _connected(self) -> None:
        super()._connected()
        self._step("written")


class Scene:
    """A bot, its patients, and everything that may go wrong between them."""

    runtime: Runtime
    database: MortalDatabase

    def __init__(self, folder: Path, content: Content) -> None:
        self._path = folder / "afterglow.sqlite"
        self.live = LiveContent.still(content)
        self.clock = TurnableClock(START)
        self.ticker = Ticker(self.clock)
        self.fake = FakeTelegram(now=self.clock.now)
        self.dies_at = ""
        self.rhythm = Rhythm(plan=timedelta(seconds=0.05), sweep=timedelta(seconds=0.05))
        for user_id, name in ((MINA, "Mina"), (JUN, "Jun"), (NURSE, "Bea")):
            self.fake.add_person(user_id=user_id, first_name=name)
            self.fake.press_start(user_id)
        self.fake.world.queue.clear()

    # the process

    async def switch_on(self) -> None:
        """Start the bot up to the point at which its loops would begin."""
        self.dies_at = ""
        self.database = MortalDatabase(database_url(f"sqlite:///{self._path}"))
        outside = Outside(
            clock=self.clock,
            token=self.fake.token,
            api_base_url="http://telegram.invalid",
            sending=lambda before: MortalRequest(self.fake, before, self._step),
            polling=InProcessRequest(self.fake),
            ticker=self.ticker,
            crash=self._step,
            rhythm=self.rhythm,
            long_poll_seconds=0,
        )
        self.runtime = await build(self.database, self.live, outside, staff_chat_id=NURSE)
        await self.courier.recover()

    async def switch_off(self) -> None:
        self.database.dead = False
        await self.runtime.stop()
        await self.database.close()

    async def restart(self) -> None:
        await self.switch_off()
        await self.switch_on()

    async def delivers_until_death(self, step: str) -> None:
        """Deliver what is due, be killed at a step, and start again on the same files."""
        self.dies_at = step
        try:
            await self.runtime.work_until_idle()
        except DeathError:
            pass
        else:
            raise AssertionError(f"Nothing came to the step {step!r}.")
        await self.restart()

    def _step(self, step: str) -> None:
        if step == self.dies_at:
            self.database.dead = True
            raise DeathError

    @property
    def services(self) -> Services:
        return self.runtime.services

    @property
    def courier(self) -> Courier:
        return self.runtime._parts.courier

    def impatient(self) -> None:
        """Have deliveries give up their place at once when their turn does not come."""
        self.courier._crew = replace(self.courier._crew, patience=timedelta(seconds=0.01))

    # time

    def turn_to(self, at: datetime) -> None:
        self.clock.turn_to(at)
        self.ticker.turned()

    def pass_time(self, **span: float) -> None:
        self.turn_to(self.clock.now() + timedelta(**span))

    async def live_until_idle(self) -> None:
        await self.runtime.work_until_idle()

    async def plan(self) -> int:
        return await self.runtime._parts.planner.tick(self.clock.now())

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so; Telegram's state is looked at whenever it changes."""
        async with asyncio.timeout(10):
            while not true():
                await self.fake.changed(self.fake.revision)

    # facts

    async def patient(self, chat_id: int = MINA, **columns: Any) -> int:
        """A patient of a CO2 laser, some days ago, whose next message comes tomorrow at nine."""
        if chat_id not in self.fake.people:
            self.fake.add_person(user_id=chat_id, first_name=f"P{chat_id}")
            self.fake.press_start(chat_id)
            self.fake.world.queue.clear()
        fields = {"name": "Mina", "zone": "Asia/Seoul", "digest_minutes": 540, "cadence": CadenceName.DAILY.value}
        fields |= {"status": PatientStatus.ACTIVE.value, "settled_through": date(2026, 3, 1)}
        async with self.database.write() as session:
            roll = await self.services.roll(session)
            patient_id = await roll.add(chat_id=chat_id, language="en", now=START, **(fields | columns))
            await roll.add_treatment(patient_id, Kind.CO2, date(2026, 2, 27), skin_broken=False, now=START)
            await roll.point(patient_id)
        return patient_id

    async def patients(self, count: int) -> list[int]:
        return [await self.patient(3000 + number) for number in range(count)]

    async def the_patient(self, patient_id: int) -> PatientRecord:
        async with self.database.read() as session:
            found = await (await self.services.roll(session)).by_id(patient_id)
        assert found is not None
        return found

    async def notice(self, patient_id: int, chat_id: int = NURSE, key: str = "notice") -> None:
        """A notice to the clinic, waiting to be sent."""
        now = self.clock.now()
        new = NewDelivery(
            chat_id=chat_id,
            patient_id=None,
            kind=DeliveryKind.STAFF_NOTICE,
            lane=Lane.SAFETY,
            key=key,
            due_at=now,
            valid_until=now + timedelta(days=7),
            params={"what": "patient_lost", "patient": patient_id},
        )
        async with self.database.write() as session:
            await self.services.outbox(session).put(new, now)

    # what became of it

    async def deliveries(self) -> list[DeliveryRecord]:
        """What the bot believes, oldest first."""
        async with self.database.read() as session:
            return (await self.services.outbox(session).newest(unfinished=False, limit=10_000))[::-1]

    async def the_digest(self, chat_id: int = MINA) -> DeliveryRecord:
        (found,) = [
            one for one in await self.deliveries() if one.kind is DeliveryKind.DIGEST and one.chat_id == chat_id
        ]
        return found

    def heard(self, chat_id: int = MINA) -> list[str]:
        """What really arrived."""
        return [arrival.text for arrival in self.fake.ledger.arrivals_in(chat_id)]

    def calls(self, chat_id: int | None = None) -> list[Mapping[str, Any]]:
        """How often it was tried to send something, to this chat or to any."""
        calls = [call.params for call in self.fake.ledger.calls_of("sendMessage")]
        return [params for params in calls if chat_id in (None, params["chat_id"])]


@asynccontextmanager
async def open_scene(folder: Path, content: Content, blank: Path) -> AsyncIterator[Scene]:
    """A scene on a copy of an empty database."""
    shutil.copy(blank, folder / "afterglow.sqlite")
    scene = Scene(folder, content)
    await scene.switch_on()
    try:
        yield scene
    finally:
        await scene.switch_off()
