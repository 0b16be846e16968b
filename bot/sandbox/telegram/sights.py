"""What people see in the fake Telegram."""

from datetime import timedelta

from bot.sandbox.telegram.commands import Command, group_scopes, private_scopes
from bot.sandbox.telegram.errors import FakeTelegramError
from bot.sandbox.telegram.files import StoredFile
from bot.sandbox.telegram.messages import ChatMessage, Stored, seen
from bot.sandbox.telegram.population import Population

ACTION_SHOWN = timedelta(seconds=5)


class Sights(Population):
    """Chats, menus and files as people see them."""

    def messages(self, user_id: int) -> list[ChatMessage]:
        """The chat with the bot as this person sees it, both sides, oldest first; deleted messages are gone."""
        return self.chat(user_id, user_id)

    def chat(self, chat_id: int, user_id: int) -> list[ChatMessage]:
        """Any chat as this person sees it, oldest first."""
        messages = self.world.chats.get(chat_id, {}).values()
        return [self._seen(message, user_id) for message in messages if not message.deleted]

    def _seen(self, message: Stored, user_id: int) -> ChatMessage:
        """The message as this person sees it; made anew only if something about it has changed."""
        chat_id, message_id = message.chat_id, message.message_id
        pinned = message_id in self.world.pins.get(chat_id, ())
        reaction = self.world.reactions.get((chat_id, message_id), "")
        known = self.world.seen.get((chat_id, message_id, user_id))
        if known is not None and known[0] is message and (known[1].pinned, known[1].reaction) == (pinned, reaction):
            return known[1]
        view = seen(message, user_id, pinned=pinned, reaction=reaction)
        self.world.seen[chat_id, message_id, user_id] = (message, view)
        return view

    def commands_for(self, user_id: int, chat_id: int | None = None) -> list[Command]:
        """The command menu this person sees, in the private chat or in a group."""
        person = self.world.people.get(user_id)
        if person is None:
            raise FakeTelegramError(f"There is no person {user_id}.")
        if chat_id is None or chat_id == user_id:
            scopes = private_scopes(user_id)
        else:
            scopes = group_scopes(chat_id, user_id, administrator=user_id in self._group(chat_id).administrators)
        return self.world.profile.resolved(scopes, person.language_code.split("-", 1)[0])

    def profile_text(self, user_id: int, what: str) -> str:
        """The bot's "name", "description" (shown before Start) or "short_description" as this person sees it."""
        person = self.world.people.get(user_id)
        language = person.language_code.split("-", 1)[0] if person is not None else ""
        fallback = str(self.world.bot["first_name"]) if what == "name" else ""
        return self.world.profile.text(what, language) or fallback

    def chat_action(self, chat_id: int) -> str:
        """What the bot shows itself doing ("typing" ...), "" if nothing: for 5 seconds or until it writes."""
        action, at = self.world.actions.get(chat_id, ("", self.world.now()))
        return action if self.world.now() - at <= ACTION_SHOWN else ""

    def file(self, file_id: str) -> StoredFile | None:
        """The file of this id with its bytes, or None."""
        return self.world.files.get(file_id)
