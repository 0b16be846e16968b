"""Scripted faults, met by a real PTB bot in process and over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.faults import (
    AnswerLost,
    Delay,
    Html,
    NotFoundOnce,
    PoisonUpdate,
    Refused,
    ResetAfter,
    ResetBefore,
    Status,
    TooManyRequests,
)
from bot.sandbox.telegram.request import InProcessRequest
from bot.sandbox.telegram.server import bot_api_app, serve

pytestmark = pytest.mark.parametrize("bot", ["process", "http"], indirect=True)


@pytest.fixture
async def bot(
    fake: FakeTelegram, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    """PTB's Bot in front of the fake, by either face."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with AsyncExitStack() as stack:
        if request.param == "process":
            telegram = Bot(fake.token, request=InProcessRequest(fake), get_updates_request=InProcessRequest(fake))
        else:
            url = await stack.enter_async_context(serve(bot_api_app(fake)))
            transport = [HTTPXRequest(read_timeout=0.3, connection_pool_size=4) for _ in range(2)]
            telegram = Bot(fake.token, base_url=f"{url}/bot", request=transport[0], get_updates_request=transport[1])
        yield await stack.enter_async_context(telegram)


def arrived(fake: FakeTelegram) -> list[str]:
    return [arrival.text for arrival in fake.ledger.arrivals]


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        (Status(500), NetworkError, False),
        (Status(502, b"not json"), NetworkError, False),
        (Status(200, b"<html>log in to the hotel</html>"), TelegramError, False),
        (Html(502), NetworkError, False),
        (TooManyRequests(7), RetryAfter, False),
        (NotFoundOnce(), InvalidToken, False),
        (Refused(), NetworkError, False),
        (ResetBefore(), NetworkError, False),
        (ResetAfter(), NetworkError, True),
        (AnswerLost(), TimedOut, True),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, type) else "",
)
async def test_fault_hits_one_call_and_the_next_one_gets_through(
    fake: FakeTelegram, bot: Bot, fault: Any, error: type[Exception], arrives: bool
) -> None:
    ann = next(iter(fake.people))
    fake.faults.script("sendMessage", fault)
    with pytest.raises(error):
        await bot.send_message(ann, "first")
    assert arrived(fake) == (["first"] if arrives else [])
    faulty = fake.ledger.calls_of("sendMessage")[-1]
    assert (faulty.processed, faulty.fault) == (arrives, type(fault).__name__)
    await bot.send_message(ann, "second")
    assert arrived(fake)[-1] == "second"
    assert fake.faults.pending() == 0


async def test_faults_are_met_in_order_and_only_by_calls_that_fit(fake: FakeTelegram, bot: Bot, ann: int) -> None:
    def fits(params: Any) -> bool:
        return "please" in params["text"]

    fake.faults.script("sendMessage", Status(500), TooManyRequests(3), when=fits)
    await bot.send_message(ann, "hello")
    with pytest.raises(NetworkError):
        await bot.send_message(ann, "please")
    await bot.send_chat_action(ann, "typing")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ann, "please")
    assert refused.value.retry_after == timedelta(seconds=3)
    await bot.send_message(ann, "please")
    assert arrived(fake) == ["hello", "please"]


async def test_delay_holds_the_call_until_the_gate_opens(
    fake: FakeTelegram, bot: Bot, eventually: Any, ann: int
) -> None:
    gate = asyncio.Event()
    fake.faults.script("sendMessage", Delay(gate))
    async with asyncio.TaskGroup() as group:
        send = group.create_task(bot.send_message(ann, "later"))
        await eventually(lambda: fake.faults.pending() == 0)
        assert arrived(fake) == []
        gate.set()
    assert send.result().text == "later"


async def test_poison_update_stays_until_confirmed(fake: FakeTelegram, bot: Bot, ann: int) -> None:
    fake.faults.script("getUpdates", PoisonUpdate({"message": {"message_id": "not a message"}}))
    for _ in range(2):
        with pytest.raises(KeyError):
            await bot.get_updates()
    (raw,) = fake.pending_updates()
    fake.send_text(ann, "hello")
    (update,) = await bot.get_updates(offset=raw["update_id"] + 1)
    assert update.message is not None
    assert update.message.text == "hello"


async def test_star_stands_for_every_method(fake: FakeTelegram, bot: Bot, ann: int) -> None:
    fake.faults.script("*", Status(500), Status(500))
    with pytest.raises(NetworkError):
        await bot.get_me()
    with pytest.raises(NetworkError):
        await bot.send_message(ann, "x")
    await bot.get_me()
    fake.faults.script("*", Status(500))
    fake.faults.clear()
    await bot.get_me()


async def test_status_with_a_body_of_ones_own(fake: FakeTelegram, bot: Bot, ann: int) -> None:
    body = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    fake.faults.script("sendMessage", Status(403, body))
    with pytest.raises(TelegramError, match="bot was blocked by the user"):
        await bot.send_message(ann, "x")
    assert json.loads((await fake.call("getMe", {})).body)["ok"]
