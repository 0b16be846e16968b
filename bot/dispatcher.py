"""The dispatcher: takes stored updates out of the inbox and has each handled once, in order within a chat.

Chats do not wait for one another. An update whose handling fails is tried again and then set aside, and the person is
told; one that cannot even be read is set aside at once. Errors are noted by their class, never by their text.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext

from bot.delivery.translate import outcome_of
from bot.logs import where
from bot.supervisor import Supervisor
from handlers.actions.leaving import lost
from handlers.apology import apology
from handlers.services import Services
from schedules.delivery import UNREACHABLE_REASONS, MaybeSent, NotSent, Refused
from storage.inbox import Inbox
from storage.records import InboxRecord

log = structlog.get_logger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


MOST_CHATS = 64
"""How many chats are handled at a time; the others wait in the inbox."""

REPLY_LASTS = timedelta(minutes=15)
"""How long an answer that could not be sent is tried again, as if for the first time."""

WAIT = timedelta(seconds=5)


class Dispatcher:
    """Handles the updates of one bot. `after` is called when an update has been handled: rows may be waiting."""

    def __init__(
        self,
        application: AnyApplication,
        services: Services,
        supervisor: Supervisor,
        *,
        after: Callable[[], None],
        crash: Callable[[str], None],
    ) -> None:
        self._application = application
        self._services = services
        self._supervisor = supervisor
        self._after = after
        self._crash = crash
        self._busy: set[int] = set()
        self._knocked: set[int] = set()
        self._errors: dict[int, Exception] = {}
        self._pumping = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._is_closed = False
        application.add_error_handler(self._note_error)

    async def pump(self) -> None:
        """Begin to handle what waits in chats where nothing is being handled."""
        async with self._pumping:
            if self._is_closed or len(self._busy) >= MOST_CHATS:
                return
            async with self._services.database.read() as session:
                waiting = await self._inbox(session).waiting(self._services.now(), limit=2 * MOST_CHATS)
            for record in waiting:
                self._begin(record)

    async def idle(self) -> None:
        """Return when nothing is being handled."""
        await self._quiet.wait()

    def close(self) -> None:
        """Begin nothing any more: what waits is in the inbox for the next start."""
        self._is_closed = True

    def _begin(self, record: InboxRecord) -> None:
        chat = _chat(record)
        if chat in self._busy:
            self._knocked.add(chat)
        elif len(self._busy) < MOST_CHATS and not self._is_closed:
            self._busy.add(chat)
            self._quiet.clear()
            self._supervisor.spawn(self._work(record), name="inbox")

    async def _work(self, first: InboxRecord) -> None:
        """Handle what waits in a chat, up to what is to be tried again; later updates wait behind that."""
        record: InboxRecord | None = first
        try:
            while record is not None:
                await self._handle(record)
                record = await self._next_in(record.chat_id)
        finally:
            self._busy.discard(_chat(first))
            self._knocked.discard(_chat(first))
            if not self._busy:
                self._quiet.set()
            self._after()

    async def _next_in(self, chat_id: int | None) -> InboxRecord | None:
        while chat_id is not None and not self._is_closed:
            self._knocked.discard(chat_id)
            async with self._services.database.read() as session:
                found = await self._inbox(session).waiting(self._services.now(), limit=1, chat_id=chat_id)
            if found:
                return found[0]
            if chat_id not in self._knocked:  # else something came in while we looked
                break
        return None

    async def _handle(self, record: InboxRecord) -> None:
        try:
            update = Update.de_json(json.loads(record.body), self._application.bot)
        except Exception as problem:  # noqa: BLE001 - an update from the future may break PTB in any way
            name = type(problem).__name__
            log.warning("unreadable update", action="update_unreadable", update=record.id, error=name)
            async with self._services.database.write() as session:
                await self._inbox(session).unreadable(record, name, self._services.now())
            return
        await self._application.process_update(update)
        self._crash("handled")
        error = self._errors.pop(update.update_id, None)
        if error is None or await self._is_settled(error, record):
            async with self._services.database.write() as session:
                await self._inbox(session).done(record, self._services.now())
        else:
            await self._failed(record, error)

    async def _is_settled(self, error: Exception, record: InboxRecord) -> bool:
        """Whether an answer that Telegram did not take, or may have taken, is the end of it."""
        outcome = outcome_of(error) if isinstance(error, TelegramError) else None
        if isinstance(outcome, Refused) and outcome.reason in UNREACHABLE_REASONS and record.chat_id is not None:
            async with self._services.database.write() as session:
                roll = await self._services.roll(session)
                patient = await roll.by_chat(record.chat_id)
                if patient is not None:
                    await lost(self._services, session, patient, self._services.now())
            return True
        return isinstance(outcome, MaybeSent)

    async def _failed(self, record: InboxRecord, error: Exception) -> None:
        """Have it tried again, or set it aside. That Telegram took no message says nothing against an update."""
        name, now = type(error).__name__, self._services.now()
        outcome = outcome_of(error) if isinstance(error, TelegramError) else None
        log.error("handling failed", action="update_failed", update=record.id, error=name, where=where(error))
        async with self._services.database.write() as session:
            if isinstance(outcome, NotSent) and now < record.received_at + REPLY_LASTS:
                await self._inbox(session).postpone(record, name, now + (outcome.retry_after or WAIT))
                return
            set_aside = await self._inbox(session).failed(record, name, now)
        if set_aside and record.chat_id is not None and record.chat_id > 0:
            await self._apologise(record.chat_id, _language_code(record.body))

    async def _apologise(self, chat_id: int, code: str | None) -> None:
        """Tell the person that no answer will come; if even that fails, the log has it."""
        async with self._services.database.read() as session:
            sorry = await apology(self._services, session, chat_id, code)
        try:
            await self._application.bot.send_message(
                chat_id, sorry.text, parse_mode="HTML", reply_markup=sorry.keyboard
            )
        except TelegramError as error:
            log.warning("no apology", action="apology_failed", error=type(error).__name__)

    async def _note_error(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error

    def _inbox(self, session: Any) -> Inbox:
        return Inbox(session=session, clinic_id=self._services.clinic_id, bot_id=self._services.bot_id)


def _language_code(body: str) -> str | None:
    """The language of the Telegram of whoever did this, as far as a broken update tells."""
    try:
        update = json.loads(body)
    except ValueError:
        return None
    for part in update.values() if isinstance(update, dict) else ():
        sender = part.get("from") if isinstance(part, dict) else None
        code = sender.get("language_code") if isinstance(sender, dict) else None
        if isinstance(code, str):
            return code
    return None


def _chat(record: InboxRecord) -> int:
    """Updates with the same number are handled in order; those without a chat have one of their own each."""
    return record.chat_id if record.chat_id is not None else -record.update_id
