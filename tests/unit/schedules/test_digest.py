"""What the message of one date says, as facts and ids."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.digest import Digest, SessionWindow, digest, session_window
from schedules.facts import PatientFacts, Treatment
from schedules.localtime import add_months
from schedules.plan import digest_dates
from schedules.protocol import Habit
from schedules.rules import Verdict, followed
from schedules.words import Activity, CadenceName, Kind
from tests.unit.schedules.builders import (
    LIBRARY,
    QUICK,
    START,
    care_date,
    patient,
    treatment,
    treatment_lists,
)


def on_day(facts: PatientFacts, day: int, *missed: int, since: int | None = None) -> Digest:
    found = digest(
        facts,
        LIBRARY,
        care_date(day),
        tuple(map(care_date, missed)),
        since=None if since is None else care_date(since),
    )
    assert found is not None
    return found


def names(verdicts: Iterable[Verdict]) -> list[str]:
    return [each.activity.value for each in verdicts]


def ids(habits: Iterable[Habit]) -> list[str]:
    return [each.id for each in habits]


TONING = patient(treatment())
CO2 = patient(treatment(Kind.CO2))
DAYS = [
    # day, still running, last day today, ended since the message before
    (0, ["makeup", "exercise", "sauna"], [], []),
    (1, ["exercise", "sauna"], ["makeup"], []),
    (2, ["exercise", "sauna"], [], ["makeup"]),
    (6, ["exercise", "sauna"], [], []),
    (7, ["sauna"], ["exercise"], []),
    (8, ["sauna"], [], ["exercise"]),
    (13, ["sauna"], [], []),
    (14, [], ["sauna"], []),
    (15, [], [], ["sauna"]),
    (21, [], [], []),
]


@pytest.mark.parametrize(("day", "running", "last_day", "ended"), DAYS)
def test_windows_run_end_today_and_have_ended(
    day: int, running: list[str], last_day: list[str], ended: list[str]
) -> None:
    found = on_day(TONING, day)
    assert (names(found.not_yet), names(found.ends_today), names(found.ended)) == (running, last_day, ended)


def test_the_essential_cadence_tells_an_end_with_the_next_message() -> None:
    facts = patient(treatment(), cadence=CadenceName.ESSENTIAL)
    assert names(on_day(facts, 14).ended) == ["exercise"]
    assert names(on_day(facts, 30).ended) == ["sauna"]


def test_a_catch_up_tells_what_ended_on_the_missed_dates() -> None:
    assert names(on_day(TONING, 15, 8, 9, 10, 11, 12, 13, 14).ended) == ["exercise", "sauna"]


def test_what_the_last_message_said_is_not_said_again_after_a_catch_up() -> None:
    facts = patient(treatment(), cadence=CadenceName.ESSENTIAL)
    assert names(on_day(facts, 9, 7).ended) == ["exercise"]
    assert names(on_day(facts, 14, since=9).ended) == []


def test_what_a_lost_message_would_have_said_is_said_with_the_next() -> None:
    assert names(on_day(TONING, 9, since=7).ended) == ["exercise"]


def test_a_last_message_of_today_or_later_is_no_measure() -> None:
    assert names(on_day(TONING, 8, since=8).ended) == ["exercise"]


def test_late_registration_says_what_has_already_ended() -> None:
    found = on_day(TONING, 20, *range(16))
    assert names(found.ended) == ["makeup", "exercise", "sauna"]


def test_open_rules_stand_in_the_first_month_only() -> None:
    assert names(on_day(TONING, 30).refrain) == ["alcohol"]
    assert names(on_day(TONING, 61).refrain) == []


def test_a_rule_left_to_the_clinic_is_not_in_the_list_to_refrain_from() -> None:
    assert names(on_day(CO2, 1).refrain) == ["alcohol", "makeup"]


@pytest.mark.parametrize(("day", "asked"), [(7, []), (8, []), (9, ["exercise"]), (30, ["exercise"]), (31, [])])
def test_a_rule_that_ended_and_needs_the_clinics_word_stays_for_the_first_month(day: int, asked: list[str]) -> None:
    found = on_day(CO2, day)
    assert names(found.ask_first) == asked
    assert ("exercise" in names(found.ended)) is (day == 8)


def test_a_running_window_of_another_treatment_stands_in_place_of_the_clinics_word() -> None:
    both = patient(treatment(Kind.CO2, id=1), treatment(id=2, on=care_date(10)))
    assert names(on_day(both, 12).ask_first) == []
    assert "exercise" in names(on_day(both, 12).not_yet)
    assert names(on_day(both, 19).ask_first) == ["exercise"]


def test_only_what_the_calendar_has_ended_is_asked_for_again() -> None:
    assert names(on_day(TONING, 9).ask_first) == []
    assert "washing" not in names(on_day(CO2, 9).ask_first)


@pytest.mark.parametrize(("day", "strictest"), [(3, 1), (7, 1), (8, 2)])
def test_what_to_do_is_taken_from_the_treatment_that_holds_the_most_back(day: int, strictest: int) -> None:
    both = patient(treatment(Kind.CO2, id=1), treatment(id=2, on=care_date(2)))
    found = on_day(both, day)
    assert found.lead.treatment.id == 2
    assert (found.strictest.treatment.id, found.strictest.day) == (strictest, day if strictest == 1 else day - 2)


def test_nobody_in_care_gets_no_digest() -> None:
    assert digest(TONING, LIBRARY, START - timedelta(days=1)) is None
    assert digest(TONING, LIBRARY, add_months(START, 6) + timedelta(days=1)) is None


def test_the_most_recent_treatment_leads_with_its_day_and_band() -> None:
    both = patient(treatment(id=1), treatment(Kind.CO2, id=2, on=care_date(20)))
    found = on_day(both, 21)
    assert (found.lead.treatment.id, found.lead.day) == (2, 1)
    assert [(part.treatment.id, part.day, part.band and part.band.id) for part in found.parts] == [
        (2, 1, "first"),
        (1, 21, "later"),
    ]


def test_the_open_skin_of_one_treatment_silences_the_sunscreen_of_another() -> None:
    both = patient(treatment(id=1), treatment(Kind.CO2, id=2, on=care_date(3)))
    assert ids(on_day(both, 2).habits) == ["sunscreen"]
    assert ids(on_day(both, 3).habits) == ["shade"]
    assert ids(on_day(both, 10).habits) == ["shade"]
    assert ids(on_day(both, 11).habits) == ["sunscreen"]


def test_broken_skin_takes_sunscreen_out_until_it_has_closed() -> None:
    broken = patient(treatment(skin_broken=True))
    assert ids(on_day(broken, 7).habits) == ["shade"]
    assert ids(on_day(broken, 8).habits) == ["sunscreen"]


def test_a_habit_that_is_over_for_one_treatment_stays_for_another() -> None:
    both = patient(treatment(id=1), treatment(id=2, on=care_date(2)))
    assert tip_of(on_day(both, 3)) == "head_up"


@pytest.mark.parametrize(("kind", "from_day"), [(Kind.CO2, 8), (Kind.TONING, 0)])
def test_a_habit_that_two_treatments_share_is_told_once_as_the_most_recent_has_it(kind: Kind, from_day: int) -> None:
    other = Kind.TONING if kind is Kind.CO2 else Kind.CO2
    both = patient(treatment(other, id=1), treatment(kind, id=2, on=care_date(1)))
    assert [(habit.id, habit.from_day) for habit in on_day(both, 9).habits] == [("sunscreen", from_day)]


def tip_of(found: Digest) -> str | None:
    return found.tip.id if found.tip else None


def test_tips_take_turns_by_the_day() -> None:
    both = patient(treatment(id=1), treatment(Kind.CO2, id=2, on=care_date(-20)))
    assert [tip_of(on_day(both, day)) for day in (3, 4, 5)] == ["hat", "protein", "hat"]


def test_there_is_no_tip_where_more_is_to_be_said() -> None:
    assert tip_of(on_day(TONING, 0)) is None
    assert (names(on_day(TONING, 2).ended), tip_of(on_day(TONING, 2))) == (["makeup"], None)
    assert (len(on_day(CO2, 28).sessions), tip_of(on_day(CO2, 28))) == (1, None)
    assert (len(on_day(CO2, 61).results), tip_of(on_day(CO2, 61))) == (1, None)


def test_without_tips_there_is_none() -> None:
    assert on_day(patient(treatment(Kind.MESO)), 3).tip is None


def results(facts: PatientFacts) -> list[tuple[date, str]]:
    found = [digest(facts, LIBRARY, on) for on in digest_dates(facts, LIBRARY)]
    return [(each.on, note.milestone.id) for each in found if each for note in each.results]


def test_each_milestone_shows_as_it_begins_and_in_its_last_month() -> None:
    assert results(CO2) == [
        (date(2026, 3, 31), "first"),
        (date(2026, 5, 1), "first"),
        (date(2026, 6, 1), "best"),
        (date(2026, 9, 1), "best"),
    ]


@pytest.mark.parametrize("cadence", CadenceName)
@pytest.mark.parametrize("start", [date(2026, month, 1) for month in range(1, 13)])
def test_the_first_results_are_announced_once_and_by_the_end_of_the_first_month(
    start: date, cadence: CadenceName
) -> None:
    told = [on for on, name in results(patient(treatment(Kind.CO2, on=start), cadence=cadence)) if name == "first"]
    opens, closes = add_months(start, 1), add_months(start, 2)
    (announced,) = [on for on in told if on != closes]
    assert opens - timedelta(days=3) <= announced <= opens


def test_what_a_lost_message_would_have_said_of_results_comes_with_the_next() -> None:
    found = digest(CO2, LIBRARY, add_months(START, 1), since=care_date(28))
    assert found is not None
    assert [note.milestone.id for note in found.results] == ["first"]
    told = digest(CO2, LIBRARY, add_months(START, 1), since=care_date(30))
    assert told is not None
    assert told.results == ()


def test_a_result_from_the_first_day_shows_on_it_even_between_other_messages() -> None:
    both = patient(treatment(Kind.MESO, id=1), treatment(id=2, on=care_date(4)))
    assert (care_date(4), "glow") in results(both)


def test_the_session_window_is_that_of_the_kind_itself() -> None:
    opens, closes = START + timedelta(weeks=4), START + timedelta(weeks=8)
    visit = treatment(Kind.CO2)
    window = session_window(visit, LIBRARY)
    assert window is not None
    assert (window.opens, window.closes) == (opens, closes)
    assert session_window(treatment(skin_broken=True), LIBRARY) is None


@pytest.mark.parametrize(("day", "shown"), [(27, 0), (28, 1), (30, 1), (56, 1), (57, 0)])
def test_the_session_window_shows_while_it_is_open(day: int, shown: int) -> None:
    assert len(on_day(CO2, day).sessions) == shown


def test_a_later_session_of_the_same_kind_closes_the_older_window() -> None:
    again = patient(treatment(Kind.CO2, id=1), treatment(Kind.CO2, id=2, on=care_date(29)))
    assert on_day(again, 30).sessions == ()
    assert [each.treatment.id for each in on_day(again, 57).sessions] == [2]


def test_two_kinds_have_their_windows_side_by_side() -> None:
    both = patient(treatment(Kind.CO2, id=1), treatment(Kind.MESO, id=2, on=care_date(14)))
    found: tuple[SessionWindow, ...] = on_day(both, 30).sessions
    assert {each.treatment.id for each in found} == {1, 2}


def test_only_the_very_last_message_is_the_last() -> None:
    last = digest_dates(TONING, LIBRARY)[-1]
    found = {on: digest(TONING, LIBRARY, on) for on in digest_dates(TONING, LIBRARY)}
    assert {on for on, each in found.items() if each and each.is_last} == {last}


def test_a_booked_treatment_keeps_a_message_from_being_the_last() -> None:
    booked = patient(treatment(id=1), treatment(id=2, on=add_months(START, 7)))
    found = digest(booked, LIBRARY, add_months(START, 6))
    assert found is not None
    assert not found.is_last


@QUICK
@given(treatments=treatment_lists(min_size=1, max_size=3), cadence=st.sampled_from(CadenceName))
def test_an_end_is_told_once_and_never_while_a_rule_still_holds(
    treatments: tuple[Treatment, ...], cadence: CadenceName
) -> None:
    facts = patient(*treatments, cadence=cadence)
    told: list[tuple[Activity, date | None]] = []
    for on in digest_dates(facts, LIBRARY):
        found = digest(facts, LIBRARY, on)
        assert found is not None
        running = set(names((*found.not_yet, *found.ends_today, *found.refrain)))
        assert not running & set(names(found.ended))
        told += [(each.activity, each.free_from) for each in found.ended]
    assert len(told) == len(set(told))


@QUICK
@given(treatments=treatment_lists(min_size=1, max_size=3), day=st.integers(0, 180))
def test_every_day_in_care_has_a_message_that_names_each_treatment_once(
    treatments: tuple[Treatment, ...], day: int
) -> None:
    in_care = followed(treatments, care_date(day))
    found = digest(patient(*treatments), LIBRARY, care_date(day))
    assert [part.treatment for part in found.parts] == list(in_care) if found else not in_care
    if found:
        assert found.lead.treatment.on == max(each.on for each in in_care)
        assert {habit.daily for habit in found.habits} <= {True}
