"""After a 429 nothing leaves before its time, whoever wants to send, and a restart changes nothing about that."""

from datetime import timedelta

from bot.sandbox.telegram.faults import Status, TooManyRequests
from schedules.delivery import State
from tests.delivery.scene import MINA, MORNING, Scene

WAIT = timedelta(seconds=40)


async def run_into_the_wall(scene: Scene, patients: int = 5) -> None:
    await scene.patients(patients)
    scene.turn_to(MORNING)
    scene.fake.faults.script("sendMessage", TooManyRequests(int(WAIT.total_seconds())))
    await scene.live_until_idle()


def sent_since_the_wall(scene: Scene) -> list[timedelta]:
    """When messages were tried after the 429, counted from its moment."""
    wall, *others = scene.fake.ledger.calls_of("sendMessage")
    return [call.at - wall.at for call in others]


async def test_nothing_is_tried_while_the_gate_is_shut_and_then_everything_arrives_once(scene: Scene) -> None:
    await run_into_the_wall(scene)
    for _ in range(7):
        scene.pass_time(seconds=5)
        await scene.live_until_idle()
    assert sent_since_the_wall(scene) == []
    assert scene.fake.ledger.arrivals == []
    scene.pass_time(seconds=5)
    await scene.live_until_idle()
    assert min(sent_since_the_wall(scene)) >= WAIT
    assert sorted(arrival.chat_id for arrival in scene.fake.ledger.arrivals) == [3000 + n for n in range(5)]
    assert {one.state for one in await scene.deliveries()} == {State.SENT}


async def test_a_restart_does_not_open_the_gate(scene: Scene) -> None:
    await run_into_the_wall(scene)
    scene.pass_time(seconds=20)
    await scene.restart()
    await scene.notice((await scene.deliveries())[0].patient_id or 0)  # it knows of no 429
    await scene.live_until_idle()
    assert sent_since_the_wall(scene) == []
    scene.pass_time(seconds=20)
    await scene.live_until_idle()
    assert min(sent_since_the_wall(scene)) >= WAIT
    assert len(scene.fake.ledger.arrivals) == 6


async def test_a_429_is_no_mark_against_the_message(scene: Scene) -> None:
    await run_into_the_wall(scene, patients=1)
    (one,) = await scene.deliveries()
    assert (one.state, one.attempts) == (State.QUEUED, 0)


async def test_a_reply_waits_for_the_gate_too_and_comes_afterwards(scene: Scene) -> None:
    await run_into_the_wall(scene)
    scene.fake.send_text(MINA, "/help")
    await scene.runtime.poll_once()
    await scene.live_until_idle()
    assert scene.heard(MINA) == []
    scene.pass_time(seconds=41)
    await scene.live_until_idle()
    assert len(scene.heard(MINA)) == 1
    assert min(sent_since_the_wall(scene)) >= WAIT


async def test_the_time_machine_is_told_of_the_gate_and_not_of_a_moment_before_it(scene: Scene) -> None:
    await run_into_the_wall(scene)
    wall = scene.fake.ledger.calls_of("sendMessage")[0].at
    assert await scene.runtime.next_event_at() == wall + WAIT


async def test_a_refused_token_holds_everything_for_a_minute_and_fails_nothing(scene: Scene) -> None:
    await scene.patients(5)
    scene.turn_to(MORNING)
    scene.fake.faults.script("sendMessage", Status(401))
    await scene.live_until_idle()
    scene.pass_time(seconds=55)
    await scene.live_until_idle()
    assert len(sent_since_the_wall(scene)) <= 4  # what was in the air beside it
    scene.pass_time(seconds=10)
    await scene.live_until_idle()
    assert {one.state for one in await scene.deliveries()} == {State.SENT}
    assert len(scene.fake.ledger.arrivals) == 5
