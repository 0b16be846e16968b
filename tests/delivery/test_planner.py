"""The planner: each date once, row and pointer together, and one patient's trouble is nobody else's."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.planner import ASK_AGAIN, BATCH
from schedules.delivery import Reason, State
from schedules.plan import Settlement, settle
from storage.outbox import Outbox, digest_key
from storage.patients import Roll
from tests.delivery.scene import JUN, MINA, MORNING, START, Scene

DAY = timedelta(days=1)


async def keys(scene: Scene) -> dict[str, State]:
    return {one.key: one.state for one in await scene.deliveries()}


async def test_a_digest_is_planned_when_it_is_due_and_not_before(scene: Scene) -> None:
    mina = await scene.patient()
    scene.turn_to(MORNING - timedelta(seconds=1))
    assert await scene.plan() == 0
    scene.turn_to(MORNING)
    assert await scene.plan() == 1
    assert await keys(scene) == {digest_key(mina, date(2026, 3, 2)): State.QUEUED}


async def test_asked_twice_it_plans_once_and_the_pointer_moves_on(scene: Scene) -> None:
    mina = await scene.patient()
    assert (await scene.the_patient(mina)).next_due_at == MORNING
    scene.turn_to(MORNING)
    assert [await scene.plan(), await scene.plan()] == [1, 0]
    found = await scene.the_patient(mina)
    assert (found.next_due_at, found.facts.settled_through) == (MORNING + DAY, date(2026, 3, 2))


async def test_two_ticks_at_once_plan_each_patient_once(scene: Scene) -> None:
    await scene.patients(20)
    scene.turn_to(MORNING)
    assert sum(await asyncio.gather(*(scene.plan() for _ in range(3)))) == 20
    assert len(await scene.deliveries()) == 20


async def test_a_digest_that_is_planned_already_is_not_planned_again_by_an_older_pointer(scene: Scene) -> None:
    mina = await scene.patient()
    scene.turn_to(MORNING)
    await scene.plan()
    async with scene.database.write() as session:
        await (await scene.services.roll(session)).settle({mina: (date(2026, 3, 1), MORNING)})
    assert await scene.plan() == 0
    assert len(await scene.deliveries()) == 1
    assert (await scene.the_patient(mina)).next_due_at == MORNING + DAY


@pytest.mark.parametrize(("where", "method"), [(Outbox, "put_all"), (Roll, "settle")])
async def test_when_the_transaction_fails_neither_row_nor_pointer_is_there(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, where: type, method: str
) -> None:
    mina = await scene.patient()
    scene.turn_to(MORNING)
    real = getattr(where, method)

    async def done_and_then_failing(*args: object) -> None:
        await real(*args)
        raise KeyboardInterrupt  # no error that anybody handles

    monkeypatch.setattr(where, method, done_and_then_failing)
    with pytest.raises(KeyboardInterrupt):
        await scene.plan()
    monkeypatch.undo()
    assert await scene.deliveries() == []
    assert (await scene.the_patient(mina)).next_due_at == MORNING
    assert await scene.plan() == 1


async def test_every_date_of_a_downtime_has_its_row_merged_into_the_one_message(scene: Scene) -> None:
    mina = await scene.patient()
    scene.turn_to(MORNING + 3 * DAY)
    await scene.live_until_idle()
    today = digest_key(mina, date(2026, 3, 5))
    assert await keys(scene) == {
        today: State.SENT,
        **{digest_key(mina, date(2026, 3, day)): State.MERGED for day in (2, 3, 4)},
    }
    sent = next(one for one in await scene.deliveries() if one.key == today)
    async with scene.database.read() as session:
        connection = await session.connection()
        merged = await connection.exec_driver_sql("SELECT merged_into, reason FROM delivery WHERE state = 'merged'")
        assert {tuple(row) for row in merged.all()} == {(sent.id, Reason.DOWNTIME.value)}
    assert len(scene.heard()) == 1


async def test_when_all_care_is_over_every_missed_date_expires_and_nothing_is_said(scene: Scene) -> None:
    await scene.patient()
    scene.turn_to(START + timedelta(days=400))
    await scene.live_until_idle()
    found = await scene.deliveries()
    assert len(found) > 15
    assert {(one.state, one.reason) for one in found} == {(State.EXPIRED, Reason.DOWNTIME)}
    assert scene.heard() == []


async def test_a_thousand_patients_of_one_morning_are_planned_and_each_once(scene: Scene) -> None:
    await scene.patient()
    async with scene.database.write() as session:  # 999 more like her
        connection = await session.connection()
        await connection.exec_driver_sql(
            "INSERT INTO patient SELECT id + n, clinic_id, chat_id + n, name, language, zone, digest_minutes, cadence,"
            " status, paused_through, settled_through, next_due_at, created_at FROM patient, (WITH RECURSIVE c(n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 999) SELECT n FROM c)"
        )
        await connection.exec_driver_sql(
            "INSERT INTO treatment SELECT NULL, t.clinic_id, p.id, t.kind, t.performed_on, t.skin_broken, t.overrides,"
            " t.origin, t.created_at FROM treatment t JOIN patient p ON p.id != t.patient_id"
        )
    scene.turn_to(MORNING)
    assert await scene.plan() == 1000
    assert len({one.patient_id for one in await scene.deliveries()}) == 1000
    assert await scene.plan() == 0


async def test_a_patient_whose_plan_cannot_be_made_is_asked_again_later_and_stops_nobody(scene: Scene) -> None:
    mina, jun = await scene.patient(MINA), await scene.patient(JUN)
    others = await scene.patients(BATCH)
    for broken in (mina, others[3]):
        async with scene.database.write() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("UPDATE patient SET zone = 'Nowhere/At_all' WHERE id = ?", (broken,))
    scene.turn_to(MORNING)
    assert await scene.plan() == BATCH
    assert {one.patient_id for one in await scene.deliveries()} == {jun, *others} - {others[3]}
    assert await scene.runtime.next_event_at() == MORNING  # the digests; then the two are asked again
    async with scene.database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE patient SET zone = 'Asia/Seoul'")
    scene.turn_to(MORNING + ASK_AGAIN)
    assert await scene.plan() == 2


async def test_trouble_with_the_database_is_no_patient_s_fault(scene: Scene) -> None:
    mina = await scene.patient()
    scene.turn_to(MORNING)
    async with scene.database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE delivery RENAME TO elsewhere")
    with pytest.raises(Exception, match="no such table"):
        await scene.plan()
    async with scene.database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO delivery")
    assert (await scene.the_patient(mina)).next_due_at == MORNING


async def test_a_plan_that_points_at_the_present_does_not_make_a_tick_go_on_for_ever(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = await scene.patient()
    scene.turn_to(MORNING)

    def stuck(facts: object, library: object, now: object) -> Settlement:
        real = settle(facts, library, now)  # type: ignore[arg-type]  # handed through
        return Settlement(
            digest=real.digest, lapsed=real.lapsed, settled_through=real.settled_through, next_due_at=MORNING
        )

    monkeypatch.setattr("bot.planner.settle", stuck)
    async with asyncio.timeout(5):
        assert await scene.plan() == 1
    assert (await scene.the_patient(mina)).next_due_at == MORNING + timedelta(minutes=1)
