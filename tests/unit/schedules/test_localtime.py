"""Wall times and instants: gaps, overlaps, skipped days, months, and quiet hours in every zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given

from schedules.errors import NaiveInstantError
from schedules.localtime import QuietHours, add_months, exists, instant, local, local_date
from tests.unit.schedules.builders import (
    LONDON,
    NO_QUIET,
    QUICK,
    SEOUL,
    SIESTA,
    ZONES,
    at,
    dates,
    quarter_hours,
    quiets,
    zones,
)

DAY = timedelta(days=1)
CLOCK_CHANGES = [
    # label, zone, wall date, wall time, the wall time that people read then, UTC offset in hours
    ("London, an ordinary winter day", "Europe/London", (2026, 1, 15), (9, 0), "2026-01-15 09:00", 0),
    ("London, spring gap", "Europe/London", (2026, 3, 29), (1, 30), "2026-03-29 02:30", 1),
    ("London, spring, hour of the digest", "Europe/London", (2026, 3, 29), (9, 0), "2026-03-29 09:00", 1),
    ("London, autumn overlap takes the first", "Europe/London", (2026, 10, 25), (1, 30), "2026-10-25 01:30", 1),
    ("London, autumn, after the overlap", "Europe/London", (2026, 10, 25), (2, 0), "2026-10-25 02:00", 0),
    ("New York, spring gap", "America/New_York", (2026, 3, 8), (2, 30), "2026-03-08 03:30", -4),
    ("New York, autumn overlap", "America/New_York", (2026, 11, 1), (1, 30), "2026-11-01 01:30", -4),
    ("Seoul never changes", "Asia/Seoul", (2026, 3, 29), (2, 30), "2026-03-29 02:30", 9),
    ("Lord Howe, gap of half an hour", "Australia/Lord_Howe", (2026, 10, 4), (2, 15), "2026-10-04 02:45", 11),
    ("Lord Howe, overlap of half an hour", "Australia/Lord_Howe", (2026, 4, 5), (1, 45), "2026-04-05 01:45", 11),
    ("Cairo, gap at midnight", "Africa/Cairo", (2026, 4, 24), (0, 0), "2026-04-24 01:00", 3),
    ("Kiritimati, first zone of the day", "Pacific/Kiritimati", (2026, 3, 1), (9, 0), "2026-03-01 09:00", 14),
    ("Apia, the day that never was", "Pacific/Apia", (2011, 12, 30), (9, 0), "2011-12-31 09:00", 14),
    ("Apia, the day before it", "Pacific/Apia", (2011, 12, 29), (9, 0), "2011-12-29 09:00", -10),
]


@pytest.mark.parametrize(
    ("zone", "on", "wall", "read", "offset"), [row[1:] for row in CLOCK_CHANGES], ids=[row[0] for row in CLOCK_CHANGES]
)
def test_the_instant_of_a_wall_time(
    zone: str, on: tuple[int, int, int], wall: tuple[int, int], read: str, offset: int
) -> None:
    found = instant(date(*on), time(*wall), ZoneInfo(zone))
    assert found.tzinfo is UTC
    assert f"{local(found, ZoneInfo(zone)):%Y-%m-%d %H:%M}" == read
    assert found == datetime.fromisoformat(read).replace(tzinfo=UTC) - timedelta(hours=offset)


def _days_with_clock_changes(zone: ZoneInfo) -> Iterator[date]:
    noon = datetime(2024, 1, 1, 12, tzinfo=zone)
    for _ in range(3 * 366):
        if noon.utcoffset() != (noon + DAY).utcoffset():
            yield noon.date()
            yield noon.date() + DAY
        noon += DAY


@pytest.mark.parametrize("part", range(6))
def test_no_zone_has_an_instant_before_its_wall_time_or_after_the_next_one(part: int) -> None:
    walls = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
    for zone in map(ZoneInfo, ZONES[part::6]):
        for on in _days_with_clock_changes(zone):
            found = [instant(on, wall, zone) for wall in walls]
            read = [local(each, zone) for each in found]
            wanted = [datetime.combine(on, wall) for wall in walls]
            assert all(each.fold == 0 for each in read), (zone, on)
            assert all(r.replace(tzinfo=None) >= w for r, w in zip(read, wanted, strict=True)), (zone, on)
            assert sum(r.replace(tzinfo=None) != w for r, w in zip(read, wanted, strict=True)) <= 4, (zone, on)


@QUICK
@given(zone=zones, on=dates, wall=quarter_hours)
def test_a_wall_time_goes_to_an_instant_and_back_unless_it_falls_into_a_gap(
    zone: ZoneInfo, on: date, wall: time
) -> None:
    there = instant(on, wall, zone)
    back = local(there, zone)
    moved = back.replace(tzinfo=None) - datetime.combine(on, wall)
    assert moved in {timedelta(minutes=minutes) for minutes in (0, 30, 60, 120)}
    assert instant(back.date(), back.time(), zone) == there


def test_a_wall_time_marked_as_the_second_still_means_the_first() -> None:
    overlap = date(2026, 10, 25)
    assert instant(overlap, time(1, 30, fold=1), LONDON) == instant(overlap, time(1, 30), LONDON)


@pytest.mark.parametrize(
    ("zone", "on", "expected"),
    [
        ("Pacific/Apia", date(2011, 12, 29), True),
        ("Pacific/Apia", date(2011, 12, 30), False),
        ("Pacific/Apia", date(2011, 12, 31), True),
        ("Pacific/Kwajalein", date(1993, 8, 21), False),
        ("Asia/Seoul", date(2024, 2, 29), True),
        ("Europe/London", date(2026, 3, 29), True),
    ],
)
def test_a_zone_may_lack_a_day(zone: str, on: date, expected: bool) -> None:
    assert exists(on, ZoneInfo(zone)) is expected


def test_the_local_date_depends_on_the_zone() -> None:
    moment = datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert local_date(moment, ZoneInfo("Pacific/Kiritimati")) == date(2026, 3, 2)
    assert local_date(moment, LONDON) == date(2026, 3, 1)
    assert local_date(moment, ZoneInfo("Pacific/Pago_Pago")) == date(2026, 3, 1)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstantError):
        local(datetime(2026, 3, 1, 9), SEOUL)  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 6, date(2024, 8, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 10), -1, date(2025, 12, 10)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_end_where_the_shorter_month_ends(on: date, months: int, expected: date) -> None:
    assert add_months(on, months) == expected


@pytest.mark.parametrize(
    ("quiet", "wall", "expected"),
    [
        (QuietHours(), time(20, 59), False),
        (QuietHours(), time(21), True),
        (QuietHours(), time(0), True),
        (QuietHours(), time(7, 59), True),
        (QuietHours(), time(8), False),
        (SIESTA, time(12, 59), False),
        (SIESTA, time(13), True),
        (SIESTA, time(15), False),
        (NO_QUIET, time(0), False),
    ],
)
def test_quiet_hours_cover_their_start_but_not_their_end(quiet: QuietHours, wall: time, expected: bool) -> None:
    assert quiet.covers(wall) is expected


@pytest.mark.parametrize(
    ("label", "asked", "allowed"),
    [
        ("by day, at once", (date(2026, 3, 1), 12), (date(2026, 3, 1), 12)),
        ("in the evening, next morning", (date(2026, 3, 1), 22), (date(2026, 3, 2), 8)),
        ("in the night, the same morning", (date(2026, 3, 2), 3), (date(2026, 3, 2), 8)),
        ("at their very end, at once", (date(2026, 3, 2), 8), (date(2026, 3, 2), 8)),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(
    label: str, asked: tuple[date, int], allowed: tuple[date, int]
) -> None:
    assert QuietHours().next_allowed(at(SEOUL, *asked), SEOUL) == at(SEOUL, *allowed), label


@QUICK
@given(zone=zones, on=dates, wall=quarter_hours, quiet=quiets)
@example(zone=LONDON, on=date(2026, 10, 25), wall=time(1, 15), quiet=QuietHours(start=time(0), end=time(1, 30)))
@example(zone=LONDON, on=date(2026, 3, 29), wall=time(0, 15), quiet=QuietHours(start=time(0), end=time(1, 30)))
def test_the_next_allowed_instant_is_never_quiet_and_never_earlier(
    zone: ZoneInfo, on: date, wall: time, quiet: QuietHours
) -> None:
    for asked in (instant(on, wall, zone), instant(on, wall, zone) + timedelta(hours=1)):
        allowed = quiet.next_allowed(asked, zone)
        assert asked <= allowed <= asked + timedelta(hours=26)
        assert not quiet.covers(local(allowed, zone).time())
        assert quiet.next_allowed(allowed, zone) == allowed


@QUICK
@given(zone=zones, on=dates, wall=quarter_hours, quiet=quiets)
@example(zone=LONDON, on=date(2026, 10, 25), wall=time(0, 45), quiet=QuietHours(start=time(1, 45), end=time(8)))
def test_until_the_open_hours_end_it_is_the_same_day_and_never_quiet(
    zone: ZoneInfo, on: date, wall: time, quiet: QuietHours
) -> None:
    now = quiet.next_allowed(instant(on, wall, zone), zone)
    end = quiet.open_until(now, zone)
    assert end > now
    moment = now
    while moment < end:
        assert not quiet.covers(local(moment, zone).time())
        assert local_date(moment, zone) == local_date(now, zone)
        moment += timedelta(minutes=15)


def test_an_overlap_does_not_hide_the_second_start_of_quiet_hours() -> None:
    quiet = QuietHours(start=time(1, 30), end=time(8))
    second_half_past_one = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert quiet.open_until(second_half_past_one - timedelta(minutes=20), LONDON) == second_half_past_one
