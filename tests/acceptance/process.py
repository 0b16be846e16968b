"""The real bot as a process of its own, which a test starts, kills, and starts again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

PATIENCE = 30
"""Seconds after which a process that does not do what is waited for has failed; loaded machines are slow."""


class BotProcess:
    """One `python -m bot run` after the other, on the same folder."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AFTERGLOW_")}
        database = f"sqlite:///{folder / 'afterglow.sqlite'}"
        self._environment = {**inherited, "AFTERGLOW_DATABASE_URL": database, **settings}
        self._process: Process | None = None

    @property
    def log(self) -> str:
        """What all processes so far have written to standard error."""
        return (self._folder / "bot.log").read_text(encoding="utf-8")

    async def start(self) -> None:
        assert self._process is None
        # A folder of its own to run in: no .env of whoever runs the tests is read.
        with (self._folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self._folder,
                env=self._environment,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=log,
            )

    async def says(self, words: bytes) -> bytes:
        """The next line on standard output that has these words."""
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            async for line in self._process.stdout:
                if words in line:
                    return line
        raise AssertionError(f"The bot never said {words!r}.\n{self.log}")

    async def ended(self) -> int:
        """Wait for the process to end by itself; its exit code, negative for a signal."""
        process, self._process = self._process, None
        assert process is not None
        async with asyncio.timeout(PATIENCE):
            await process.communicate()
        assert process.returncode is not None
        return process.returncode

    async def stop(self) -> int:
        """Ask it to end, as a service manager does."""
        return await self._end_by(signal.SIGTERM)

    async def kill(self) -> int:
        """End it between any two instructions."""
        return await self._end_by(signal.SIGKILL)

    async def _end_by(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return await self.ended()

    @property
    def is_on(self) -> bool:
        return self._process is not None


@asynccontextmanager
async def bot_process(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[BotProcess]:
    """A bot that is not started yet; whatever is left of it is killed at the end."""
    bot = BotProcess(folder, settings)
    try:
        yield bot
    finally:
        if bot.is_on:
            await bot.kill()
