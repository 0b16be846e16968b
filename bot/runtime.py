"""The running bot: its loops, what knocks on them, and how they start and stop.

APScheduler only knocks: a few stateless interval jobs in UTC that ask "is there anything to do?". What is due is in the
database, so a missed knock loses nothing. A row that was just written wakes its worker at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.courier import Courier
from bot.delivery.flight import FlightRecorder
from bot.dispatcher import AnyApplication, Dispatcher
from bot.housekeeping import Housekeeping
from bot.planner import Planner
from bot.poller import Poller
from bot.renewal import Renewal
from bot.supervisor import Supervisor, never_fail
from handlers.services import Services
from schedules.plan import digest_dates, due_instant
from storage.inbox import Inbox
from storage.records import PatientRecord

log = structlog.get_logger(__name__)

PATIENCE = timedelta(seconds=10)
"""How long a stop waits for what has been begun."""


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often each knock comes. `look` is that at the clinic's content folder."""

    plan: timedelta = timedelta(seconds=10)
    sweep: timedelta = timedelta(seconds=2)
    clean: timedelta = timedelta(hours=1)
    look: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a running bot is made of."""

    services: Services
    application: AnyApplication
    planner: Planner
    courier: Courier
    dispatcher: Dispatcher
    poller: Poller
    housekeeping: Housekeeping
    renewal: Renewal
    supervisor: Supervisor
    flights: FlightRecorder
    wake: asyncio.Event
    rhythm: Rhythm
    crash: Callable[[str], None]


class Runtime:
    """A bot from start to stop. `work_until_idle` does by hand what the loops do by themselves."""

    def __init__(self, parts: Parts) -> None:
        self.services = parts.services
        self._parts = parts
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    async def start(self) -> None:
        """Put right what the last process left, then begin to poll, plan and send."""
        await self._parts.courier.recover()
        await self._parts.application.start()
        parts = self._parts
        parts.supervisor.spawn(parts.poller.run(), name="poller")
        parts.supervisor.spawn(parts.renewal.prepare(), name="prepare")
        self._on_knock(parts.wake, parts.courier.pump)
        for work, every in (
            (self._plan, parts.rhythm.plan),
            (self._sweep, parts.rhythm.sweep),
            (parts.housekeeping.run_once, parts.rhythm.clean),
            (self.look_at_content, parts.rhythm.look),
        ):
            self._on_knock(self._knock_every(every), work)
        self._scheduler.start()

    async def stop(self) -> None:
        """Take nothing on any more, finish what has been begun, and let go of everything."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._parts.dispatcher.close()
        self._parts.courier.close()
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._parts.dispatcher.idle()
                await self._parts.courier.idle()
        except TimeoutError:
            log.warning("work was still going on at the stop", action="stop_impatient")
        await self._parts.supervisor.stop()
        if self._parts.application.running:
            await self._parts.application.stop()
        await self._parts.application.shutdown()
        self._parts.flights.close()

    async def poll_once(self) -> int:
        """Fetch and store once, by hand, what the poller does in a loop."""
        return await self._parts.poller.run_once()

    async def look_at_content(self) -> None:
        """Look once whether the clinic's own content has changed."""
        if await self._parts.renewal.look():
            self._parts.wake.set()

    async def work_until_idle(self) -> None:
        """Handle, plan and send until nothing is left to do at this instant."""
        while True:
            await self._parts.dispatcher.pump()
            await self._parts.dispatcher.idle()
            written = await self._parts.planner.tick(self.services.now())
            sent = await self._parts.courier.run_once()
            if not written and not sent and not await self._updates_wait():
                return

    async def next_event_at(self) -> datetime | None:
        """The earliest instant at which something is to be planned, sent or handled."""
        async with self.services.database.read() as session:
            roll = await self.services.roll(session)
            try_at = await self.services.outbox(session).next_try_at()
            candidates = (
                await roll.next_due_at(),
                try_at and max(try_at, self._parts.courier.opens_at()),
                await self._inbox(session).next_try_at(),
            )
        return min((at for at in candidates if at is not None), default=None)

    async def next_message_at(self, chat_id: int) -> datetime | None:
        """The instant at which a person's next message is planned."""
        patient = await self._patient(chat_id)
        return patient.next_due_at if patient else None

    async def care_day_at(self, chat_id: int, day: int) -> datetime | None:
        """When the message of a care day goes out, for the latest treatment; the first message from that day on."""
        patient = await self._patient(chat_id)
        if patient is None or not patient.facts.treatments:
            return None
        on = max(t.on for t in patient.facts.treatments) + timedelta(days=day)
        wanted = next((d for d in digest_dates(patient.facts, self.services.library) if d >= on), None)
        return due_instant(patient.facts, wanted) if wanted else None

    async def _patient(self, chat_id: int) -> PatientRecord | None:
        async with self.services.database.read() as session:
            return await (await self.services.roll(session)).by_chat(chat_id)

    async def _updates_wait(self) -> bool:
        async with self.services.database.read() as session:
            return bool(await self._inbox(session).waiting(self.services.now(), limit=1))

    def _inbox(self, session: AsyncSession) -> Inbox:
        return Inbox(session=session, clinic_id=self.services.clinic_id, bot_id=self.services.bot_id)

    def _knock_every(self, length: timedelta) -> asyncio.Event:
        knock = asyncio.Event()

        async def set_it() -> None:
            knock.set()

        first = datetime.now(UTC)  # noqa: TID251 - APScheduler runs on the machine's time, whatever ours is
        self._scheduler.add_job(set_it, "interval", seconds=length.total_seconds(), next_run_time=first)
        return knock

    def _on_knock(self, knock: asyncio.Event, work: Callable[[], Awaitable[object]]) -> None:
        """Do this work in a loop of its own, a round whenever there was a knock."""

        async def loop() -> None:
            while True:
                await knock.wait()
                knock.clear()
                await never_fail(work)

        self._parts.supervisor.spawn(loop(), name=work.__qualname__)

    async def _plan(self) -> None:
        if await self._parts.planner.tick(self.services.now()):
            self._parts.crash("planned")
            self._parts.wake.set()

    async def _sweep(self) -> None:
        self._parts.wake.set()
        await self._parts.dispatcher.pump()
