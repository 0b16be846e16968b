"""Every error of Telegram's, by the library's own reading of it, and what it means for a delivery."""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Chat, Message
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.delivery.translate import flood_wait, outcome_of, sent
from bot.delivery.transport import MaybeSentError, NotSentError, ServerFaultError
from schedules.delivery import MaybeSent, Migrated, NotSent, Outcome, Reason, Refused, Sent, TokenRefused

LOST = MaybeSent(Reason.ANSWER_LOST)
PAGE = b"<html><h1>Bad Gateway</h1></html>"


class OneAnswer(BaseRequest):
    """Lets the library itself turn one HTTP answer into its error."""

    def __init__(self, status: int, payload: bytes) -> None:
        self._answer = status, payload

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return self._answer


async def error_for(status: int, payload: bytes) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await OneAnswer(status, payload).post("http://127.0.0.1/bot1:a/sendMessage")
    return caught.value


@pytest.mark.parametrize(
    ("status", "description", "parameters", "outcome"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, Refused(Reason.BLOCKED)),
        (403, "Forbidden: user is deactivated", {}, Refused(Reason.DEACTIVATED)),
        (403, "Forbidden: bot can't initiate conversation with a user", {}, Refused(Reason.NEVER_STARTED)),
        (403, "Forbidden: bot was kicked from the group chat", {}, Refused(Reason.CHAT_GONE)),
        (403, "Forbidden: bot was kicked from the supergroup chat", {}, Refused(Reason.CHAT_GONE)),
        (403, "Forbidden: bot is not a member of the supergroup chat", {}, Refused(Reason.CHAT_GONE)),
        (403, "Forbidden: bot is not a member of the channel chat", {}, Refused(Reason.CHAT_GONE)),
        (403, "Forbidden: the group chat was deleted", {}, Refused(Reason.CHAT_GONE)),
        (403, "Forbidden: bot can't send messages to bots", {}, Refused(Reason.REFUSED)),
        (400, "Bad Request: chat not found", {}, Refused(Reason.CHAT_GONE)),
        (400, "Bad Request: user not found", {}, Refused(Reason.CHAT_GONE)),
        (400, "Bad Request: PEER_ID_INVALID", {}, Refused(Reason.CHAT_GONE)),
        (400, "Bad Request: group chat is deactivated", {}, Refused(Reason.CHAT_GONE)),
        (400, "Bad Request: INPUT_USER_DEACTIVATED", {}, Refused(Reason.DEACTIVATED)),
        (400, "Bad Request: USER_IS_BLOCKED", {}, Refused(Reason.BLOCKED)),
        (400, 'Bad Request: can\'t parse entities: Unsupported start tag "x"', {}, Refused(Reason.BAD_TEXT)),
        (400, "Bad Request: message text is empty", {}, Refused(Reason.BAD_TEXT)),
        (400, "Bad Request: text must be non-empty", {}, Refused(Reason.BAD_TEXT)),
        (400, "Bad Request: message is too long", {}, Refused(Reason.TOO_LONG)),
        (400, "Bad Request: message caption is too long", {}, Refused(Reason.TOO_LONG)),
        (400, "Bad Request: MEDIA_CAPTION_TOO_LONG", {}, Refused(Reason.TOO_LONG)),
        (400, "Bad Request: not enough rights to send text messages to the chat", {}, Refused(Reason.REFUSED)),
        (400, "Bad Request: have no rights to send a message", {}, Refused(Reason.REFUSED)),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", {}, Refused(Reason.REFUSED)),
        (401, "Unauthorized", {}, TokenRefused()),
        (404, "Not Found", {}, TokenRefused()),
        (409, "Conflict: terminated by other getUpdates request", {}, NotSent(Reason.SERVER_ERROR)),
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, NotSent(Reason.FLOOD, timedelta(seconds=7))),
        (429, "Too Many Requests: retry later", {}, NotSent(Reason.FLOOD)),
        (500, "Internal Server Error: restart", {}, NotSent(Reason.SERVER_ERROR)),
        (502, "Bad Gateway", {}, NotSent(Reason.SERVER_ERROR)),
        (503, "Service Unavailable", {}, NotSent(Reason.SERVER_ERROR)),
        (504, "Gateway Timeout", {}, NotSent(Reason.SERVER_ERROR)),
        (413, "Something that nobody has seen yet", {}, LOST),
        (
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": -1001},
            Migrated(-1001),
        ),
    ],
)
async def test_what_telegram_answers_means_what_the_table_says(
    status: int, description: str, parameters: dict[str, int], outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    envelope: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        envelope["parameters"] = parameters
    assert outcome_of(await error_for(status, json.dumps(envelope).encode())) == outcome
    assert caplog.records == []


@pytest.mark.parametrize("status", [300, 400, 403, 409, 500, 502, 503, 504])
async def test_a_page_in_place_of_an_answer_proves_nothing(status: int) -> None:
    assert outcome_of(await error_for(status, PAGE)) == LOST


@pytest.mark.parametrize("status", [401, 404])
async def test_a_page_that_says_not_found_is_a_wrong_token_or_address(status: int) -> None:
    assert outcome_of(await error_for(status, PAGE)) == TokenRefused()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotSentError("Not sent"), NotSent(Reason.NETWORK)),
        (ServerFaultError("HTTP 500"), NotSent(Reason.SERVER_ERROR)),
        (MaybeSentError("No answer"), LOST),
        (TimedOut(), LOST),
        (TimedOut("Bad Gateway"), LOST),
        (NetworkError("httpx.ReadError: "), LOST),
        (NetworkError("Unknown error in HTTP implementation: ValueError()"), LOST),
        (EndPointNotFound("no such method"), LOST),
        (TelegramError("Invalid server response"), LOST),
        (KeyError("result"), LOST),
        (ValueError("x"), LOST),
        (KeyboardInterrupt(), LOST),
        (RetryAfter(3), NotSent(Reason.FLOOD, timedelta(seconds=3))),
        (RetryAfter(timedelta(seconds=2.5)), NotSent(Reason.FLOOD, timedelta(seconds=2.5))),
    ],
)
def test_what_the_transport_raises_means_what_it_proves(error: BaseException, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome


def test_a_refused_connection_as_the_cause_is_proof_enough_and_a_reset_is_not() -> None:
    error = NetworkError("connection failed")
    error.__cause__ = ConnectionRefusedError()
    assert outcome_of(error) == NotSent(Reason.NETWORK)
    error.__cause__ = ConnectionResetError()
    assert outcome_of(error) == LOST


def test_the_wait_is_read_from_seconds_and_from_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert flood_wait(RetryAfter(7)) == timedelta(seconds=7)
    with monkeypatch.context() as patch:
        patch.setattr(RetryAfter, "retry_after", 7)
        assert flood_wait(RetryAfter(1)) == timedelta(seconds=7)


def test_an_unknown_refusal_of_a_message_is_bad_text_and_loud(caplog: pytest.LogCaptureFixture) -> None:
    assert outcome_of(BadRequest("BUTTON_SOMETHING_INVALID")) == Refused(Reason.BAD_TEXT)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "BUTTON_SOMETHING_INVALID" in caplog.text


def test_words_are_known_however_they_are_written() -> None:
    assert outcome_of(Forbidden("FORBIDDEN: Bot Was Blocked By The User")) == Refused(Reason.BLOCKED)


def test_an_answer_with_a_message_is_sent() -> None:
    message = Message(42, datetime(2026, 3, 1, tzinfo=UTC), Chat(1, Chat.PRIVATE))
    assert sent(message) == Sent(42)
