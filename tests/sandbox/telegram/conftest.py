"""A fake Telegram with two people in it, and short ways to call it as the bot does."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.files import Upload

ANN = 101
BEN = 102
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock moved by hand."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def forward(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def fake(clock: HandClock) -> FakeTelegram:
    """Ann has pressed Start, and the bot has read it; Ben never met the bot."""
    telegram = FakeTelegram(now=clock.now)
    telegram.add_person(user_id=ANN, first_name="Ann", language_code="en")
    telegram.add_person(user_id=BEN, first_name="Ben", username="ben", language_code="ko")
    telegram.press_start(ANN)
    telegram.world.queue.set_webhook({}, drop_pending=True)
    return telegram


async def until(check: Callable[[], bool]) -> None:
    """Waits for what another connection brings about; gives up after some seconds."""
    for _ in range(5000):
        if check():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not come about")


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    return until


Call = Callable[..., Awaitable[Any]]


@pytest.fixture
def call(fake: FakeTelegram) -> Call:
    """Calls a method and gives its result; fails the test if it is refused."""

    async def make(method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        answer = await fake.call(method, params, files)
        body = json.loads(answer.body)
        assert body["ok"], body
        assert answer.status == 200
        return body["result"]

    return make


@pytest.fixture
def refusal(fake: FakeTelegram) -> Call:
    """Calls a method that is to be refused and gives the description, after checking the envelope."""

    async def make(method: str, files: dict[str, Upload] | None = None, **params: Any) -> str:
        answer = await fake.call(method, params, files)
        body = json.loads(answer.body)
        assert not body["ok"], body
        assert body["error_code"] == answer.status
        return str(body["description"])

    return make


def picture(width: int = 320, height: int = 200, kind: str = "PNG") -> bytes:
    """A plain picture of this size."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, kind)
    return file.getvalue()


@pytest.fixture
def photo() -> Upload:
    return Upload(name="day.png", content=picture())


@pytest.fixture
def make_picture() -> Callable[..., bytes]:
    return picture


@pytest.fixture
def ann() -> int:
    return ANN


@pytest.fixture
def ben() -> int:
    return BEN
