"""A real Chromium on the sandbox's page; whatever it complains of, or asks of another machine, fails the test."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

PHONE = (390, 844)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""So that the browser itself asks nothing of the network, and runs as root in a container."""
MINA = 1001
expect.set_options(timeout=15_000)  # a loaded machine is slow, not wrong


def chromium() -> str:
    """The path of a Chromium. Without one the test is skipped, but in continuous integration it fails."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        missing = f"no browser on the PATH: none of {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(f"In continuous integration the browser tests must run, and there is {missing}.")
        pytest.skip(missing)
    return found


@asynccontextmanager
async def browser_page(address: str, size: tuple[int, int] = PHONE) -> AsyncIterator[Page]:
    """The page in a window of this size; at the end it must have been quiet."""
    troubles: list[str] = []
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            page = await browser.new_page(viewport={"width": size[0], "height": size[1]})
            page.on("console", lambda said: said.type in {"error", "warning"} and troubles.append(said.text))
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("request", lambda asked: _is_here(asked.url) or troubles.append(f"asked for {asked.url}"))
            await page.goto(address)
            yield page
        finally:
            await browser.close()
    assert troubles == []


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"


class Phone:
    """Mina's chat on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chat = page.get_by_test_id(f"chat-{MINA}")

    def bubbles(self, words: str = "") -> Locator:
        """The bot's messages that have these words."""
        return self.chat.locator("[data-testid=bubble][data-from=bot]").filter(has_text=words)

    def button(self, label: str) -> Locator:
        """The newest button with these words."""
        return self.chat.get_by_test_id("inline-button").filter(has_text=label).last

    async def registers(self) -> None:
        """CO2, today, the clinic's zone, the usual hour."""
        await self.page.get_by_test_id(f"start-{MINA}").click()
        for label in ("health data", "Telegram stores", "Laser", "Fractional CO2", "Today", "✅ Yes"):
            await self.button(label).click()
        await self.bubbles("Here is your plan").wait_for()  # on a busy machine the picture comes after the first day
        await self.bubbles("Day 0.").wait_for()

    async def next_message(self) -> str:
        """Turn the clock to the next message; its text."""
        # While a turn is under way the page takes no other, even when its message can be seen already.
        await self.page.locator(".machine[aria-busy=true]").wait_for(state="detached")
        before = await self.bubbles().count()
        await self.page.get_by_test_id("turn-next").click()
        await self.bubbles().nth(before).wait_for()
        return await self.bubbles().last.inner_text()

    async def texts(self) -> list[str]:
        return await self.bubbles().all_inner_texts()
