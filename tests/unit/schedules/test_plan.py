"""On which dates a patient hears from us, at which instant, and what one question to the plan answers."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schedules.facts import PatientFacts, Treatment
from schedules.localtime import QuietHours, local, local_date
from schedules.plan import Settlement, dates_of, digest_dates, due_instant, first_due, settle
from schedules.words import CadenceName, Kind, PatientStatus
from tests.unit.schedules.builders import (
    LIBRARY,
    LONDON,
    NO_QUIET,
    QUICK,
    SEOUL,
    SIESTA,
    START,
    at,
    care_date,
    dates,
    patient,
    quarter_hours,
    quiets,
    treatment,
    treatment_lists,
    zones,
)


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        (CadenceName.DAILY, [*range(16), 21, 30]),
        (CadenceName.STANDARD, [0, 1, 2, 3, 5, 7, 8, 14, 15, 30]),
        (CadenceName.ESSENTIAL, [0, 1, 3, 7, 14, 30]),
    ],
)
def test_each_cadence_has_its_own_days_in_the_first_month(cadence: CadenceName, days: list[int]) -> None:
    found = dates_of(treatment(), LIBRARY, cadence)
    assert sorted((on - START).days for on in found if on <= care_date(30)) == days


def test_later_messages_follow_calendar_months_until_care_ends() -> None:
    found = dates_of(treatment(on=date(2025, 8, 31)), LIBRARY, CadenceName.DAILY)
    assert sorted(found)[-3:] == [date(2025, 10, 31), date(2025, 11, 30), date(2026, 2, 28)]


@pytest.mark.parametrize(("kind", "weeks"), [(Kind.CO2, 4), (Kind.MESO, 2)])
def test_the_next_session_window_opens_with_a_message(kind: Kind, weeks: int) -> None:
    opens = START + timedelta(weeks=weeks)
    assert opens in dates_of(treatment(kind), LIBRARY, CadenceName.ESSENTIAL)


def test_broken_skin_keeps_the_course_of_its_own_kind() -> None:
    found = dates_of(treatment(Kind.TONING, skin_broken=True), LIBRARY, CadenceName.DAILY)
    assert START + timedelta(weeks=4) not in found


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2024, 2, 26), date(2024, 2, 29)), (date(2023, 2, 26), date(2023, 3, 1))]
)
def test_care_day_three_counts_the_leap_day(on: date, expected: date) -> None:
    assert expected in dates_of(treatment(on=on), LIBRARY, CadenceName.ESSENTIAL)


def test_two_treatments_share_one_list_of_dates() -> None:
    both = patient(treatment(id=1), treatment(Kind.CO2, id=2, on=care_date(10)))
    found = digest_dates(both, LIBRARY)
    assert list(found) == sorted(set(found))
    assert {care_date(12), care_date(25)} <= set(found)


@pytest.mark.parametrize("status", [PatientStatus.STOPPED, PatientStatus.UNREACHABLE])
def test_who_is_not_active_hears_nothing(status: PatientStatus) -> None:
    silent = patient(treatment(), status=status)
    assert (digest_dates(silent, LIBRARY), first_due(silent, LIBRARY)) == ((), None)


def test_a_pause_takes_its_dates_out_its_last_day_included() -> None:
    found = digest_dates(patient(treatment(), paused_through=care_date(5)), LIBRARY)
    assert found[0] == care_date(6)


def test_a_date_that_the_zone_never_had_gives_way_to_the_next() -> None:
    samoa = patient(treatment(on=date(2011, 12, 27)), zone=ZoneInfo("Pacific/Apia"), cadence=CadenceName.ESSENTIAL)
    assert digest_dates(samoa, LIBRARY)[:4] == (
        date(2011, 12, 27),
        date(2011, 12, 28),
        date(2011, 12, 31),
        date(2012, 1, 3),
    )


DUE = [
    # label, hour, quiet hours, care day, the wall time it goes out
    ("the patient's hour", time(9), QuietHours(), 1, time(9)),
    ("treatment day, in the evening", time(9), QuietHours(), 0, time(18)),
    ("treatment day, a later hour stays", time(19, 30), QuietHours(), 0, time(19, 30)),
    ("an hour in the night waits for the morning", time(23), QuietHours(), 1, time(8)),
    ("an hour in the night, treatment day", time(23), QuietHours(), 0, time(18)),
    ("an early hour waits for the morning", time(6), QuietHours(), 1, time(8)),
    ("an hour in the siesta waits for its end", time(14), SIESTA, 1, time(15)),
    ("evening is quiet, treatment day keeps the hour", time(9), QuietHours(start=time(17), end=time(8)), 0, time(9)),
    ("no quiet hours, any hour", time(3), NO_QUIET, 1, time(3)),
]


@pytest.mark.parametrize(("hour", "quiet", "day", "wall"), [row[1:] for row in DUE], ids=[row[0] for row in DUE])
def test_the_wall_time_at_which_a_message_goes_out(hour: time, quiet: QuietHours, day: int, wall: time) -> None:
    found = due_instant(patient(treatment(), hour=hour, quiet=quiet), care_date(day))
    assert local(found, SEOUL) == datetime.combine(care_date(day), wall, tzinfo=SEOUL)


def test_the_hour_of_the_clock_stays_when_the_clocks_change() -> None:
    facts = patient(treatment(on=date(2026, 3, 25)), zone=LONDON)
    before, after = due_instant(facts, date(2026, 3, 28)), due_instant(facts, date(2026, 3, 29))
    assert after - before == timedelta(hours=23)


@QUICK
@given(zone=zones, on=dates, hour=quarter_hours, quiet=quiets, day=st.integers(0, 2))
@example(
    zone=ZoneInfo("America/Nuuk"),
    on=date(2024, 3, 30),
    hour=time(23, 30),
    quiet=QuietHours(start=time(0), end=time(7)),
    day=0,
)
@example(zone=ZoneInfo("Pacific/Apia"), on=date(2011, 12, 29), hour=time(9), quiet=QuietHours(), day=1)
def test_no_message_is_due_in_quiet_hours(zone: ZoneInfo, on: date, hour: time, quiet: QuietHours, day: int) -> None:
    facts = patient(treatment(on=on), zone=zone, hour=hour, quiet=quiet)
    found = due_instant(facts, on + timedelta(days=day))
    assert not quiet.covers(local(found, zone).time())
    assert local_date(found, zone) >= on + timedelta(days=day)


def settled(facts: PatientFacts, on: date, hour: int, minute: int = 0) -> Settlement:
    """What the plan says to a patient in Seoul at a wall time."""
    return settle(facts, LIBRARY, at(SEOUL, on, hour, minute))


def test_before_the_hour_the_plan_waits_for_it() -> None:
    found = settled(patient(treatment(), settled_through=START), date(2026, 3, 2), 8, 59)
    assert (found.digest, found.next_due_at) == (None, at(SEOUL, date(2026, 3, 2), 9))


def test_at_the_hour_the_message_of_the_day_goes_out_and_the_next_is_known() -> None:
    found = settled(patient(treatment(), settled_through=START), date(2026, 3, 2), 9)
    assert found.digest is not None
    assert (found.digest.on, found.digest.missed) == (care_date(1), ())
    assert found.digest.valid_until == at(SEOUL, date(2026, 3, 2), 21)
    assert (found.settled_through, found.next_due_at) == (care_date(1), at(SEOUL, date(2026, 3, 3), 9))


def test_asked_twice_the_plan_answers_the_same_and_once_stored_it_is_silent() -> None:
    facts = patient(treatment(), settled_through=START)
    first = settled(facts, date(2026, 3, 2), 9)
    assert settled(facts, date(2026, 3, 2), 9) == first
    again = settled(replace(facts, settled_through=first.settled_through), date(2026, 3, 2), 9)
    assert (again.digest, again.next_due_at) == (None, first.next_due_at)


def test_after_downtime_one_message_stands_in_for_all_that_were_missed() -> None:
    found = settled(patient(treatment(), settled_through=START), date(2026, 3, 5), 16)
    assert found.digest is not None
    assert (found.digest.on, found.digest.missed) == (care_date(4), (care_date(1), care_date(2), care_date(3)))


@pytest.mark.parametrize(("day", "hour"), [(5, 21), (5, 23), (6, 3), (6, 8)])
def test_a_catch_up_at_night_waits_for_the_hour_of_the_next_day(day: int, hour: int) -> None:
    found = settled(patient(treatment(), settled_through=START), date(2026, 3, day), hour, 30)
    assert (found.digest, found.settled_through) == (None, START)
    assert found.next_due_at == at(SEOUL, date(2026, 3, 6), 9)


def test_a_catch_up_is_not_sent_into_the_siesta() -> None:
    found = settled(patient(treatment(), settled_through=START, quiet=SIESTA), date(2026, 3, 2), 13, 30)
    assert (found.digest, found.next_due_at) == (None, at(SEOUL, date(2026, 3, 2), 15))


def test_a_message_sent_before_the_siesta_is_useful_until_it_begins() -> None:
    found = settled(patient(treatment(), settled_through=START, quiet=SIESTA), date(2026, 3, 2), 12)
    assert found.digest is not None
    assert found.digest.valid_until == at(SEOUL, date(2026, 3, 2), 13)


def test_a_missed_date_is_caught_up_on_a_day_without_a_message_of_its_own() -> None:
    found = settled(patient(treatment(), settled_through=care_date(15)), date(2026, 3, 24), 12)
    assert found.digest is not None
    assert (found.digest.on, found.digest.missed) == (care_date(23), (care_date(21),))


def test_late_registration_says_once_where_the_patient_is_today() -> None:
    found = settled(patient(treatment()), date(2026, 3, 20), 12)
    assert found.digest is not None
    assert found.digest.on == care_date(19)
    assert found.digest.missed == tuple(care_date(day) for day in range(16))
    assert found.next_due_at == at(SEOUL, date(2026, 3, 22), 9)


def test_a_booked_treatment_is_silent_until_its_evening() -> None:
    found = settled(patient(treatment(on=care_date(10))), date(2026, 3, 1), 12)
    assert (found.digest, found.next_due_at) == (None, at(SEOUL, date(2026, 3, 11), 18))


def test_a_second_treatment_on_a_day_moves_that_days_message_to_the_evening() -> None:
    both = patient(treatment(id=1), treatment(id=2, on=care_date(3)))
    assert due_instant(both, care_date(3)) == at(SEOUL, date(2026, 3, 4), 18)
    assert due_instant(both, care_date(4)) == at(SEOUL, date(2026, 3, 5), 9)


def test_a_date_corrected_to_earlier_does_not_send_todays_message_again() -> None:
    facts = patient(treatment(), settled_through=care_date(4))
    moved = replace(facts, treatments=(treatment(on=START - timedelta(days=20)),))
    found = settled(moved, date(2026, 3, 5), 12)
    assert found.digest is None
    assert found.next_due_at == at(SEOUL, date(2026, 3, 11), 9)


def test_a_date_corrected_to_later_is_silent_until_then() -> None:
    facts = patient(treatment(on=care_date(10)), settled_through=care_date(4))
    assert settled(facts, date(2026, 3, 5), 12).next_due_at == at(SEOUL, date(2026, 3, 11), 18)


def test_a_removed_treatment_leaves_nothing_to_say() -> None:
    found = settled(patient(settled_through=care_date(4)), date(2026, 3, 6), 12)
    assert found == Settlement(digest=None, lapsed=(), settled_through=care_date(4), next_due_at=None)


def test_a_pause_ended_early_is_caught_up_with_one_message() -> None:
    paused = patient(treatment(), settled_through=care_date(2), paused_through=care_date(9))
    assert settled(paused, date(2026, 3, 6), 12).next_due_at == at(SEOUL, date(2026, 3, 11), 9)
    found = settled(replace(paused, paused_through=None), date(2026, 3, 6), 12)
    assert found.digest is not None
    assert found.digest.missed == (care_date(3), care_date(4))


def test_what_was_missed_lapses_when_nothing_is_followed_any_more() -> None:
    facts = patient(treatment(), settled_through=care_date(100))
    found = settled(facts, date(2026, 12, 1), 12)
    assert (found.digest, found.next_due_at) == (None, None)
    assert found.lapsed == (date(2026, 9, 1),)
    assert found.settled_through == date(2026, 12, 1)


def test_the_day_before_yesterday_across_the_date_line_is_not_said_again() -> None:
    kiritimati = patient(treatment(), zone=ZoneInfo("Pacific/Kiritimati"), settled_through=START)
    now = due_instant(kiritimati, care_date(1))
    sent = settle(kiritimati, LIBRARY, now)
    flown = replace(kiritimati, zone=ZoneInfo("Pacific/Honolulu"), settled_through=sent.settled_through)
    assert local_date(now, flown.zone) < care_date(1)
    later = settle(flown, LIBRARY, now + timedelta(hours=2))
    assert (later.digest, later.settled_through) == (None, care_date(1))
    assert later.next_due_at == due_instant(flown, care_date(2))


def test_flying_forward_over_the_date_line_folds_the_lost_day_into_the_next_message() -> None:
    honolulu = patient(treatment(), zone=ZoneInfo("Pacific/Honolulu"), settled_through=care_date(1))
    flown = replace(honolulu, zone=ZoneInfo("Pacific/Kiritimati"))
    found = settle(flown, LIBRARY, due_instant(flown, care_date(3)))
    assert found.digest is not None
    assert (found.digest.on, found.digest.missed) == (care_date(3), (care_date(2),))


@QUICK
@given(treatments=treatment_lists(), zone=zones, cadence=st.sampled_from(CadenceName), hours=st.integers(-48, 6000))
def test_the_plan_always_moves_on(
    treatments: tuple[Treatment, ...], zone: ZoneInfo, cadence: CadenceName, hours: int
) -> None:
    facts = patient(*treatments, zone=zone, cadence=cadence)
    now = at(SEOUL, date(2026, 3, 1)) + timedelta(hours=hours)
    found = settle(facts, LIBRARY, now)
    assert found.next_due_at is None or found.next_due_at > now
    if found.digest is not None:
        assert found.digest.on == found.settled_through == local_date(now, zone)
        assert now < found.digest.valid_until
        assert all(on < found.digest.on for on in found.digest.missed)
    left = first_due(replace(facts, settled_through=found.settled_through), LIBRARY)
    assert (found.next_due_at is None) == (left is None)
