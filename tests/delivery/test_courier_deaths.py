"""Killed between any two steps of a delivery and started again on the same files: what arrived, and how often."""

import pytest

from schedules.delivery import Reason, State
from tests.delivery.scene import MORNING, NURSE, Scene

SURE = {"claimed": 1, "sending": 1, "answered": 1, "recorded": 1}
"""Where a death leaves no doubt: the digest arrives exactly once."""
DOUBTFUL = {"written": 0, "arrived": 1}
"""Bytes had left and no answer was read: it may have arrived, as here it did or did not. It is not sent again."""


@pytest.mark.parametrize(("step", "arrivals"), [*SURE.items(), *DOUBTFUL.items()], ids=[*SURE, *DOUBTFUL])
async def test_a_digest_arrives_once_or_is_said_to_be_uncertain(scene: Scene, step: str, arrivals: int) -> None:
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.delivers_until_death(step)
    for _ in range(3):
        await scene.live_until_idle()
        scene.pass_time(seconds=30)
    assert len(scene.heard()) == arrivals
    one = await scene.the_digest()
    if step in SURE:
        assert (one.state, one.message_id) == (State.SENT, scene.fake.ledger.arrivals[0].message_id)
    else:
        assert (one.state, one.reason) == (State.UNKNOWN, Reason.KILLED_WHILE_SENDING)


@pytest.mark.parametrize(("step", "arrivals"), [*SURE.items(), *DOUBTFUL.items()], ids=[*SURE, *DOUBTFUL])
async def test_a_notice_always_arrives_and_is_marked_where_it_may_be_the_second(
    scene: Scene, step: str, arrivals: int
) -> None:
    patient_id = await scene.patient()
    await scene.notice(patient_id)
    await scene.delivers_until_death(step)
    for _ in range(3):
        scene.pass_time(seconds=30)
        await scene.live_until_idle()
    heard = scene.heard(NURSE)
    again = [text for text in heard if text.startswith("Sent again")]
    if step in SURE:
        assert (len(heard), again) == (1, [])
    else:
        assert (len(heard), len(again)) == (arrivals + 1, 1)
    (one,) = await scene.deliveries()
    assert one.state is State.SENT


@pytest.mark.parametrize("step", SURE)
async def test_killed_again_and_again_at_the_same_step_a_day_still_comes_once_each(scene: Scene, step: str) -> None:
    await scene.patients(4)
    scene.turn_to(MORNING)
    await scene.delivers_until_death(step)
    for _ in range(3):
        if any(one.state is State.QUEUED for one in await scene.deliveries()):
            await scene.delivers_until_death(step)
    await scene.live_until_idle()
    assert sorted(arrival.chat_id for arrival in scene.fake.ledger.arrivals) == [3000, 3001, 3002, 3003]
    assert {one.state for one in await scene.deliveries()} == {State.SENT}


async def test_what_was_of_no_use_any_more_when_we_came_back_is_not_sent_and_says_why(scene: Scene) -> None:
    await scene.patients(3)
    scene.turn_to(MORNING)
    await scene.plan()
    scene.pass_time(hours=13)
    await scene.restart()
    await scene.courier.run_once()
    assert {(one.state, one.reason) for one in await scene.deliveries()} == {(State.EXPIRED, Reason.DOWNTIME)}
    assert scene.calls() == []


async def test_after_a_reboot_of_the_machine_a_message_in_the_air_is_uncertain(scene: Scene) -> None:
    """The notes of the flight recorder do not outlive the machine, so they are not believed."""
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.delivers_until_death("answered")
    one = await scene.the_digest()
    assert one.state is State.SENT
    async with scene.database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE delivery SET state = 'sending', message_id = NULL")
    await scene.courier.recover()  # as after a reboot: no note speaks of it
    one = await scene.the_digest()
    assert (one.state, one.reason) == (State.UNKNOWN, Reason.KILLED_WHILE_SENDING)
