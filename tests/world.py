"""The real application against the fake Telegram: no loops run, `world.settle()` lets everything happen.

What people see is read from the fake Telegram, never from our tables.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.app import Outside, build
from bot.runtime import Runtime
from bot.sandbox.clock import TurnableClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.ledger import Arrival, Call
from bot.sandbox.telegram.messages import Button, ChatMessage
from bot.sandbox.telegram.request import InProcessRequest
from bot.sandbox.telegram.store import Store
from bot.sandbox.timemachine import TimeMachine
from storage import migrate
from storage.content import Content
from storage.content.live import LiveContent
from storage.database import Database, database_url

MINA, JUN, NURSE = 1001, 1002, 2001
START = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Sunday 1 March 2026, 14:00 in Seoul."""

DATABASE, TELEGRAM = "afterglow.sqlite", "telegram.sqlite"
SAFETY = "⚠️ Something feels wrong"
SAFETY_KO = "⚠️ 이상 증상이 있어요"
HARMLESS = ("message is not modified",)
"""Refusals of Telegram that are part of the conversation: a button was pressed twice."""

_SAYING = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument")


class HurriedTicker:
    """The pacer's time, which jumps to whatever moment is waited for: pacing is kept, and costs no time."""

    def __init__(self) -> None:
        self._time = 0.0

    def time(self) -> float:
        return self._time

    def call_at(self, when: float, callback: Callable[[], None], /) -> asyncio.Handle:
        def jump() -> None:
            self._time = max(self._time, when)
            callback()

        return asyncio.get_running_loop().call_soon(jump)


class World:
    """One bot, its people, and a clock that stands still until it is turned."""

    runtime: Runtime
    database: Database

    def __init__(self, folder: Path, content: Content, fake: FakeTelegram, clock: TurnableClock) -> None:
        self.folder = folder
        self.content = content
        self.live = LiveContent.still(content)
        self.fake = fake
        self.clock = clock
        self.forgiven: set[str] = set()
        """Words of Telegram's refusals that a test brings about on purpose."""

    # the bot

    async def switch_on(self) -> None:
        self.database = Database(database_url(f"sqlite:///{self.folder / DATABASE}"))
        share_compiled_statements(self.database)
        outside = Outside(
            clock=self.clock,
            token=self.fake.token,
            api_base_url="http://telegram.invalid",
            sending=lambda before: InProcessRequest(self.fake, before),
            polling=InProcessRequest(self.fake),
            ticker=HurriedTicker(),
            long_poll_seconds=0,
        )
        self.runtime = await build(self.database, self.live, outside, staff_chat_id=NURSE)

    async def switch_off(self) -> None:
        await self.runtime.stop()
        await self.database.close()

    async def restart(self) -> None:
        """End the bot and start it again on the same database and the same Telegram."""
        await self.switch_off()
        await self.switch_on()

    async def settle(self) -> None:
        """Receive what people did, and let the bot do everything that is due."""
        await self.runtime.poll_once()
        await self.runtime._parts.dispatcher.idle()
        due_at = await self.runtime.next_event_at()
        if due_at is not None and due_at <= self.clock.now():
            await self.runtime.work_until_idle()

    async def live_until(self, at: datetime) -> None:
        """Turn the clock, and let everything on the way happen at its moment."""
        await self.settle()
        await TimeMachine(self.clock, self.runtime).turn_to(at)

    async def live_for(self, **span: float) -> None:
        await self.live_until(self.clock.now() + timedelta(**span))

    async def wake_up_at(self, at: datetime) -> None:
        """Turn the clock as if the bot had been off meanwhile."""
        self.clock.turn_to(at)
        await self.settle()

    # what people do

    async def says(self, who: int, words: str) -> None:
        self.fake.send_text(who, words)
        await self.settle()

    async def taps(self, who: int, label: str, *, times: int = 1) -> str:
        """Press the newest button that bears this label, or begins with it; returns the toast of the last press."""
        message, button = self.find_button(who, label)
        return await self.presses(who, message.message_id, str(button.callback_data), times=times)

    async def presses(self, who: int, message_id: int, data: str, *, times: int = 1) -> str:
        """Press whatever a client may still show on a message; returns the toast."""
        queries = [self.fake.tap(who, message_id, data, stale=True) for _ in range(times)]
        await self.settle()
        answer = self.fake.toast(queries[-1])
        return answer.text if answer else "(no answer)"

    async def presses_all(self, who: int, message_id: int, buttons: Iterable[str]) -> dict[str, str]:
        """Press many buttons in a row, faster than the bot answers; returns the toast of each."""
        queries = {data: self.fake.tap(who, message_id, data, stale=True) for data in buttons}
        await self.settle()
        answers = {data: self.fake.toast(query) for data, query in queries.items()}
        return {data: answer.text if answer else "(no answer)" for data, answer in answers.items()}

    # what people see

    def find_button(self, who: int, label: str) -> tuple[ChatMessage, Button]:
        for message in reversed(self.fake.messages(who)):
            for button in (b for row in message.buttons for b in row):
                if button.callback_data and (button.text == label or button.text.startswith(label)):
                    return message, button
        raise AssertionError(f"No button {label!r} in {[m.text for m in self.fake.messages(who)]}")

    def last(self, who: int) -> ChatMessage:
        return self.fake.messages(who)[-1]

    def reads(self, who: int) -> str:
        """The words of the newest message."""
        return self.last(who).text or self.last(who).caption

    def labels(self, who: int) -> list[str]:
        """The buttons under the newest message."""
        return [button.text for row in self.last(who).buttons for button in row]

    def heard(self, who: int) -> list[str]:
        """Everything that ever reached a person, oldest first, as it was when it came."""
        return [arrival.text for arrival in self.fake.ledger.arrivals_in(who)]

    def digests(self, who: int) -> list[Arrival]:
        """The daily messages that reached a person."""
        return [one for one in self.fake.ledger.arrivals_in(who) if is_digest(one.text)]

    # what must hold in every test

    async def complaints(self) -> list[str]:
        """What no test may leave behind: a tap without an answer, a failed update, a message without a way out."""
        found = [f"no answer to the tap {q.data!r}" for q in self.fake.world.callbacks.values() if q.answer is None]
        for call in self.fake.ledger.calls:
            if call.status != 200 and not any(words in call.error for words in {*HARMLESS, *self.forgiven}):
                found.append(f"Telegram refused {call.method}: {call.error}")
            if call.status == 200 and lacks_way_out(call):
                found.append(f"no {SAFETY!r} under {call.params.get('text') or call.params.get('caption')!r}")
        async with self.database.read() as session:
            failed = await session.exec(  # type: ignore[call-overload]  # plain SQL on purpose: not our own reading
                text("SELECT update_id, error FROM inbox_update WHERE attempts > 0 OR state != 'done'")
            )
        return found + [f"update {number} was not handled: {error}" for number, error in failed.all()]


_compiled: dict[str, Any] = {}


def share_compiled_statements(database: Database) -> None:
    """Let all worlds of a run share one cache: to compile every statement anew takes longer than most tests."""
    for engine in (database._writer.sync_engine, database._reader.sync_engine):
        engine.dialect = _compiled.setdefault("dialect", engine.dialect)
        engine._compiled_cache = _compiled.setdefault("cache", engine._compiled_cache)


def is_digest(words: str) -> bool:
    """Whether a text is that of a daily message: its first line counts the day."""
    first, _, rest = words.partition("\n")
    counts = "Day " in first or "일째" in first or first.startswith("🌙")
    return counts and " · " in rest.partition("\n")[0]


def lacks_way_out(call: Call) -> bool:
    """Whether a patient got a message from which "something feels wrong" is not one tap away.

    The page itself needs none; staff and groups are no patients.
    """
    chat_id = call.params.get("chat_id")
    if call.method not in _SAYING or not isinstance(chat_id, int) or chat_id < 0 or chat_id == NURSE:
        return False
    if str(call.params.get("text", "")).startswith(("🚨 <b>Call", "🚨 <b>지금 바로")):
        return False
    return not {SAFETY, SAFETY_KO} & set(_button_texts(call.params))


def _button_texts(params: Mapping[str, Any]) -> list[str]:
    rows = params.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@asynccontextmanager
async def open_world(
    folder: Path, content: Content, start: datetime = START, *, like: Path | None = None
) -> AsyncIterator[World]:
    """A world with its files in a folder: a fresh one, or a copy of the folder of another that was closed."""
    clock = TurnableClock(start)
    if like is None:
        migrate.upgrade(database_url(f"sqlite:///{folder / DATABASE}"))
    else:
        for name in (DATABASE, TELEGRAM):
            shutil.copy(like / name, folder / name)
    store = Store(folder / TELEGRAM)
    fake = FakeTelegram(now=clock.now, store=store)
    fake.add_person(user_id=MINA, first_name="Mina")
    fake.add_person(user_id=JUN, first_name="Jun <b>&")
    fake.add_person(user_id=NURSE, first_name="Bea")
    world = World(folder, content, fake, clock)
    await world.switch_on()
    try:
        yield world
    finally:
        await world.switch_off()
        store.close()
