"""The methods about the bot itself: who it is, its commands and texts, its webhook."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox.telegram.commands import checked_commands, checked_scope
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Args
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.world import World

LIMITS = {"name": 64, "description": 512, "short_description": 120}
_LANGUAGE_LETTERS = 2
_MENU_BUTTONS = ("default", "commands", "web_app")


def get_me(world: World, args: Args) -> dict[str, Any]:  # noqa: ARG001 - every method has the same shape
    """getMe."""
    no = dict.fromkeys(
        ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business", "has_main_web_app"), False
    )
    return {**world.bot, "can_join_groups": True, **no}


def say_yes(world: World, args: Args) -> bool:  # noqa: ARG001 - every method has the same shape
    """logOut, close: nothing to do here."""
    return True


def _language(args: Args) -> str:
    code = args.text("language_code")
    if code and (len(code) != _LANGUAGE_LETTERS or not code.islower()):
        raise bad_request("LANG_CODE_INVALID")
    return code


def _scope(world: World, args: Args) -> dict[str, Any]:
    scope = checked_scope(args.get("scope", {}))
    if "chat_id" in scope:
        chat = world.known_chat(scope["chat_id"])
        if isinstance(chat, Person) and not chat.started:
            raise bad_request("chat not found")
    return scope


def set_commands(world: World, args: Args) -> bool:
    """setMyCommands for one scope and language."""
    commands, scope = checked_commands(args.list("commands")), _scope(world, args)
    with world.change():
        world.profile.put_commands(scope, _language(args), commands)
    return True


def get_commands(world: World, args: Args) -> list[dict[str, str]]:
    """getMyCommands of exactly one scope and language."""
    return world.profile.commands(_scope(world, args), _language(args))


def delete_commands(world: World, args: Args) -> bool:
    """deleteMyCommands of one scope and language."""
    with world.change():
        world.profile.put_commands(_scope(world, args), _language(args), [])
    return True


def set_text(what: str, world: World, args: Args) -> bool:
    """setMyName, setMyDescription, setMyShortDescription for one language."""
    if len(args.text(what)) > LIMITS[what]:
        raise bad_request(f"fake: the bot's {what} is at most {LIMITS[what]} characters long")
    with world.change():
        world.profile.put(f"{what}|{_language(args)}", args.text(what))
    return True


def get_text(what: str, world: World, args: Args) -> dict[str, str]:
    """getMyName, getMyDescription, getMyShortDescription for one language, else the one for all."""
    fallback = world.bot["first_name"] if what == "name" else ""
    return {what: world.profile.text(what, _language(args)) or fallback}


def set_menu_button(world: World, args: Args) -> bool:
    """setChatMenuButton for one person, or for all."""
    button = args.get("menu_button") or {"type": "default"}
    if button.get("type") not in _MENU_BUTTONS:
        raise bad_request("can't parse menu button: Unsupported type specified")
    if args.number("chat_id"):
        world.writable_chat(args.number("chat_id"))
    with world.change():
        world.profile.put(f"menu|{args.number('chat_id') or ''}", button)
    return True


def get_menu_button(world: World, args: Args) -> dict[str, Any]:
    """getChatMenuButton of one person, else the one for all."""
    button: dict[str, Any] | None = world.profile.get(f"menu|{args.number('chat_id') or ''}")
    return button or world.profile.get("menu|") or {"type": "commands"}


def set_webhook(world: World, args: Args) -> bool:
    """setWebhook: stored, and blocks getUpdates; nothing is ever delivered."""
    url = args.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if "allowed_updates" in args:
        world.queue.allow(args.list("allowed_updates"))
    with world.change():
        world.queue.set_webhook({"url": url} if url else {}, drop_pending=args.flag("drop_pending_updates"))
    return True


def delete_webhook(world: World, args: Args) -> bool:
    """deleteWebhook."""
    with world.change():
        world.queue.set_webhook({}, drop_pending=args.flag("drop_pending_updates"))
    return True


def get_webhook_info(world: World, args: Args) -> dict[str, Any]:  # noqa: ARG001 - every method has the same shape
    """getWebhookInfo."""
    info = {
        "url": world.queue.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.pending()),
    }
    return info | ({"allowed_updates": world.queue.allowed} if world.queue.allowed else {})


METHODS: dict[str, Callable[[World, Args], Any]] = {
    "getMe": get_me,
    "logOut": say_yes,
    "close": say_yes,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyName": partial(set_text, "name"),
    "getMyName": partial(get_text, "name"),
    "setMyDescription": partial(set_text, "description"),
    "getMyDescription": partial(get_text, "description"),
    "setMyShortDescription": partial(set_text, "short_description"),
    "getMyShortDescription": partial(get_text, "short_description"),
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
