"""The composition root: everything that the running bot is made of is put together here, and nowhere else."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import BaseRequest

from bot.clock import Clock
from bot.commands import publish
from bot.delivery.courier import Courier
from bot.delivery.errand import Crew, SendMessage
from bot.delivery.flight import FlightRecorder, note_writing
from bot.delivery.limiter import PACED, PacedLimiter
from bot.delivery.pacer import PaceLimits, Pacer, Ticker
from bot.dispatcher import AnyApplication, Dispatcher
from bot.housekeeping import Housekeeping
from bot.planner import Planner
from bot.poller import Poller, raw_get_updates
from bot.renewal import Renewal
from bot.runtime import Parts, Rhythm, Runtime
from bot.supervisor import Supervisor
from handlers.outgoing import Message
from handlers.router import add_handlers
from handlers.services import Services
from storage import clinics
from storage.content import Content
from storage.content.live import LiveContent
from storage.convert import minutes
from storage.database import Database
from storage.inbox import Inbox

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the bot is given from outside: tests and the sandbox pass their own."""

    clock: Clock
    token: str
    api_base_url: str
    sending: Callable[[Callable[[], None]], BaseRequest]
    """Makes the transport; it must call the function it is given just before it writes a request."""
    polling: BaseRequest
    ticker: Ticker | None = None
    pace: PaceLimits | None = None
    crash: Callable[[str], None] = lambda _: None
    """Called with the name of a step between two that belong together; tests end the process there."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    long_poll_seconds: int = 25


async def build(
    database: Database, content: LiveContent, outside: Outside, *, staff_chat_id: int | None = None
) -> Runtime:
    """Put the bot together; asks Telegram who it is. Raises what PTB raises when that fails.

    A database without a clinic gets the one that the content folder describes.
    """
    flights = FlightRecorder(flight_path(database))
    pacer = Pacer(outside.pace, ticker=outside.ticker)
    supervisor = Supervisor()

    def keep_gate(left: timedelta) -> None:
        closed_until = outside.clock.now() + left
        supervisor.spawn(_keep_gate(database, application.bot.id, closed_until), name="gate")

    application = _application(outside, pacer, keep_gate)
    await _initialize(application, outside, flights)
    services = await _services(database, content, outside, application.bot, staff_chat_id)
    await _restore_gate(services, pacer)
    wake = asyncio.Event()
    crew = Crew(
        services=services,
        send=_sender(application.bot),
        pacer=pacer,
        flights=flights,
        owner=secrets.token_hex(8),
        spawn=supervisor.spawn,
        after=wake.set,
        crash=outside.crash,
    )
    add_handlers(application, services)
    dispatcher = Dispatcher(application, services, supervisor, after=wake.set, crash=outside.crash)
    await _begin_to_greet(application.bot, content.now, pacer, supervisor)
    return Runtime(
        Parts(
            services=services,
            application=application,
            planner=Planner(services),
            courier=Courier(crew),
            dispatcher=dispatcher,
            poller=_poller(services, application.bot, outside, dispatcher),
            housekeeping=Housekeeping(services),
            renewal=Renewal(services, content, changed=partial(_publish, application.bot)),
            supervisor=supervisor,
            flights=flights,
            wake=wake,
            rhythm=outside.rhythm,
            crash=outside.crash,
        )
    )


async def _initialize(application: AnyApplication, outside: Outside, flights: FlightRecorder) -> None:
    """Open the transports and ask Telegram who the bot is; when that fails, nothing stays open."""
    try:
        await application.initialize()
    except BaseException:
        flights.close()
        await application.bot.request.shutdown()
        await outside.polling.shutdown()
        raise


def flight_path(database: Database) -> Path:
    """The flight recorder's file, beside the database."""
    return Path(f"{database.url.database}.flights")


def _application(outside: Outside, pacer: Pacer, on_gate: Callable[[timedelta], None]) -> AnyApplication:
    """PTB's application with our transport and pacer, and without its updater, job queue and persistence."""
    return (
        ApplicationBuilder()
        .token(outside.token)
        .base_url(f"{outside.api_base_url}/bot")
        .base_file_url(f"{outside.api_base_url}/file/bot")
        .request(outside.sending(note_writing))
        .get_updates_request(outside.polling)
        .rate_limiter(PacedLimiter(pacer, on_gate=on_gate))
        .updater(None)
        .job_queue(None)
        .build()
    )


async def _services(
    database: Database, content: LiveContent, outside: Outside, bot: Bot, staff_chat_id: int | None
) -> Services:
    async with database.write() as session:
        clinic = await clinics.first(session) or await clinics.put(session, None, **of_content(content.now))
        if staff_chat_id is not None and clinic.staff_chat_id is None:
            clinic = await clinics.put(session, clinic.id, staff_chat_id=staff_chat_id)
        await clinics.put_bot(session, clinic.id, bot.id, bot.username)
    return Services(
        database=database,
        source=lambda: content.now,
        clinic_id=clinic.id,
        bot_id=bot.id,
        bot_username=bot.username,
        now=outside.clock.now,
    )


def of_content(content: Content) -> dict[str, Any]:
    """The columns of the clinic that the content folder describes."""
    card = content.clinic
    return {
        "name": card.name,
        "country": card.country,
        "zone": card.zone.key,
        "languages": list(card.languages),
        "in_languages": {code: dict(words) for code, words in card.in_languages.items()},
        "phone": card.phone,
        "hours": card.hours,
        "out_of_hours": card.out_of_hours,
        "quiet_start": minutes(card.quiet.start),
        "quiet_end": minutes(card.quiet.end),
        "digest_minutes": minutes(card.hour),
    }


async def _keep_gate(database: Database, bot_id: int, closed_until: datetime) -> None:
    """Remember a gate that Telegram asked for, so that a restart does not open it."""
    async with database.write() as session:
        await clinics.close_gate(session, bot_id, closed_until)


async def _restore_gate(services: Services, pacer: Pacer) -> None:
    """Keep a send gate shut that Telegram asked for before a restart."""
    async with services.database.read() as session:
        closed_until = await clinics.gate(session, services.bot_id)
    if closed_until is not None and closed_until > services.now():
        pacer.hold((closed_until - services.now()) / timedelta(seconds=1))


def _sender(bot: ExtBot[Any]) -> SendMessage:
    async def send(chat_id: int, message: Message) -> int:
        sent = await bot.send_message(
            chat_id,
            message.text,
            parse_mode=None if message.is_plain else ParseMode.HTML,
            reply_markup=message.keyboard,
            rate_limit_args=PACED,
        )
        return sent.message_id

    return send


def _poller(services: Services, bot: Bot, outside: Outside, dispatcher: Dispatcher) -> Poller:
    async def fetch(offset: int | None, /) -> list[dict[str, Any]]:
        return await raw_get_updates(bot, offset, hold=outside.long_poll_seconds, request=outside.polling)

    async def store(updates: list[dict[str, Any]]) -> None:
        outside.crash("fetched")
        async with services.database.write() as session:
            inbox = Inbox(session=session, clinic_id=services.clinic_id, bot_id=services.bot_id)
            await inbox.store(updates, services.now())
        outside.crash("stored")
        await dispatcher.pump()

    return Poller(fetch=fetch, store=store, now=services.now)


async def _begin_to_greet(bot: Bot, content: Content, pacer: Pacer, supervisor: Supervisor) -> None:
    """Greet at once, or as soon as the gate is open: the start does not wait for that."""
    if pacer.gate_left():
        supervisor.spawn(_greet(bot, content), name="greeting")
    else:
        await _greet(bot, content)


async def _greet(bot: Bot, content: Content) -> None:
    """Publish the command menu and make sure that updates come by polling; a refusal stops nothing."""
    try:
        await bot.delete_webhook()
    except TelegramError as error:
        log.warning("the webhook may still be there", action="greeting_failed", error=type(error).__name__)
    await _publish(bot, content)


async def _publish(bot: Bot, content: Content) -> None:
    try:
        await publish(bot, content)
    except TelegramError as error:
        log.warning("no command menu", action="commands_failed", error=type(error).__name__)
