"""Names and types of parameters: our typing errors are found, PTB's parameters are all known."""

import inspect
import re
from typing import Any

import pytest
from telegram import Bot

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.params import SPEC

# What PTB offers for convenience and translates, or sends as something else.
NOT_SENT = {
    *("self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename", "contact"),
    *("allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview", "location"),
}
PTB_NAMES = {"logOut": "log_out", "close": "close"}


def ptb_method(name: str) -> Any:
    return getattr(Bot, PTB_NAMES.get(name, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


@pytest.mark.parametrize("method", sorted(SPEC))
def test_every_parameter_ptb_can_send_is_known(method: str) -> None:
    sent = set(inspect.signature(ptb_method(method)).parameters) - NOT_SENT
    if method == "sendMediaGroup":
        sent -= {"caption", "parse_mode", "caption_entities"}  # PTB writes them into the first item
    assert sent <= set(SPEC[method]), sent - set(SPEC[method])


@pytest.mark.parametrize("method", sorted(set(SPEC) - {"getUpdates"}))
async def test_every_method_of_the_table_is_answered(fake: FakeTelegram, method: str) -> None:
    assert (await fake.call(method, {})).status in (200, 400)


async def test_unknown_parameter_is_named(refusal: Any, ann: int) -> None:
    words = await refusal("sendMessage", chat_id=ann, text="x", parsemode="HTML")
    assert words == 'Bad Request: fake: sendMessage has no parameter "parsemode"'


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"text": "x", "chat_id": ""}, "chat_id is empty"),
        ("deleteMessage", {"chat_id": 1}, "message identifier is not specified"),
        ("copyMessage", {"chat_id": 1, "message_id": 1}, "from_chat_id is empty"),
        ("setMyCommands", {}, 'fake: setMyCommands needs the parameter "commands"'),
        ("getUpdates", {"limit": "many"}, 'fake: "limit" must be an integer'),
        ("sendMessage", {"chat_id": 1, "text": {"a": 1}}, 'field "text" must be of type String'),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "protect_content": "maybe"},
            'fake: "protect_content" must be true or false',
        ),
        ("setMyCommands", {"commands": "{"}, "can't parse list of bot commands JSON object"),
        ("setMyCommands", {"commands": "{}"}, 'field "commands" must be of type Array'),
    ],
)
async def test_missing_and_mistyped_parameters_are_refused(
    refusal: Any, method: str, params: dict[str, Any], words: str
) -> None:
    assert await refusal(method, **params) == f"Bad Request: {words}"


async def test_unknown_method_is_not_found(refusal: Any, fake: FakeTelegram) -> None:
    assert await refusal("sendTelepathy") == "Not Found"
    assert fake.ledger.calls[-1].status == 404


async def test_method_names_ignore_case(call: Any) -> None:
    assert (await call("GETME"))["is_bot"] is True


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"business_connection_id": "b"}, "business connection not found"),
        ({"message_thread_id": 4}, "message thread not found"),
        ({"allow_paid_broadcast": True}, "FLOODSKIP_NOT_ALLOWED"),
        ({"message_effect_id": "1"}, "EFFECT_ID_INVALID"),
        ({"suggested_post_parameters": {}}, "suggested posts can be sent only to channel direct messages"),
        ({"link_preview_options": {"is_disabled": "yes"}}, 'field "is_disabled" must be of type Boolean'),
        ({"link_preview_options": {"url": "not-a-url"}}, "WEBPAGE_URL_INVALID"),
        ({"link_preview_options": {"disabled": True}}, 'fake: link_preview_options has no field "disabled"'),
    ],
)
async def test_what_the_fake_has_none_of_is_refused(refusal: Any, ann: int, params: dict[str, Any], words: str) -> None:
    assert await refusal("sendMessage", chat_id=ann, text="x", **params) == f"Bad Request: {words}"
