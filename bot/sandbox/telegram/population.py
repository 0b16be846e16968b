"""Who lives in the fake Telegram, and what all sides of their lives share."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.sandbox.telegram.errors import FakeTelegramError
from bot.sandbox.telegram.messages import Stored
from bot.sandbox.telegram.people import Group, Person
from bot.sandbox.telegram.text import plain
from bot.sandbox.telegram.world import World

_RIGHTS = dict.fromkeys(
    (
        *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
        *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
        *("can_post_stories", "can_edit_stories", "can_delete_stories"),
    ),
    False,
)
"""What Telegram always says of an administrator."""


class Population:
    """People and groups by id. What is not there raises FakeTelegramError with a plain sentence."""

    world: World

    @property
    def people(self) -> Mapping[int, Person]:
        """Everybody, by user id."""
        return self.world.people

    @property
    def groups(self) -> Mapping[int, Group]:
        """The groups and channels, by chat id."""
        return self.world.groups

    def add_person(
        self, *, user_id: int, first_name: str, last_name: str = "", username: str = "", language_code: str = "en"
    ) -> Person:
        """Adds a person who never met the bot; one of this id who is there already keeps the chat."""
        person = replace(
            self.world.people.get(user_id, Person(user_id=user_id, first_name=first_name)),
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        with self.world.change():
            self.world.put_person(person)
        return person

    def _person(self, user_id: int) -> Person:
        person = self.world.people.get(user_id)
        if person is None:
            raise FakeTelegramError(f"There is no person {user_id}.")
        if person.deactivated:
            raise FakeTelegramError(f"{person.first_name} has no account any more.")
        return person

    def _group(self, chat_id: int) -> Group:
        group = self.world.groups.get(chat_id)
        if group is None:
            raise FakeTelegramError(f"There is no group {chat_id}.")
        return group

    def _message(self, chat_id: int, message_id: int) -> Stored:
        message = self.world.message(chat_id, message_id)
        if message is None:
            raise FakeTelegramError(f"There is no message {message_id} in this chat.")
        return message

    def _membership(self, chat: Mapping[str, Any], by: Person, old: str, new: str) -> None:
        """Tells the bot that its place in a chat has changed."""

        def member(status: str) -> dict[str, Any]:
            more: dict[str, dict[str, Any]] = {"kicked": {"until_date": 0}, "administrator": _RIGHTS}
            return {"user": self.world.bot, "status": status, **more.get(status, {})}

        body = {"chat": chat, "from": by.as_user(), "date": int(self.world.now().timestamp())}
        body |= {"old_chat_member": member(old), "new_chat_member": member(new)}
        self.world.queue.add("my_chat_member", body)


def typed(text: str) -> dict[str, Any]:
    """The content of a typed text. Raises a plain sentence for an empty one."""
    clean, entities = plain(text)
    if not clean:
        raise FakeTelegramError("There is no text to send.")
    return {"text": clean} | ({"entities": entities} if entities else {})
