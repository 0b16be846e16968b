"""Running on Telegram until told to stop; and what the sandbox starts with, too."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import structlog
from sqlalchemy import URL
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot import testing_seams
from bot.app import Outside, build
from bot.clock import SystemClock
from bot.delivery.transport import AiohttpRequest
from bot.lock import FileLock
from bot.renewal import log_mistakes
from bot.runtime import Runtime
from bot.settings import Settings
from storage import migrate
from storage.content import DEFAULT_CONTENT
from storage.content.live import LiveContent
from storage.database import Database, database_url

log = structlog.get_logger(__name__)

START_PAUSES = (1, 2, 5, 10, 30)
"""Seconds between the tries to reach Telegram at the start; the last is kept from then on."""


class CannotStartError(Exception):
    """The bot cannot start; the message is one sentence for whoever runs it."""


async def run_on_telegram(settings: Settings) -> None:
    """Run the bot on Telegram until a signal comes. Raises CannotStartError, and ContentError."""
    stop = stop_signal()
    url = database_url(settings.database_url)
    content = content_at_start(settings, url)
    async with AsyncExitStack() as stack:
        database = await open_database(stack, url)
        runtime = await _patiently(lambda: build(database, content, _outside(settings)), stop)
        if runtime is None:
            return
        stack.push_async_callback(runtime.stop)
        await runtime.start()
        log.info("the bot is running", action="started", bot=runtime.services.bot_id)
        await _warn_of_demo(runtime)
        await stop.wait()


def content_at_start(settings: Settings, url: URL) -> LiveContent:
    """The content to start with; when the clinic's own is broken, the copy of its last good state, and a loud word."""
    path = Path(url.database or "")
    copy_at = path.with_name(f"{path.name}.content")
    content = LiveContent.open(DEFAULT_CONTENT, settings.content_dir, copy_at)
    if content.at_start is not None:
        log_mistakes(content.at_start)
        log.error(
            "The clinic's content is broken. The bot runs on the copy of its last good state until that is mended",
            action="content_copy_used",
            copy=copy_at.name,
        )
    elif settings.content_dir is None and copy_at.is_dir():
        log.warning(
            "There is a copy of a clinic's own content, but AFTERGLOW_CONTENT_DIR names none: ours is said",
            action="content_not_own",
            copy=copy_at.name,
        )
    return content


async def open_database(stack: AsyncExitStack, url: URL) -> Database:
    """The database, locked for this process and in the shape that the code expects."""
    stack.enter_context(FileLock(Path(url.database or "")))
    migrate.upgrade(url)
    return await stack.enter_async_context(Database(url))


def _outside(settings: Settings) -> Outside:
    if settings.bot_token is None:
        raise CannotStartError("AFTERGLOW_BOT_TOKEN is needed to run on Telegram.")
    return testing_seams.fitted(
        Outside(
            clock=SystemClock(),
            token=settings.bot_token.get_secret_value(),
            api_base_url=settings.api_base_url,
            sending=lambda before_write: AiohttpRequest(before_write=before_write),
            polling=AiohttpRequest(connections=4),
        )
    )


async def _patiently(work: Callable[[], Awaitable[Runtime]], stop: asyncio.Event) -> Runtime | None:
    """Build the bot as soon as Telegram can be reached; None when told to stop meanwhile."""
    tries = 0
    while not stop.is_set():
        try:
            return await work()
        except InvalidToken:
            raise CannotStartError("Telegram does not accept AFTERGLOW_BOT_TOKEN.") from None
        except (NetworkError, RetryAfter) as error:
            log.warning("Telegram cannot be reached", action="start_waits", error=type(error).__name__)
            pause = START_PAUSES[min(tries, len(START_PAUSES) - 1)]
            tries += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stop.wait()
    return None


async def _warn_of_demo(runtime: Runtime) -> None:
    async with runtime.services.database.read() as session:
        clinic = await runtime.services.clinic(session)
    if "(demo)" in clinic.name:
        log.warning(
            "Patients are told the name and number of the demo clinic. Set your own: afterglow clinic set --help",
            action="demo_clinic",
        )


def stop_signal() -> asyncio.Event:
    """An event that is set when the process is asked to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop
