"""The courier: claims deliveries that are due, paces them, sends, and records the outcome in two steps.

What happens when the process dies, by the state in which it leaves a delivery:

- `queued`: nothing has happened; it is sent after the restart.
- `claimed`: surely not sent; it goes back to the queue at once.
- `sending`: the flight recorder tells whether a byte was written. None: back to the queue. An answer was read: `sent`.
  Otherwise nobody can know: `unknown`, which the lane decides about (`schedules.retry`).

A delivery becomes `sending` only when its turn has come and its text is ready, so that this span is as short as it can
be. The outcome is written even when the courier is being stopped.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.delivery.flight import Flight, FlightRecorder, Landing, Stage
from bot.delivery.pacer import Pacer
from bot.delivery.translate import outcome_of
from bot.logs import where
from handlers.actions.leaving import lost
from handlers.outgoing import Message, PutAside, compose
from handlers.services import Services
from schedules.delivery import MaybeSent, Outcome, Reason, Refused, Sent, State
from schedules.retry import Decision, decide
from storage import clinics
from storage.records import DeliveryRecord

log = structlog.get_logger(__name__)

BATCH = 16
"""How many deliveries are claimed at a time, and sent side by side: little is held when facts change or we die."""

SendMessage = Callable[[int, Message], Awaitable[int]]
"""Sends a message to a chat and returns Telegram's id of it; raises PTB's errors."""


@dataclass(frozen=True, kw_only=True)
class Crew:
    """What the courier works with. `crash` is called between the steps; tests end the process there."""

    services: Services
    send: SendMessage
    pacer: Pacer
    flights: FlightRecorder
    owner: str
    crash: Callable[[str], None] = lambda _: None


class Courier:
    """Delivers for one bot, whose only owner this process is."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._services = crew.services
        self._one_batch = asyncio.Lock()

    async def recover(self) -> None:
        """Put right what the last process left in the air. To be called before anything is sent."""
        now = self._services.now()
        notes = self._crew.flights.recover()
        async with self._services.database.write() as session:
            outbox = self._services.outbox(session)
            for one in await outbox.in_flight():
                decision = _left_behind(one, notes.get((one.id, one.claims)), now)
                await outbox.finish(
                    one,
                    decision.state,
                    now,
                    reason=str(decision.reason or ""),
                    message_id=decision.message_id,
                    is_repeat=decision.is_repeat,
                )
        self._crew.flights.clear()

    async def run_once(self) -> int:
        """Send everything that is due now; returns how many deliveries were taken up."""
        async with self._one_batch:
            taken = 0
            while batch := await self._claim():
                taken += len(batch)
                async with asyncio.TaskGroup() as group:
                    for one in batch:
                        group.create_task(self._deliver(one))
            return taken

    async def idle(self) -> None:
        """Return when no batch is under way."""
        async with self._one_batch:
            return

    async def _claim(self) -> list[DeliveryRecord]:
        if self._crew.pacer.gate_left() > 0:
            return []
        async with self._services.database.write() as session:
            batch = await self._services.outbox(session).claim(self._crew.owner, self._services.now(), BATCH)
        if batch:
            self._crew.crash("claimed")
        return batch

    async def _deliver(self, one: DeliveryRecord) -> None:
        """One delivery from claimed to its outcome. A fault of our own fails this one delivery, loudly."""
        try:
            async with self._services.database.read() as session:
                message = await compose(self._services, session, one, self._services.now())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one text must not stop the others
            name = type(error).__name__
            log.error("no text", action="compose_failed", delivery=one.id, error=name, where=where(error))  # noqa: TRY400 - the text of an error may carry a patient's words
            await self._finish(one, State.FAILED, Reason.CANNOT_RENDER)
            return
        if isinstance(message, PutAside):
            await self._finish(one, message.state, message.reason)
            return
        await self._crew.pacer.slot(one.chat_id, one.lane)
        with self._crew.flights.board(one.id, one.claims) as flight:
            async with self._services.database.write() as session:
                if not await self._services.outbox(session).begin(one, self._services.now()):
                    return
            self._crew.crash("sending")
            await asyncio.shield(self._fly(replace(one, state=State.SENDING), message, flight))

    async def _fly(self, one: DeliveryRecord, message: Message, flight: Flight) -> None:
        outcome = await self._attempt(one, message, flight)
        if isinstance(outcome, Refused) and outcome.reason is Reason.BAD_TEXT:
            log.error("bad text", action="bad_text", delivery=one.id)
            outcome = await self._attempt(one, message.without_markup(), flight)
        self._crew.crash("answered")
        await self._record(one, outcome)
        self._crew.crash("recorded")

    async def _attempt(self, one: DeliveryRecord, message: Message, flight: Flight) -> Outcome:
        try:
            message_id = await self._crew.send(one.chat_id, message)
        except Exception as error:  # noqa: BLE001 - every error has its outcome in one table
            return outcome_of(error)
        flight.answered(message_id)
        return Sent(message_id)

    async def _record(self, one: DeliveryRecord, outcome: Outcome) -> None:
        now = self._services.now()
        decision = decide(
            outcome,
            lane=one.lane,
            attempts=one.attempts,
            at=now,
            valid_until=one.valid_until,
            is_repeat=one.is_repeat,
            jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
        )
        await self._apply(one, decision, now)
        if decision.page_operator:
            log.critical("Telegram refuses the bot token", action="token_refused", bot=one.bot_id)

    async def _apply(self, one: DeliveryRecord, decision: Decision, now: datetime) -> None:
        columns = {
            "message_id": decision.message_id,
            "attempts": one.attempts + int(decision.counts_as_attempt),
            "is_repeat": decision.is_repeat,
            "try_at": decision.next_try_at or one.try_at,
            "chat_id": decision.new_chat_id or one.chat_id,
        }
        async with self._services.database.write() as session:
            outbox = self._services.outbox(session)
            await outbox.finish(one, decision.state, now, reason=str(decision.reason or ""), **columns)
            if decision.gate_until is not None:
                await clinics.close_gate(session, one.bot_id, decision.gate_until)
                self._crew.pacer.hold((decision.gate_until - now) / timedelta(seconds=1))
            if decision.new_chat_id is not None:
                await clinics.move_staff_chat(session, self._services.clinic_id, one.chat_id, decision.new_chat_id)
            if decision.patient_unreachable and one.patient_id is not None:
                roll = await self._services.roll(session)
                patient = await roll.by_id(one.patient_id)
                if patient is not None:
                    await lost(self._services, session, patient, now)

    async def _finish(self, one: DeliveryRecord, state: State, reason: Reason) -> None:
        now = self._services.now()
        async with self._services.database.write() as session:
            await self._services.outbox(session).finish(one, state, now, reason=reason.value)


def _left_behind(one: DeliveryRecord, note: Landing | None, now: datetime) -> Decision:
    """What becomes of a delivery that a dead process held, by the last note of its flight."""
    if one.state is State.CLAIMED or (note is not None and note.stage is Stage.BOARDED):
        return Decision(state=State.QUEUED, is_repeat=one.is_repeat)
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
