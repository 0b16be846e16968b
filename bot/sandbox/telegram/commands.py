"""What the bot says about itself: commands per scope and language, name, descriptions, menu buttons."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.store import Store

MOST_COMMANDS = 100
DESCRIPTION = 256
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES: dict[str, frozenset[str]] = {
    "default": frozenset(),
    "all_private_chats": frozenset(),
    "all_group_chats": frozenset(),
    "all_chat_administrators": frozenset(),
    "chat": frozenset({"chat_id"}),
    "chat_administrators": frozenset({"chat_id"}),
    "chat_member": frozenset({"chat_id", "user_id"}),
}


@dataclass(frozen=True)
class Command:
    """A line of the command menu; `command` without the slash."""

    command: str
    description: str


def checked_scope(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The scope; {} means the default one. Raises a refusal for a scope of no known kind or with a part missing."""
    if not scope:
        return {"type": "default"}
    needed = _SCOPES.get(str(scope.get("type")))
    if needed is None:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    for name in sorted(needed):
        if name not in scope:
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    return dict(scope)


def checked_commands(commands: list[Any]) -> list[dict[str, str]]:
    """The commands. Raises Telegram's refusals."""
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_checked(command) for command in commands]


def _checked(command: Any) -> dict[str, str]:
    if not isinstance(command, Mapping):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if name not in command:
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    name, description = str(command["command"]).removeprefix("/"), str(command["description"]).strip()
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(description) <= DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


class Profile:
    """Commands and texts under a key; written through."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._entries: dict[str, Any] = {}
        for row in store.load("profile") if store is not None else []:
            self._entries[row["key"]] = row["value"]

    def put(self, key: str, value: Any) -> None:
        """Keeps a value; None, "" and [] remove it."""
        if value:
            self._entries[key] = value
        else:
            self._entries.pop(key, None)
        if self._store is not None:
            self._store.put("profile", key, {"key": key, "value": value or ""})

    def get(self, key: str) -> Any:
        """The value, or None."""
        return self._entries.get(key) or None

    def text(self, what: str, language: str) -> str:
        """A name or description as a person of this language sees it: theirs, else the one for all."""
        return self.get(f"{what}|{language}") or self.get(f"{what}|") or ""

    def put_commands(self, scope: Mapping[str, Any], language: str, commands: list[dict[str, str]]) -> None:
        """Keeps the commands of exactly this scope and language; [] removes them."""
        self.put(_commands_key(scope, language), commands)

    def commands(self, scope: Mapping[str, Any], language: str) -> list[dict[str, str]]:
        """The commands of exactly this scope and language."""
        return self.get(_commands_key(scope, language)) or []

    def resolved(self, scopes: list[dict[str, Any]], language: str) -> list[Command]:
        """The commands a client shows: the first scope that has any, the person's language before the one for all."""
        for scope in scopes:
            for tongue in dict.fromkeys((language, "")):
                if found := self.commands(scope, tongue):
                    return [Command(entry["command"], entry["description"]) for entry in found]
        return []

    def clear(self) -> None:
        """Forgets everything."""
        self._entries.clear()


def _commands_key(scope: Mapping[str, Any], language: str) -> str:
    return f"commands|{json.dumps(scope, sort_keys=True)}|{language}"


def private_scopes(user_id: int) -> list[dict[str, Any]]:
    """The scopes a client looks through in a private chat, in order."""
    return [{"type": "chat", "chat_id": user_id}, {"type": "all_private_chats"}, {"type": "default"}]


def group_scopes(chat_id: int, user_id: int, *, administrator: bool) -> list[dict[str, Any]]:
    """The scopes a client looks through in a group, in order."""
    scopes: list[dict[str, Any]] = [{"type": "chat_member", "chat_id": chat_id, "user_id": user_id}]
    if administrator:
        scopes.append({"type": "chat_administrators", "chat_id": chat_id})
    scopes.append({"type": "chat", "chat_id": chat_id})
    if administrator:
        scopes.append({"type": "all_chat_administrators"})
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]
