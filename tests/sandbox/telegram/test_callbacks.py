"""Taps on buttons, fresh and stale, and their one answer."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.errors import FakeTelegramError

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
async def sent(call: Any, ann: int) -> int:
    """A message of the bot with a button."""
    return int((await call("sendMessage", chat_id=ann, text="x", reply_markup=MARKUP))["message_id"])


async def test_tap_reaches_the_bot_and_its_answer_the_person(
    fake: FakeTelegram, call: Any, ann: int, sent: int
) -> None:
    query_id = fake.tap(ann, sent, "go")
    (update,) = await call("getUpdates")
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "go", ann)
    assert query["message"]["message_id"] == sent
    assert fake.toast(query_id) is None
    await call("answerCallbackQuery", callback_query_id=query_id, text="Saved", show_alert=True)
    toast = fake.toast(query_id)
    assert toast is not None
    assert (toast.text, toast.show_alert) == ("Saved", True)


async def test_query_is_answered_once(fake: FakeTelegram, call: Any, refusal: Any, ann: int, sent: int) -> None:
    query_id = fake.tap(ann, sent, "go")
    await call("answerCallbackQuery", callback_query_id=query_id)
    assert await refusal("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_query_is_too_old_after_its_lifetime(
    fake: FakeTelegram, refusal: Any, clock: Any, ann: int, sent: int
) -> None:
    fresh = fake.tap(ann, sent, "go")
    clock.forward(minutes=15)
    await fake.call("answerCallbackQuery", {"callback_query_id": fresh})
    assert fake.toast(fresh) is not None
    stale = fake.tap(ann, sent, "go")
    clock.forward(minutes=15, seconds=1)
    assert await refusal("answerCallbackQuery", callback_query_id=stale) == TOO_OLD
    fake.callback_lifetime = timedelta(hours=1)
    await fake.call("answerCallbackQuery", {"callback_query_id": stale})
    assert fake.toast(stale) is not None


async def test_made_up_query_is_invalid(refusal: Any) -> None:
    assert await refusal("answerCallbackQuery", callback_query_id="17") == TOO_OLD
    assert await refusal("answerCallbackQuery") == TOO_OLD


async def test_toast_is_at_most_200_characters(fake: FakeTelegram, refusal: Any, ann: int, sent: int) -> None:
    query_id = fake.tap(ann, sent, "go")
    words = await refusal("answerCallbackQuery", callback_query_id=query_id, text="x" * 201)
    assert words == "Bad Request: MESSAGE_TOO_LONG"


async def test_button_of_days_ago_still_works(fake: FakeTelegram, call: Any, clock: Any, ann: int, sent: int) -> None:
    clock.forward(days=40)
    query_id = fake.tap(ann, sent, "go")
    await call("answerCallbackQuery", callback_query_id=query_id)


async def test_button_that_is_not_there_cannot_be_tapped_but_a_stale_client_can(
    fake: FakeTelegram, call: Any, ann: int, sent: int
) -> None:
    await call("editMessageText", chat_id=ann, message_id=sent, text="no buttons")
    with pytest.raises(FakeTelegramError, match="no button with the data 'go'"):
        fake.tap(ann, sent, "go")
    fake.tap(ann, sent, "go", stale=True)
    (update,) = await call("getUpdates")
    assert update["callback_query"]["data"] == "go"
    with pytest.raises(FakeTelegramError, match="no message 999"):
        fake.tap(ann, 999, "go")
