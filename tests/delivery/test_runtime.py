"""The running bot: how it starts and stops, and that no round that goes wrong ends a loop."""

import asyncio
import shutil
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError

from bot import runtime
from bot.delivery.courier import SHARE, Courier
from bot.dispatcher import Dispatcher
from bot.planner import Planner
from bot.runtime import Rhythm
from bot.sandbox.telegram.faults import Delay, Refused
from bot.supervisor import Supervisor
from schedules.delivery import Reason, State
from storage.content import Content
from tests.delivery.scene import MINA, MORNING, NURSE, Scene, open_scene

HOUR = timedelta(hours=1)


async def test_a_start_and_a_stop_leave_neither_task_nor_thread_nor_file(
    tmp_path: Path, content: Content, blank: Path
) -> None:
    tasks, threads, files = asyncio.all_tasks(), set(threading.enumerate()), open_files()
    async with open_scene(tmp_path, content, blank) as scene:
        await scene.patient()
        scene.turn_to(MORNING)
        await scene.runtime.start()
        await scene.until(lambda: bool(scene.heard()))
        assert len(asyncio.all_tasks() - tasks) >= 2
    assert asyncio.all_tasks() == tasks
    for thread in set(threading.enumerate()) - threads:
        if "asyncio" not in thread.name:  # the loop keeps its own pool for the next one who asks
            thread.join(timeout=1)
            assert not thread.is_alive()
    assert open_files() == files


def open_files() -> int:
    """How many files of ours are open: the database, its journal, the notes of the flight recorder."""
    links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return len([link for link in links if "afterglow.sqlite" in str(link)])


async def test_a_start_that_finds_no_telegram_leaves_no_file_open(
    tmp_path: Path, content: Content, blank: Path
) -> None:
    shutil.copy(blank, tmp_path / "afterglow.sqlite")
    scene = Scene(tmp_path, content)
    scene.fake.faults.script("getMe", Refused())
    with pytest.raises(NetworkError):
        await scene.switch_on()
    await scene.database.close()
    assert open_files() == 0


async def test_a_stop_in_the_middle_of_a_send_finishes_it(scene: Scene) -> None:
    gate = asyncio.Event()
    scene.fake.faults.script("sendMessage", Delay(gate))
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.plan()
    await scene.courier.pump()
    async with asyncio.TaskGroup() as group:
        group.create_task(scene.restart())
        for _ in range(50):
            await asyncio.sleep(0)
        assert scene.heard() == []
        gate.set()
    assert (await scene.the_digest()).state is State.SENT
    assert len(scene.heard()) == 1


async def test_a_stop_in_the_middle_of_very_many_takes_up_no_more_and_the_rest_comes_after_the_start(
    scene: Scene,
) -> None:
    gate, last, full, tried = asyncio.Event(), asyncio.Event(), asyncio.Event(), 0

    def note(params: Mapping[str, Any]) -> bool:
        nonlocal tried
        tried += 1
        if tried == SHARE:
            full.set()
        return bool(params)

    scene.fake.faults.script("sendMessage", *[Delay(gate)] * (SHARE - 1), Delay(last), when=note)
    await scene.patients(3 * SHARE)
    scene.turn_to(MORNING)
    await scene.runtime.start()
    async with asyncio.timeout(10):
        await full.wait()
    async with asyncio.TaskGroup() as group:
        group.create_task(scene.restart())
        await asyncio.sleep(0)
        gate.set()
        while len(scene.courier._held) > 1:  # noqa: ASYNC110 - that a place is free is no event
            await asyncio.sleep(0)
        last.set()
    assert len(scene.fake.ledger.arrivals) == SHARE
    await scene.live_until_idle()
    assert sorted(arrival.chat_id for arrival in scene.fake.ledger.arrivals) == list(range(3000, 3000 + 3 * SHARE))


async def test_a_stop_also_ends_what_a_task_begins_at_its_own_end() -> None:
    supervisor, ended = Supervisor(), []

    async def forever(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(name)
            if name == "first":
                supervisor.spawn(forever("second"), "second")

    supervisor.spawn(forever("first"), "first")
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await supervisor.stop()
    assert supervisor._tasks == set()
    assert ended[0] == "first"


async def test_a_stop_that_loses_patience_leaves_an_honest_row(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "PATIENCE", timedelta(seconds=0.05))
    hangs = asyncio.Event()

    def note(params: Mapping[str, Any]) -> bool:
        hangs.set()
        return bool(params)

    scene.fake.faults.script("sendMessage", Delay(asyncio.Event()), when=note)
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.plan()
    await scene.courier.pump()
    async with asyncio.timeout(5):
        await hangs.wait()
    await scene.restart()
    one = await scene.the_digest()
    assert (one.state, one.reason) == (State.UNKNOWN, Reason.KILLED_WHILE_SENDING)
    await scene.live_until_idle()
    assert len(scene.calls()) <= 1


@pytest.mark.parametrize(
    ("where", "method"), [(Planner, "tick"), (Courier, "pump"), (Dispatcher, "pump")], ids=["plan", "send", "handle"]
)
async def test_a_round_that_goes_wrong_ends_no_loop(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, where: type, method: str
) -> None:
    real, rounds = getattr(where, method), 0

    async def fails_at_first(*args: Any) -> Any:
        nonlocal rounds
        rounds += 1
        if rounds <= 2:
            raise RuntimeError("something went wrong")
        return await real(*args)

    monkeypatch.setattr(where, method, fails_at_first)
    await scene.patient()
    scene.fake.send_text(NURSE, "/help")
    scene.turn_to(MORNING)
    await scene.runtime.start()
    await scene.until(lambda: bool(scene.heard(MINA)) and bool(scene.heard(NURSE)))
    assert rounds > 2


async def test_what_was_just_written_is_sent_at_once_without_waiting_for_a_knock(scene: Scene) -> None:
    scene.rhythm = Rhythm(plan=HOUR, sweep=HOUR, clean=HOUR)
    await scene.restart()
    await scene.runtime.start()
    patient_id = await scene.patient()
    scene.fake.send_text(MINA, "/help")
    await scene.until(lambda: len(scene.heard(MINA)) == 1)
    await scene.notice(patient_id)
    scene.fake.send_text(MINA, "/help")  # whatever was handled may have written a row
    await scene.until(lambda: len(scene.heard(NURSE)) == 1)


async def test_by_hand_it_works_until_nothing_is_left_to_do(scene: Scene) -> None:
    await scene.patients(20)
    scene.fake.send_text(MINA, "/help")
    await scene.runtime.poll_once()
    scene.turn_to(MORNING)
    await scene.runtime.work_until_idle()
    assert len(scene.fake.ledger.arrivals) == 21
    assert await scene.runtime.next_event_at() == MORNING + timedelta(days=1)


async def test_by_hand_and_by_itself_at_the_same_time_everything_still_comes_once(scene: Scene) -> None:
    await scene.patients(20)
    await scene.runtime.start()
    scene.turn_to(MORNING)
    await asyncio.gather(*(scene.runtime.work_until_idle() for _ in range(3)))
    await scene.until(lambda: len(scene.fake.ledger.arrivals) >= 20)
    await scene.courier.idle()
    assert sorted(arrival.chat_id for arrival in scene.fake.ledger.arrivals) == list(range(3000, 3020))
