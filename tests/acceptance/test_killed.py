"""kill -9 of the real process between any two steps: by Telegram's ledger each day's message arrives exactly once."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acceptance.process import BotProcess, bot_process
from tests.acceptance.telegram_side import MORNING, PEOPLE, SAVED, START, TOKEN, Chat, SharedClock, telegram

pytestmark = pytest.mark.acceptance

DAY_ZERO = date(2026, 3, 1)
LAST_DAY = 14
EVERY_DAY = list(range(LAST_DAY + 1))
STEPS_OF_A_DAY = ("planned", "claimed", "sending", "before sendMessage", "after sendMessage", "answered", "recorded")
STEPS_OF_A_TAP = ("fetched", "stored", "before editMessageText", "before sendPhoto", "after sendPhoto", "handled")
"""The last tap of a registration: "before editMessageText" lies between its commit and the first word of a reply."""


@dataclass(kw_only=True)
class Story:
    """Mina, the bot that looks after her, and the time in which both live."""

    mina: Chat
    bot: BotProcess
    clock: SharedClock
    folder: Path

    async def registers(self) -> None:
        await self.bot.start()
        await self.mina.registers()
        await self.mina.gets_day(0)

    async def lives_through(self, first: int, last: int) -> None:
        for day in range(first, last + 1):
            self.turn_to_morning(day)
            await self.mina.gets_day(day)

    def turn_to_morning(self, day: int) -> None:
        self.clock.turn_to(MORNING + timedelta(days=day))

    def dies_at(self, step: str) -> None:
        (self.folder / "crash").write_text(step, encoding="ascii")

    async def is_dead(self) -> None:
        """The bot has killed itself where it was told to."""
        assert await self.bot.ended() == -signal.SIGKILL
        (self.folder / "crash").unlink()

    async def comes_to_rest(self, day: int) -> None:
        """An hour later the day is over for the bot: what it takes up again after a kill has gone out by now."""
        await self.bot.says("action='started'")
        self.clock.turn_to(MORNING + timedelta(days=day, hours=1))
        await self.mina.until(
            f"rest on day {day}",
            lambda: day in self._days("sent", "unknown") and not self._days("queued", "claimed", "sending"),
        )

    def unknown_days(self) -> set[int]:
        """The days whose message the bot itself calls "unknown": it died while the request was on the wire."""
        return self._days("unknown")

    def _days(self, *states: str) -> set[int]:
        with closing(sqlite3.connect(self.bot.database)) as database:
            rows = database.execute("SELECT key, state FROM delivery WHERE kind = 'digest'").fetchall()
        return {(date.fromisoformat(key.rpartition(":")[2]) - DAY_ZERO).days for key, state in rows if state in states}


@asynccontextmanager
async def story(folder: Path) -> AsyncIterator[Story]:
    clock = SharedClock(folder, START)
    async with telegram(clock.now) as (mina, address):
        settings = {
            "AFTERGLOW_BOT_TOKEN": TOKEN,
            "AFTERGLOW_API_BASE_URL": address,
            "AFTERGLOW_TEST_FOLDER": str(folder),
        }
        async with bot_process(folder, settings) as bot:
            yield Story(mina=mina, bot=bot, clock=clock, folder=folder)


async def test_killed_at_each_step_of_a_delivery_every_day_arrives_exactly_once(tmp_path: Path) -> None:
    async with story(tmp_path) as it:
        await it.registers()
        for day, step in enumerate(STEPS_OF_A_DAY, start=1):
            it.dies_at(step)
            it.turn_to_morning(day)
            await it.is_dead()
            await it.bot.start()
            await it.comes_to_rest(day)
            assert it.mina.care_days() == EVERY_DAY[: day + 1], step
        await it.lives_through(len(STEPS_OF_A_DAY) + 1, LAST_DAY)
        assert await it.bot.stop() == 0
        assert it.mina.care_days() == EVERY_DAY


async def test_killed_at_each_step_of_the_last_tap_no_registration_is_lost(tmp_path: Path) -> None:
    async with story(tmp_path) as it:
        patients = [replace(it.mina, person=person) for person in PEOPLE]
        await it.bot.start()
        for patient, step in zip(patients, STEPS_OF_A_TAP, strict=True):
            await patient.registers_but_for_the_last_tap()
            it.dies_at(step)
            await patient.makes_the_last_tap()
            await it.is_dead()
            await it.bot.start()
            await patient.gets(SAVED)
            await patient.gets_day(0)
        for day in EVERY_DAY[1:]:
            it.turn_to_morning(day)
            for patient in patients:
                await patient.gets_day(day)
        assert await it.bot.stop() == 0
        assert [patient.care_days() for patient in patients] == [EVERY_DAY] * len(patients)


async def test_killed_at_ten_random_moments_no_day_comes_twice_and_none_vanishes_silently(tmp_path: Path) -> None:
    """A kill while a request is on the wire leaves a day that nobody can know about: not sent again, but shown."""
    dice = random.Random(2)  # noqa: S311 - the same moments in every run, guarding nothing
    deadly = set(dice.sample(EVERY_DAY[1:], 10))
    async with story(tmp_path) as it:
        await it.registers()
        for day in EVERY_DAY[1:]:
            it.turn_to_morning(day)
            if day in deadly:
                await asyncio.sleep(dice.uniform(0, 0.09))  # the moment of the kill is what is tested
                assert await it.bot.kill() == -signal.SIGKILL
                await it.bot.start()
            await it.comes_to_rest(day)
        arrived = it.mina.care_days()
        lost = set(EVERY_DAY) - set(arrived)
        assert arrived == sorted(set(arrived))
        assert lost <= it.unknown_days()
        assert len(lost) <= 3
