"""The courier: takes up deliveries that are due, a few at a time, and has each of them carried out.

A few places belong to the urgent lanes and a few to the bulk lanes, and each place is filled again as soon as it is
free, so that nobody waits for the slowest of a batch. A fault of our own stops one delivery and no other.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.delivery.errand import Crew, Errand
from bot.delivery.pacer import BULK
from bot.delivery.recovery import put_right
from bot.logs import where
from schedules.delivery import Lane, Reason
from storage.records import DeliveryRecord

log = structlog.get_logger(__name__)

BATCH = 16
"""How many deliveries are held at a time, to be sent side by side: little is held when facts change or we die."""

SHARE = 12
"""How many of these places the urgent lanes may take, and how many the bulk lanes: neither keeps the other waiting."""

URGENT = frozenset(Lane) - BULK

FALLEN_WAITS = timedelta(seconds=15)
"""When a delivery is tried again that a fault of our own made us drop."""


class Courier:
    """Delivers for one bot, whose only owner this process is."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._services = crew.services
        self._held: dict[int, Lane] = {}
        self._pumping = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._has_fallen = False
        self._is_closed = False

    async def recover(self) -> None:
        """Put right what the last process left in the air. To be called before anything is sent."""
        now = self._services.now()
        await put_right(self._services, self._crew.flights, again_at=now)
        self._crew.flights.clear()
        more = True
        while more:
            async with self._services.database.write() as session:
                more = await self._services.outbox(session).expire(Reason.DOWNTIME, now, limit=500) > 0

    async def pump(self) -> int:
        """Begin to deliver what is due, as far as there are places; returns how many deliveries were taken up."""
        async with self._pumping:
            if self._has_fallen:
                again_at = self._services.now() + FALLEN_WAITS
                await put_right(self._services, self._crew.flights, again_at=again_at, held=self._held)
                self._has_fallen = False
            batch = await self._claim()
            for one in batch:
                self._held[one.id] = one.lane
                self._quiet.clear()
                self._crew.spawn(self._hold(one), "delivery")
            return len(batch)

    async def run_once(self) -> int:
        """Deliver everything that is due now; returns how many deliveries were taken up."""
        taken = 0
        while (found := await self.pump()) or self._held:
            taken += found
            await self.idle()
        return taken

    async def idle(self) -> None:
        """Return when nothing is being delivered."""
        await self._quiet.wait()

    def close(self) -> None:
        """Take nothing up any more."""
        self._is_closed = True

    def opens_at(self) -> datetime:
        """When Telegram lets us send again; now, unless it asked us to wait."""
        return self._services.now() + timedelta(seconds=self._crew.pacer.gate_left())

    async def _claim(self) -> list[DeliveryRecord]:
        if self._is_closed or self._crew.pacer.gate_left() > 0 or len(self._held) >= BATCH:
            return []
        batch: list[DeliveryRecord] = []
        async with self._services.database.write() as session:
            for lanes in (URGENT, BULK):
                held = sum(lane in lanes for lane in self._held.values())
                room = min(SHARE - held, BATCH - len(self._held) - len(batch))
                if room > 0:
                    outbox = self._services.outbox(session)
                    batch += await outbox.claim(self._crew.owner, self._services.now(), room, lanes=lanes)
        if batch:
            self._crew.crash("claimed")
        return batch

    async def _hold(self, one: DeliveryRecord) -> None:
        """Deliver, and let go of the place whatever comes. What falls down here is picked up in the next round."""
        try:
            await Errand(self._crew, one).run()
        except BaseException as error:
            self._has_fallen = True
            if not isinstance(error, Exception):
                raise
            name = type(error).__name__
            log.error("fault while delivering", action="delivery_fell", delivery=one.id, error=name, where=where(error))  # noqa: TRY400 - the text of an error may carry a patient's words
        finally:
            del self._held[one.id]
            if not self._held:
                self._quiet.set()
            self._crew.after()
