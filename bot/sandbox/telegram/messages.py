"""Messages as the fake keeps them, and as a person sees them in a chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One message. `body` is the Bot API's Message; the rest is what only Telegram knows. Deleted ones stay, marked."""

    chat_id: int
    message_id: int
    at: datetime
    body: Mapping[str, Any]
    from_bot: bool
    method: str = ""
    first_text: str = ""
    keyboard: Mapping[str, Any] | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """Its present text or caption."""
        return str(self.body.get("text", self.body.get("caption", "")))

    @property
    def inline_keyboard(self) -> list[list[Mapping[str, Any]]]:
        """Its inline buttons, row by row; empty if it has none."""
        rows: list[list[Mapping[str, Any]]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def to_json(self) -> dict[str, Any]:
        """The row that is kept."""
        return {**self.__dict__, "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Stored":
        """The message of a kept row."""
        return cls(**{**row, "at": datetime.fromisoformat(row["at"])})


@dataclass(frozen=True, kw_only=True)
class Button:
    """An inline button: `callback_data` or `url` is set, or neither for the other kinds; `raw` is Telegram's object."""

    text: str
    callback_data: str | None
    url: str | None
    style: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file in a message; `size` in bytes, `width` and `height` in pixels for pictures, `duration` in seconds."""

    kind: str
    file_id: str
    size: int
    width: int = 0
    height: int = 0
    duration: int = 0
    name: str = ""
    mime_type: str = ""
    emoji: str = ""


@dataclass(frozen=True, kw_only=True)
class ChatMessage:
    """A message as one person sees it. `from_me`: their own; `reply_markup`: markup that is no inline keyboard."""

    chat_id: int
    message_id: int
    from_me: bool
    sender: str
    date: datetime
    text: str
    entities: tuple[Mapping[str, Any], ...]
    caption: str
    caption_entities: tuple[Mapping[str, Any], ...]
    photo: Attachment | None
    document: Attachment | None
    voice: Attachment | None
    video: Attachment | None
    sticker: Attachment | None
    contact: Mapping[str, Any] | None
    buttons: tuple[tuple[Button, ...], ...]
    reply_markup: Mapping[str, Any] | None
    edited: bool
    reply_to: int | None
    pinned: bool
    reaction: str
    media_group_id: str
    body: Mapping[str, Any]


def attachment(kind: str, body: Mapping[str, Any]) -> Attachment | None:
    """The file of this kind in a message; of a photo its largest size."""
    found = body.get(kind)
    if not found:
        return None
    file = found[-1] if kind == "photo" else found
    return Attachment(
        kind=kind,
        file_id=file["file_id"],
        size=file.get("file_size", 0),
        width=file.get("width", 0),
        height=file.get("height", 0),
        duration=file.get("duration", 0),
        name=file.get("file_name", ""),
        mime_type=file.get("mime_type", ""),
        emoji=file.get("emoji", ""),
    )


def button(raw: Mapping[str, Any]) -> Button:
    """An inline button from Telegram's object."""
    return Button(
        text=raw["text"],
        callback_data=raw.get("callback_data"),
        url=raw.get("url"),
        style=raw.get("style", ""),
        raw=raw,
    )


def seen(message: Stored, user_id: int, *, pinned: bool = False, reaction: str = "") -> ChatMessage:
    """The message as this person sees it."""
    body = message.body
    files = {kind: attachment(kind, body) for kind in ("photo", "document", "voice", "video", "sticker")}
    sender = body.get("from", body.get("sender_chat", {}))
    return ChatMessage(
        chat_id=message.chat_id,
        message_id=message.message_id,
        from_me=not message.from_bot and sender.get("id") == user_id,
        sender=sender.get("first_name", sender.get("title", "")),
        date=message.at,
        text=body.get("text", ""),
        entities=tuple(body.get("entities", ())),
        caption=body.get("caption", ""),
        caption_entities=tuple(body.get("caption_entities", ())),
        contact=body.get("contact"),
        buttons=tuple(tuple(button(raw) for raw in row) for row in message.inline_keyboard),
        reply_markup=message.keyboard,
        edited="edit_date" in body,
        reply_to=body.get("reply_to_message", {}).get("message_id"),
        pinned=pinned,
        reaction=reaction,
        media_group_id=body.get("media_group_id", ""),
        body=body,
        **files,
    )
