"""How long the bot takes from its command to a page that can be used."""

import asyncio
import sys
import time
from pathlib import Path

import httpx

from tests.acceptance.process import bot_process, free_port


async def measure_start(folder: Path) -> float:
    """Seconds from the command to the page and the list of its people, the sandbox's files being in `folder`."""
    port = free_port()
    async with bot_process(folder, {"AFTERGLOW_PORT": str(port)}) as bot:
        began = time.perf_counter()
        await bot.start()
        await bot.says("in your browser")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            for path in ("/", "/static/app.js", "/sim/people", "/sim/people/1001/chat"):
                (await client.get(path)).raise_for_status()
        took = time.perf_counter() - began
        assert await bot.stop() == 0
        return took


async def measure_bare_python() -> float:
    """Seconds that Python needs to import a web server and end."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import starlette.applications, uvicorn")
    assert await process.wait() == 0
    return time.perf_counter() - began
