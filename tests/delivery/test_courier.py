"""What the courier sends when facts change under it, when a text fails, and when it has more to do than places."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.delivery.courier import BATCH, SHARE
from bot.delivery.pacer import PaceLimits
from bot.sandbox.telegram.faults import Delay
from handlers.actions import leaving, preferences, register
from handlers.services import Services
from schedules.delivery import Lane, Reason, State
from storage.records import PatientRecord
from tests.delivery.scene import MINA, MORNING, NURSE, DeathError, Scene

Act = Callable[[Services, PatientRecord], Awaitable[object]]


async def stop(services: Services, patient: PatientRecord) -> None:
    await leaving.stop(services, patient)


async def pause(services: Services, patient: PatientRecord) -> None:
    await preferences.pause(services, patient, days=3)


async def lose(services: Services, patient: PatientRecord) -> None:
    async with services.database.write() as session:
        await leaving.lost(services, session, patient, services.now())


async def remove(services: Services, patient: PatientRecord) -> None:
    await register.remove_treatment(services, patient, patient.facts.treatments[0].id)


CHANGES: dict[str, tuple[Act, State, Reason]] = {
    "stopped": (stop, State.CANCELLED, Reason.STOPPED),
    "paused": (pause, State.CANCELLED, Reason.PAUSED),
    "lost": (lose, State.HELD, Reason.UNREACHABLE),
    "treatment removed": (remove, State.CANCELLED, Reason.SUPERSEDED),
}


@pytest.mark.parametrize(("act", "state", "reason"), CHANGES.values(), ids=CHANGES)
async def test_facts_that_change_after_the_plan_keep_the_digest_back(
    scene: Scene, act: Act, state: State, reason: Reason
) -> None:
    patient = await scene.the_patient(await scene.patient())
    scene.turn_to(MORNING)
    await scene.plan()
    await act(scene.services, patient)
    await scene.courier.run_once()
    one = await scene.the_digest()
    assert (one.state, one.reason) == (state, reason)
    assert scene.calls(MINA) == []


@pytest.mark.parametrize(("act", "state", "reason"), CHANGES.values(), ids=CHANGES)
async def test_they_keep_it_back_even_while_it_waits_for_its_turn(
    scene: Scene, act: Act, state: State, reason: Reason
) -> None:
    patient = await scene.the_patient(await scene.patient())
    scene.turn_to(MORNING)
    await scene.plan()
    await take_the_turn(scene)
    assert await scene.courier.pump() == 1
    await act(scene.services, patient)
    scene.pass_time(seconds=2)
    await scene.courier.idle()
    one = await scene.the_digest()
    assert (one.state, one.reason) == (state, reason)
    assert scene.calls(MINA) == []


@pytest.mark.parametrize("waits_for_its_turn", [False, True])
async def test_nothing_is_sent_to_who_has_been_erased(scene: Scene, waits_for_its_turn: bool) -> None:
    patient = await scene.the_patient(await scene.patient())
    scene.turn_to(MORNING)
    await scene.plan()
    if waits_for_its_turn:
        await take_the_turn(scene)
        await scene.courier.pump()
    await leaving.erase(scene.services, patient)
    scene.pass_time(seconds=2)
    await scene.courier.run_once()
    assert await scene.deliveries() == []
    assert scene.calls(MINA) == []


async def test_a_notice_about_somebody_erased_is_not_sent(scene: Scene) -> None:
    patient = await scene.the_patient(await scene.patient())
    await scene.notice(patient.id)
    await leaving.erase(scene.services, patient)
    await scene.courier.run_once()
    (one,) = await scene.deliveries()
    assert (one.state, one.reason) == (State.CANCELLED, Reason.ERASED)
    assert scene.calls() == []


async def test_a_text_that_cannot_be_made_fails_alone(scene: Scene) -> None:
    ids = await scene.patients(5)
    scene.turn_to(MORNING)
    await scene.plan()
    async with scene.database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE patient SET zone = 'Nowhere/At_all' WHERE id = ?", (ids[2],))
    await scene.courier.run_once()
    failed = [one for one in await scene.deliveries() if one.state is not State.SENT]
    assert [(one.patient_id, one.state, one.reason) for one in failed] == [(ids[2], State.FAILED, Reason.CANNOT_RENDER)]
    assert len(scene.fake.ledger.arrivals) == 4


async def take_the_turn(scene: Scene, chat_id: int = MINA) -> None:
    """Somebody has just written into this chat, so that the next message has to wait."""
    await scene.courier._crew.pacer.slot(chat_id, Lane.DIGEST)
    scene.ticker.stands = True


async def test_whoever_waits_too_long_for_a_turn_gives_the_place_back_and_is_sent_later(scene: Scene) -> None:
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.plan()
    await take_the_turn(scene)
    scene.impatient()
    await scene.courier.run_once()
    one = await scene.the_digest()
    assert (one.state, one.attempts) == (State.QUEUED, 0)
    assert one.try_at > scene.clock.now()
    scene.ticker.stands = False
    scene.pass_time(seconds=2)
    await scene.courier.run_once()
    assert len(scene.heard()) == 1


async def test_what_is_of_no_use_any_more_takes_nobody_s_turn(scene: Scene) -> None:
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.plan()
    scene.pass_time(hours=13)
    await take_the_turn(scene)
    await scene.courier.run_once()
    one = await scene.the_digest()
    assert (one.state, one.reason) == (State.EXPIRED, Reason.TOO_LATE)


async def test_neither_kind_of_lane_takes_all_the_places(scene: Scene) -> None:
    ids = await scene.patients(2 * BATCH)
    scene.turn_to(MORNING)
    await scene.plan()
    pacer = scene.courier._crew.pacer
    pacer._limits, usual = PaceLimits(bulk_rate=0.1), pacer._limits
    scene.ticker.stands = True
    await scene.courier.pump()
    assert len(scene.courier._held) == SHARE
    await scene.notice(ids[0])
    await scene.courier.pump()
    await scene.until(lambda: bool(scene.heard(NURSE)))  # while every digest but the first waits for its turn
    assert len(scene.fake.ledger.arrivals) <= 2
    scene.ticker.stands, pacer._limits = False, usual
    scene.pass_time(seconds=11)


async def test_a_message_that_hangs_keeps_no_other_waiting(scene: Scene) -> None:
    gate = asyncio.Event()
    scene.fake.faults.script("sendMessage", Delay(gate), when=lambda params: params["chat_id"] == MINA)
    await scene.patient()
    await scene.patients(3 * BATCH)
    scene.turn_to(MORNING)
    await scene.runtime.start()
    await scene.until(lambda: len(scene.fake.ledger.arrivals) == 3 * BATCH)
    assert scene.heard(MINA) == []
    gate.set()
    await scene.until(lambda: bool(scene.heard(MINA)))
    await scene.courier.idle()
    assert {one.state for one in await scene.deliveries()} == {State.SENT}


async def test_what_a_fault_of_ours_dropped_is_picked_up_again_while_we_live(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.patients(3)
    scene.turn_to(MORNING)
    await scene.plan()
    errands = 0
    slot = scene.courier._crew.pacer.slot

    async def slot_that_fails_once(chat_id: int, lane: int) -> None:
        nonlocal errands
        errands += 1
        if errands == 1:
            raise OSError("a fault of our own")
        await slot(chat_id, lane)

    monkeypatch.setattr(scene.courier._crew.pacer, "slot", slot_that_fails_once)
    await scene.courier.run_once()
    assert sorted(one.state for one in await scene.deliveries()) == [State.QUEUED, State.SENT, State.SENT]
    scene.pass_time(seconds=16)
    await scene.courier.run_once()
    assert len(scene.fake.ledger.arrivals) == 3


async def test_an_outcome_that_could_not_be_written_down_is_known_from_the_notes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.patient()
    scene.turn_to(MORNING)
    await scene.plan()

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("bot.delivery.errand.changes", fail)
    assert await scene.courier.pump() == 1
    await scene.courier.idle()
    assert (await scene.the_digest()).state is State.SENDING
    monkeypatch.undo()
    scene.pass_time(seconds=60)
    await scene.courier.run_once()
    assert (await scene.the_digest()).state is State.SENT
    assert len(scene.heard()) == 1


async def test_a_closed_courier_takes_nothing_up_and_finishes_what_it_has(scene: Scene) -> None:
    gate = asyncio.Event()
    await scene.patients(BATCH + 4)
    scene.fake.faults.script("sendMessage", *[Delay(gate)] * (BATCH + 4))
    scene.turn_to(MORNING)
    await scene.plan()
    taken = await scene.courier.pump()
    scene.courier.close()
    gate.set()
    await scene.courier.run_once()
    states = [one.state for one in await scene.deliveries()]
    assert (states.count(State.SENT), states.count(State.QUEUED)) == (taken, BATCH + 4 - taken)
    assert len(scene.fake.ledger.arrivals) == taken < BATCH


async def test_a_death_is_none_that_anybody_can_catch(scene: Scene) -> None:
    """The tests of deaths rest on this: after one, nothing is sent and nothing is written."""
    await scene.patients(2)
    scene.turn_to(MORNING)
    scene.dies_at = "claimed"
    with pytest.raises(DeathError):
        await scene.live_until_idle()
    with pytest.raises(DeathError):
        await scene.courier.run_once()
    assert scene.calls() == []
