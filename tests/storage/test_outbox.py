"""The outbox: every legal and illegal move, who gets what in which order, and the trail that each move leaves."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from schedules.delivery import MOVES, Lane, Reason, State
from schedules.errors import IllegalMoveError
from storage.outbox import LEASE, digest_key
from storage.records import DeliveryRecord
from tests.storage.ground import LATER, NOW, Ground, events, new_delivery, states


async def in_state(ground: Ground, state: State, key: str) -> DeliveryRecord:
    one = await ground.deliver(key)
    message_id = 5 if state is State.SENT else None
    ground.rows("UPDATE delivery SET state = ?, message_id = ? WHERE id = ?", state.value, message_id, one.id)
    return await ground.delivery(one.id)


@pytest.mark.parametrize("from_", State)
async def test_each_legal_move_is_made_and_leaves_its_trail(ground: Ground, from_: State) -> None:
    for to in MOVES[from_]:
        one = await in_state(ground, from_, f"to {to}")
        columns = {"message_id": 7} if to is State.SENT else {}
        async with ground.outbox() as outbox:
            assert await outbox.finish(one, to, LATER, reason="flood", **columns)
        moved = await ground.delivery(one.id)
        assert (moved.state, moved.reason, moved.updated_at) == (to, "flood", LATER)
        assert events(ground, one.id) == [("", "queued", ""), (from_.value, to.value, "flood")]


@pytest.mark.parametrize("from_", State)
async def test_each_illegal_move_is_refused_and_changes_nothing(ground: Ground, from_: State) -> None:
    one = await in_state(ground, from_, "stays")
    for to in set(State) - MOVES[from_]:
        async with ground.outbox() as outbox:
            with pytest.raises(IllegalMoveError):
                await outbox.finish(one, to, LATER)
    assert await ground.delivery(one.id) == one
    assert events(ground, one.id) == [("", "queued", "")]


async def test_a_key_is_written_once_and_the_first_one_stays(ground: Ground) -> None:
    first = await ground.deliver("digest:1:2026-03-01")
    async with ground.outbox() as outbox:
        assert await outbox.put(new_delivery("digest:1:2026-03-01", chat_id=5), LATER) is None
    assert await ground.delivery(first.id) == first
    assert ground.rows("SELECT count(*) FROM delivery") == [(1,)]
    assert events(ground, first.id) == [("", "queued", "")]


async def test_a_delivery_may_be_born_put_aside(ground: Ground) -> None:
    one = await ground.deliver(state=State.EXPIRED, reason=Reason.DOWNTIME.value)
    assert events(ground, one.id) == [("", "expired", "downtime")]
    assert await ground.claim() == []


async def test_a_delivery_is_sent_exactly_when_it_has_a_message(ground: Ground) -> None:
    await ground.deliver()
    (one,) = await ground.claim()
    for columns in ({}, {"message_id": None}):
        async with ground.outbox() as outbox:
            assert await outbox.begin(one, NOW)
            with pytest.raises(IntegrityError):
                await outbox.finish(replace(one, state=State.SENDING), State.SENT, NOW, **columns)
            await outbox.session.rollback()


async def test_what_is_due_is_taken_by_lane_and_then_by_time(ground: Ground) -> None:
    for key, lane, minutes in (("late", 3, 9), ("d2", 2, 2), ("d1", 2, 1), ("safety", 1, 8), ("reply", 0, 7)):
        due_at = NOW + timedelta(minutes=minutes)
        await ground.deliver(key, lane=Lane(lane), due_at=due_at)
    assert [one.key for one in await ground.claim(3, at=LATER)] == ["reply", "safety", "d1"]
    assert [one.key for one in await ground.claim(3, at=LATER)] == ["d2", "late"]


async def test_only_the_lanes_asked_for_are_taken(ground: Ground) -> None:
    await ground.deliver("digest", lane=Lane.DIGEST)
    await ground.deliver("alert", lane=Lane.SAFETY)
    async with ground.outbox() as outbox:
        assert [one.key for one in await outbox.claim("us", NOW, 5, lanes=(Lane.DIGEST,))] == ["digest"]


async def test_nothing_is_taken_before_its_time(ground: Ground) -> None:
    await ground.deliver(due_at=LATER)
    assert await ground.claim(at=LATER - timedelta(microseconds=1)) == []
    assert len(await ground.claim(at=LATER)) == 1


async def test_two_workers_never_take_the_same(ground: Ground) -> None:
    for number in range(60):
        await ground.deliver(str(number))

    async def work(owner: str) -> list[int]:
        taken: list[int] = []
        while batch := await ground.claim(7, owner=owner):
            taken += [one.id for one in batch]
        return taken

    first, second = await asyncio.gather(work("a"), work("b"))
    assert first
    assert second
    assert len({*first, *second}) == len(first) + len(second) == 60


async def test_what_is_claimed_says_by_whom_how_often_and_for_how_long(ground: Ground) -> None:
    await ground.deliver()
    (one,) = await ground.claim(owner="a")
    assert (one.state, one.owner, one.claims) == (State.CLAIMED, "a", 1)
    assert ground.rows("SELECT lease_until FROM delivery")[0][0].startswith(f"{NOW + LEASE:%Y-%m-%d %H:%M:%S}")


async def test_who_holds_an_old_claim_can_neither_begin_nor_finish(ground: Ground) -> None:
    await ground.deliver()
    (old,) = await ground.claim(owner="a")
    async with ground.outbox() as outbox:
        await outbox.finish(old, State.QUEUED, NOW)
    (new,) = await ground.claim(owner="a")
    assert new.claims == 2
    async with ground.outbox() as outbox:
        assert not await outbox.begin(old, NOW)
        assert not await outbox.finish(old, State.CANCELLED, NOW)
        assert await outbox.begin(new, NOW)
        assert not await outbox.finish(replace(old, state=State.SENDING), State.SENT, NOW, message_id=1)
    assert (await ground.delivery(new.id)).state is State.SENDING


async def test_another_owner_can_finish_nothing(ground: Ground) -> None:
    await ground.deliver()
    (one,) = await ground.claim(owner="a")
    async with ground.outbox() as outbox:
        assert not await outbox.begin(replace(one, owner="b"), NOW)


async def test_what_waits_for_a_patient_is_put_aside_and_nothing_of_others(ground: Ground) -> None:
    mina, jun = await ground.patient(1), await ground.patient(2)
    await ground.deliver("claimed", patient_id=mina)
    await ground.claim()
    await ground.deliver("mina", patient_id=mina)
    await ground.deliver("jun", patient_id=jun)
    async with ground.outbox() as outbox:
        assert len(await outbox.put_aside(mina, State.HELD, Reason.UNREACHABLE, LATER)) == 1
    assert states(ground) == {"claimed": State.CLAIMED, "mina": State.HELD, "jun": State.QUEUED}


async def test_what_was_held_goes_on_when_the_patient_is_back_and_what_is_too_late_expires(ground: Ground) -> None:
    mina = await ground.patient()
    fresh = await ground.deliver("fresh", patient_id=mina, valid_until=LATER + timedelta(microseconds=1))
    stale = await ground.deliver("stale", patient_id=mina, valid_until=LATER)
    async with ground.outbox() as outbox:
        await outbox.put_aside(mina, State.HELD, Reason.UNREACHABLE, NOW)
        assert [one.key for one in await outbox.release(mina, LATER)] == ["fresh"]
    assert states(ground) == {"fresh": State.QUEUED, "stale": State.EXPIRED}
    assert events(ground, fresh.id)[1:] == [("queued", "held", "unreachable"), ("held", "queued", "")]
    assert events(ground, stale.id)[-1] == ("held", "expired", "too_late")


async def test_what_is_of_no_use_any_more_expires_a_few_at_a_time(ground: Ground) -> None:
    for number in range(5):
        await ground.deliver(f"stale {number}", valid_until=LATER)
    await ground.deliver("fresh", valid_until=LATER + timedelta(microseconds=1))
    async with ground.outbox() as outbox:
        assert [await outbox.expire(Reason.DOWNTIME, LATER, limit=3) for _ in range(3)] == [3, 2, 0]
    assert [key for key, state in states(ground).items() if state is State.QUEUED] == ["fresh"]


async def test_in_flight_is_what_somebody_took_up_and_did_not_finish(ground: Ground) -> None:
    for key in ("claimed", "sending", "done"):
        await ground.deliver(key)
    _, sending, done = await ground.claim(3)
    await ground.deliver("waiting")
    async with ground.outbox() as outbox:
        await outbox.begin(sending, NOW)
        await outbox.finish(done, State.FAILED, NOW)
        assert {one.key for one in await outbox.in_flight()} == {"claimed", "sending"}


async def test_the_next_try_is_the_earliest_in_the_queue(ground: Ground) -> None:
    async with ground.outbox() as outbox:
        assert await outbox.next_try_at() is None
    await ground.deliver("later", due_at=LATER)
    await ground.deliver("now")
    await ground.claim(1)
    async with ground.outbox() as outbox:
        assert await outbox.next_try_at() == LATER


async def test_a_hundred_thousand_waiting_deliveries_make_a_claim_no_slower(ground: Ground) -> None:
    """By the plan of the query, not by the clock: it walks the index of the queue and sorts nothing."""
    lanes = (Lane.DIGEST, Lane.BROADCAST)
    plan = ground.rows(
        "EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE bot_id = ? AND state = ? AND lane IN (?, ?) AND try_at <= ?"
        " ORDER BY lane, try_at, id LIMIT 12",
        *(1, State.QUEUED.value, *lanes, "2026-03-01"),
    )
    assert any("ix_delivery_queue" in step[-1] for step in plan)
    assert not any("TEMP B-TREE" in step[-1] for step in plan)


async def test_the_last_digest_is_the_latest_that_was_or_may_have_been_read(ground: Ground) -> None:
    mina = await ground.patient()
    for day, state in ((1, "sent"), (2, "unknown"), (3, "expired"), (5, "sent")):
        on = NOW.date().replace(day=day)
        one = await ground.deliver(digest_key(mina, on), patient_id=mina, params={"on": on.isoformat()})
        ground.rows(
            "UPDATE delivery SET state = ?, message_id = iif(?, 1, NULL) WHERE id = ?", state, state == "sent", one.id
        )
    async with ground.outbox() as outbox:
        assert await outbox.last_digest_on(mina, NOW.date().replace(day=5)) == NOW.date().replace(day=2)
        assert await outbox.last_digest_on(mina, NOW.date().replace(day=1)) is None
