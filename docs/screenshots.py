"""Takes the README's pictures of the sandbox, from the real thing: `make screenshot`. Needs a Chromium on the PATH.

The sandbox runs on a database of its own in a temporary folder, on a fixed day, so that pictures differ only when the
product does.
"""

# ruff: noqa: INP001 - a script, not a package

import argparse
import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot import logs
from bot.clock import SystemClock
from bot.sandbox.stage import CLOCK_FILE, sandbox
from bot.sandbox.telegram.server import serve
from storage import migrate
from storage.content import DEFAULT_CONTENT, load_content
from storage.content.live import LiveContent
from storage.database import Database, database_url

IMAGES = Path(__file__).parent / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
AFTERNOON = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Sunday 1 March 2026, 14:00 in Seoul."""
MINA, JUN, BEA = 1001, 1002, 2001
CONSENTS = ("health data", "Telegram stores")


async def take(into: Path) -> None:
    """Take both pictures."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("There is no Chromium on the PATH.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        async with new_sandbox() as address, opened(browser, address, width=390, height=844, scale=2) as page:
            await on_a_phone(page)
            await page.screenshot(path=into / "phone.png")
        async with new_sandbox() as address, opened(browser, address, width=1280, height=820) as page:
            await side_by_side(page)
            await page.screenshot(path=into / "sandbox.png")
        await browser.close()


@asynccontextmanager
async def new_sandbox() -> AsyncIterator[str]:
    """A sandbox that nobody has used, on that afternoon; its address."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / CLOCK_FILE).write_text(str((AFTERNOON - SystemClock().now()) / timedelta(seconds=1)))
        url = database_url(f"sqlite:///{folder / 'sandbox.sqlite'}")
        migrate.upgrade(url)
        content = LiveContent.still(load_content(DEFAULT_CONTENT))
        async with Database(url) as database, sandbox(folder, database, content) as app, serve(app) as address:
            yield address


@asynccontextmanager
async def opened(browser: Browser, address: str, *, width: int, height: int, scale: int = 1) -> AsyncIterator[Page]:
    """The sandbox's page in a window of this size; `scale` pixels to a point."""
    size: ViewportSize = {"width": width, "height": height}
    page = await browser.new_page(viewport=size, device_scale_factor=scale, reduced_motion="reduce")
    await page.goto(address)
    yield page
    await page.close()


async def on_a_phone(page: Page) -> None:
    """Mina has just registered: her plan as a picture."""
    await register(page, MINA, "Laser", "Fractional CO2")
    await (
        page.get_by_role("button", name="Show the picture large").locator("img").evaluate("picture => picture.decode()")
    )
    await bubble(page, MINA, "All set, Mina").evaluate("plan => plan.scrollIntoView({ block: 'start' })")
    await settled(page)


async def side_by_side(page: Page) -> None:
    """Mina on her third day, Jun with two treatments and a question, and the clinic, who heard of somebody."""
    await register(page, MINA, "Laser", "Fractional CO2")
    await register(page, JUN, "PRP")
    await press(page, JUN, "Add a treatment")
    await press(page, JUN, "Laser")
    await press(page, JUN, "Laser toning")
    await press(page, JUN, "Today")
    await act(page, JUN, "block")
    await bubble(page, BEA, "Jun").wait_for()
    await act(page, JUN, "unblock")
    await say(page, JUN, "/start")
    await bubble(page, BEA, "can be reached again").wait_for()
    await page.get_by_test_id(f"composer-{MINA}").focus()
    await page.get_by_test_id("turn-go").click()
    await bubble(page, MINA, "Day 3.").wait_for()
    await say(page, JUN, "/can")
    await press(page, JUN, "Sauna")
    await bubble(page, JUN, "Not yet.").last.wait_for()
    await page.get_by_test_id(f"log-{MINA}").focus()
    await settled(page)


async def register(page: Page, person: int, *choices: str) -> None:
    """Start, both needed consents, the treatment, today, the usual hour."""
    await page.get_by_test_id(f"start-{person}").click()
    for label in (*CONSENTS, *choices, "Today", "✅ Yes"):
        await press(page, person, label)
    await bubble(page, person, "Day 0.").wait_for()


async def press(page: Page, person: int, label: str) -> None:
    """Press the newest button with these words."""
    await page.get_by_test_id(f"chat-{person}").get_by_test_id("inline-button").filter(has_text=label).last.click()


async def say(page: Page, person: int, text: str) -> None:
    """Type a text and send it."""
    await page.get_by_test_id(f"composer-{person}").fill(text)
    await page.get_by_test_id(f"send-{person}").click()


async def act(page: Page, person: int, act: str) -> None:
    """Choose from the person's menu."""
    await page.get_by_test_id(f"person-menu-{person}").click()
    await page.get_by_test_id(f"{act}-{person}").click()


def bubble(page: Page, person: int, words: str) -> Locator:
    """The messages of the bot with these words."""
    return page.get_by_test_id(f"chat-{person}").locator("[data-from=bot]").filter(has_text=words)


async def settled(page: Page) -> None:
    """Return when nothing on the page is being loaded or shown for a moment only."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.fonts.ready")
    await expect(page.locator("#toasts > *")).to_have_count(0, timeout=15_000)


if __name__ == "__main__":
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--into", type=Path, default=IMAGES, help="the folder for the pictures")
    logs.set_up("WARNING")
    asyncio.run(take(asking.parse_args().into))
