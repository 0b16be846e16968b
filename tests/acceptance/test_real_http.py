"""The bot as a process, against a Bot API server, over real HTTP."""

import json
import time
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.acceptance.process import bot_process, free_port
from tests.acceptance.telegram_side import MINA, TOKEN, telegram

pytestmark = pytest.mark.acceptance

ANOTHER_TOKEN = "4242424242:another-token-that-opens-nothing"


def on_telegram(address: str, token: str = TOKEN) -> dict[str, str]:
    return {"AFTERGLOW_BOT_TOKEN": token, "AFTERGLOW_API_BASE_URL": address}


async def test_a_patient_registers_and_downloads_her_data_and_the_bot_stops_when_asked(tmp_path: Path) -> None:
    async with telegram(SystemClock().now) as (mina, address), bot_process(tmp_path, on_telegram(address)) as bot:
        await bot.start()
        await mina.registers()
        plan = await mina.gets("All set, Mina")
        await mina.gets_day(0)
        mina.fake.send_text(MINA, "/privacy")
        await mina.taps("⬇")
        data = await mina.gets("Here is everything")

        assert plan.photo is not None
        assert data.document is not None
        file = mina.fake.file(data.document.file_id)
        assert file is not None
        assert "co2" in json.dumps(json.loads(file.content)["treatments"])
        assert not mina.fake.ledger.refused()
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < 10
        assert "error" not in bot.log.lower()


async def test_a_refused_token_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    async with telegram(SystemClock().now) as (_, address):
        async with bot_process(tmp_path, on_telegram(address, ANOTHER_TOKEN)) as bot:
            await bot.start()
            assert await bot.ended() == 1
        assert bot.log == "Telegram does not accept AFTERGLOW_BOT_TOKEN.\n"


async def test_with_telegram_out_of_reach_it_keeps_trying_and_works_once_telegram_is_there(tmp_path: Path) -> None:
    port = free_port()
    async with bot_process(tmp_path, on_telegram(f"http://127.0.0.1:{port}")) as bot:
        await bot.start()
        await bot.says("start_waits")
        async with telegram(SystemClock().now, port) as (mina, _):
            mina.press_start()
            await mina.gets("Hello Mina!")
            assert await bot.stop() == 0
    assert "Unclosed" not in bot.log


async def test_told_to_stop_while_telegram_is_out_of_reach_it_stops(tmp_path: Path) -> None:
    async with bot_process(tmp_path, on_telegram(f"http://127.0.0.1:{free_port()}")) as bot:
        await bot.start()
        await bot.says("start_waits")
        assert await bot.stop() == 0
