"""The clock that can be turned, and the machine that lets the bot live through what lies on the way."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import TurnableClock
from bot.sandbox.timemachine import NothingPlannedError, PastError, TimeMachine

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINA = 1


class ScriptedBot:
    """A bot whose whole work is to send at the planned instants; `sent` says what the clock read when it did."""

    def __init__(self, clock: TurnableClock, *planned: datetime) -> None:
        self.clock = clock
        self.planned = sorted(planned)
        self.sent: list[datetime] = []
        self.on_send: Callable[[], None] = lambda: None
        self.stuck = False
        self.busy = 0

    async def next_event_at(self) -> datetime | None:
        return self.planned[0] if self.planned else None

    async def next_message_at(self, chat_id: int) -> datetime | None:
        return await self.next_event_at() if chat_id == MINA else None

    async def care_day_at(self, chat_id: int, day: int) -> datetime | None:
        return START + day * DAY + HOUR if chat_id == MINA else None

    async def work_until_idle(self) -> None:
        self.busy += 1
        assert self.busy == 1, "two turns at once"
        await asyncio.sleep(0)
        while not self.stuck and self.planned and self.planned[0] <= self.clock.now():
            self.planned.pop(0)
            self.sent.append(self.clock.now())
            self.on_send()
        self.busy -= 1


def machine(*planned: datetime) -> tuple[TimeMachine, ScriptedBot]:
    clock = TurnableClock(START)
    bot = ScriptedBot(clock, *planned)
    return TimeMachine(clock, bot), bot


def test_clock_stands_still_until_it_is_turned() -> None:
    clock = TurnableClock(START)
    assert clock.now() == START
    clock.turn_to(START + HOUR)
    assert clock.now() == START + HOUR
    assert not clock.runs


def test_clock_never_goes_back() -> None:
    clock = TurnableClock(START)
    with pytest.raises(ValueError, match="forward"):
        clock.turn_to(START - HOUR)
    clock.reach(START - HOUR)
    assert clock.now() == START


def test_clock_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        TurnableClock(START.replace(tzinfo=None))


def test_running_clock_flows_on_between_turns() -> None:
    seconds = 100.0
    clock = TurnableClock(START, running=lambda: seconds)
    seconds += 60
    assert clock.now() == START + timedelta(minutes=1)
    clock.turn_to(START + HOUR)
    seconds += 60
    assert clock.now() == START + timedelta(minutes=61)


def test_clock_tells_its_offset_so_that_it_survives_a_restart() -> None:
    stored: list[timedelta] = []
    seconds = 0.0
    clock = TurnableClock(START, running=lambda: seconds, on_turn=stored.append)
    seconds += 60
    clock.turn_to(START + HOUR)
    assert stored == [timedelta(minutes=59)]
    again = TurnableClock(START + timedelta(minutes=1) + stored[-1], offset=stored[-1], on_turn=stored.append)
    assert again.now() == START + HOUR
    again.turn_to(START + 2 * HOUR)
    assert stored[-1] == again.offset == timedelta(minutes=119)


def test_starting_afresh_forgets_every_turn() -> None:
    stored: list[timedelta] = []
    clock = TurnableClock(START, on_turn=stored.append)
    clock.turn_to(START + DAY)
    clock.restart(START)
    assert clock.now() == START
    assert stored == [DAY, timedelta(0)]


async def test_every_event_on_the_way_happens_at_its_own_time() -> None:
    due = [START + HOUR, START + DAY, START + 2 * DAY]
    turning, bot = machine(*due)
    await turning.turn_to(START + 3 * DAY)
    assert bot.sent == due
    assert turning.clock.now() == START + 3 * DAY


async def test_an_event_that_is_born_on_the_way_is_lived_through_too() -> None:
    turning, bot = machine(START + HOUR)
    bot.on_send = lambda: bot.planned.append(START + 2 * HOUR) if len(bot.sent) == 1 else None
    await turning.turn_to(START + DAY)
    assert bot.sent == [START + HOUR, START + 2 * HOUR]


async def test_what_lies_beyond_the_target_stays_planned() -> None:
    turning, bot = machine(START + HOUR, START + DAY)
    await turning.advance(HOUR)
    assert bot.sent == [START + HOUR]
    assert bot.planned == [START + DAY]
    assert turning.clock.now() == START + HOUR


async def test_overdue_work_is_done_before_time_moves() -> None:
    turning, bot = machine(START - DAY)
    await turning.advance(HOUR)
    assert bot.sent == [START]


async def test_next_message_turns_exactly_to_it() -> None:
    turning, bot = machine(START + HOUR, START + DAY)
    await turning.next_message(MINA)
    await turning.next_message(MINA)
    assert bot.sent == [START + HOUR, START + DAY]
    assert turning.clock.now() == START + DAY


async def test_next_message_without_one_is_refused_and_moves_nothing() -> None:
    turning, _ = machine(START + HOUR)
    with pytest.raises(NothingPlannedError):
        await turning.next_message(2)
    assert turning.clock.now() == START


async def test_go_to_day_lives_through_the_days_before() -> None:
    turning, bot = machine(*(START + n * DAY + HOUR for n in range(6)))
    await turning.go_to_day(MINA, 3)
    assert bot.sent == [START + n * DAY + HOUR for n in range(4)]


async def test_go_to_a_day_that_is_over_is_refused_and_moves_nothing() -> None:
    turning, _ = machine()
    await turning.turn_to(START + 4 * DAY)
    with pytest.raises(PastError):
        await turning.go_to_day(MINA, 3)
    assert turning.clock.now() == START + 4 * DAY


async def test_go_to_day_without_a_treatment_is_refused() -> None:
    turning, _ = machine()
    with pytest.raises(NothingPlannedError):
        await turning.go_to_day(2, 3)


async def test_turning_back_is_refused() -> None:
    turning, _ = machine()
    with pytest.raises(PastError):
        await turning.turn_to(START - HOUR)


async def test_a_bot_that_never_gets_its_work_done_does_not_stop_the_clock() -> None:
    turning, bot = machine(START + HOUR)
    bot.stuck = True
    async with asyncio.timeout(5):
        await turning.turn_to(START + DAY)
    assert turning.clock.now() == START + DAY


async def test_two_turns_at_once_happen_one_after_the_other() -> None:
    turning, bot = machine(START + HOUR, START + 2 * HOUR)
    await asyncio.gather(turning.advance(HOUR), turning.advance(HOUR))
    assert bot.sent == [START + HOUR, START + 2 * HOUR]
    assert turning.clock.now() == START + 2 * HOUR


async def test_running_clock_that_passes_an_event_by_itself_does_not_break_the_turn() -> None:
    seconds = 0.0

    def ticking() -> float:
        nonlocal seconds
        seconds += 0.5
        return seconds

    clock = TurnableClock(START, running=ticking)
    bot = ScriptedBot(clock, *(START + timedelta(milliseconds=n) for n in range(0, 3000, 100)))
    await TimeMachine(clock, bot).turn_to(START + HOUR)
    assert len(bot.sent) == 30
