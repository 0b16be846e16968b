"""What a newcomer does after `make run` without a token, in a real browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.acceptance.browser import MINA, Phone, browser_page
from tests.acceptance.process import BotProcess, bot_process, free_port

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SMALLEST = (360, 740)


def spoken(on: date) -> str:
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


@asynccontextmanager
async def sandbox(folder: Path) -> AsyncIterator[tuple[BotProcess, str]]:
    """The sandbox, running, and its address."""
    port = free_port()
    async with bot_process(folder, {"AFTERGLOW_PORT": str(port)}) as bot:
        await bot.start()
        await bot.says("in your browser")
        yield bot, f"http://127.0.0.1:{port}"


async def test_a_newcomer_registers_and_reads_fourteen_different_correct_days(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as (_, address), browser_page(address) as page:
        mina = Phone(page)
        await mina.registers()
        picture = mina.chat.get_by_role("button", name="Show the picture large").locator("img")
        await picture.scroll_into_view_if_needed()
        await expect(picture).to_have_js_property("complete", value=True)
        assert await picture.evaluate("image => image.naturalWidth") > 0

        treated_on = await day_of_treatment(page)
        days = [await mina.next_message() for _ in range(14)]
        assert len(set(days)) == 14
        for day, text in enumerate(days, start=1):
            assert f"Day {day}." in text
            assert f"CO2 laser · {spoken(treated_on + timedelta(days=day))}" in text
        last_of_sauna, last_of_exercise = (spoken(treated_on + timedelta(days=days)) for days in (14, 7))
        assert f"{last_of_sauna}: sauna" in days[12]
        assert "today: sauna" in days[13]
        assert f"{last_of_exercise}: hard exercise" in days[5]
        assert "today: hard exercise" in days[6]
        assert f"{last_of_exercise}: hard exercise" not in days[7]


async def day_of_treatment(page: Page) -> date:
    """The day that the page's clock shows: before it is turned, that of the registration."""
    shown = await page.locator("#day").inner_text()
    _, day, month, year = shown.split()
    return date(int(year), MONTHS.index(month[:3]) + 1, int(day))


async def test_what_was_said_outlives_a_reload_and_a_restart_until_it_is_started_afresh(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as (bot, address), browser_page(address) as page:
        mina = Phone(page)
        await mina.registers()
        await mina.next_message()
        said, shown = await mina.texts(), await page.locator("#day").inner_text()
        await page.reload()
        await expect(mina.bubbles()).to_have_count(len(said))
        await page.goto("about:blank")
        assert await bot.stop() == 0
        await bot.start()
        await bot.says("in your browser")
        await page.goto(address)
        await expect(mina.bubbles()).to_have_count(len(said))
        assert await mina.texts() == said
        assert await page.locator("#day").inner_text() == shown
        assert "Day 2." in await mina.next_message()

        await page.get_by_test_id("reset").click()
        await page.get_by_test_id("confirm-yes").click()
        await expect(mina.chat.get_by_test_id("bubble")).to_have_count(0)
        await expect(page.get_by_test_id(f"start-{MINA}")).to_be_visible()


async def test_with_the_keyboard_alone_a_newcomer_gets_to_the_choice_of_treatment(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as (_, address), browser_page(address) as page:
        mina = Phone(page)
        await press_by_keyboard(page, page.get_by_test_id(f"start-{MINA}"))
        await mina.bubbles("Tick the two needed boxes").wait_for()
        for label in ("health data", "Telegram stores"):
            await press_by_keyboard(page, mina.button(label))
            await expect(mina.button(f"☐ {label}")).to_have_count(0)
        await mina.bubbles("Which treatment did you have?").wait_for()


async def press_by_keyboard(page: Page, button: Locator) -> None:
    """Press Tab until the button has the focus, then Enter."""
    await button.wait_for()
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await button.evaluate("button => button === document.activeElement"):
            await page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never leads to {button}.")


async def test_nothing_has_to_be_scrolled_sideways_on_the_smallest_phone(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as (_, address), browser_page(address, SMALLEST) as page:
        mina = Phone(page)
        await mina.registers()
        await mina.next_message()
        assert await page.evaluate("document.scrollingElement.scrollWidth") == SMALLEST[0]
        assert await page.get_by_test_id(f"log-{MINA}").evaluate("log => log.scrollWidth - log.clientWidth") == 0
        for shown in await page.locator("button:visible, input:visible, textarea:visible, .bubble:visible").all():
            box = await shown.bounding_box()
            assert box is None or box["x"] >= 0
            assert box is None or box["x"] + box["width"] <= SMALLEST[0] + 1
