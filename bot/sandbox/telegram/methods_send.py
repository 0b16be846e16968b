"""The methods that put messages into chats."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.messages import Stored
from bot.sandbox.telegram.params import Args
from bot.sandbox.telegram.sending import check_preview, put, recipient, send
from bot.sandbox.telegram.text import caption, caption_of, message_text
from bot.sandbox.telegram.world import World, chat_id_of

ALBUM = range(2, 11)
_ALBUM_KINDS = ("photo", "video", "document")
_CONTENT = ("text", "entities", "photo", "document", "voice", "video", "sticker", "contact", "location")
_CAPTION = ("caption", "caption_entities")


def send_message(world: World, args: Args) -> dict[str, Any]:
    """sendMessage."""
    text, entities = message_text(args)
    content: dict[str, Any] = {"text": text} | ({"entities": entities} if entities else {})
    if options := args.get("link_preview_options"):
        check_preview(options)
        content["link_preview_options"] = options
    return send(world, args, content)


def caption_fields(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields of a caption in a message; none if it is empty."""
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if text and entities else {})


def send_file(world: World, args: Args, kind: str) -> dict[str, Any]:
    """sendPhoto, sendDocument, sendVoice, sendVideo, sendSticker."""
    fields = caption_fields(*caption(args))
    if args.flag("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    if not args.text(kind):
        raise bad_request(f"there is no {kind} in the request")
    chat = recipient(world, args)
    with world.change():
        file = world.files.resolve(kind, args.text(kind), args.files).in_message()
        for name in ("duration", "width", "height"):
            if kind != "photo" and args.number(name):
                file = {**file, name: args.number(name)}
        return put(world, args, chat, {kind: file, **fields})


def send_photo(world: World, args: Args) -> dict[str, Any]:
    """sendPhoto."""
    return send_file(world, args, "photo")


def send_document(world: World, args: Args) -> dict[str, Any]:
    """sendDocument."""
    return send_file(world, args, "document")


def send_voice(world: World, args: Args) -> dict[str, Any]:
    """sendVoice."""
    return send_file(world, args, "voice")


def send_video(world: World, args: Args) -> dict[str, Any]:
    """sendVideo."""
    return send_file(world, args, "video")


def send_sticker(world: World, args: Args) -> dict[str, Any]:
    """sendSticker."""
    return send_file(world, args, "sticker")


def send_media_group(world: World, args: Args) -> list[dict[str, Any]]:
    """sendMediaGroup: every item is checked before the first one arrives."""
    items = args.list("media")
    if len(items) not in ALBUM:
        raise bad_request("fake: an album holds 2 to 10 items")
    kinds = {item.get("type") for item in items if isinstance(item, Mapping)}
    if not kinds <= set(_ALBUM_KINDS) or ("document" in kinds and len(kinds) > 1):
        raise bad_request("can't use the media of the specified type in the album")
    chat = recipient(world, args)
    with world.change():
        contents = [media_content(world, item, args) for item in items]
        group = {"media_group_id": str(world.next("album") + 10**12)}
        return [put(world, args, chat, {**content, **group}) for content in contents]


def media_content(world: World, item: Mapping[str, Any], args: Args) -> dict[str, Any]:
    """The message fields of an InputMedia object."""
    kind = str(item.get("type"))
    if kind not in _ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    if not item.get("media"):
        raise bad_request("can't parse InputMedia: Can't find field \"media\"")
    text = str(item.get("caption") or "")
    fields = caption_fields(*caption_of(text, str(item.get("parse_mode") or ""), item.get("caption_entities") or []))
    return {kind: world.files.resolve(kind, str(item["media"]), args.files).in_message(), **fields}


def source(world: World, args: Args, verb: str) -> Stored:
    """The message a copy or forward is of."""
    chat_id = chat_id_of(world.known_chat(args.get("from_chat_id")))
    message = world.message(chat_id, args.number("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def copy_message(world: World, args: Args) -> dict[str, Any]:
    """copyMessage: the content without its buttons, with a new caption if one is given."""
    message = source(world, args, "copy")
    content = {name: message.body[name] for name in (*_CONTENT, *_CAPTION) if name in message.body}
    if "caption" in args and "text" not in content:
        content = {name: value for name, value in content.items() if name not in _CAPTION}
        content |= caption_fields(*caption(args))
    return {"message_id": send(world, args, content)["message_id"]}


def forward_message(world: World, args: Args) -> dict[str, Any]:
    """forwardMessage: the content with a note of where it is from."""
    message = source(world, args, "forward")
    if message.body.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content = {name: message.body[name] for name in (*_CONTENT, *_CAPTION) if name in message.body}
    origin = {"type": "user", "sender_user": message.body.get("from", world.bot), "date": message.body["date"]}
    return send(world, args, {**content, "forward_origin": origin})


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendVideo": send_video,
    "sendSticker": send_sticker,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
