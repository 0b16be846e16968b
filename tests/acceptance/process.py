"""The real bot as a process of its own, which a test starts, kills, and starts again."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

PATIENCE = 30
"""Seconds after which a process that does not do what is waited for has failed; loaded machines are slow."""


class BotProcess:
    """One `python -m bot run` after the other, in the same folder."""

    def __init__(self, folder: Path, settings: Mapping[str, str], group: asyncio.TaskGroup) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AFTERGLOW_")}
        self._folder = folder
        self.database = folder / "afterglow.sqlite"
        self._environment = {**inherited, "AFTERGLOW_DATABASE_URL": f"sqlite:///{self.database}", **settings}
        self._group = group
        self._process: Process | None = None
        self._more = asyncio.Condition()
        self.log = ""
        """What all processes so far have written, to standard output and standard error."""
        self._began = 0
        self._open_streams = 0

    @property
    def is_on(self) -> bool:
        return self._process is not None

    async def start(self, *command: str) -> None:
        assert self._process is None
        self._began = len(self.log)
        # Run in a folder of its own, so that no .env of whoever runs the tests is read.
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *(command or ("run",))),
            cwd=self._folder,
            env=self._environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
        )
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            self._open_streams += 1
            self._group.create_task(self._listen(stream))

    async def says(self, words: str) -> None:
        """Return when the present process has written these words."""
        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(lambda: words in self.log[self._began :] or not self._open_streams)
        assert words in self.log[self._began :]

    async def ended(self) -> int:
        """Wait for the process to end by itself; its exit code, negative for a signal."""
        process, self._process = self._process, None
        assert process is not None
        try:
            async with asyncio.timeout(PATIENCE):
                return await process.wait()
        except TimeoutError:
            process.kill()
            raise

    async def stop(self) -> int:
        """Ask it to end, as a service manager does."""
        return await self._end_by(signal.SIGTERM)

    async def kill(self) -> int:
        """End it wherever it is."""
        return await self._end_by(signal.SIGKILL)

    async def _end_by(self, number: signal.Signals) -> int:
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(number)
        return await self.ended()

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            async with self._more:
                self.log += line.decode()
                self._more.notify_all()
        async with self._more:
            self._open_streams -= 1
            self._more.notify_all()


def free_port() -> int:
    """A port of this machine that was free just now."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@asynccontextmanager
async def bot_process(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[BotProcess]:
    """A bot that is not started yet; whatever is left of it is killed at the end."""
    async with asyncio.TaskGroup() as group:
        bot = BotProcess(folder, settings, group)
        try:
            yield bot
        except BaseException as error:
            error.add_note(f"The bot has said:\n{bot.log[-4000:]}")
            raise
        finally:
            if bot.is_on:
                await bot.kill()
