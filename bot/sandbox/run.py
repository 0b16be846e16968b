"""Running the sandbox until told to stop."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import URL

from bot.sandbox.stage import sandbox
from bot.sandbox.telegram.server import serve
from bot.serve import content_at_start, open_database, stop_signal
from bot.settings import Settings
from storage.database import database_url


async def run_sandbox(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run the sandbox until a signal comes; `ready` is told its address. Raises ContentError."""
    stop = stop_signal()
    url = sandbox_url(database_url(settings.database_url))
    content = content_at_start(settings, url)
    async with AsyncExitStack() as stack:
        database = await open_database(stack, url)
        folder = Path(database.url.database or "").parent
        app = await stack.enter_async_context(sandbox(folder, database, content))
        ready(await stack.enter_async_context(serve(app, settings.host, settings.port)))
        await stop.wait()


def sandbox_url(url: URL) -> URL:
    """The sandbox's own database, beside the real one: its people are no patients, and a button empties it."""
    return url.set(database=str(Path(url.database or "").with_name("sandbox.sqlite")))
