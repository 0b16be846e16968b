"""Putting a message of the bot into a chat, with everything that is common to all kinds of messages."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.telegram.entities import link_error
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.markup import any_markup
from bot.sandbox.telegram.messages import Stored
from bot.sandbox.telegram.params import Args
from bot.sandbox.telegram.people import Group, Person
from bot.sandbox.telegram.world import World, arrival, chat_id_of

EFFECTS = frozenset(
    {"5104841245755180586", "5107584321108051014", "5104858069142078462"}
    | {"5159385139981059251", "5046509860389126442", "5046589136895476101"}
)
_PREVIEW_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def refuse_unmodelled(args: Args) -> None:
    """Raises for parameters that stand for things the fake has none of."""
    if args.text("business_connection_id"):
        raise bad_request("business connection not found")
    if args.number("message_thread_id"):
        raise bad_request("message thread not found")
    if args.number("direct_messages_topic_id"):
        raise bad_request("fake: there are no direct messages topics here")
    if "suggested_post_parameters" in args:
        raise bad_request("suggested posts can be sent only to channel direct messages")
    if args.flag("allow_paid_broadcast"):
        raise bad_request("FLOODSKIP_NOT_ALLOWED")
    if args.text("message_effect_id") and args.text("message_effect_id") not in EFFECTS:
        raise bad_request("EFFECT_ID_INVALID")


def check_preview(options: Mapping[str, Any]) -> None:
    """Raises Telegram's refusals of bad link_preview_options."""
    for name, value in options.items():
        if name in _PREVIEW_FLAGS:
            if not isinstance(value, bool):
                raise bad_request(f'field "{name}" must be of type Boolean')
        elif name != "url":
            raise bad_request(f'fake: link_preview_options has no field "{name}"')
        elif link_error(str(value)):
            raise bad_request("WEBPAGE_URL_INVALID")


def recipient(world: World, args: Args) -> Person | Group:
    """The chat a call writes to. Raises Telegram's refusals."""
    refuse_unmodelled(args)
    return world.writable_chat(args.get("chat_id"))


def send(world: World, args: Args, content: Mapping[str, Any]) -> dict[str, Any]:
    """Puts a message with this content into the chat of the call; gives the Bot API's Message."""
    chat = recipient(world, args)
    return put(world, args, chat, content)


def put(world: World, args: Args, chat: Person | Group, content: Mapping[str, Any]) -> dict[str, Any]:
    """Puts a message into a chat that was checked already."""
    extra: dict[str, Any] = _reply(world, args, chat_id_of(chat))
    markup = any_markup(args.get("reply_markup", {}))
    if "inline_keyboard" in markup:
        extra["reply_markup"] = markup
    if args.flag("protect_content"):
        extra["has_protected_content"] = True
    if args.text("message_effect_id"):
        extra["effect_id"] = args.text("message_effect_id")
    keyboard = markup if markup and "inline_keyboard" not in markup else None
    with world.change():
        message = compose(world, chat, {**content, **extra}, method=args.method, keyboard=keyboard)
        world.ledger.arrivals.append(arrival(message))
        world.actions.pop(message.chat_id, None)
    return dict(message.body)


def compose(
    world: World,
    chat: Person | Group,
    content: Mapping[str, Any],
    *,
    sender: Person | None = None,
    method: str = "",
    keyboard: Mapping[str, Any] | None = None,
) -> Stored:
    """Makes and keeps a message of the bot, or of the sender. To be called inside a change."""
    chat_id = chat_id_of(chat)
    at = world.now()
    body = {
        "message_id": world.next_message_id(chat_id),
        **_from(world, chat, sender),
        "chat": chat.as_chat(),
        "date": int(at.timestamp()),
        **content,
    }
    message = Stored(
        chat_id=chat_id,
        message_id=body["message_id"],
        at=at,
        body=body,
        from_bot=sender is None and bool(method),
        method=method,
        first_text=str(content.get("text", content.get("caption", ""))),
        keyboard=keyboard,
    )
    world.put_message(message)
    return message


def _from(world: World, chat: Person | Group, sender: Person | None) -> dict[str, Any]:
    if isinstance(chat, Group) and chat.type == "channel":
        return {"sender_chat": chat.as_chat()}
    return {"from": world.bot if sender is None else sender.as_user()}


def reply_to(message: Stored) -> dict[str, Any]:
    """The field by which a message shows what it replies to."""
    return {"reply_to_message": {key: value for key, value in message.body.items() if key != "reply_to_message"}}


def _reply(world: World, args: Args, chat_id: int) -> dict[str, Any]:
    wanted = args.get("reply_parameters", {})
    if not wanted:
        return {}
    if "message_id" not in wanted:
        raise bad_request('can\'t find field "message_id"')
    if wanted.get("chat_id", chat_id) != chat_id:
        raise bad_request("fake: replies go to messages of the same chat only")
    message = world.message(chat_id, int(wanted["message_id"]))
    if message is not None:
        return reply_to(message)
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
