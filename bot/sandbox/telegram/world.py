"""The state of the fake Telegram: who there is, what was said, what waits; written through to the store."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.telegram.commands import Profile
from bot.sandbox.telegram.errors import ApiError, bad_request, forbidden
from bot.sandbox.telegram.files import FileBox
from bot.sandbox.telegram.ledger import Arrival, Ledger
from bot.sandbox.telegram.messages import ChatMessage, Stored
from bot.sandbox.telegram.people import Group, Person, group_from_json
from bot.sandbox.telegram.store import Store
from bot.sandbox.telegram.updates import UpdateQueue

CALLBACK_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class CallbackAnswer:
    """What the bot answered to a tap: a short toast, or an alert to be closed."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class CallbackQuery:
    """One tap on an inline button, and the bot's answer once there is one."""

    id: str
    at: datetime
    user_id: int
    chat_id: int
    message_id: int
    data: str
    answer: CallbackAnswer | None = None


def _callback_from_json(row: dict[str, Any]) -> CallbackQuery:
    answer = CallbackAnswer(**row["answer"]) if row["answer"] else None
    return CallbackQuery(**{**row, "at": datetime.fromisoformat(row["at"]), "answer": answer})


class World:
    """Everything the fake knows. Change it inside `with world.change()` only: that commits and wakes who watches."""

    def __init__(self, *, now: Callable[[], datetime], store: Store | None, bot: dict[str, Any]) -> None:
        self.now = now
        self.store = store
        self.bot = bot
        self.ledger = Ledger()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.chats: dict[int, dict[int, Stored]] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.reactions: dict[tuple[int, int], str] = {}
        self.pins: dict[int, list[int]] = {}
        self.seen: dict[tuple[int, int, int], tuple[Stored, ChatMessage]] = {}
        self.actions: dict[int, tuple[str, datetime]] = {}
        self.callback_lifetime = CALLBACK_LIFETIME
        self.revision = 0
        self._counters: dict[str, int] = {}
        self._watchers: set[asyncio.Future[None]] = set()
        self.files = FileBox(store)
        self.queue = UpdateQueue(now, store)
        self.profile = Profile(store)
        if store is not None:
            self._load(store)

    def _load(self, store: Store) -> None:
        for row in store.load("person"):
            self.people[row["user_id"]] = Person(**row)
        for row in store.load("group"):
            self.groups[row["chat_id"]] = group_from_json(row)
        for message in sorted(map(Stored.from_json, store.load("message")), key=lambda m: (m.at, m.message_id)):
            self.chats.setdefault(message.chat_id, {})[message.message_id] = message
            if message.from_bot and message.method:
                self.ledger.arrivals.append(arrival(message))
        for row in store.load("callback"):
            self.callbacks[row["id"]] = _callback_from_json(row)
        for row in store.load("counters"):
            self._counters = row
        for row in store.load("marks"):
            self._load_marks(row)

    def _load_marks(self, row: dict[str, Any]) -> None:
        self.reactions = {(chat_id, message_id): emoji for chat_id, message_id, emoji in row["reactions"]}
        self.pins = {int(chat_id): pins for chat_id, pins in row["pins"].items()}

    @contextmanager
    def change(self) -> Iterator[None]:
        """One change of the state: committed as a whole, then announced."""
        if self.store is None:
            yield
        else:
            with self.store.change():
                yield
        self.revision += 1
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)
        self._watchers.clear()

    async def changed(self, since: int) -> int:
        """Waits until the revision is beyond `since`, and gives it."""
        while self.revision <= since:
            watcher = asyncio.get_running_loop().create_future()
            self._watchers.add(watcher)
            try:
                await watcher
            finally:
                self._watchers.discard(watcher)
        return self.revision

    def next(self, counter: str) -> int:
        """The next number of a sequence: 1, 2, 3 ..."""
        number = self._counters[counter] = self._counters.get(counter, 0) + 1
        if self.store is not None:
            self.store.put("counters", "", self._counters)
        return number

    def next_message_id(self, chat_id: int) -> int:
        """One sequence for all private chats and basic groups, as Telegram has; one per supergroup or channel."""
        group = self.groups.get(chat_id)
        return self.next(f"message {chat_id}" if group is not None and group.own_message_ids else "message")

    def put_person(self, person: Person) -> None:
        """Adds or replaces a person."""
        self.people[person.user_id] = person
        if self.store is not None:
            self.store.put("person", str(person.user_id), asdict(person))

    def put_group(self, group: Group) -> None:
        """Adds or replaces a group or channel."""
        self.groups[group.chat_id] = group
        if self.store is not None:
            self.store.put("group", str(group.chat_id), asdict(group))

    def put_message(self, message: Stored) -> None:
        """Adds or replaces a message."""
        self.chats.setdefault(message.chat_id, {})[message.message_id] = message
        if self.store is not None:
            self.store.put("message", f"{message.chat_id}/{message.message_id}", message.to_json())

    def put_callback(self, query: CallbackQuery) -> None:
        """Adds or replaces a callback query."""
        self.callbacks[query.id] = query
        if self.store is not None:
            self.store.put("callback", query.id, {**asdict(query), "at": query.at.isoformat()})

    def put_marks(self) -> None:
        """Keeps reactions and pins."""
        if self.store is not None:
            reactions = [[chat_id, message_id, emoji] for (chat_id, message_id), emoji in self.reactions.items()]
            self.store.put(
                "marks", "", {"reactions": reactions, "pins": {str(key): pins for key, pins in self.pins.items()}}
            )

    def message(self, chat_id: int, message_id: int) -> Stored | None:
        """The message, unless it was deleted or never was."""
        message = self.chats.get(chat_id, {}).get(message_id)
        return None if message is None or message.deleted else message

    def known_chat(self, chat_id: int | str) -> Person | Group:
        """The chat of this id or @username, if the bot ever met it. Raises "chat not found"."""
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@").lower()
            named = (group for group in self.groups.values() if name and group.username.lower() == name)
            chat: Person | Group | None = next(named, None)
        else:
            chat = self.people.get(chat_id) or self.groups.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable_chat(self, chat_id: int | str) -> Person | Group:
        """The chat, if the bot may write there. Raises Telegram's refusals."""
        chat = self.known_chat(chat_id)
        if isinstance(chat, Group):
            _check_group(chat)
        elif chat.deactivated:
            raise forbidden("user is deactivated")
        elif not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        elif chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def clear(self) -> None:
        """Forgets everything and everybody; message and update ids go on."""
        counters = self._counters
        if self.store is not None:
            self.store.clear()
        for things in (self.people, self.groups, self.chats, self.callbacks, self.reactions, self.pins, self.seen):
            things.clear()
        self.actions.clear()
        self.ledger.clear()
        self.files.clear()
        self.queue.clear()
        self.profile.clear()
        if self.store is not None:
            self.store.put("counters", "", counters)


def _check_group(group: Group) -> None:
    kind = "channel" if group.type == "channel" else f"{group.type} chat"
    if group.migrated_to:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": group.migrated_to},
        )
    if group.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {kind}")
    if group.bot_status == "left":
        raise forbidden(f"bot is not a member of the {kind}")


def chat_id_of(chat: Person | Group) -> int:
    """The id the chat goes by."""
    return chat.chat_id if isinstance(chat, Group) else chat.user_id


def arrival(message: Stored) -> Arrival:
    """The ledger's entry for a message of the bot."""
    return Arrival(
        at=message.at,
        chat_id=message.chat_id,
        message_id=message.message_id,
        text=message.first_text,
        method=message.method,
    )
