"""Flood control: three windows, and the seconds to wait."""

import json
from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.errors import ApiError
from bot.sandbox.telegram.flood import FloodControl


class Seconds:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def wait(flood: FloodControl, chat_id: int) -> int:
    """The seconds a message to this chat would have to wait; 0 if it is admitted."""
    try:
        flood.admit(chat_id)
    except ApiError as error:
        return int(error.parameters["retry_after"])
    return 0


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def flood(seconds: Seconds) -> FloodControl:
    return FloodControl(clock=seconds)


def test_thirty_a_second_in_all(flood: FloodControl, seconds: Seconds) -> None:
    assert [wait(flood, chat_id) for chat_id in range(1, 32)] == [0] * 30 + [1]
    seconds.at += 1
    assert wait(flood, 31) == 0


def test_one_a_second_per_chat(flood: FloodControl, seconds: Seconds) -> None:
    assert [wait(flood, 1), wait(flood, 1), wait(flood, 2)] == [0, 1, 0]
    seconds.at += 1
    assert wait(flood, 1) == 0


def test_twenty_a_minute_per_group(flood: FloodControl, seconds: Seconds) -> None:
    for _ in range(20):
        assert wait(flood, -1) == 0
        seconds.at += 1
    assert wait(flood, -1) == 40
    seconds.at += 40
    assert wait(flood, -1) == 0


def test_refused_message_does_not_lengthen_the_wait(flood: FloodControl, seconds: Seconds) -> None:
    wait(flood, 1)
    seconds.at += 0.5
    assert [wait(flood, 1)] * 3 == [1, 1, 1]
    seconds.at += 0.5
    assert wait(flood, 1) == 0


async def test_bot_is_told_how_long_to_wait_and_nothing_arrives(
    fake: FakeTelegram, call: Any, flood: FloodControl, ann: int
) -> None:
    fake.flood = flood
    await call("sendMessage", chat_id=ann, text="one")
    answer = await fake.call("sendMessage", {"chat_id": ann, "text": "two"})
    assert answer.status == 429
    assert json.loads(answer.body) == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert [arrival.text for arrival in fake.ledger.arrivals] == ["one"]
    await call("sendChatAction", chat_id=ann, action="typing")
