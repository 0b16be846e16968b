"""Who is in the fake Telegram: people, and groups and channels the bot is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person with a Telegram account. `started`: has opened the chat with the bot at some time."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> dict[str, Any]:
        """The Bot API's User."""
        user = {"id": self.user_id, "is_bot": False, "first_name": self.first_name, "last_name": self.last_name}
        user |= {"username": self.username, "language_code": self.language_code}
        return {key: value for key, value in user.items() if value != ""}

    def as_chat(self) -> dict[str, Any]:
        """The Bot API's private Chat with this person."""
        chat = {"id": self.user_id, "type": "private", "first_name": self.first_name, "last_name": self.last_name}
        chat |= {"username": self.username}
        return {key: value for key, value in chat.items() if value != ""}


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group, supergroup or channel (`type`), the people in it, and whether the bot is still there."""

    chat_id: int
    title: str
    type: str = "supergroup"
    username: str = ""
    members: tuple[int, ...] = ()
    administrators: tuple[int, ...] = ()
    bot_status: str = "member"
    migrated_to: int = 0

    def as_chat(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        chat = {"id": self.chat_id, "type": self.type, "title": self.title}
        return chat | ({"username": self.username} if self.username else {})

    @property
    def own_message_ids(self) -> bool:
        """Whether messages are numbered per chat; private chats and basic groups share one sequence."""
        return self.type != "group"


def group_from_json(row: Mapping[str, Any]) -> Group:
    """The group of a kept row."""
    lists = {"members": tuple(row["members"]), "administrators": tuple(row["administrators"])}
    return Group(**{**row, **lists})
