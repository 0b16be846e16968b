"""Keyboards: what is taken, and the words for what is not."""

from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard(text="x", callback_data="d" * 65), "BUTTON_DATA_INVALID"),
        (keyboard(text="x", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (keyboard(text="x"), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            keyboard(text="x", callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (keyboard(callback_data="x"), "can't parse inline keyboard button: Can't find field \"text\""),
        (keyboard(text="", callback_data="x"), "inline keyboard button text must be non-empty"),
        (
            keyboard(text=1, callback_data="x"),
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (
            keyboard(text="x", callback_data="x", url="https://a.example"),
            "fake: an inline button needs exactly one action, not callback_data and url",
        ),
        (keyboard(text="x", calback_data="x"), 'fake: an inline button has no field "calback_data"'),
        (keyboard(text="x", callback_data="x", style="red"), "fake: a button's style is danger, success or primary"),
        (keyboard(text="x", url="not-a-url"), "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        (
            keyboard(text="x", url="ftp://a.example"),
            "inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
        ),
        (
            keyboard(text="x", web_app={"url": "http://a.example"}),
            "inline keyboard button Web App URL 'http://a.example' is invalid: Only HTTPS links are allowed",
        ),
        (keyboard(text="x", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (keyboard(text="x", pay=True), "BUTTON_TYPE_INVALID"),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ({"keyboard": [["a"]], "resize_keyboard": "yes"}, 'field "resize_keyboard" must be of type Boolean'),
        ({"keyboard": [["a"]], "size": True}, 'fake: reply_markup with keyboard has no field "size"'),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ({"buttons": []}, "fake: reply_markup is of no known kind"),
        ("{broken", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
    ],
)
async def test_bad_keyboards_are_refused(fake: FakeTelegram, refusal: Any, ann: int, markup: Any, words: str) -> None:
    assert await refusal("sendMessage", chat_id=ann, text="x", reply_markup=markup) == f"Bad Request: {words}"
    assert fake.ledger.arrivals == []


async def test_data_of_64_bytes_and_a_style_pass(fake: FakeTelegram, call: Any, ann: int) -> None:
    rows = [
        [{"text": "x", "callback_data": "é" * 32, "style": "danger"}],
        [],
        [{"text": "y", "url": "https://a.example"}],
    ]
    await call("sendMessage", chat_id=ann, text="x", reply_markup={"inline_keyboard": rows})
    first, second = fake.messages(ann)[-1].buttons
    assert (first[0].text, first[0].callback_data, first[0].style) == ("x", "é" * 32, "danger")
    assert (second[0].text, second[0].url, second[0].callback_data) == ("y", "https://a.example", None)


async def test_reply_keyboard_is_seen_by_the_person_but_not_in_the_bots_message(
    fake: FakeTelegram, call: Any, ann: int
) -> None:
    markup = {"keyboard": [["Yes", {"text": "No"}]], "resize_keyboard": True}
    message = await call("sendMessage", chat_id=ann, text="x", reply_markup=markup)
    assert "reply_markup" not in message
    seen = fake.messages(ann)[-1]
    assert seen.buttons == ()
    assert seen.reply_markup == {"keyboard": [[{"text": "Yes"}, {"text": "No"}]], "resize_keyboard": True}


async def test_empty_keyboard_is_none(call: Any, ann: int) -> None:
    assert "reply_markup" not in await call("sendMessage", chat_id=ann, text="x", reply_markup={"inline_keyboard": []})
