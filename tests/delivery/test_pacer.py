"""The pacer in simulated time: nothing here waits."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pacer import PaceLimits, Pacer
from schedules.delivery import Lane
from tests.delivery.simulated_time import SimTicker, settle

TINY = 1e-6


@dataclass(frozen=True)
class Sent:
    at: float
    chat: int | str
    lane: int
    number: int


class Scene:
    """A pacer, its time, and senders that note when they were let go."""

    def __init__(self, limits: PaceLimits | None = None) -> None:
        self.ticker = SimTicker()
        self.pacer = Pacer(limits, ticker=self.ticker)
        self.sent: list[Sent] = []
        self.start = self.ticker.now
        self._numbers = count()

    async def send(self, chat: int | str, lane: int) -> None:
        number = next(self._numbers)
        await self.pacer.slot(chat, lane)
        self.sent.append(Sent(self.ticker.now - self.start, chat, lane, number))

    def send_all(self, group: asyncio.TaskGroup, chats: Iterable[int | str], lane: int) -> list[asyncio.Task[None]]:
        return [group.create_task(self.send(chat, lane)) for chat in chats]

    def times(self, lane: int | None = None) -> list[float]:
        return [sent.at for sent in self.sent if lane is None or sent.lane == lane]


def assert_no_window_has_more(times: list[float], most: int, seconds: float) -> None:
    for first, after in zip(times, times[most:], strict=False):
        assert after - first >= seconds - TINY, f"{most + 1} messages within {after - first} s"


async def test_a_thousand_private_messages_take_33_seconds_and_no_second_has_more_than_30() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(1, 1001), Lane.BROADCAST)
        await scene.ticker.run_dry()
    assert [sent.chat for sent in scene.sent] == list(range(1, 1001))
    assert 33 <= scene.times()[-1] < 34
    assert_no_window_has_more(scene.times(), 30, 1.0)


async def test_nobody_polls_there_is_one_wake_up_per_message() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(1, 301), Lane.DIGEST)
        await scene.ticker.run_dry()
    assert scene.ticker.fired == 299
    assert scene.pacer.waiting() == 0


async def test_replies_to_many_people_go_at_once_up_to_the_limit_of_the_second() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(1, 46), Lane.REPLY)
        await scene.ticker.run_dry()
    assert scene.times() == [0.0] * 30 + [1.0] * 15


async def test_one_person_gets_ten_quick_replies_and_then_one_a_second() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, [7] * 13, Lane.REPLY)
        await scene.ticker.run_dry()
    assert scene.times() == [*([0] * 10), 1, 2, 3]


@pytest.mark.parametrize("lane", [Lane.SAFETY, Lane.DIGEST, Lane.BROADCAST])
async def test_one_person_gets_everything_else_one_a_second(lane: Lane) -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, [7] * 4, lane)
        await scene.ticker.run_dry()
    assert scene.times() == [0, 1, 2, 3]


async def test_a_person_who_must_wait_holds_nobody_else_up() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, [7, 7, 7, 8, 9], Lane.SAFETY)
        await settle()
        assert [sent.chat for sent in scene.sent] == [7, 8, 9]
        await scene.ticker.run_dry()


@pytest.mark.parametrize("chat", [-100123, "@clinic_channel"])
async def test_a_group_gets_20_a_minute(chat: int | str) -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, [chat] * 45, Lane.SAFETY)
        await scene.ticker.run_dry()
    assert_no_window_has_more(scene.times(), 20, 60.0)
    assert scene.times()[:20] == list(range(20))
    assert scene.times()[20:22] == [60, 61]
    assert scene.times()[40] == 120


async def test_while_a_thousand_broadcasts_wait_a_reply_takes_the_next_slot() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        bulk = scene.send_all(group, range(1, 1001), Lane.BROADCAST)
        await scene.ticker.run_until(scene.start + 5)
        before = len(scene.sent)
        for lane in (Lane.DIGEST, Lane.SAFETY, Lane.REPLY):
            scene.send_all(group, [5000 + lane], lane)
        await scene.ticker.run_until(scene.start + 5.2)
        assert [sent.lane for sent in scene.sent[before : before + 3]] == [Lane.REPLY, Lane.SAFETY, Lane.DIGEST]
        assert scene.times(Lane.REPLY)[0] <= 5 + 1 / 30 + TINY
        for task in bulk:
            task.cancel()
    assert_no_window_has_more(scene.times(), 30, 1.0)


async def test_bulk_gives_way_for_as_long_as_replies_fill_the_second() -> None:
    scene = Scene(PaceLimits(starving_after=1e9))
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(1, 61), Lane.REPLY)
        scene.send_all(group, range(1001, 1003), Lane.BROADCAST)
        await scene.ticker.run_dry()
    assert max(scene.times(Lane.REPLY)) < min(scene.times(Lane.BROADCAST))


async def test_a_lane_that_got_nothing_for_long_gets_one_slot_and_then_waits_again() -> None:
    scene = Scene(PaceLimits(starving_after=10))
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(10_000, 10_005), Lane.BROADCAST)
        scene.send_all(group, range(1, 30 * 25 + 1), Lane.REPLY)
        await scene.ticker.run_dry()
    first, second, third = scene.times(Lane.BROADCAST)[:3]
    assert first == 0
    assert 10 < second <= 12
    assert 10 < third - second <= 12


async def test_the_gate_holds_everyone_and_the_later_of_two_gates_counts() -> None:
    scene = Scene()
    scene.pacer.hold(7)
    scene.pacer.hold(3)
    scene.pacer.hold_until(scene.start + 5)
    async with asyncio.TaskGroup() as group:
        for lane in Lane:
            scene.send_all(group, [100 + lane], lane)
        await scene.ticker.run_until(scene.start + 4)
        assert scene.pacer.gate_left() == 3
        await scene.ticker.run_dry()
    assert scene.pacer.gate_left() == 0
    assert min(scene.times()) == 7
    assert [sent.lane for sent in scene.sent] == list(Lane)


async def test_a_gate_that_shuts_while_they_wait_stops_those_whose_time_had_been_set() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, [7, 7], Lane.SAFETY)
        await scene.ticker.run_until(scene.start + 0.5)
        scene.pacer.hold(4)
        await scene.ticker.run_dry()
    assert scene.times() == [0, 4.5]


async def test_a_call_that_keeps_no_pace_still_waits_for_the_gate_even_if_it_moves() -> None:
    scene = Scene()
    done: list[float] = []

    async def call() -> None:
        await scene.pacer.gate()
        done.append(scene.ticker.now - scene.start)

    await call()
    scene.pacer.hold(2)
    async with asyncio.TaskGroup() as group:
        group.create_task(call())
        await scene.ticker.run_until(scene.start + 1)
        scene.pacer.hold(4)
        await scene.ticker.run_dry()
    assert done == [0, 5]


async def test_a_429_halves_the_bulk_rate_once_and_clean_time_brings_it_back() -> None:
    scene = Scene()
    assert scene.pacer.bulk_rate() == 30
    for _ in range(8):
        scene.pacer.flooded(5)
    assert scene.pacer.bulk_rate() == 15
    await scene.ticker.run_until(scene.start + 5 + 29)
    assert scene.pacer.bulk_rate() == 15
    await scene.ticker.run_until(scene.start + 5 + 61)
    assert scene.pacer.bulk_rate() == 17
    scene.pacer.flooded(1)
    assert scene.pacer.bulk_rate() == 8.5
    await scene.ticker.run_until(scene.start + 10_000)
    assert scene.pacer.bulk_rate() == 30


async def test_the_bulk_rate_never_falls_to_nothing() -> None:
    scene = Scene()
    for second in range(1, 20):
        scene.pacer.flooded(1)
        await scene.ticker.run_until(scene.start + 2 * second)
    assert scene.pacer.bulk_rate() == 1


async def test_after_a_429_bulk_goes_at_half_the_pace_and_replies_at_the_full_one() -> None:
    scene = Scene()
    scene.pacer.flooded(1)
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(1, 31), Lane.BROADCAST)
        scene.send_all(group, range(101, 111), Lane.REPLY)
        await scene.ticker.run_dry()
    assert scene.times(Lane.REPLY) == [1.0] * 10
    assert scene.times(Lane.BROADCAST)[-1] == pytest.approx(1 + 29 / 15)


async def test_a_cancelled_waiter_frees_its_place() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        tasks = scene.send_all(group, range(1, 101), Lane.BROADCAST)
        await settle()
        for task in tasks[1:99]:
            task.cancel()
        await settle()
        assert scene.pacer.waiting() == 1
        await scene.ticker.run_dry()
    assert [(sent.chat, round(sent.at, 3)) for sent in scene.sent] == [(1, 0.0), (100, 0.033)]


async def test_when_the_last_waiter_is_cancelled_no_timer_is_left() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        tasks = scene.send_all(group, [7] * 5, Lane.SAFETY)
        await settle()
        for task in tasks[1:]:
            task.cancel()
    assert (scene.pacer.waiting(), scene.ticker.next_at()) == (0, None)


async def test_a_waiter_cancelled_in_the_instant_it_was_let_go_breaks_nothing() -> None:
    scene = Scene()
    async with asyncio.TaskGroup() as group:
        tasks = scene.send_all(group, [7, 7, 8], Lane.SAFETY)
        await settle()
        scene.ticker.now += 1
        heappop(scene.ticker.calls).callback()
        tasks[1].cancel()
        await settle()
        scene.send_all(group, [7], Lane.SAFETY)
        await scene.ticker.run_dry()
    assert [(sent.chat, sent.at) for sent in scene.sent] == [(7, 0), (8, 0), (7, 2)]
    assert scene.pacer.waiting() == 0


async def test_chats_of_long_ago_are_forgotten() -> None:
    scene = Scene(PaceLimits(per_second=10_000, bulk_rate=10_000))
    async with asyncio.TaskGroup() as group:
        scene.send_all(group, range(1, 5001), Lane.REPLY)
        scene.send_all(group, range(-100, 0), Lane.REPLY)
        await scene.ticker.run_until(scene.start + 100)
        scene.send_all(group, range(5001, 10_001), Lane.REPLY)
        await scene.ticker.run_dry()
    assert len(scene.sent) == 10_100
    assert len(scene.pacer._chats._paid_until) <= 5001
    assert len(scene.pacer._chats._minutes) == 0


async def test_a_lane_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="not a valid Lane"):
        await Scene().pacer.slot(1, 9)


async def test_without_a_ticker_the_event_loop_keeps_the_time() -> None:
    pacer = Pacer(PaceLimits(chat_interval=0.01, reply_burst=1))
    began = asyncio.get_running_loop().time()
    await pacer.slot(1, 0)
    await pacer.slot(1, 0)
    pacer.hold(0.01)
    await pacer.gate()
    assert asyncio.get_running_loop().time() - began >= 0.02 - 1e-3


@dataclass(frozen=True)
class Arrival:
    after: float
    chat: int
    lane: Lane
    patience: float


ARRIVALS = st.lists(
    st.builds(
        Arrival,
        after=st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.2, 1.0, 7.0]),
        chat=st.sampled_from([1, 2, 3, 50, 51, -1, -2, *range(100, 140)]),
        lane=st.sampled_from(list(Lane)),
        patience=st.sampled_from([1e9, 1e9, 1e9, 0.0, 0.5]),
    ),
    max_size=120,
)


@settings(deadline=None)
@given(arrivals=ARRIVALS, gate=st.sampled_from([0.0, 0.3, 5.0]))
async def test_whatever_arrives_everyone_who_waits_is_served_and_every_limit_is_kept(
    arrivals: list[Arrival], gate: float
) -> None:
    scene = Scene()
    left = 0
    scene.pacer.hold(gate)
    async with asyncio.TaskGroup() as group:
        for arrival in arrivals:
            await scene.ticker.run_until(scene.ticker.now + arrival.after)
            (task,) = scene.send_all(group, [arrival.chat], arrival.lane)
            await settle()
            if arrival.patience < 1e9:
                await scene.ticker.run_until(scene.ticker.now + arrival.patience)
                left += task.cancel()
        await scene.ticker.run_dry()
    assert len(scene.sent) == len(arrivals) - left
    assert scene.pacer.waiting() == 0
    assert_limits_are_kept(scene)
    assert all(at >= gate - TINY for at in scene.times())


def assert_limits_are_kept(scene: Scene) -> None:
    assert_no_window_has_more(scene.times(), 30, 1.0)
    bulk = [sent.at for sent in scene.sent if sent.lane >= Lane.DIGEST]
    assert all(after - before >= 1 / 30 - TINY for before, after in pairwise(bulk))
    for chat in {sent.chat for sent in scene.sent}:
        own = [sent for sent in scene.sent if sent.chat == chat]
        assert_no_window_has_more([sent.at for sent in own], PaceLimits().reply_burst, 1.0)
        for before, after in pairwise(own):
            assert after.lane == Lane.REPLY or after.at - before.at >= 1 - TINY
        for lane in Lane:
            numbers = [sent.number for sent in own if sent.lane == lane]
            assert numbers == sorted(numbers)
        if isinstance(chat, int) and chat < 0:
            assert_no_window_has_more([sent.at for sent in own], 20, 60.0)
