"""What people do: writing, starting, editing, blocking, leaving, groups."""

from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.errors import FakeTelegramError


async def heard(call: Any) -> dict[str, Any]:
    """The one update that waits, without its id; it is confirmed."""
    (update,) = await call("getUpdates")
    await call("getUpdates", offset=update["update_id"] + 1)
    return {key: value for key, value in update.items() if key != "update_id"}


async def test_start_by_a_deep_link_carries_its_payload(fake: FakeTelegram, call: Any, ben: int) -> None:
    fake.press_start(ben, "tok_1")
    message = (await heard(call))["message"]
    assert message["text"] == "/start tok_1"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": ben,
        "is_bot": False,
        "first_name": "Ben",
        "username": "ben",
        "language_code": "ko",
    }
    await call("sendMessage", chat_id=ben, text="welcome")
    assert [(seen.from_me, seen.text) for seen in fake.messages(ben)] == [(True, "/start tok_1"), (False, "welcome")]


async def test_any_message_opens_the_chat(fake: FakeTelegram, call: Any, ben: int) -> None:
    fake.send_text(ben, "hello?")
    await call("sendMessage", chat_id=ben, text="hi")


async def test_long_text_goes_out_in_pieces(fake: FakeTelegram, call: Any, ann: int) -> None:
    fake.send_text(ann, "x" * 10_000)
    assert [len(update["message"]["text"]) for update in await call("getUpdates")] == [4096, 4096, 1808]


async def test_edit_by_a_person(fake: FakeTelegram, call: Any, ann: int) -> None:
    message_id = fake.send_text(ann, "yesterday")
    await heard(call)
    fake.edit_text(ann, message_id, "today")
    edited = (await heard(call))["edited_message"]
    assert (edited["message_id"], edited["text"]) == (message_id, "today")
    assert fake.messages(ann)[-1].edited


async def test_block_and_unblock_are_told_and_told_once(fake: FakeTelegram, call: Any, ann: int) -> None:
    fake.block(ann)
    fake.block(ann)
    change = (await heard(call))["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert change["new_chat_member"]["user"]["is_bot"]
    with pytest.raises(FakeTelegramError, match="has blocked the bot"):
        fake.send_text(ann, "hello")
    fake.unblock(ann)
    assert (await heard(call))["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_start_after_a_block_unblocks_first(fake: FakeTelegram, call: Any, ann: int) -> None:
    fake.block(ann)
    fake.press_start(ann)
    kinds = [next(iter(set(update) - {"update_id"})) for update in await call("getUpdates")]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_everything_a_person_can_send(fake: FakeTelegram, call: Any, make_picture: Any, ann: int) -> None:
    fake.send_photo(ann, make_picture(), "my face")
    fake.send_document(ann, b"x", "a.pdf")
    fake.send_voice(ann)
    fake.send_video(ann, b"x")
    fake.send_sticker(ann, "👍")
    fake.send_contact(ann)
    fake.send_location(ann, 37.5, 127.0)
    kinds = ("photo", "document", "voice", "video", "sticker", "contact", "location")
    messages = [update["message"] for update in await call("getUpdates")]
    assert [next(kind for kind in kinds if kind in message) for message in messages] == list(kinds)
    sticker = fake.messages(ann)[-3].sticker
    assert sticker is not None
    assert sticker.emoji == "👍"


def test_impossible_acts_are_said_plainly(fake: FakeTelegram, ann: int) -> None:
    with pytest.raises(FakeTelegramError, match="There is no person 999"):
        fake.send_text(999, "x")
    with pytest.raises(FakeTelegramError, match="There is no text to send"):
        fake.send_text(ann, "  ")
    with pytest.raises(FakeTelegramError, match="There is no message 999"):
        fake.send_text(ann, "x", reply_to=999)
    with pytest.raises(FakeTelegramError, match="does not take this file"):
        fake.send_photo(ann, b"no picture")
    fake.deactivate(ann)
    with pytest.raises(FakeTelegramError, match="no account any more"):
        fake.send_text(ann, "x")


def test_adding_somebody_again_keeps_the_chat(fake: FakeTelegram, ann: int) -> None:
    fake.add_person(user_id=ann, first_name="Anna", language_code="de")
    assert len(fake.messages(ann)) == 1
    assert (fake.people[ann].first_name, fake.people[ann].started) == ("Anna", True)


async def test_group_is_heard_only_when_the_bot_is_meant(fake: FakeTelegram, call: Any, ann: int, ben: int) -> None:
    fake.add_group(chat_id=-100500, title="Clinic", members=(ann, ben))
    assert (await heard(call))["my_chat_member"]["new_chat_member"]["status"] == "member"
    fake.send_group_text(-100500, ben, "just us")
    fake.send_group_text(-100500, ben, "/who@AfterglowDemoBot")
    assert (await heard(call))["message"]["chat"]["type"] == "supergroup"
    sent = await call("sendMessage", chat_id=-100500, text="me")
    fake.send_group_text(-100500, ben, "oh", reply_to_id=sent["message_id"])
    assert (await heard(call))["message"]["reply_to_message"]["text"] == "me"
    assert [seen.from_me for seen in fake.chat(-100500, ben)] == [True, True, False, True]
    member = await call("getChatMember", chat_id=-100500, user_id=ann)
    assert member["status"] == "creator"


async def test_bot_thrown_out_and_group_upgraded(fake: FakeTelegram, call: Any, ann: int) -> None:
    fake.add_group(chat_id=-5, title="Old", kind="group", members=(ann,))
    fake.migrate_group(-5, -1005)
    answer = await fake.call("sendMessage", {"chat_id": -5, "text": "x"})
    assert b'"migrate_to_chat_id": -1005' in answer.body
    await call("sendMessage", chat_id=-1005, text="x")
    fake.remove_bot(-1005, ann)
    answer = await fake.call("sendMessage", {"chat_id": -1005, "text": "x"})
    assert answer.status == 403
    assert b"Forbidden: bot was kicked from the supergroup chat" in answer.body


async def test_channel_post(fake: FakeTelegram, call: Any, ann: int) -> None:
    fake.add_group(chat_id=-1009, title="News", kind="channel", members=(ann,), username="news")
    await heard(call)
    fake.send_group_text(-1009, ann, "hello all")
    post = (await heard(call))["channel_post"]
    assert post["sender_chat"]["id"] == -1009
    assert "from" not in post
    assert (await call("sendMessage", chat_id="@news", text="x"))["chat"]["id"] == -1009


async def test_watchers_hear_of_changes(fake: FakeTelegram, ann: int) -> None:
    before = fake.revision
    fake.send_text(ann, "x")
    assert await fake.changed(before) > before


async def test_reset_forgets_everybody_but_numbers_go_on(fake: FakeTelegram, call: Any, ann: int) -> None:
    message_id = fake.send_text(ann, "x")
    (update,) = await call("getUpdates")
    await call("sendMessage", chat_id=ann, text="x")
    fake.reset()
    assert not fake.people
    assert fake.ledger.arrivals == []
    assert fake.pending_updates() == []
    fake.add_person(user_id=ann, first_name="Ann")
    assert fake.press_start(ann) > message_id
    assert fake.pending_updates()[0]["update_id"] > update["update_id"]
    assert len(fake.messages(ann)) == 1
