"""The poller with a scripted Telegram: each failure, then recovery; stored before confirmed."""

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from telegram import Bot
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.delivery.transport import MaybeSentError, NotSentError
from bot.poller import ALLOWED_UPDATES, Heartbeat, Poller, StrangeAnswerError, raw_get_updates

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Update = dict[str, Any]
Step = list[Update] | Exception


class ScriptEnded(BaseException):
    """The scripted Telegram has no more to say."""


def update(number: int, **fields: Any) -> Update:
    return {"update_id": number, **(fields or {"message": {"text": "hello"}})}


class Scene:
    """A Telegram that plays its script and an inbox, with one diary of both."""

    def __init__(self, *script: Step) -> None:
        self.script = list(script)
        self.diary: list[Any] = []
        self.pauses: list[float] = []
        self.beats: list[Heartbeat] = []
        self.store_errors: list[Exception] = []
        self.seconds = 0.0
        self.poller = Poller(
            fetch=self.fetch,
            store=self.store,
            now=lambda: NOON,
            health=self.beats.append,
            sleep=self.sleep,
            monotonic=lambda: self.seconds,
        )

    async def fetch(self, offset: int | None, /) -> list[Update]:
        self.diary.append(("asked", offset))
        self.seconds += 25
        if not self.script:
            raise ScriptEnded
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    async def store(self, updates: list[Update]) -> None:
        if self.store_errors:
            raise self.store_errors.pop(0)
        self.diary.append(("stored", [each["update_id"] for each in updates]))

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def play(self) -> None:
        with pytest.raises(ScriptEnded):
            await self.poller.run()


async def test_updates_are_stored_before_the_next_poll_confirms_them() -> None:
    scene = Scene([update(10), update(11)], [update(12)])
    await scene.play()
    assert scene.diary == [("asked", None), ("stored", [10, 11]), ("asked", 12), ("stored", [12]), ("asked", 13)]
    assert scene.pauses == []


async def test_after_an_empty_poll_no_offset_stands_in_the_way_of_new_numbers() -> None:
    scene = Scene([update(900)], [], [update(3)])
    await scene.play()
    assert scene.diary == [
        ("asked", None),
        ("stored", [900]),
        ("asked", 901),
        ("asked", None),
        ("stored", [3]),
        ("asked", 4),
    ]


async def test_what_could_not_be_stored_is_not_confirmed_and_comes_again() -> None:
    scene = Scene([update(10)], [update(11)], [update(11)])
    scene.store_errors = []
    await scene.poller.run_once()
    scene.store_errors = [OSError("disk full")]
    await scene.play()
    assert scene.diary == [
        ("asked", None),
        ("stored", [10]),
        ("asked", 11),
        ("asked", 11),
        ("stored", [11]),
        ("asked", 12),
    ]
    assert scene.pauses == [1.0]


async def test_an_update_that_nobody_could_parse_is_stored_like_any_other() -> None:
    poison = update(10, message={"message_id": "not a number", "chat": None})
    stored: list[Update] = []

    async def keep(updates: list[Update]) -> None:
        stored.extend(updates)

    async def fetch(_: int | None, /) -> list[Update]:
        return [poison, update(11, something_new={"x": [1]})]

    assert await Poller(fetch=fetch, store=keep, now=lambda: NOON).run_once() == 2
    assert stored == [poison, update(11, something_new={"x": [1]})]


@pytest.mark.parametrize(
    "failure",
    [
        InvalidToken("Unauthorized"),
        InvalidToken("Not Found"),
        Conflict("terminated by other getUpdates request"),
        Forbidden("Forbidden"),
        TimedOut(),
        NetworkError("Bad Gateway"),
        NotSentError("Not sent (ClientConnectorDNSError)"),
        MaybeSentError("HTTP 502, and not from Telegram"),
        TelegramError("Invalid server response"),
        StrangeAnswerError(),
        KeyError("result"),
        TimeoutError(),
        RecursionError(),
    ],
    ids=repr,
)
async def test_polling_outlives_every_failure_and_takes_up_where_it_was(failure: Exception) -> None:
    scene = Scene([update(10)], failure, failure, [update(11)])
    await scene.play()
    assert [entry for entry in scene.diary if entry[0] == "stored"] == [("stored", [10]), ("stored", [11])]
    assert scene.diary.count(("asked", 11)) == 3
    assert scene.pauses == [1.0, 2.0]


async def test_hours_without_a_network_are_survived_at_a_calm_pace_that_success_resets() -> None:
    scene = Scene(*[NotSentError("no network")] * 500, [update(1)], NotSentError("no network"), [update(2)])
    await scene.play()
    assert scene.pauses == [1.0, 2.0, 5.0, 10.0, *[30.0] * 496, 1.0]


async def test_a_429_is_obeyed_even_if_it_is_longer_than_the_pause() -> None:
    scene = Scene(RetryAfter(77), RetryAfter(1), [update(1)])
    await scene.play()
    assert scene.pauses == [77.0, 2.0]


async def test_a_second_poller_is_told_of_once_and_so_is_the_recovery(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await Scene(*[Conflict("terminated by other getUpdates request")] * 20, [], []).play()
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "another program polls" in caplog.records[0].getMessage()
    assert "20 failures" in caplog.records[1].getMessage()


async def test_a_new_kind_of_trouble_is_told_of_and_no_error_text_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    secret = "http://127.0.0.1/bot1:CANARY/getUpdates"
    await Scene(NetworkError(secret), NetworkError(secret), InvalidToken(secret), KeyError(secret), []).play()
    assert len(caplog.records) == 3
    assert "CANARY" not in caplog.text


async def test_the_heartbeat_tells_of_success_and_of_failures_in_a_row() -> None:
    scene = Scene([update(1)], TimedOut(), Conflict("x"), [])
    await scene.play()
    assert scene.beats == [
        Heartbeat(last_ok_at=NOON),
        Heartbeat(last_ok_at=NOON, failures=1, last_error="TimedOut"),
        Heartbeat(last_ok_at=NOON, failures=2, last_error="Conflict"),
        Heartbeat(last_ok_at=NOON),
    ]
    assert scene.poller.heartbeat == Heartbeat(last_ok_at=NOON)


async def test_a_server_that_does_not_hold_empty_polls_is_not_asked_in_a_hot_loop() -> None:
    scene = Scene([], [], [update(1)])
    scene.poller._monotonic = lambda: 0.0
    await scene.play()
    assert scene.pauses == [0.2, 0.2]


async def test_cancellation_ends_it_while_it_polls_and_while_it_waits() -> None:
    reached, never = asyncio.Event(), asyncio.Event()

    async def wait(_: object, /) -> Any:
        reached.set()
        await never.wait()

    async def fail(_: object, /) -> list[Update]:
        raise TimedOut

    async def store(_: list[Update]) -> None: ...

    for poller in (
        Poller(fetch=wait, store=store, now=lambda: NOON),
        Poller(fetch=fail, store=store, now=lambda: NOON, sleep=wait),
    ):
        reached.clear()
        async with asyncio.TaskGroup() as group:
            task = group.create_task(poller.run())
            await reached.wait()
            task.cancel()
        assert task.cancelled()


class Wire(BaseRequest):
    """One HTTP answer, and what was asked."""

    def __init__(self, payload: bytes, status: int = 200) -> None:
        self.answer = status, payload
        self.asked: list[tuple[str, dict[str, Any], Any]] = []

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        assert method == "POST"
        assert request_data is not None
        self.asked.append((urlsplit(url).path, request_data.parameters, read_timeout))
        return self.answer


def wire_of(result: object) -> Wire:
    return Wire(json.dumps({"ok": True, "result": result}).encode())


async def test_the_raw_call_asks_for_what_afterglow_needs_and_leaves_the_answer_raw() -> None:
    raw = [update(5, message={"poison": True}), update(6, widget_query={"id": "1"})]
    sending, polling = wire_of(True), wire_of(raw)
    bot = Bot("1:a", request=sending, get_updates_request=sending)
    assert await raw_get_updates(bot, 5, request=polling) == raw
    expected = {"timeout": 50, "allowed_updates": list(ALLOWED_UPDATES), "offset": 5}
    assert polling.asked == [("/bot1:a/getUpdates", expected, 60.0)]
    assert sending.asked == []


async def test_without_an_offset_none_is_sent_and_the_bots_own_request_serves() -> None:
    wire = wire_of([])
    assert await raw_get_updates(Bot("1:a", request=wire), None, hold=0, allowed_updates=["message"]) == []
    assert wire.asked == [("/bot1:a/getUpdates", {"timeout": 0, "allowed_updates": ["message"]}, 10.0)]


@pytest.mark.parametrize("result", [True, {}, "x", [1], [{}], [{"update_id": "7"}], [{"update_id": True}]])
async def test_a_result_that_is_no_list_of_numbered_updates_is_a_failure(result: object) -> None:
    with pytest.raises(StrangeAnswerError):
        await raw_get_updates(Bot("1:a", request=wire_of(result)), None)


def test_blocking_and_unblocking_is_among_the_updates_asked_for() -> None:
    assert set(ALLOWED_UPDATES) == {"message", "edited_message", "callback_query", "my_chat_member"}
