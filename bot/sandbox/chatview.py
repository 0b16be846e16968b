"""A person's chat as the JSON that the page and scripts read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.telegram.messages import Attachment, Button, ChatMessage

FILE_KINDS = ("photo", "document", "voice", "video", "sticker")


def message_json(message: ChatMessage) -> dict[str, Any]:
    """One message: who, when, what it says (text or caption) with Telegram's entities, its file and its buttons."""
    file = _file(message)
    return {
        "id": message.message_id,
        "from": "person" if message.from_me else "bot",
        "at": message.date.isoformat(),
        "edited_at": _edited_at(message),
        "kind": _kind(message),
        "text": message.text or message.caption,
        "entities": [dict(entity) for entity in message.entities or message.caption_entities],
        "reply_to": message.reply_to,
        "file": _file_json(file) if file is not None else None,
        "contact": dict(message.contact) if message.contact else None,
        "buttons": [[_button_json(button) for button in row] for row in message.buttons],
        "pinned": message.pinned,
        "reaction": message.reaction,
    }


def reply_keyboard(messages: Sequence[ChatMessage]) -> list[list[dict[str, str]]] | None:
    """The reply keyboard that a client would show now: the bot's last word on it, or None."""
    for message in reversed(messages):
        markup = message.reply_markup or {}
        if "keyboard" in markup:
            return [[_reply_button(button) for button in row] for row in markup["keyboard"]]
        if markup.get("remove_keyboard"):
            return None
    return None


def _kind(message: ChatMessage) -> str:
    if message.contact:
        return "contact"
    file = _file(message)
    return file.kind if file is not None else "text"


def _file(message: ChatMessage) -> Attachment | None:
    files: list[Attachment | None] = [getattr(message, kind) for kind in FILE_KINDS]
    return next((file for file in files if file is not None), None)


def _file_json(file: Attachment) -> dict[str, Any]:
    return {
        "id": file.file_id,
        "name": file.name,
        "size": file.size,
        "mime_type": file.mime_type,
        "width": file.width,
        "height": file.height,
        "emoji": file.emoji,
    }


def _edited_at(message: ChatMessage) -> str | None:
    stamp = message.body.get("edit_date")
    return datetime.fromtimestamp(stamp, UTC).isoformat() if stamp else None


def _button_json(button: Button) -> dict[str, Any]:
    """Exactly one of data, url and copy_text is given for a button that does something here."""
    copy_text = button.raw.get("copy_text", {}).get("text")
    does = {"data": button.callback_data, "url": button.url, "copy_text": copy_text}
    shown = {"text": button.text, "style": button.style}
    return shown | {key: value for key, value in does.items() if value is not None}


def _reply_button(button: str | Mapping[str, Any]) -> dict[str, str]:
    if isinstance(button, str):
        return {"text": button, "asks": ""}
    return {"text": button["text"], "asks": "contact" if button.get("request_contact") else ""}
