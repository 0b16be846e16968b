"""Sending: who may be written to, what arrives, pictures, files, albums, copies."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.files import Upload


async def test_message_arrives_and_the_ledger_says_so(fake: FakeTelegram, call: Any, clock: Any, ann: int) -> None:
    sent = await call("sendMessage", chat_id=ann, text="<b>Day 1</b>", parse_mode="HTML")
    assert sent["from"]["is_bot"]
    assert sent["chat"] == {"id": ann, "type": "private", "first_name": "Ann"}
    assert sent["date"] == int(clock.now().timestamp())
    (arrival,) = fake.ledger.arrivals
    assert (arrival.chat_id, arrival.text, arrival.method) == (ann, "Day 1", "sendMessage")
    assert (arrival.at, arrival.message_id) == (clock.now(), sent["message_id"])
    seen = fake.messages(ann)[-1]
    assert (seen.text, seen.from_me, seen.date) == ("Day 1", False, clock.now())


STRANGER, NOBODY, BLOCKING, GONE = 102, 999, 103, 104


@pytest.fixture
def crowd(fake: FakeTelegram) -> FakeTelegram:
    """With somebody who has blocked the bot and somebody whose account is gone."""
    for user_id in (BLOCKING, GONE):
        fake.add_person(user_id=user_id, first_name="X")
        fake.press_start(user_id)
    fake.block(BLOCKING)
    fake.deactivate(GONE)
    return fake


@pytest.mark.parametrize("method", ["sendMessage", "sendPhoto", "sendChatAction"])
@pytest.mark.parametrize(
    ("chat_id", "words"),
    [
        (NOBODY, "Bad Request: chat not found"),
        (STRANGER, "Forbidden: bot can't initiate conversation with a user"),
        (BLOCKING, "Forbidden: bot was blocked by the user"),
        (GONE, "Forbidden: user is deactivated"),
    ],
)
async def test_people_who_cannot_be_written_to(
    crowd: FakeTelegram, photo: Upload, chat_id: int, words: str, method: str
) -> None:
    params: dict[str, Any] = {"sendMessage": {"text": "x"}, "sendChatAction": {"action": "typing"}}.get(method, {})
    files = {"photo": photo} if method == "sendPhoto" else None
    answer = await crowd.call(method, {"chat_id": chat_id, **params}, files)
    assert answer.status == (403 if words.startswith("Forbidden") else 400)
    assert [call.error for call in crowd.ledger.refused()] == [words]
    assert crowd.ledger.arrivals == []


@pytest.mark.parametrize("chat", [0, -1, "not_a_chat", "@nobody_here_at_all"])
async def test_chats_that_are_none_are_not_found(refusal: Any, chat: Any) -> None:
    assert await refusal("sendMessage", chat_id=chat, text="x") == "Bad Request: chat not found"


async def test_private_chats_share_one_sequence_of_message_ids(
    fake: FakeTelegram, call: Any, ann: int, ben: int
) -> None:
    fake.press_start(ben)
    ids = [(await call("sendMessage", chat_id=who, text="x"))["message_id"] for who in (ann, ben, ann)]
    assert ids == [3, 4, 5]


async def test_reply_shows_what_it_replies_to(fake: FakeTelegram, call: Any, refusal: Any, ann: int) -> None:
    asked = fake.send_text(ann, "May I?")
    sent = await call("sendMessage", chat_id=ann, text="Yes", reply_parameters={"message_id": asked})
    assert sent["reply_to_message"]["text"] == "May I?"
    assert fake.messages(ann)[-1].reply_to == asked
    missing = {"message_id": 999}
    words = await refusal("sendMessage", chat_id=ann, text="x", reply_parameters=missing)
    assert words == "Bad Request: message to be replied not found"
    lenient = {**missing, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await call("sendMessage", chat_id=ann, text="x", reply_parameters=lenient)
    words = await refusal("sendMessage", chat_id=ann, text="x", reply_parameters={"quote": "x"})
    assert words == 'Bad Request: can\'t find field "message_id"'


async def test_photo_is_measured_kept_and_sent_again_by_its_id(
    fake: FakeTelegram, call: Any, refusal: Any, photo: Upload, ann: int
) -> None:
    sent = await call("sendPhoto", {"photo": photo}, chat_id=ann, caption="Your <i>plan</i>", parse_mode="HTML")
    size = sent["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (320, 200, len(photo.content))
    seen = fake.messages(ann)[-1]
    assert seen.caption == "Your plan"
    assert seen.caption_entities == ({"type": "italic", "offset": 5, "length": 4},)
    assert seen.photo is not None
    kept = fake.file(seen.photo.file_id)
    assert kept is not None
    assert (kept.content, kept.mime_type) == (photo.content, "image/png")
    again = await call("sendPhoto", chat_id=ann, photo=size["file_id"])
    assert again["photo"] == sent["photo"]
    assert fake.ledger.arrivals[0].text == "Your plan"
    words = await refusal("sendDocument", chat_id=ann, document=size["file_id"])
    assert words == "Bad Request: can't use file of type Photo as Document"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"x" * (10 * 1024 * 1024 + 1), "PHOTO_SAVE_FILE_INVALID"),
        ((2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_picture_is_refused(
    refusal: Any, make_picture: Callable[..., bytes], ann: int, content: Any, words: str
) -> None:
    upload = Upload(name="x.png", content=content if isinstance(content, bytes) else make_picture(*content))
    assert await refusal("sendPhoto", {"photo": upload}, chat_id=ann) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "there is no photo in the request"),
        ("https://a.example/x.png", "failed to get HTTP URL content"),
        ("nonsense", "wrong file identifier/HTTP URL specified"),
        ("attach://lost", "can't find the file lost in the request"),
    ],
)
async def test_photos_that_are_not_there(refusal: Any, ann: int, value: Any, words: str) -> None:
    assert await refusal("sendPhoto", chat_id=ann, photo=value) == f"Bad Request: {words}"


async def test_document_keeps_its_name(fake: FakeTelegram, call: Any, ann: int) -> None:
    upload = Upload(name="my-data.json", content=b"{}")
    await call("sendDocument", {"document": upload}, chat_id=ann)
    document = fake.messages(ann)[-1].document
    assert document is not None
    assert (document.name, document.mime_type, document.size) == ("my-data.json", "application/json", 2)


async def test_file_can_be_asked_for(fake: FakeTelegram, call: Any, refusal: Any, ann: int) -> None:
    message = fake.send_document(ann, b"hello", "note.txt")
    document = next(seen for seen in fake.messages(ann) if seen.message_id == message).document
    assert document is not None
    file = await call("getFile", file_id=document.file_id)
    assert file["file_size"] == 5
    download = fake.download(file["file_path"])
    assert download is not None
    assert download.content == b"hello"
    words = await refusal("getFile", file_id="nonsense")
    assert words == "Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_album_arrives_as_one_group(fake: FakeTelegram, call: Any, photo: Upload, ann: int) -> None:
    media = [
        {"type": "photo", "media": f"attach://p{n}", "caption": f"<b>{n}</b>", "parse_mode": "HTML"} for n in (1, 2)
    ]
    sent = await call("sendMediaGroup", {"p1": photo, "p2": photo}, chat_id=ann, media=media)
    assert [message["caption"] for message in sent] == ["1", "2"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert len(fake.ledger.arrivals) == 2


async def test_album_with_a_fault_in_it_does_not_arrive_at_all(
    fake: FakeTelegram, refusal: Any, photo: Upload, ann: int
) -> None:
    media = [{"type": "photo", "media": "attach://p1"}, {"type": "photo", "media": "attach://p2"}]
    words = await refusal("sendMediaGroup", {"p1": photo}, chat_id=ann, media=media)
    assert words == "Bad Request: can't find the file p2 in the request"
    mixed = [media[0], {"type": "document", "media": "attach://p1"}]
    words = await refusal("sendMediaGroup", {"p1": photo}, chat_id=ann, media=mixed)
    assert words == "Bad Request: can't use the media of the specified type in the album"
    assert fake.ledger.arrivals == []


async def test_copy_has_no_buttons_and_forward_says_where_from(
    fake: FakeTelegram, call: Any, refusal: Any, ann: int, ben: int
) -> None:
    fake.press_start(ben)
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    sent = await call("sendMessage", chat_id=ann, text="x", reply_markup=markup)
    source = {"chat_id": ben, "from_chat_id": ann, "message_id": sent["message_id"]}
    await call("copyMessage", **source)
    assert fake.messages(ben)[-1].buttons == ()
    forwarded = await call("forwardMessage", **source)
    assert forwarded["forward_origin"]["sender_user"]["is_bot"]
    words = await refusal("copyMessage", **{**source, "message_id": 999})
    assert words == "Bad Request: message to copy not found"


async def test_protected_message_cannot_be_forwarded(call: Any, refusal: Any, ann: int) -> None:
    sent = await call("sendMessage", chat_id=ann, text="x", protect_content=True)
    words = await refusal("forwardMessage", chat_id=ann, from_chat_id=ann, message_id=sent["message_id"])
    assert words == "Bad Request: message can't be forwarded"


async def test_typing_shows_for_five_seconds_or_until_a_message(
    fake: FakeTelegram, call: Any, refusal: Any, clock: Any, ann: int
) -> None:
    await call("sendChatAction", chat_id=ann, action="typing")
    assert fake.chat_action(ann) == "typing"
    clock.forward(seconds=6)
    assert fake.chat_action(ann) == ""
    await call("sendChatAction", chat_id=ann, action="typing")
    await call("sendMessage", chat_id=ann, text="x")
    assert fake.chat_action(ann) == ""
    words = await refusal("sendChatAction", chat_id=ann, action="dancing")
    assert words == "Bad Request: wrong parameter action in request"
