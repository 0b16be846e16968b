"""How long a reply to a tap takes, beside what a bare web app takes for a round trip on the same machine just now."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.api import SandboxApp
from bot.sandbox.stage import sandbox
from bot.sandbox.telegram.server import serve
from storage import migrate
from storage.content import DEFAULT_CONTENT, load_content
from storage.content.live import LiveContent
from storage.database import Database, database_url

MINA = 1001
REGISTRATION = ("health data", "Telegram stores", "Laser", "Fractional CO2", "Today", "✅ Yes")
THERE_AND_BACK = ("Sauna", "Back to the list")
WARM_UP = 10
PERSON = 0.05
"""Seconds between an answer and the next tap: nobody is quicker."""


@dataclass(frozen=True)
class Figures:
    """Durations in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Figures":
        cuts = quantiles(seconds, n=100)
        return cls(p50=cuts[49] * 1000, p95=cuts[94] * 1000)

    def __str__(self) -> str:
        return f"p50 {self.p50:5.1f} ms, p95 {self.p95:5.1f} ms"


class Tapper:
    """Mina, who taps through the sandbox's HTTP API; the fake Telegram says when the bot's answer has come."""

    def __init__(self, app: SandboxApp, client: httpx.AsyncClient) -> None:
        self._fake = app.fake
        self._client = client

    async def post(self, path: str, body: dict[str, Any]) -> None:
        answer = await self._client.post(f"/sim/people/{MINA}/{path}", json=body)
        answer.raise_for_status()

    async def registers(self) -> None:
        await self.post("start", {})
        for label in REGISTRATION:
            await self.taps(label)
        await self._until(lambda: "Day 0." in self._fake.messages(MINA)[-1].text)

    async def taps(self, label: str) -> float:
        """The seconds from the tap to the change of the message whose button it was."""
        await self._until(lambda: self._button(label) is not None)
        found = self._button(label)
        assert found is not None
        message_id, data = found
        before = self._text(message_id)
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            changed = group.create_task(self._at(lambda: self._text(message_id) != before))
            group.create_task(self.post("taps", {"message_id": message_id, "data": data}))
        return changed.result() - began

    async def _at(self, met: Callable[[], bool]) -> float:
        await self._until(met)
        return time.perf_counter()

    async def _until(self, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not met():
                await self._fake.changed(self._fake.revision)

    def _text(self, message_id: int) -> tuple[str, Any]:
        found = next(m for m in self._fake.messages(MINA) if m.message_id == message_id)
        return found.text, found.buttons

    def _button(self, label: str) -> tuple[int, str] | None:
        for message in reversed(self._fake.messages(MINA)):
            for button in (each for row in message.buttons for each in row):
                if button.callback_data and label in button.text:
                    return message.message_id, button.callback_data
        return None


async def measure_taps(folder: Path, taps: int, pause: float = PERSON) -> Figures:
    """Register, open "Can I …?", and tap to an answer and back, with a pause in seconds before each tap."""
    async with sandbox_here(folder) as app, served(app) as client:
        mina = Tapper(app, client)
        await mina.registers()
        await mina.post("messages", {"text": "/can"})
        took = []
        for at in range(WARM_UP + taps):
            await asyncio.sleep(pause)
            took.append(await mina.taps(THERE_AND_BACK[at % 2]))
        return Figures.of(took[WARM_UP:])


async def measure_bare(rounds: int) -> Figures:
    """A POST with a small JSON body to a web app that does nothing."""

    async def echo(request: Request) -> Response:
        return JSONResponse(await request.json())

    async with served(Starlette(routes=[Route("/", echo, methods=["POST"])])) as client:
        return Figures.of([await _timed(client.post("/", json={"message_id": 7})) for _ in range(WARM_UP + rounds)])


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


@asynccontextmanager
async def sandbox_here(folder: Path) -> AsyncIterator[SandboxApp]:
    """The sandbox in this process."""
    url = database_url(f"sqlite:///{folder / 'sandbox.sqlite'}")
    migrate.upgrade(url)
    content = LiveContent.still(load_content(DEFAULT_CONTENT))
    async with Database(url) as database, sandbox(folder, database, content) as app:
        yield app


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an app that is served on loopback."""
    async with serve(app) as address, httpx.AsyncClient(base_url=address, trust_env=False) as client:
        yield client
