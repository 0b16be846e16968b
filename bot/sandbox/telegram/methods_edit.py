"""The methods that change or remove messages, and answer taps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.markup import inline_only
from bot.sandbox.telegram.messages import Stored
from bot.sandbox.telegram.methods_send import caption_fields, media_content
from bot.sandbox.telegram.params import Args
from bot.sandbox.telegram.sending import check_preview, refuse_unmodelled
from bot.sandbox.telegram.text import caption, message_text
from bot.sandbox.telegram.world import CallbackAnswer, World, chat_id_of

DELETABLE = timedelta(hours=48)
TOAST = 200
MOST_DELETED = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_HEAD = (
    *("message_id", "from", "sender_chat", "chat", "date"),
    *("reply_to_message", "has_protected_content", "effect_id", "media_group_id"),
)
_FILES = ("photo", "document", "voice", "video", "sticker")
_CAPTIONED = ("photo", "document", "voice", "video")


def _editable(world: World, args: Args) -> Stored:
    refuse_unmodelled(args)
    if args.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in args:
        raise bad_request("chat_id is empty")
    if not args.number("message_id"):
        raise bad_request("message identifier is not specified")
    chat_id = chat_id_of(world.writable_chat(args.get("chat_id")))
    message = world.message(chat_id, args.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.keyboard is not None or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, args: Args, message: Stored, content: Mapping[str, Any]) -> dict[str, Any]:
    """Keeps the message with this content and the call's buttons (none given: none left)."""
    markup = inline_only(args.get("reply_markup", {}))
    head = {name: message.body[name] for name in _HEAD if name in message.body}
    body: dict[str, Any] = {**head, **content} | ({"reply_markup": markup} if markup else {})
    before = {name: value for name, value in message.body.items() if name != "edit_date"}
    if body == before:
        raise bad_request(NOT_MODIFIED)
    body["edit_date"] = int(world.now().timestamp())
    with world.change():
        world.put_message(replace(message, body=body))
    return body


def edit_text(world: World, args: Args) -> dict[str, Any]:
    """editMessageText."""
    text, entities = message_text(args)
    message = _editable(world, args)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    content: dict[str, Any] = {"text": text} | ({"entities": entities} if entities else {})
    if options := args.get("link_preview_options"):
        check_preview(options)
        content["link_preview_options"] = options
    return _edited(world, args, message, content)


def edit_caption(world: World, args: Args) -> dict[str, Any]:
    """editMessageCaption."""
    fields = caption_fields(*caption(args))
    message = _editable(world, args)
    files = {name: message.body[name] for name in _CAPTIONED if name in message.body}
    if not files:
        raise bad_request("there is no caption in the message to edit")
    if args.flag("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return _edited(world, args, message, {**files, **fields})


def edit_media(world: World, args: Args) -> dict[str, Any]:
    """editMessageMedia: a text message may become one with a file, never the other way round."""
    message = _editable(world, args)
    with world.change():
        content = media_content(world, args.get("media"), args)
        return _edited(world, args, message, content)


def edit_markup(world: World, args: Args) -> dict[str, Any]:
    """editMessageReplyMarkup."""
    message = _editable(world, args)
    names = ("text", "entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media")
    content = {name: message.body[name] for name in (*names, *_FILES) if name in message.body}
    return _edited(world, args, message, content)


def _delete(world: World, message: Stored) -> None:
    if world.now() - message.at > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    with world.change():
        world.put_message(replace(message, deleted=True))
        world.pins.get(message.chat_id, [])[:] = [
            pin for pin in world.pins.get(message.chat_id, []) if pin != message.message_id
        ]


def delete_message(world: World, args: Args) -> bool:
    """deleteMessage: in a private chat also the person's own messages; none older than 48 hours."""
    chat_id = chat_id_of(world.known_chat(args.get("chat_id")))
    message = world.message(chat_id, args.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, message)
    return True


def delete_messages(world: World, args: Args) -> bool:
    """deleteMessages: those that are not found are skipped."""
    ids = args.list("message_ids")
    if len(ids) > MOST_DELETED:
        raise bad_request("too many messages to delete")
    chat_id = chat_id_of(world.known_chat(args.get("chat_id")))
    for message_id in ids:
        message = world.message(chat_id, int(message_id))
        if message is not None and world.now() - message.at <= DELETABLE:
            _delete(world, message)
    return True


def answer_callback(world: World, args: Args) -> bool:
    """answerCallbackQuery: once, and while the query is fresh."""
    if len(args.text("text")) > TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.callbacks.get(args.text("callback_query_id"))
    if query is None or query.answer is not None or world.now() - query.at > world.callback_lifetime:
        raise bad_request(QUERY_TOO_OLD)
    answer = CallbackAnswer(text=args.text("text"), show_alert=args.flag("show_alert"), url=args.text("url"))
    with world.change():
        world.put_callback(replace(query, answer=answer))
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback,
}
