"""Editing, deleting, reacting, pinning."""

from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.files import Upload

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
async def sent(call: Any, ann: int) -> int:
    """A message of the bot with a button."""
    return int((await call("sendMessage", chat_id=ann, text="before", reply_markup=MARKUP))["message_id"])


async def test_edit_changes_text_and_takes_buttons_away(
    fake: FakeTelegram, call: Any, clock: Any, ann: int, sent: int
) -> None:
    clock.forward(minutes=1)
    edited = await call("editMessageText", chat_id=ann, message_id=sent, text="after")
    assert edited["edit_date"] == int(clock.now().timestamp())
    seen = fake.messages(ann)[-1]
    assert (seen.text, seen.buttons, seen.edited) == ("after", (), True)
    assert [arrival.text for arrival in fake.ledger.arrivals] == ["before"]


async def test_same_text_and_buttons_are_not_modified_even_twice(call: Any, refusal: Any, ann: int, sent: int) -> None:
    place = {"chat_id": ann, "message_id": sent}
    assert await refusal("editMessageText", **place, text="before", reply_markup=MARKUP) == NOT_MODIFIED
    await call("editMessageText", **place, text="<b>after</b>", parse_mode="HTML")
    assert await refusal("editMessageText", **place, text="<b>after</b>", parse_mode="HTML") == NOT_MODIFIED
    await call("editMessageText", **place, text="after")
    assert await refusal("editMessageReplyMarkup", **place) == NOT_MODIFIED


async def test_only_buttons_change(fake: FakeTelegram, call: Any, ann: int, sent: int) -> None:
    await call("editMessageReplyMarkup", chat_id=ann, message_id=sent)
    seen = fake.messages(ann)[-1]
    assert (seen.text, seen.buttons) == ("before", ())


async def test_messages_that_cannot_be_edited(
    fake: FakeTelegram, call: Any, refusal: Any, photo: Upload, ann: int
) -> None:
    theirs = fake.send_text(ann, "hello")
    asked = (await call("sendMessage", chat_id=ann, text="x", reply_markup={"keyboard": [["Yes"]]}))["message_id"]
    pictured = (await call("sendPhoto", {"photo": photo}, chat_id=ann))["message_id"]
    words = {
        message_id: await refusal("editMessageText", chat_id=ann, message_id=message_id, text="y")
        for message_id in (theirs, asked, pictured, 999)
    }
    assert words == {
        theirs: "Bad Request: message can't be edited",
        asked: "Bad Request: message can't be edited",
        pictured: "Bad Request: there is no text in the message to edit",
        999: "Bad Request: message to edit not found",
    }


async def test_text_has_no_caption_and_blocked_people_see_no_edits(
    fake: FakeTelegram, refusal: Any, ann: int, sent: int
) -> None:
    no_caption = await refusal("editMessageCaption", chat_id=ann, message_id=sent, caption="y")
    assert no_caption == "Bad Request: there is no caption in the message to edit"
    fake.block(ann)
    words = await refusal("editMessageText", chat_id=ann, message_id=sent, text="y")
    assert words == "Forbidden: bot was blocked by the user"


async def test_reply_keyboard_is_no_markup_for_an_edit(refusal: Any, ann: int, sent: int) -> None:
    markup = {"keyboard": [["Yes"]]}
    words = await refusal("editMessageText", chat_id=ann, message_id=sent, text="x", reply_markup=markup)
    assert words == "Bad Request: inline keyboard expected"


async def test_caption_and_picture_change(
    fake: FakeTelegram, call: Any, photo: Upload, make_picture: Any, ann: int
) -> None:
    message_id = (await call("sendPhoto", {"photo": photo}, chat_id=ann, caption="one"))["message_id"]
    await call("editMessageCaption", chat_id=ann, message_id=message_id, caption="two")
    assert fake.messages(ann)[-1].caption == "two"
    other = {"new": Upload(name="b.png", content=make_picture(100, 50))}
    media = {"type": "photo", "media": "attach://new", "caption": "three"}
    await call("editMessageMedia", other, chat_id=ann, message_id=message_id, media=media)
    seen = fake.messages(ann)[-1]
    assert seen.photo is not None
    assert (seen.caption, seen.photo.width) == ("three", 100)


async def test_deleted_message_is_gone_for_the_person_but_did_arrive(
    fake: FakeTelegram, call: Any, refusal: Any, ann: int, sent: int
) -> None:
    assert await call("deleteMessage", chat_id=ann, message_id=sent) is True
    assert sent not in [seen.message_id for seen in fake.messages(ann)]
    assert [arrival.message_id for arrival in fake.ledger.arrivals] == [sent]
    words = await refusal("deleteMessage", chat_id=ann, message_id=sent)
    assert words == "Bad Request: message to delete not found"
    words = await refusal("editMessageText", chat_id=ann, message_id=sent, text="x")
    assert words == "Bad Request: message to edit not found"


async def test_after_48_hours_a_message_stays(refusal: Any, clock: Any, ann: int, sent: int) -> None:
    clock.forward(hours=48, seconds=1)
    words = await refusal("deleteMessage", chat_id=ann, message_id=sent)
    assert words == "Bad Request: message can't be deleted for everyone"


async def test_many_are_deleted_and_the_missing_skipped(fake: FakeTelegram, call: Any, ann: int, sent: int) -> None:
    theirs = fake.send_text(ann, "x")
    await call("deleteMessages", chat_id=ann, message_ids=[sent, 999, theirs])
    assert {sent, theirs}.isdisjoint(seen.message_id for seen in fake.messages(ann))


async def test_reaction_is_seen_and_taken_back(fake: FakeTelegram, call: Any, refusal: Any, ann: int) -> None:
    message_id = fake.send_text(ann, "done")
    place = {"chat_id": ann, "message_id": message_id}
    await call("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert fake.messages(ann)[-1].reaction == "👍"
    await call("setMessageReaction", **place)
    assert fake.messages(ann)[-1].reaction == ""
    words = await refusal("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "🦷"}])
    assert words == "Bad Request: REACTION_INVALID"


async def test_pins(fake: FakeTelegram, call: Any, refusal: Any, ann: int, sent: int) -> None:
    await call("pinChatMessage", chat_id=ann, message_id=sent)
    assert [seen.message_id for seen in fake.messages(ann) if seen.pinned] == [sent]
    await call("unpinChatMessage", chat_id=ann)
    assert not any(seen.pinned for seen in fake.messages(ann))
    words = await refusal("unpinChatMessage", chat_id=ann)
    assert words == "Bad Request: message to unpin not found"
