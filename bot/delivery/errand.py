"""One delivery, from claimed to its outcome, recorded in two steps.

It becomes `sending` only when its turn has come, in the transaction that looks at the facts for the last time and makes
its text. So whoever stops, pauses or is erased before that is not written to, and the time in which a death leaves
doubt is as short as it can be; `bot.delivery.recovery` says what follows from one.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.flight import Flight, FlightRecorder
from bot.delivery.pacer import Pacer
from bot.delivery.recovery import changes
from bot.delivery.translate import outcome_of
from bot.logs import where
from handlers.actions.leaving import lost
from handlers.outgoing import Message, PutAside, compose
from handlers.services import Services
from schedules.delivery import Outcome, Reason, Refused, Sent, State
from schedules.retry import Decision, decide
from storage import clinics
from storage.records import DeliveryRecord

log = structlog.get_logger(__name__)

SendMessage = Callable[[int, Message], Awaitable[int]]
"""Sends a message to a chat and returns Telegram's id of it; raises PTB's errors."""


@dataclass(frozen=True, kw_only=True)
class Crew:
    """What the courier works with.

    `spawn` runs a named task; `after` is called when a place is free again. A delivery whose turn takes longer than
    `patience` gives its place to others. `crash` is called between the steps; tests end the process there.
    """

    services: Services
    send: SendMessage
    pacer: Pacer
    flights: FlightRecorder
    owner: str
    spawn: Callable[[Coroutine[Any, Any, None], str], None]
    after: Callable[[], None] = lambda: None
    crash: Callable[[str], None] = lambda _: None
    patience: timedelta = timedelta(seconds=5)


class Errand:
    """What is done for one claimed delivery. Raises only for a fault of our own; the row is then left as it is."""

    def __init__(self, crew: Crew, one: DeliveryRecord) -> None:
        self._crew = crew
        self._services = crew.services
        self._one = one

    async def run(self) -> None:
        """Wait for its turn, send it, and write down what became of it."""
        one = self._one
        if self._services.now() >= one.valid_until:
            await self._finish(State.EXPIRED, str(Reason.TOO_LATE))
        elif not await self._turn_comes():
            await self._finish(State.QUEUED, one.reason, try_at=self._services.now() + self._crew.patience)
        else:
            with self._crew.flights.board(one.id, one.claims) as flight:
                message = await self._begin()
                if message is not None:
                    self._crew.crash("sending")
                    self._one = replace(one, state=State.SENDING)
                    await self._fly(message, flight)

    async def _turn_comes(self) -> bool:
        try:
            async with asyncio.timeout(self._crew.patience.total_seconds()):
                await self._crew.pacer.slot(self._one.chat_id, self._one.lane)
        except TimeoutError:
            return False
        return True

    async def _begin(self) -> Message | None:
        """Make the text and say that it is being sent, in one transaction; None when it is not to be sent."""
        now = self._services.now()
        async with self._services.database.write() as session:
            message = await self._compose(session, now)
            outbox = self._services.outbox(session)
            if isinstance(message, PutAside):
                await outbox.finish(self._one, message.state, now, reason=message.reason.value)
                return None
            return message if await outbox.begin(self._one, now) else None

    async def _compose(self, session: AsyncSession, now: datetime) -> Message | PutAside:
        try:
            return await compose(self._services, session, self._one, now)
        except SQLAlchemyError:
            raise  # it says nothing against the text
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one text must not stop the others
            name = type(error).__name__
            log.error("no text", action="compose_failed", delivery=self._one.id, error=name, where=where(error))  # noqa: TRY400 - the text of an error may carry a patient's words
            return PutAside(state=State.FAILED, reason=Reason.CANNOT_RENDER)

    async def _fly(self, message: Message, flight: Flight) -> None:
        outcome = await self._attempt(message, flight)
        if isinstance(outcome, Refused) and outcome.reason is Reason.BAD_TEXT:
            log.error("bad text", action="bad_text", delivery=self._one.id)
            outcome = await self._attempt(message.without_markup(), flight)
        self._crew.crash("answered")
        await self._record(outcome)
        self._crew.crash("recorded")

    async def _attempt(self, message: Message, flight: Flight) -> Outcome:
        try:
            message_id = await self._crew.send(self._one.chat_id, message)
        except Exception as error:  # noqa: BLE001 - every error has its outcome in one table
            return outcome_of(error)
        flight.answered(message_id)
        return Sent(message_id)

    async def _record(self, outcome: Outcome) -> None:
        one, now = self._one, self._services.now()
        decision = decide(
            outcome,
            lane=one.lane,
            attempts=one.attempts,
            at=now,
            valid_until=one.valid_until,
            is_repeat=one.is_repeat,
            jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
        )
        if decision.gate_until is not None:
            self._crew.pacer.hold((decision.gate_until - now) / timedelta(seconds=1))
        _tell_operator(one, decision)
        async with self._services.database.write() as session:
            await self._apply(session, decision, now)

    async def _apply(self, session: AsyncSession, decision: Decision, now: datetime) -> None:
        one, outbox = self._one, self._services.outbox(session)
        await outbox.finish(one, decision.state, now, **changes(one, decision))
        if decision.gate_until is not None:
            await clinics.close_gate(session, one.bot_id, decision.gate_until)
        if decision.new_chat_id is not None:
            await clinics.move_staff_chat(session, self._services.clinic_id, one.chat_id, decision.new_chat_id)
        if decision.patient_unreachable and one.patient_id is not None:
            roll = await self._services.roll(session)
            patient = await roll.by_id(one.patient_id)
            if patient is not None:
                await lost(self._services, session, patient, now)

    async def _finish(self, state: State, reason: str, **columns: Any) -> None:
        now = self._services.now()
        async with self._services.database.write() as session:
            await self._services.outbox(session).finish(self._one, state, now, reason=reason, **columns)


def _tell_operator(one: DeliveryRecord, decision: Decision) -> None:
    """Say what did not go as it should; the log knows deliveries by their number."""
    if decision.page_operator:
        log.critical("Telegram refuses the bot token", action="token_refused", bot=one.bot_id)
    elif decision.patient_unreachable and one.patient_id is None:
        log.error("the clinic's chat cannot be reached", action="staff_chat_lost", reason=str(decision.reason))
    elif decision.state is not State.SENT:
        reason = str(decision.reason)
        log.warning("not delivered", action="not_delivered", delivery=one.id, state=decision.state.value, reason=reason)
