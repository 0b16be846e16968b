"""The bot as a process, against a Bot API server, over real HTTP."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.acceptance.process import BotProcess, bot_process
from tests.acceptance.telegram_side import TOKEN, Chat, telegram

pytestmark = pytest.mark.acceptance

ANOTHER_TOKEN = "4242424242:another-token-that-opens-nothing"


@pytest.fixture
async def mina(tmp_path: Path) -> AsyncIterator[tuple[Chat, BotProcess]]:
    async with telegram(SystemClock().now) as (chat, address):
        settings = {"AFTERGLOW_BOT_TOKEN": TOKEN, "AFTERGLOW_API_BASE_URL": address}
        async with bot_process(tmp_path, settings) as bot:
            yield chat, bot


async def test_a_patient_registers_and_downloads_her_data_and_the_bot_stops_when_asked(mina) -> None:
    chat, bot = mina
    await bot.start()
    await chat.registers()
    plan = await chat.gets("All set, Mina")
    await chat.gets_day(0)
    chat.fake.send_text(chat.person, "/privacy")
    await chat.taps("⬇")
    document = await chat.gets("Here is")

    assert plan.photo is not None
    told = json.loads(chat.fake.file(document.document.file_id).content)
    assert told["treatments"][0]["kind"] == "co2"
    assert not chat.fake.ledger.refused()
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < 10
    assert "error" not in bot.log.lower()


async def test_a_refused_token_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    async with telegram(SystemClock().now) as (_, address):
        settings = {"AFTERGLOW_BOT_TOKEN": ANOTHER_TOKEN, "AFTERGLOW_API_BASE_URL": address}
        async with bot_process(tmp_path, settings) as bot:
            await bot.start()
            assert await bot.ended() == 1
            assert bot.log == "Telegram does not accept AFTERGLOW_BOT_TOKEN.\n"


async def test_with_telegram_out_of_reach_it_keeps_trying_and_works_when_telegram_is_back(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    settings = {"AFTERGLOW_BOT_TOKEN": TOKEN, "AFTERGLOW_API_BASE_URL": f"http://127.0.0.1:{port}"}
    async with bot_process(tmp_path, settings) as bot:
        await bot.start()
        await bot.complains("start_waits")
        async with telegram(SystemClock().now, port) as (chat, _):
            chat.press_start()
            await chat.gets("Hello Mina!")
            assert await bot.stop() == 0
            assert "Unclosed" not in bot.log


async def test_told_to_stop_while_telegram_is_out_of_reach_it_stops(tmp_path: Path) -> None:
    settings = {"AFTERGLOW_BOT_TOKEN": TOKEN, "AFTERGLOW_API_BASE_URL": "http://127.0.0.1:9"}
    async with bot_process(tmp_path, settings) as bot:
        await bot.start()
        await bot.complains("start_waits")
        async with asyncio.timeout(10):
            assert await bot.stop() == 0
