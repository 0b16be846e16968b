"""The store: after a restart, or a kill, the fake goes on where it stopped."""

import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.files import Upload
from bot.sandbox.telegram.store import Store

MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
def start(tmp_path: Path, clock: Any) -> Callable[[], FakeTelegram]:
    """Starts the fake on the same file, as a new process would."""
    return lambda: FakeTelegram(now=clock.now, store=Store(tmp_path / "telegram.db"))


async def call(fake: FakeTelegram, method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
    body = json.loads((await fake.call(method, params, files)).body)
    assert body["ok"], body
    return body["result"]


async def test_everything_is_there_after_a_restart(start: Callable[[], FakeTelegram], photo: Upload, ann: int) -> None:
    fake = start()
    fake.add_person(user_id=ann, first_name="Ann")
    fake.add_group(chat_id=-100500, title="Clinic", members=(ann,))
    fake.press_start(ann)
    sent = await call(fake, "sendMessage", chat_id=ann, text="one", reply_markup=MARKUP)
    await call(fake, "editMessageText", chat_id=ann, message_id=sent["message_id"], text="two", reply_markup=MARKUP)
    await call(fake, "sendPhoto", {"photo": photo}, chat_id=ann, caption="pic")
    gone = await call(fake, "sendMessage", chat_id=ann, text="gone")
    await call(fake, "deleteMessage", chat_id=ann, message_id=gone["message_id"])
    await call(fake, "setMyCommands", commands=[{"command": "today", "description": "x"}])
    await call(fake, "pinChatMessage", chat_id=ann, message_id=sent["message_id"])
    query = fake.tap(ann, sent["message_id"], "go")
    waiting = fake.pending_updates()

    again = start()
    assert again.people == fake.people
    assert again.groups == fake.groups
    assert again.messages(ann) == fake.messages(ann)
    assert again.ledger.arrivals == fake.ledger.arrivals
    assert [arrival.text for arrival in again.ledger.arrivals] == ["one", "pic", "gone"]
    assert again.pending_updates() == waiting
    assert again.commands_for(ann) == fake.commands_for(ann)
    seen = again.messages(ann)[-1].photo
    assert seen is not None
    file = again.file(seen.file_id)
    assert file is not None
    assert file.content == photo.content
    await call(again, "answerCallbackQuery", callback_query_id=query, text="hi")
    toast = start().toast(query)
    assert toast is not None
    assert toast.text == "hi"


async def test_numbers_go_on(start: Callable[[], FakeTelegram], ann: int) -> None:
    fake = start()
    fake.add_person(user_id=ann, first_name="Ann")
    last = fake.press_start(ann)
    (update,) = await call(fake, "getUpdates")
    await call(fake, "getUpdates", offset=update["update_id"] + 1, allowed_updates=["message"])
    again = start()
    assert again.pending_updates() == []
    assert again.send_text(ann, "x") == last + 1
    again.block(ann)
    assert [next_update["update_id"] for next_update in again.pending_updates()] == [update["update_id"] + 1]
    again.reset()
    fresh = start()
    assert not fresh.people
    fresh.add_person(user_id=ann, first_name="Ann")
    assert fresh.press_start(ann) == last + 2
    assert fresh.pending_updates()[0]["update_id"] == update["update_id"] + 2


def test_killed_process_loses_nothing_it_answered(tmp_path: Path, start: Callable[[], FakeTelegram], ann: int) -> None:
    script = f"""
        import asyncio, os, signal
        from datetime import UTC, datetime
        from pathlib import Path
        from bot.sandbox.telegram.core import FakeTelegram
        from bot.sandbox.telegram.store import Store

        async def main():
            at = datetime(2026, 3, 1, tzinfo=UTC)
            fake = FakeTelegram(now=lambda: at, store=Store(Path({str(tmp_path / "telegram.db")!r})))
            fake.add_person(user_id={ann}, first_name="Ann")
            fake.press_start({ann})
            for number in range(50):
                await fake.call("sendMessage", {{"chat_id": {ann}, "text": f"day {{number}}"}})
            os.kill(os.getpid(), signal.SIGKILL)

        asyncio.run(main())
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False, timeout=60)  # noqa: S603 - our own Python
    assert ended.returncode == -signal.SIGKILL
    fake = start()
    assert [arrival.text for arrival in fake.ledger.arrivals] == [f"day {number}" for number in range(50)]
    assert len(fake.pending_updates()) == 1
