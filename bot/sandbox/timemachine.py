"""The time machine: turns the sandbox's clock and lets the real bot live through everything on the way."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Protocol

from bot.sandbox.clock import TurnableClock

log = logging.getLogger(__name__)

PATIENCE = 25
"""How often the bot may name an instant that is no later than the one before, until it counts as stuck."""


class BotSide(Protocol):
    """What the machine needs of the running bot."""

    async def next_event_at(self) -> datetime | None:
        """The earliest instant at which the bot has anything to do, over all people."""
        ...

    async def next_message_at(self, chat_id: int) -> datetime | None:
        """The instant at which this person's next planned message goes out."""
        ...

    async def care_day_at(self, chat_id: int, day: int) -> datetime | None:
        """The instant at which the message of care day `day` of the person's latest treatment goes out."""
        ...

    async def work_until_idle(self) -> None:
        """Plan, send and handle until nothing is left to do now."""
        ...


class TurnRefusedError(Exception):
    """The clock cannot be turned like that."""


class NothingPlannedError(TurnRefusedError):
    """No message is planned for this person."""


class PastError(TurnRefusedError):
    """That instant is over; time only goes forward."""


class TimeMachine:
    """Turns the clock event by event, one turn at a time, so that nothing on the way is skipped or comes late."""

    def __init__(self, clock: TurnableClock, bot: BotSide) -> None:
        self.clock = clock
        self.bot = bot
        self.standing_still = asyncio.Lock()
        """Held during a turn; hold it to keep the clock from being turned meanwhile."""

    async def turn_to(self, at: datetime) -> None:
        """Make it `at` and return when everything due by then has arrived. Raises PastError."""
        async with self.standing_still:
            await self._turn_to(at)

    async def advance(self, by: timedelta) -> None:
        """Turn the clock forward by a length of real time (a day is 24 hours)."""
        async with self.standing_still:
            await self._turn_to(self.clock.now() + by)

    async def next_message(self, chat_id: int) -> None:
        """Turn to the person's next planned message and let it arrive. Raises NothingPlannedError."""
        async with self.standing_still:
            await self.bot.work_until_idle()
            at = await self.bot.next_message_at(chat_id)
            if at is None:
                raise NothingPlannedError
            await self._turn_to(max(at, self.clock.now()))

    async def go_to_day(self, chat_id: int, day: int) -> None:
        """Turn to the message of care day `day` and let it arrive. Raises NothingPlannedError or PastError."""
        async with self.standing_still:
            await self.bot.work_until_idle()
            at = await self.bot.care_day_at(chat_id, day)
            if at is None:
                raise NothingPlannedError
            await self._turn_to(at)

    async def _turn_to(self, at: datetime) -> None:
        if at < self.clock.now():
            raise PastError
        await self._live_until(at)
        self.clock.reach(at)
        await self.bot.work_until_idle()

    async def _live_until(self, at: datetime) -> None:
        """Stop at every event up to `at`; give up on a bot that keeps naming one that it never gets done."""
        furthest, strikes = self.clock.now(), 0
        while (event := await self.bot.next_event_at()) is not None and event <= at:
            strikes = 0 if event > furthest else strikes + 1
            if strikes > PATIENCE:
                log.warning("the bot has had work due at %s and does not get it done; turning on without it", event)
                return
            furthest = max(furthest, event)
            self.clock.reach(event)
            await self.bot.work_until_idle()
