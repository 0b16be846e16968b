"""What becomes of a delivery that was let go of in the air, by a dead process or by a fault of our own.

By the state in which it was left:

- `queued`: nothing has happened; it is sent in its turn.
- `claimed`: surely not sent; it goes back to the queue.
- `sending`: the flight recorder tells whether a byte was written. None: back to the queue. An answer was read: `sent`.
  Otherwise nobody can know: `unknown`, which the lane decides about (`schedules.retry`).
"""

from collections.abc import Container
from datetime import datetime
from typing import Any

from bot.delivery.flight import FlightRecorder, Landing, Stage
from handlers.services import Services
from schedules.delivery import MaybeSent, Reason, State
from schedules.retry import Decision, decide
from storage.records import DeliveryRecord


async def put_right(
    services: Services, flights: FlightRecorder, *, again_at: datetime, held: Container[int] = ()
) -> None:
    """Settle everything in flight but what is `held`; what was surely not sent is tried again at `again_at`."""
    now = services.now()
    async with services.database.write() as session:
        outbox = services.outbox(session)
        left = [one for one in await outbox.in_flight() if one.id not in held]
        notes = flights.recover() if left else {}
        for one in left:
            decision = _left_behind(one, notes.get((one.id, one.claims)), now, again_at)
            await outbox.finish(one, decision.state, now, **changes(one, decision))


def changes(one: DeliveryRecord, decision: Decision) -> dict[str, Any]:
    """What a decision writes into the row of its delivery, besides the state."""
    return {
        "reason": str(decision.reason or ""),
        "message_id": decision.message_id,
        "attempts": one.attempts + int(decision.counts_as_attempt),
        "is_repeat": decision.is_repeat,
        "try_at": decision.next_try_at or one.try_at,
        "chat_id": decision.new_chat_id or one.chat_id,
    }


def _left_behind(one: DeliveryRecord, note: Landing | None, now: datetime, again_at: datetime) -> Decision:
    if one.state is State.CLAIMED or (note is not None and note.stage is Stage.BOARDED):
        return Decision(state=State.QUEUED, next_try_at=again_at, counts_as_attempt=False, is_repeat=one.is_repeat)
    if note is not None and note.stage is Stage.ANSWERED:
        return Decision(state=State.SENT, message_id=note.message_id, is_repeat=one.is_repeat)
    return decide(
        MaybeSent(Reason.KILLED_WHILE_SENDING),
        lane=one.lane,
        attempts=one.attempts,
        at=now,
        valid_until=one.valid_until,
        is_repeat=one.is_repeat,
    )
