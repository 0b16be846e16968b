"""Texts and captions: limits, trimming, entity lists, and what Telegram finds by itself."""

from typing import Any

import pytest


async def test_text_of_4096_units_passes_and_4097_is_too_long(call: Any, refusal: Any, ann: int) -> None:
    assert len((await call("sendMessage", chat_id=ann, text="x" * 4096))["text"]) == 4096
    assert await refusal("sendMessage", chat_id=ann, text="x" * 4097) == "Bad Request: message is too long"


async def test_limit_counts_after_parsing(call: Any, ann: int) -> None:
    markup = "<b>" + "&amp;" * 4096 + "</b>"
    message = await call("sendMessage", chat_id=ann, text=markup, parse_mode="HTML")
    assert message["text"] == "&" * 4096


async def test_caption_of_1025_units_is_too_long(call: Any, refusal: Any, photo: Any, ann: int) -> None:
    await call("sendPhoto", {"photo": photo}, chat_id=ann, caption="x" * 1024)
    words = await refusal("sendPhoto", {"photo": photo}, chat_id=ann, caption="x" * 1025)
    assert words == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "fake: MarkdownV2 is not understood here, only HTML and entities"),
        (
            {"text": "<b>x", "parse_mode": "html"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_bad_text_is_refused(refusal: Any, ann: int, params: dict[str, Any], words: str) -> None:
    assert await refusal("sendMessage", chat_id=ann, **params) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ({"type": "bold", "offset": 100, "length": 1}, "entity begins after the end of the text at UTF-16 offset 100"),
        (
            {"type": "bold", "offset": 0, "length": 100},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "loud", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        ({"type": "text_link", "offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"url\""),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "not-a-url"},
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        ({"type": "text_link", "offset": 0, "length": 1, "url": ""}, "entity URL '' is invalid: URL host is empty"),
        (7, "can't parse MessageEntity: expected an Object"),
    ],
)
async def test_bad_entity_is_refused(refusal: Any, ann: int, entity: Any, words: str) -> None:
    assert await refusal("sendMessage", chat_id=ann, text="hello", entities=[entity]) == f"Bad Request: {words}"


async def test_listed_entities_are_kept(call: Any, ann: int) -> None:
    bold = {"type": "bold", "offset": 1, "length": 2}
    assert (await call("sendMessage", chat_id=ann, text="hello", entities=[bold]))["entities"] == [bold]


async def test_text_is_trimmed_and_entities_move_with_it(call: Any, ann: int) -> None:
    message = await call("sendMessage", chat_id=ann, text="\n <b> hi</b> there \n", parse_mode="HTML")
    assert message["text"] == "hi there"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


async def test_control_characters_and_carriage_returns_go(call: Any, ann: int) -> None:
    assert (await call("sendMessage", chat_id=ann, text="a\r\nb\x07c"))["text"] == "a\nb c"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /today now", [("bot_command", "/today")]),
        ("/start@AfterglowDemoBot x", [("bot_command", "/start@AfterglowDemoBot")]),
        ("1/2 and/or a/b", []),
        ("go to https://a.example/x?y=1.", [("url", "https://a.example/x?y=1")]),
        ("www.clinic.com, please", [("url", "www.clinic.com")]),
        ("write to a.b@c.example", [("email", "a.b@c.example")]),
        ("ask @afterglow_help", [("mention", "@afterglow_help")]),
        ("call +1 (650) 555-0100!", [("phone_number", "+1 (650) 555-0100")]),
        ("call 2026-03-01", []),
        ("#skin #1", [("hashtag", "#skin")]),
        ("😀 /help", [("bot_command", "/help")]),
    ],
)
async def test_links_commands_and_numbers_are_found(call: Any, ann: int, text: str, found: list[Any]) -> None:
    message = await call("sendMessage", chat_id=ann, text=text)
    units = text.encode("utf-16-le")

    def cut(entity: dict[str, Any]) -> str:
        return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")

    assert [(entity["type"], cut(entity)) for entity in message.get("entities", [])] == found


async def test_nothing_is_found_inside_links_and_code(call: Any, ann: int) -> None:
    markup = '<code>/today <b>x</b></code> <a href="https://a.example/">https://b.example</a>'
    message = await call("sendMessage", chat_id=ann, text=markup, parse_mode="HTML")
    assert [entity["type"] for entity in message["entities"]] == ["code", "text_link"]


async def test_only_100_entities_are_kept(call: Any, ann: int) -> None:
    message = await call("sendMessage", chat_id=ann, text="<b>x</b> " * 120, parse_mode="HTML")
    assert len(message["entities"]) == 100
