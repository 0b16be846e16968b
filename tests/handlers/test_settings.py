"""Mina's choices count at once: hour, zone, how often, pause. CO2 on Sunday 1 March 2026, 09:00 in Seoul."""

from datetime import UTC, datetime

import pytest

from storage import clinics
from tests.handlers.talk import plan, walk
from tests.world import MINA, World


def seoul(day: int, hour: int = 9, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour - 9, tzinfo=UTC)


def came(world: World) -> list[datetime]:
    """When the daily messages after the first one came."""
    return [one.at for one in world.digests(MINA)][1:]


async def open_settings(world: World, page: str) -> None:
    await world.says(MINA, "/settings")
    await world.taps(MINA, page)


async def test_the_card_shows_what_is_chosen(registered: World) -> None:
    await registered.says(MINA, "/settings")
    words = registered.reads(MINA)
    for part in ("Hour: 09:00", "Time zone: Seoul", "Language: English", "Every day for 2 weeks", "I write at 09:00"):
        assert part in words
    assert registered.labels(MINA)[:4] == ["🕘 Hour", "🌍 Time zone", "✉️ How often", "⏸ Pause"]


async def test_the_language_is_no_choice_where_there_is_one(registered: World) -> None:
    await registered.says(MINA, "/settings")
    assert "🌐 Language" in registered.labels(MINA)
    async with registered.database.write() as session:
        await clinics.put(session, 1, languages=["en"])
    await registered.says(MINA, "/settings")
    assert "🌐 Language" not in registered.labels(MINA)


async def test_another_hour(registered: World) -> None:
    await open_settings(registered, "🕘 Hour")
    assert await registered.taps(MINA, "18:00") == "Saved ✓"
    assert "Hour: 18:00" in registered.reads(MINA)
    await registered.live_until(seoul(3, 20))
    assert came(registered) == [seoul(2, 18), seoul(3, 18)]


async def test_another_zone_by_button(registered: World) -> None:
    await open_settings(registered, "🌍 Time zone")
    assert await registered.taps(MINA, "Los Angeles") == "Saved ✓"
    assert "Time zone: Los Angeles" in registered.reads(MINA)
    await registered.live_until(datetime(2026, 3, 9, 23, tzinfo=UTC))
    times = [(at.month, at.day, at.hour) for at in came(registered)]
    assert times[:2] == [(3, 2, 17), (3, 3, 17)]
    assert times[-2:] == [(3, 8, 16), (3, 9, 16)]  # summer time began on 8 March


async def test_another_zone_by_the_name_of_a_city(registered: World) -> None:
    await open_settings(registered, "🌍 Time zone")
    await registered.says(MINA, "atlantis")
    assert "I do not know that city" in registered.reads(MINA)
    await registered.restart()
    await registered.says(MINA, "lisbon")
    await registered.taps(MINA, "Lisbon")
    assert "I write at 09:00, Lisbon time." in await plan(registered)


@pytest.mark.parametrize("detour", ["‹ Back", "/today", "/faq", "/nonsense", "🤔 Can I"])
async def test_after_leaving_the_page_of_cities_words_are_not_taken_for_a_city(registered: World, detour: str) -> None:
    await registered.says(MINA, "/today")
    await open_settings(registered, "🌍 Time zone")
    if detour.startswith("/"):
        await registered.says(MINA, detour)
    else:
        await registered.taps(MINA, detour)
    await registered.says(MINA, "Lisbon Lisbon")
    assert "I am not sure what you mean" in registered.reads(MINA)


async def test_the_main_days_only(registered: World) -> None:
    await open_settings(registered, "✉️ How often")
    await registered.taps(MINA, "On the main days")
    assert "How often: On the main days" in registered.reads(MINA)
    await registered.live_until(seoul(17))
    assert [at.day for at in came(registered)] == [2, 3, 4, 6, 8, 9, 15, 16]


async def test_the_key_days_only(registered: World) -> None:
    await open_settings(registered, "✉️ How often")
    await registered.taps(MINA, "Only on the key days")
    await registered.live_until(seoul(17))
    assert [at.day for at in came(registered)] == [2, 4, 8, 15]


async def test_a_pause_is_kept_and_its_days_are_not_made_up_for(registered: World) -> None:
    await open_settings(registered, "⏸ Pause")
    await registered.taps(MINA, "3 days")
    assert "I am paused and stay quiet until the end of Tue 3 Mar." in registered.reads(MINA)
    await registered.live_until(seoul(5, 12))
    assert came(registered) == [seoul(4), seoul(5)]
    assert "could not write" not in registered.digests(MINA)[1].text


async def test_a_rule_that_ended_in_a_pause_is_told_after_it(registered: World) -> None:
    await registered.live_until(seoul(8, 12))
    await open_settings(registered, "⏸ Pause")
    await registered.taps(MINA, "3 days")
    await registered.live_until(seoul(11, 12))
    assert "hard exercise" in registered.digests(MINA)[-1].text
    assert came(registered)[-1] == seoul(11)


async def test_ending_a_pause_brings_todays_message_and_no_others(registered: World) -> None:
    await open_settings(registered, "⏸ Pause")
    await registered.taps(MINA, "7 days")
    await registered.live_until(seoul(4, 12))
    await registered.says(MINA, "/settings")
    await registered.taps(MINA, "▶️ End the pause")
    assert "I write at 09:00" in registered.fake.messages(MINA)[-2].text
    assert came(registered) == [seoul(4, 12)]
    assert "could not write" not in registered.digests(MINA)[-1].text
    await registered.live_until(seoul(5, 12))
    assert came(registered) == [seoul(4, 12), seoul(5)]


async def test_a_pause_taken_back_at_once_costs_no_message(registered: World) -> None:
    await registered.live_until(seoul(2, 9))
    await open_settings(registered, "⏸ Pause")
    await walk(registered, "14 days", "▶️ End the pause")
    await registered.live_until(seoul(4, 12))
    assert came(registered) == [seoul(2), seoul(3), seoul(4)]


async def test_a_choice_pressed_twice_is_saved_once(registered: World) -> None:
    await open_settings(registered, "🕘 Hour")
    assert await registered.taps(MINA, "12:00", times=2) == "Saved ✓"
    assert "Hour: 12:00" in registered.reads(MINA)


async def test_what_is_not_offered_cannot_be_chosen(registered: World) -> None:
    await registered.says(MINA, "/settings")
    before = registered.reads(MINA)
    for choice in ("hour:3", "hour:²", "zone:Mars/Base", "language:xx", "often:never", "pause:999", "", "resume"):
        await registered.presses(MINA, registered.last(MINA).message_id, f"set:{choice}")
        assert registered.reads(MINA) == before


async def test_back_from_every_page(registered: World) -> None:
    await registered.says(MINA, "/settings")
    card = registered.reads(MINA)
    for page in ("🕘 Hour", "🌍 Time zone", "✉️ How often", "⏸ Pause"):
        await walk(registered, page, "‹ Back")
        assert registered.reads(MINA) == card
