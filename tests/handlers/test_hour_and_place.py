"""At what hour, in which time zone: chosen while registering."""

from datetime import UTC, datetime

import pytest

from tests.handlers.talk import YES, plan_picture, walk
from tests.world import MINA, World


async def test_the_clinics_hour_and_zone_are_offered_first(at_hours: World) -> None:
    assert "09:00, Seoul time" in at_hours.reads(MINA)


async def test_another_hour(at_hours: World) -> None:
    await at_hours.taps(MINA, "🕘 Another hour")
    assert at_hours.labels(MINA)[:2] == ["08:00", "09:00"]
    await walk(at_hours, "18:00", "✅ Yes, 18:00 is good")
    assert "I write at 18:00, Seoul time." in plan_picture(at_hours).caption
    await at_hours.live_for(hours=30)
    assert [one.at for one in at_hours.digests(MINA)][1:] == [datetime(2026, 3, 2, 9, tzinfo=UTC)]


async def test_another_zone_by_button(at_hours: World) -> None:
    await walk(at_hours, "🌍 Another time zone", "London", YES)
    assert "I write at 09:00, London time." in plan_picture(at_hours).caption
    await at_hours.live_for(hours=30)
    assert [one.at for one in at_hours.digests(MINA)][1:] == [datetime(2026, 3, 2, 9, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("typed", "city"), [("lisbon", "Lisbon"), ("BUENOS", "Buenos Aires"), ("asia/kathmandu", "Kathmandu")]
)
async def test_another_zone_by_the_name_of_a_city(at_hours: World, typed: str, city: str) -> None:
    await at_hours.taps(MINA, "🌍 Another time zone")
    await at_hours.says(MINA, typed)
    assert at_hours.reads(MINA) == "Is it one of these?"
    await walk(at_hours, city, YES)
    assert f"I write at 09:00, {city} time." in plan_picture(at_hours).caption


async def test_a_city_nobody_knows_leaves_the_choice_open(at_hours: World) -> None:
    await at_hours.taps(MINA, "🌍 Another time zone")
    await at_hours.says(MINA, "Atlantis <i>")
    assert "I do not know that city" in at_hours.reads(MINA)
    await walk(at_hours, "Tokyo", YES)
    assert "Tokyo time" in plan_picture(at_hours).caption


async def test_back_from_a_found_city_shows_the_cities_again(at_hours: World) -> None:
    await at_hours.taps(MINA, "🌍 Another time zone")
    await at_hours.says(MINA, "lisbon")
    await at_hours.taps(MINA, "‹ Back")
    assert "Where are you?" in at_hours.reads(MINA)


async def test_a_zone_that_does_not_exist_changes_nothing(at_hours: World) -> None:
    await at_hours.presses(MINA, at_hours.last(MINA).message_id, "reg:zone:Mars/Olympus")
    assert "09:00, Seoul time" in at_hours.reads(MINA)


async def test_an_hour_that_is_not_offered_changes_nothing(at_hours: World) -> None:
    for hour in ("3", "23", "²", "-1", "9" * 40, ""):
        await at_hours.presses(MINA, at_hours.last(MINA).message_id, f"reg:hour:{hour}")
        assert "09:00, Seoul time" in at_hours.reads(MINA)


async def test_words_typed_at_the_last_question_get_an_honest_answer_and_keep_the_card(at_hours: World) -> None:
    await at_hours.says(MINA, "مرحبا")
    assert "I am not sure what you mean" in at_hours.reads(MINA)
    await at_hours.taps(MINA, YES)
    assert "All set" in plan_picture(at_hours).caption
