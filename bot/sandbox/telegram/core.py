"""The fake Telegram's core: it answers the bot's calls, lets people act, and keeps the ledger."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.telegram import methods_bot, methods_chats, methods_edit, methods_send
from bot.sandbox.telegram.acts import PeopleSide
from bot.sandbox.telegram.errors import ApiError, not_found, unauthorized
from bot.sandbox.telegram.faults import (
    AnswerLost,
    Delay,
    Fault,
    Faults,
    Html,
    NotFoundOnce,
    PoisonUpdate,
    Refused,
    ResetAfter,
    ResetBefore,
    Status,
    TooManyRequests,
    TransportFault,
    error_of,
)
from bot.sandbox.telegram.files import StoredFile, Upload
from bot.sandbox.telegram.flood import LIMITED, FloodControl
from bot.sandbox.telegram.ledger import Call, Ledger
from bot.sandbox.telegram.params import METHODS, Args, checked
from bot.sandbox.telegram.store import Store
from bot.sandbox.telegram.waiting import hold
from bot.sandbox.telegram.world import World

DEMO_TOKEN = "100000001:sandbox-demo-token-that-opens-nothing"  # noqa: S105 - a token of the fake, it opens nothing
_HTML_PAGE = b"<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
_HANDLERS: dict[str, Callable[[World, Args], Any]] = {
    **methods_bot.METHODS,
    **methods_chats.METHODS,
    **methods_edit.METHODS,
    **methods_send.METHODS,
}
OK = 200


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire: an HTTP status, a body, and what kind of body."""

    status: int
    body: bytes
    content_type: str = "application/json"


class FakeTelegram(PeopleSide):
    """One fake Telegram with one bot in it. With a store it goes on after a restart where it stopped.

    `now` is asked for every date. The bot's side is `call`; the people's side is in `PeopleSide`.
    """

    def __init__(
        self,
        *,
        token: str = DEMO_TOKEN,
        now: Callable[[], datetime],
        store: Store | None = None,
        username: str = "AfterglowDemoBot",
    ) -> None:
        self.token = token
        self.bot_id = int(token.split(":", 1)[0])
        self.username = username
        bot = {"id": self.bot_id, "is_bot": True, "first_name": "Afterglow", "username": username}
        self.world = World(now=now, store=store, bot=bot)
        self.faults = Faults()
        self.flood: FloodControl | None = None

    @property
    def ledger(self) -> Ledger:
        """Every call of this run, and everything that reached a chat, restarts included."""
        return self.world.ledger

    @property
    def revision(self) -> int:
        """Grows with every change of the state."""
        return self.world.revision

    async def changed(self, since: int) -> int:
        """Waits until `revision` is beyond `since`, and gives it."""
        return await self.world.changed(since)

    @property
    def callback_lifetime(self) -> timedelta:
        """How long a tap may wait for its answer; 15 minutes unless set."""
        return self.world.callback_lifetime

    @callback_lifetime.setter
    def callback_lifetime(self, lifetime: timedelta) -> None:
        self.world.callback_lifetime = lifetime

    def pending_updates(self) -> list[Mapping[str, Any]]:
        """The updates the bot has not confirmed yet, oldest first."""
        return self.world.queue.pending()

    def add_update(self, raw: Mapping[str, Any]) -> int:
        """Queues an update of any shape and gives its update_id."""
        with self.world.change():
            return self.world.queue.add_raw(raw)

    @property
    def polling(self) -> bool:
        """Whether a getUpdates is waiting at this moment."""
        return self.world.queue.waiting

    def end_polls(self) -> None:
        """Lets a waiting getUpdates answer at once; servers call it when they stop."""
        self.world.queue.end_poll()

    def reset(self) -> None:
        """Forgets everything and everybody, the ledger and scripted faults too; message and update ids go on."""
        with self.world.change():
            self.world.clear()
        self.faults.clear()

    def check_token(self, token: str) -> None:
        """Raises what Telegram answers to a token that is not the bot's."""
        if token != self.token:
            raise unauthorized() if token.split(":", 1)[0].isdigit() and ":" in token else not_found()

    def download(self, path: str) -> StoredFile | None:
        """The file behind a file_path of getFile, or None."""
        return self.world.files.at_path(path)

    async def call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Answer:
        """Answers one call of the bot. Raises TransportFault where a scripted fault lets no answer leave."""
        at = self.world.now()
        name = METHODS.get(method.lower())
        if name is None:
            self._record(at, method, params, 404, error="Not Found", processed=False)
            return Answer(404, not_found().body())
        args: Args | ApiError
        try:
            args = checked(name, params, files or {})
        except ApiError as error:
            args = error
        shown = args.values if isinstance(args, Args) else dict(params)
        fault = self.faults.take(name, shown)
        if (instead := await self._before(fault)) is not None:
            self._record(at, name, shown, instead.status, error=_description(instead), processed=False, fault=fault)
            return instead
        if isinstance(fault, Refused | ResetBefore):
            self._record(at, name, shown, 0, error=type(fault).__name__, processed=False, fault=fault)
            raise TransportFault(fault)
        answer = await self._process(name, args)
        if isinstance(fault, ResetAfter | AnswerLost):
            self._record(at, name, shown, 0, error=type(fault).__name__, fault=fault)
            raise TransportFault(fault)
        self._record(at, name, shown, answer.status, error=_description(answer), fault=fault)
        return answer

    async def _before(self, fault: Fault | None) -> Answer | None:
        """What a fault does before the call is processed; an answer if it gives one instead."""
        match fault:
            case Delay(gate, seconds):
                await hold(gate, seconds)
            case PoisonUpdate(raw):
                self.add_update(raw)
            case Html(status):
                return Answer(status, _HTML_PAGE, "text/html")
            case Status(code, body) if body is not None:
                return Answer(code, body if isinstance(body, bytes) else json.dumps(body).encode())
            case Status() | TooManyRequests() | NotFoundOnce():
                error = error_of(fault)
                return Answer(error.status, error.body())
        return None

    async def _process(self, name: str, args: Args | ApiError) -> Answer:
        try:
            if isinstance(args, ApiError):
                raise args
            self._admit(args)
            result = await self._updates(args) if name == "getUpdates" else _HANDLERS[name](self.world, args)
        except ApiError as error:
            return Answer(error.status, error.body())
        return Answer(OK, json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode())

    def _admit(self, args: Args) -> None:
        chat_id = args.get("chat_id")
        if self.flood is not None and args.method.lower() in LIMITED and isinstance(chat_id, int):
            self.flood.admit(chat_id)

    async def _updates(self, args: Args) -> list[Mapping[str, Any]]:
        if "allowed_updates" in args:
            self.world.queue.allow([str(kind) for kind in args.list("allowed_updates")])
        return await self.world.queue.poll(
            offset=args.number("offset"), limit=args.number("limit", 100), timeout=args.number("timeout")
        )

    def _record(
        self,
        at: datetime,
        method: str,
        params: Mapping[str, Any],
        status: int,
        *,
        error: str,
        processed: bool = True,
        fault: Fault | None = None,
    ) -> None:
        named = type(fault).__name__ if fault is not None else ""
        self.ledger.record(
            Call(at=at, method=method, params=params, status=status, error=error, processed=processed, fault=named)
        )


def _description(answer: Answer) -> str:
    """Telegram's words in an answer that is a refusal; "" for any other."""
    if answer.status == OK:
        return ""
    try:
        return str(json.loads(answer.body).get("description", ""))
    except (ValueError, AttributeError):
        return f"HTTP {answer.status}"
