"""What people do in the fake Telegram: the side of the chat that is not the bot's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.sandbox.telegram.errors import ApiError, FakeTelegramError
from bot.sandbox.telegram.files import Upload
from bot.sandbox.telegram.group_side import GroupSide
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.population import typed
from bot.sandbox.telegram.sending import compose, reply_to
from bot.sandbox.telegram.sights import Sights
from bot.sandbox.telegram.text import TEXT_LIMIT, caption_of
from bot.sandbox.telegram.world import CallbackAnswer, CallbackQuery


class PeopleSide(Sights, GroupSide):
    """The acts of people. Impossible ones raise FakeTelegramError with a plain sentence."""

    def _writer(self, user_id: int) -> Person:
        """The person, who has now opened the chat with the bot. To be called inside a change."""
        person = self._person(user_id)
        if person.blocked:
            raise FakeTelegramError(f"{person.first_name} has blocked the bot and must unblock it first.")
        if not person.started:
            person = replace(person, started=True)
            self.world.put_person(person)
        return person

    # saying something

    def _say(self, user_id: int, content: Mapping[str, Any], reply: int | None = None) -> int:
        with self.world.change():
            person = self._writer(user_id)
            extra = reply_to(self._message(user_id, reply)) if reply is not None else {}
            message = compose(self.world, person, {**content, **extra}, sender=person)
            self.world.queue.add("message", message.body)
        return message.message_id

    def send_text(self, user_id: int, text: str, *, reply_to: int | None = None) -> int:
        """Types a text. More than 4,096 characters go out in pieces, as clients do; the id of the last one is given."""
        message_id = 0
        for start in range(0, max(len(text), 1), TEXT_LIMIT):
            message_id = self._say(user_id, typed(text[start : start + TEXT_LIMIT]), reply_to)
        return message_id

    def press_start(self, user_id: int, payload: str = "") -> int:
        """Presses Start, by a deep link if there is a payload. Unblocks the bot first, as clients do."""
        if self._person(user_id).blocked:
            self.unblock(user_id)
        return self.send_text(user_id, f"/start {payload}".strip())

    def edit_text(self, user_id: int, message_id: int, text: str) -> None:
        """Edits a text of the person's own."""
        message = self._message(user_id, message_id)
        if message.from_bot or "text" not in message.body:
            raise FakeTelegramError(f"Message {message_id} is not a text of this person.")
        with self.world.change():
            self._writer(user_id)
            body = {key: value for key, value in message.body.items() if key not in ("text", "entities")}
            body |= {"edit_date": int(self.world.now().timestamp()), **typed(text)}
            self.world.put_message(replace(message, body=body))
            self.world.queue.add("edited_message", body)

    def send_photo(self, user_id: int, content: bytes, caption: str = "") -> int:
        """Sends a picture."""
        return self._send_file(user_id, "photo", Upload(name="photo.jpg", content=content), caption)

    def send_document(self, user_id: int, content: bytes, name: str, caption: str = "") -> int:
        """Sends a file."""
        return self._send_file(user_id, "document", Upload(name=name, content=content), caption)

    def send_voice(self, user_id: int, content: bytes = b"OggS") -> int:
        """Sends a voice note."""
        return self._send_file(user_id, "voice", Upload(name="voice.ogg", content=content, mime_type="audio/ogg"), "")

    def send_video(self, user_id: int, content: bytes, caption: str = "") -> int:
        """Sends a video."""
        return self._send_file(user_id, "video", Upload(name="video.mp4", content=content), caption)

    def send_sticker(self, user_id: int, emoji: str = "🙂") -> int:
        """Sends a sticker that stands for this emoji."""
        return self._send_file(user_id, "sticker", Upload(name="sticker.webp", content=emoji.encode()), "")

    def _send_file(self, user_id: int, kind: str, upload: Upload, caption: str) -> int:
        try:
            text, entities = caption_of(caption, "", [])
            with self.world.change():
                self._writer(user_id)
                file = self.world.files.add(kind, upload)
        except ApiError as error:
            raise FakeTelegramError(f"Telegram does not take this file: {error.description}") from error
        value = file.in_message()
        content: dict[str, Any] = {kind: {**value, "emoji": upload.content.decode()} if kind == "sticker" else value}
        content |= ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})
        return self._say(user_id, content)

    def send_contact(self, user_id: int, phone_number: str = "+10000000000") -> int:
        """Shares the person's own contact."""
        person = self._person(user_id)
        contact = {"phone_number": phone_number, "first_name": person.first_name, "user_id": user_id}
        return self._say(user_id, {"contact": contact})

    def send_location(self, user_id: int, latitude: float, longitude: float) -> int:
        """Shares a place."""
        return self._say(user_id, {"location": {"latitude": latitude, "longitude": longitude}})

    # buttons

    def tap(self, user_id: int, message_id: int, data: str, *, stale: bool = False) -> str:
        """Taps the inline button with this data; gives the query's id. `stale`: the client shows old buttons."""
        message = self._message(user_id, message_id)
        there = any(button.get("callback_data") == data for row in message.inline_keyboard for button in row)
        if not there and not stale:
            raise FakeTelegramError(f"Message {message_id} has no button with the data {data!r}.")
        with self.world.change():
            person = self._writer(user_id)
            query = CallbackQuery(
                id=str(4 * 10**18 + self.world.next("callback")),
                at=self.world.now(),
                user_id=user_id,
                chat_id=user_id,
                message_id=message_id,
                data=data,
            )
            self.world.put_callback(query)
            body = {"id": query.id, "from": person.as_user(), "chat_instance": str(7919 * user_id), "data": data}
            self.world.queue.add("callback_query", {**body, "message": message.body})
        return query.id

    def toast(self, callback_id: str) -> CallbackAnswer | None:
        """What the bot answered to this tap, or None as long as it has not."""
        query = self.world.callbacks.get(callback_id)
        return query.answer if query is not None else None

    # coming and going

    def block(self, user_id: int) -> None:
        """Blocks the bot; it hears of it."""
        self._set_blocked(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        """Unblocks the bot; it hears of it."""
        self._set_blocked(user_id, blocked=False)

    def _set_blocked(self, user_id: int, *, blocked: bool) -> None:
        person = self._person(user_id)
        if person.blocked == blocked:
            return
        with self.world.change():
            self.world.put_person(replace(person, blocked=blocked, started=True))
            statuses = ("member", "kicked") if blocked else ("kicked", "member")
            self._membership(person.as_chat(), person, *statuses)

    def deactivate(self, user_id: int) -> None:
        """Deletes the person's account; the bot hears of it only when it writes."""
        person = self._person(user_id)
        with self.world.change():
            self.world.put_person(replace(person, deactivated=True))
