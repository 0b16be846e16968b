"""One message a day at the patient's own hour. Judged by what reached the chat. CO2 on Sunday 1 March 2026, Seoul."""

from datetime import UTC, datetime, timedelta

from tests.handlers.talk import add, register, walk
from tests.world import JUN, MINA, START, World

NINE = datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
"""09:00 in Seoul on the day of treatment."""


async def test_fourteen_days_bring_fourteen_different_messages_at_nine(registered: World) -> None:
    await registered.live_until(NINE + timedelta(days=14, hours=12))
    after = registered.digests(MINA)[1:]
    assert [one.at for one in after] == [NINE + timedelta(days=day) for day in range(1, 15)]
    assert [f"Day {day}" in one.text.splitlines()[0] for day, one in enumerate(after, 1)] == [True] * 14
    assert len({one.text.partition("\n")[2] for one in after}) == 14


async def test_nothing_else_is_said_unasked(registered: World) -> None:
    heard = len(registered.heard(MINA))
    await registered.live_until(NINE + timedelta(days=14, hours=12))
    assert len(registered.heard(MINA)) == heard + 14


async def test_later_it_thins_out_to_month_six_and_says_farewell(registered: World) -> None:
    await registered.live_until(NINE + timedelta(days=15, hours=12))
    told = len(registered.digests(MINA))
    await registered.live_until(datetime(2026, 12, 1, tzinfo=UTC))
    dates = [one.at.date().isoformat() for one in registered.digests(MINA)[told:]]
    assert dates[0] == "2026-03-22"
    assert dates[-1] == "2026-09-01"
    assert 5 <= len(dates) <= 9
    assert "last planned message" in registered.digests(MINA)[-1].text
    assert all("last planned message" not in one.text for one in registered.digests(MINA)[:-1])


async def test_a_restart_every_day_changes_nothing(registered: World) -> None:
    for day in range(1, 6):
        await registered.live_until(NINE + timedelta(days=day))
        await registered.restart()
        await registered.settle()
    assert [one.at for one in registered.digests(MINA)[1:]] == [NINE + timedelta(days=day) for day in range(1, 6)]


async def test_two_patients_get_their_own(registered: World) -> None:
    await register(registered, JUN, ("🩸 PRP",))
    await registered.live_for(days=2)
    assert len(registered.digests(JUN)) == len(registered.digests(MINA)) == 3
    assert "PRP" not in registered.digests(MINA)[-1].text
    assert "CO2" not in registered.digests(JUN)[-1].text


async def test_the_last_day_of_a_rule_and_its_end_are_told(registered: World) -> None:
    await registered.live_until(NINE + timedelta(days=15, hours=1))
    by_day = {(one.at - NINE).days: one.text for one in registered.digests(MINA)[1:]}
    assert line_with("hard exercise", by_day[7]) == "• today: hard exercise"
    assert line_with("hard exercise", by_day[8]).startswith("📅 Ask the clinic")
    assert line_with("sauna", by_day[14]) == "• today: sauna"
    assert line_with("sauna", by_day[15]).startswith("📅 Rule ended: sauna.")


def line_with(word: str, text: str) -> str:
    (line,) = [line for line in text.splitlines() if word in line]
    return line


# late, off, away


async def test_who_registers_late_gets_one_message_about_today(world: World) -> None:
    await register(world, day="23 February")
    (only,) = world.digests(MINA)
    assert "Day 6" in only.text.splitlines()[0]
    assert "could not write" not in only.text
    await world.live_for(hours=18, minutes=59)
    assert len(world.digests(MINA)) == 1
    await world.live_for(days=1)
    assert [one.at for one in world.digests(MINA)[1:]] == [NINE + timedelta(days=1)]


async def test_who_registers_at_night_is_answered_at_once_and_then_left_in_peace(world: World) -> None:
    night = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
    await world.wake_up_at(night)
    await register(world)
    assert [one.at for one in world.digests(MINA)] == [night]
    await world.live_until(NINE + timedelta(days=2))
    assert [one.at for one in world.digests(MINA)[1:]] == [NINE + timedelta(days=1), NINE + timedelta(days=2)]


async def test_after_three_days_off_one_message_stands_in_for_all(registered: World) -> None:
    await registered.wake_up_at(NINE + timedelta(days=3, hours=2))
    (caught_up,) = registered.digests(MINA)[1:]
    assert "Day 3" in caught_up.text.splitlines()[0]
    assert "could not write" in caught_up.text
    await registered.live_until(NINE + timedelta(days=4))
    assert [one.at for one in registered.digests(MINA)[2:]] == [NINE + timedelta(days=4)]
    assert "could not write" not in registered.digests(MINA)[-1].text


async def test_back_in_the_evening_the_catch_up_waits_for_the_morning(registered: World) -> None:
    await registered.wake_up_at(datetime(2026, 3, 4, 13, 0, tzinfo=UTC))
    assert len(registered.digests(MINA)) == 1
    await registered.live_until(NINE + timedelta(days=4, hours=5))
    (caught_up,) = registered.digests(MINA)[1:]
    assert caught_up.at == NINE + timedelta(days=4)
    assert "could not write" in caught_up.text


async def test_off_past_the_end_of_care_nothing_is_sent_too_late(registered: World) -> None:
    await registered.wake_up_at(START + timedelta(days=200))
    assert len(registered.digests(MINA)) == 1


async def test_nothing_comes_in_quiet_hours_even_to_a_new_zone(registered: World) -> None:
    await registered.says(MINA, "/settings")
    await walk(registered, "🌍 Time zone", "Honolulu")
    await registered.live_for(days=4)
    for one in registered.digests(MINA)[1:]:
        assert 8 <= (one.at.hour - 10) % 24 < 21


async def test_a_booked_treatment_begins_on_its_evening(world: World) -> None:
    await register(world, day="3 March")
    await world.live_for(days=3)
    assert [one.at for one in world.digests(MINA)] == [
        datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
        datetime(2026, 3, 4, 0, 0, tzinfo=UTC),
    ]
    assert "Day 0" in world.digests(MINA)[0].text


async def test_a_second_session_counts_its_own_days(registered: World) -> None:
    await registered.live_for(days=9)
    await add(registered, ("✨ Laser", "Fractional CO2 laser"))
    await registered.live_for(days=1)
    heading = registered.digests(MINA)[-1].text.splitlines()[:2]
    assert "Day 1" in heading[0]
    assert "day 10" in heading[1]
