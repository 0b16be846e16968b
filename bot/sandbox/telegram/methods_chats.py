"""The methods about chats, members, reactions, pins and files."""

from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Args
from bot.sandbox.telegram.people import Group
from bot.sandbox.telegram.sending import recipient
from bot.sandbox.telegram.world import World, chat_id_of

ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)
REACTIONS = frozenset(
    [
        "👍",
        "👎",
        "❤",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "😢",
        "🎉",
        "🤩",
        "🙏",
        "👌",
        "🕊",
        "💯",
        "🤗",
        "🫡",
        "👀",
        "✍",
        "🤝",
        "🆒",
        "💘",
        "😇",
        "😴",
        "⚡",
        "🏆",
    ]
)
DOWNLOAD_BYTES = 20 * 1024 * 1024


def send_action(world: World, args: Args) -> bool:
    """sendChatAction."""
    if args.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = recipient(world, args)
    with world.change():
        world.actions[chat_id_of(chat)] = (args.text("action"), world.now())
    return True


def get_chat(world: World, args: Args) -> dict[str, Any]:
    """getChat; a person who never opened the chat is not found."""
    chat = world.known_chat(args.get("chat_id"))
    if not isinstance(chat, Group) and not chat.started:
        raise bad_request("chat not found")
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return chat.as_chat() | more


def _member(world: World, chat: Group, user_id: int) -> dict[str, Any]:
    if user_id == world.bot["id"]:
        return {"status": chat.bot_status, "user": world.bot, "until_date": 0}
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    if user_id in chat.administrators:
        return {"status": "creator", "user": person.as_user(), "is_anonymous": False}
    return {"status": "member" if user_id in chat.members else "left", "user": person.as_user()}


def get_member(world: World, args: Args) -> dict[str, Any]:
    """getChatMember."""
    chat = world.known_chat(args.get("chat_id"))
    user_id = args.number("user_id")
    if isinstance(chat, Group):
        return _member(world, chat, user_id)
    if user_id not in (chat.user_id, world.bot["id"]):
        raise bad_request("user not found")
    return {"status": "member", "user": world.bot if user_id == world.bot["id"] else chat.as_user()}


def get_administrators(world: World, args: Args) -> list[dict[str, Any]]:
    """getChatAdministrators."""
    chat = world.known_chat(args.get("chat_id"))
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return [_member(world, chat, user_id) for user_id in chat.administrators]


def leave_chat(world: World, args: Args) -> bool:
    """leaveChat."""
    chat = world.writable_chat(args.get("chat_id"))
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    with world.change():
        world.put_group(Group(**{**chat.__dict__, "bot_status": "left"}))
    return True


def _present(world: World, args: Args, verb: str) -> tuple[int, int]:
    chat_id = chat_id_of(world.writable_chat(args.get("chat_id")))
    if world.message(chat_id, args.number("message_id")) is None:
        raise bad_request(f"message to {verb} not found")
    return chat_id, args.number("message_id")


def set_reaction(world: World, args: Args) -> bool:
    """setMessageReaction: one emoji, or none to take it back."""
    place = _present(world, args, "react")
    reaction = args.list("reaction")
    emoji = [str(item.get("emoji", "")) for item in reaction if isinstance(item, dict)]
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if len(emoji) != len(reaction) or not set(emoji) <= REACTIONS:
        raise bad_request("REACTION_INVALID")
    with world.change():
        world.reactions.pop(place, None)
        if emoji:
            world.reactions[place] = emoji[0]
        world.put_marks()
    return True


def pin_message(world: World, args: Args) -> bool:
    """pinChatMessage."""
    chat_id, message_id = _present(world, args, "pin")
    with world.change():
        pins = world.pins.setdefault(chat_id, [])
        pins[:] = [*(pin for pin in pins if pin != message_id), message_id]
        world.put_marks()
    return True


def unpin_message(world: World, args: Args) -> bool:
    """unpinChatMessage: this message, or the one pinned last."""
    chat_id = chat_id_of(world.writable_chat(args.get("chat_id")))
    pins = world.pins.get(chat_id, [])
    message_id = args.number("message_id") or (pins[-1] if pins else 0)
    if message_id not in pins:
        raise bad_request("message to unpin not found")
    with world.change():
        pins.remove(message_id)
        world.put_marks()
    return True


def unpin_all(world: World, args: Args) -> bool:
    """unpinAllChatMessages."""
    chat_id = chat_id_of(world.writable_chat(args.get("chat_id")))
    with world.change():
        world.pins.pop(chat_id, None)
        world.put_marks()
    return True


def get_file(world: World, args: Args) -> dict[str, Any]:
    """getFile; files over 20 MB are refused."""
    file = world.files.get(args.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.as_file()


def get_profile_photos(world: World, args: Args) -> dict[str, Any]:
    """getUserProfilePhotos: people have none here."""
    if args.number("user_id") not in world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


METHODS = {
    "sendChatAction": send_action,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "leaveChat": leave_chat,
    "setMessageReaction": set_reaction,
    "pinChatMessage": pin_message,
    "unpinChatMessage": unpin_message,
    "unpinAllChatMessages": unpin_all,
    "getFile": get_file,
    "getUserProfilePhotos": get_profile_photos,
}
