"""Groups and channels: making them, writing in them, throwing the bot out."""

from dataclasses import replace

from bot.sandbox.telegram.errors import FakeTelegramError
from bot.sandbox.telegram.messages import Stored
from bot.sandbox.telegram.people import Group
from bot.sandbox.telegram.population import Population, typed
from bot.sandbox.telegram.sending import compose, reply_to


class GroupSide(Population):
    """The acts of people in groups and channels."""

    def add_group(
        self,
        *,
        chat_id: int,
        title: str,
        members: tuple[int, ...],
        kind: str = "supergroup",
        username: str = "",
    ) -> Group:
        """Adds a group, supergroup or channel of these people; the first one adds the bot, which hears of it."""
        if chat_id >= 0 or kind not in ("group", "supergroup", "channel") or not members:
            raise FakeTelegramError("A group has a negative id, somebody in it, and is a group, supergroup or channel.")
        owner = self._person(members[0])
        status = "administrator" if kind == "channel" else "member"
        group = Group(
            chat_id=chat_id,
            title=title,
            type=kind,
            username=username,
            members=members,
            administrators=members[:1],
            bot_status=status,
        )
        with self.world.change():
            self.world.put_group(group)
            self._membership(group.as_chat(), owner, "left", status)
        return group

    def send_group_text(self, chat_id: int, user_id: int, text: str, *, reply_to_id: int | None = None) -> int:
        """Writes in a group or channel. The bot hears only commands, mentions and replies to it."""
        group, person = self._group(chat_id), self._person(user_id)
        if user_id not in group.members:
            raise FakeTelegramError(f"{person.first_name} is not in {group.title}.")
        with self.world.change():
            replied = self._message(chat_id, reply_to_id) if reply_to_id is not None else None
            content = {**typed(text), **(reply_to(replied) if replied is not None else {})}
            message = compose(self.world, group, content, sender=person)
            if group.type == "channel":
                self.world.queue.add("channel_post", message.body)
            elif self._heard(message) or (replied is not None and replied.from_bot):
                self.world.queue.add("message", message.body)
        return message.message_id

    def _heard(self, message: Stored) -> bool:
        name = f"@{self.world.bot['username']}".lower()
        return message.text.startswith("/") or name in message.text.lower()

    def remove_bot(self, chat_id: int, by: int) -> None:
        """Throws the bot out of a group; it hears of it."""
        group, person = self._group(chat_id), self._person(by)
        with self.world.change():
            self.world.put_group(replace(group, bot_status="kicked"))
            self._membership(group.as_chat(), person, group.bot_status, "kicked")

    def migrate_group(self, chat_id: int, new_chat_id: int) -> Group:
        """Makes a group a supergroup with a new id; the old id answers with the new one from now on."""
        group = self._group(chat_id)
        upgraded = replace(group, chat_id=new_chat_id, type="supergroup")
        with self.world.change():
            self.world.put_group(replace(group, migrated_to=new_chat_id))
            self.world.put_group(upgraded)
        return upgraded
