"""The limiter, with a real bot of the library and time that stands still until it is told."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.delivery.limiter import PACED, Paced, PacedLimiter
from bot.delivery.pacer import Pacer
from schedules.delivery import Lane
from tests.delivery.simulated_time import SimTicker, settle

MESSAGE = {"message_id": 5, "date": 1_772_323_200, "chat": {"id": 7, "type": "private"}, "text": "hello"}


class Telegram(BaseRequest):
    """Answers what is scripted, then that all is well, and keeps the methods that were called."""

    def __init__(self) -> None:
        self.script: list[tuple[int, dict[str, Any]]] = []
        self.calls: list[str] = []

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        method = url.rpartition("/")[2]
        self.calls.append(method)
        if self.script:
            status, body = self.script.pop(0)
            return status, json.dumps(body).encode()
        results = {"sendMessage": MESSAGE, "getUpdates": [], "getChat": {"id": 7, "type": "private"}}
        return 200, json.dumps({"ok": True, "result": results.get(method, True)}).encode()

    def flood(self, *seconds: int) -> None:
        self.script += [
            (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": wait}})
            for wait in seconds
        ]


class RecordingPacer(Pacer):
    """Grants every slot at once and says in which order things were asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []
        self.left = 0.0

    async def slot(self, chat_id: int | str, lane: int) -> None:
        self.asked.append((chat_id, lane))
        self.left = 0.0

    async def gate(self) -> None:
        self.asked.append("gate")
        self.left = 0.0

    def flooded(self, seconds: float) -> None:
        self.asked.append(("flooded", seconds))
        self.left = seconds

    def gate_left(self) -> float:
        return self.left


class Scene:
    def __init__(self) -> None:
        self.telegram = Telegram()
        self.pacer = RecordingPacer()
        self.gates: list[timedelta] = []
        limiter = PacedLimiter(self.pacer, on_gate=self.gates.append)
        self.bot: ExtBot[int | Paced] = ExtBot(
            "1:a", request=self.telegram, get_updates_request=self.telegram, rate_limiter=limiter
        )


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_a_handler_that_just_sends_travels_in_the_reply_lane(scene: Scene) -> None:
    assert (await scene.bot.send_message(7, "hello")).message_id == 5
    assert scene.pacer.asked == [(7, Lane.REPLY)]


@pytest.mark.parametrize(("chat", "known_as"), [("7", 7), ("-100", -100), ("@channel", "@channel"), (-5, -5)])
async def test_a_chat_is_known_by_its_number_however_it_is_given(scene: Scene, chat: int | str, known_as: Any) -> None:
    await scene.bot.send_message(chat, "hello", rate_limit_args=Lane.BROADCAST)
    assert scene.pacer.asked == [(known_as, Lane.BROADCAST)]


async def test_calls_that_put_nothing_into_a_chat_only_wait_for_the_gate(scene: Scene) -> None:
    await scene.bot.answer_callback_query("1")
    await scene.bot.set_my_commands([("start", "begin")])
    await scene.bot.send_chat_action(7, "typing")
    await scene.bot.do_api_request("getSomethingNew")
    assert scene.pacer.asked == ["gate"] * 4


async def test_asking_for_updates_is_not_limited_at_all(scene: Scene) -> None:
    await scene.bot.get_updates()
    assert scene.pacer.asked == []


async def test_the_courier_has_its_slot_already_and_is_let_through(scene: Scene) -> None:
    await scene.bot.send_message(7, "hello", rate_limit_args=PACED)
    assert (scene.pacer.asked, scene.telegram.calls) == ([], ["sendMessage"])


async def test_a_reply_is_made_again_after_a_short_wait_and_the_gate_is_told(scene: Scene) -> None:
    scene.telegram.flood(3, 30)
    await scene.bot.send_message(7, "hello")
    slot = (7, Lane.REPLY)
    assert scene.pacer.asked == [slot, ("flooded", 3), slot, ("flooded", 30), slot]
    assert scene.gates == [timedelta(seconds=3), timedelta(seconds=30)]


async def test_a_reply_gives_up_after_the_third_429(scene: Scene) -> None:
    scene.telegram.flood(1, 1, 1, 1)
    with pytest.raises(RetryAfter):
        await scene.bot.send_message(7, "hello")
    assert scene.telegram.calls == ["sendMessage"] * 3
    assert len(scene.gates) == 3


async def test_a_reply_does_not_wait_for_longer_than_half_a_minute(scene: Scene) -> None:
    scene.telegram.flood(31)
    with pytest.raises(RetryAfter):
        await scene.bot.send_message(7, "hello")
    assert scene.gates == [timedelta(seconds=31)]
    with pytest.raises(RetryAfter) as caught:
        await scene.bot.answer_callback_query("1")
    assert caught.value.retry_after == timedelta(seconds=31)
    assert scene.telegram.calls == ["sendMessage"]


async def test_the_courier_hears_of_a_429_at_once_and_the_gate_is_shut_for_all(scene: Scene) -> None:
    scene.telegram.flood(7)
    with pytest.raises(RetryAfter):
        await scene.bot.send_message(7, "hello", rate_limit_args=PACED)
    assert (scene.pacer.asked, scene.gates) == ([("flooded", 7)], [timedelta(seconds=7)])


async def test_a_gate_that_shut_after_the_courier_got_its_slot_stops_it_before_telegram_is_called(scene: Scene) -> None:
    scene.pacer.left = 2.5
    with pytest.raises(RetryAfter) as caught:
        await scene.bot.send_message(7, "hello", rate_limit_args=PACED)
    assert caught.value.retry_after == timedelta(seconds=2.5)
    assert scene.telegram.calls == []
    assert scene.gates == []


async def test_every_other_error_is_left_alone_and_nothing_is_made_twice(scene: Scene) -> None:
    scene.telegram.script.append((400, {"ok": False, "description": "Bad Request: chat not found"}))
    with pytest.raises(BadRequest):
        await scene.bot.send_message(7, "hello")
    assert (scene.telegram.calls, scene.gates) == (["sendMessage"], [])


async def test_a_real_pacer_lets_nothing_through_within_the_wait() -> None:
    """One 429 for one chat stops the others too."""
    telegram, ticker = Telegram(), SimTicker()
    began = ticker.now
    bot: ExtBot[int | Paced] = ExtBot("1:a", request=telegram, rate_limiter=PacedLimiter(Pacer(ticker=ticker)))
    telegram.flood(5)
    async with asyncio.TaskGroup() as group:
        group.create_task(bot.send_message(7, "a"))
        await settle()
        group.create_task(bot.send_message(8, "b"))
        group.create_task(bot.answer_callback_query("1"))
        await ticker.run_until(began + 4.9)
        assert telegram.calls == ["sendMessage"]
        await ticker.run_dry()
    assert ticker.now == began + 5
    assert sorted(telegram.calls) == ["answerCallbackQuery", "sendMessage", "sendMessage", "sendMessage"]
