"""From facts to the picture: the dates on it are the dates of the rules."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.pictures.model import Bar, MarkKind, PlanPicture, Tone
from handlers.pictures.plan_of import MOST_BARS, PictureWords, has_plan, plan_picture
from schedules.facts import Overrides, PatientFacts, Treatment
from schedules.protocol import Library, OpenRule, Source
from schedules.rules import Status, Verdict, verdict
from schedules.words import Activity, Kind, Rank

MARCH_1 = date(2026, 3, 1)
Draw = Callable[..., PlanPicture]


@pytest.fixture(scope="session")
def draw(library: Library, facts: Callable[..., PatientFacts], english: PictureWords) -> Draw:
    """Makes the picture of treatments on a day, with activities as their own labels."""
    words = replace(english, activity=str)
    return lambda today, *treatments: plan_picture(facts(*treatments), library, today, words)


@pytest.fixture(scope="session")
def judge(library: Library, facts: Callable[..., PatientFacts]) -> Callable[..., Verdict]:
    """Asks the rules themselves about an activity on a date."""
    return lambda activity, on, *treatments: verdict(facts(*treatments).treatments, library, activity, on)


def bar(picture: PlanPicture, activity: Activity) -> Bar:
    """The bar of an activity."""
    return next(found for found in picture.bars if found.label == activity)


def free_days(picture: PlanPicture) -> set[tuple[str, date]]:
    """Which rule ends, and its first free day."""
    return {(mark.label, mark.on) for mark in picture.marked(MarkKind.FREE)}


def test_a_window_runs_through_its_last_day_and_frees_the_next(draw: Draw) -> None:
    picture = draw(MARCH_1, (Kind.PRP, MARCH_1))
    sauna = bar(picture, Activity.SAUNA)
    assert (sauna.from_on, sauna.last_on, sauna.tone) == (MARCH_1, date(2026, 3, 15), Tone.NO)
    assert sauna.detail == "through Sun 15 Mar"
    assert ("sauna", date(2026, 3, 16)) in free_days(picture)


def test_open_rules_have_no_end(draw: Draw) -> None:
    picture = draw(MARCH_1, (Kind.PRP, MARCH_1))
    assert bar(picture, Activity.ALCOHOL).last_on is None
    assert not any(label == Activity.ALCOHOL for label, _ in free_days(picture))


def test_a_window_that_ends_in_a_question_is_not_marked_as_free(draw: Draw) -> None:
    picture = draw(MARCH_1, (Kind.CO2, MARCH_1))
    exercise = bar(picture, Activity.EXERCISE)
    assert (exercise.last_on, exercise.then_ask) == (date(2026, 3, 8), True)
    assert not any(label == Activity.EXERCISE for label, _ in free_days(picture))


def test_the_clinics_rules_come_first_and_other_usual_advice_stays_out(draw: Draw) -> None:
    labels = [found.label for found in draw(MARCH_1, (Kind.CO2, MARCH_1)).bars]
    assert labels == ["exercise", "sauna", "alcohol", "smoking", "swimming", "makeup"]


def test_usual_advice_without_an_end_stays_out(draw: Draw) -> None:
    labels = [found.label for found in draw(MARCH_1, (Kind.ADSC, MARCH_1)).bars]
    assert "swimming" not in labels


def test_usual_advice_that_only_the_clinic_ends_is_shown(
    facts: Callable[..., PatientFacts], library: Library, english: PictureWords
) -> None:
    until_told = OpenRule(activity=Activity.MAKEUP, source=Source(id="usual", rank=Rank.DEFAULT))
    strict = replace(library[Kind.ADSC], rules=(until_told,))
    picture = plan_picture(
        facts((Kind.ADSC, MARCH_1)), Library({**library.protocols, Kind.ADSC: strict}), MARCH_1, english
    )
    (makeup,) = picture.bars
    assert (makeup.label, makeup.detail, makeup.last_on) == ("Make-up", "clinic gives the date", None)


def test_two_that_overlap_make_one_bar_with_the_later_end(draw: Draw) -> None:
    picture = draw(date(2026, 3, 6), (Kind.PRP, MARCH_1), (Kind.CO2, date(2026, 3, 6)))
    saunas = [found for found in picture.bars if found.label == "sauna"]
    assert [(found.from_on, found.last_on) for found in saunas] == [(MARCH_1, date(2026, 3, 20))]
    assert picture.start == date(2026, 3, 6)


def test_a_rule_that_has_become_a_question_is_a_bar_of_its_own_look_without_an_end(draw: Draw) -> None:
    picture = draw(date(2026, 3, 10), (Kind.PRP, MARCH_1), (Kind.ADSC, date(2026, 3, 10)))
    swimming = bar(picture, Activity.SWIMMING)
    assert (swimming.tone, swimming.from_on, swimming.last_on) == (Tone.ASK, date(2026, 3, 10), None)


def test_two_with_a_gap_between_count_from_the_later(draw: Draw) -> None:
    picture = draw(date(2026, 4, 1), (Kind.PRP, MARCH_1), (Kind.CO2, date(2026, 4, 1)))
    assert bar(picture, Activity.SAUNA).from_on == date(2026, 4, 1)
    assert bar(picture, Activity.ALCOHOL).from_on == MARCH_1


def test_a_rule_stays_for_two_weeks_after_its_end_and_then_goes(draw: Draw) -> None:
    assert bar(draw(date(2026, 3, 29), (Kind.PRP, MARCH_1)), Activity.SAUNA).detail == "ended Sun 15 Mar"
    labels = [found.label for found in draw(date(2026, 3, 30), (Kind.PRP, MARCH_1)).bars]
    assert labels == ["alcohol", "smoking"]


def test_the_clinics_own_word_outranks_and_is_shown(
    library: Library, facts: Callable[..., PatientFacts], english: PictureWords
) -> None:
    overrides = Overrides(through_day={Activity.ALCOHOL: 21, Activity.SHAVING: 5})
    told = PatientFacts(
        zone=facts().zone, treatments=(Treatment(id=1, kind=Kind.PRP, on=MARCH_1, overrides=overrides),)
    )
    picture = plan_picture(told, library, MARCH_1, replace(english, activity=str))
    assert bar(picture, Activity.ALCOHOL).last_on == date(2026, 3, 22)
    assert bar(picture, Activity.SHAVING).last_on == date(2026, 3, 6)


def test_messages_results_and_the_next_visit_stand_on_their_dates(draw: Draw) -> None:
    picture = draw(MARCH_1, (Kind.CO2, MARCH_1))
    assert {mark.on for mark in picture.marked(MarkKind.DIGEST)} >= {MARCH_1 + timedelta(days=n) for n in range(15)}
    results = [(mark.on, mark.through) for mark in picture.marked(MarkKind.RESULT)]
    assert results == [(date(2026, 4, 1), date(2026, 5, 1)), (date(2026, 6, 1), date(2026, 9, 1))]
    assert [(span.from_on, span.last_on) for span in picture.sessions] == [(date(2026, 3, 29), date(2026, 4, 26))]


def test_a_visit_whose_time_has_passed_is_left_out(draw: Draw) -> None:
    assert draw(date(2026, 4, 26), (Kind.CO2, MARCH_1)).sessions
    assert not draw(date(2026, 4, 27), (Kind.CO2, MARCH_1)).sessions


def test_one_milestone_of_two_treatments_is_one_span(draw: Draw) -> None:
    picture = draw(date(2026, 3, 12), (Kind.PRP, date(2026, 3, 4)), (Kind.CO2, date(2026, 3, 12)))
    first = picture.marked(MarkKind.RESULT)[0]
    assert (first.on, first.through) == (date(2026, 4, 4), date(2026, 5, 12))


def test_a_booked_treatment_shows_the_plan_of_its_day(draw: Draw) -> None:
    picture = draw(MARCH_1, (Kind.CO2, date(2026, 3, 10)))
    assert (picture.start, picture.badge) == (date(2026, 3, 10), ("Day", "-9"))
    assert bar(picture, Activity.SAUNA).last_on == date(2026, 3, 24)


@pytest.mark.parametrize(("today", "expected"), [(date(2026, 9, 1), True), (date(2026, 9, 2), False)])
def test_a_plan_ends_with_the_care(draw: Draw, facts: Callable[..., PatientFacts], today: date, expected: bool) -> None:
    assert has_plan(facts((Kind.PRP, MARCH_1)), today) is expected
    if not expected:
        with pytest.raises(ValueError, match="no plan to draw"):
            draw(today, (Kind.PRP, MARCH_1))


TREATMENTS = st.lists(st.tuples(st.sampled_from(Kind), st.integers(-120, 30)), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(found=TREATMENTS, today=st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_every_bar_ends_where_the_rules_say(
    draw: Draw, judge: Callable[..., Verdict], found: list[tuple[Kind, int]], today: date
) -> None:
    treatments = [(kind, today + timedelta(days=days)) for kind, days in found]
    picture = draw(today, *treatments)
    as_of = today if any(on <= today for _, on in treatments) else picture.start
    assert len(picture.bars) <= MOST_BARS
    for shown in picture.bars:
        said = judge(Activity(shown.label), as_of, *treatments)
        assert shown.last_on == (said.last_day if shown.tone is Tone.NO and said.status is not Status.REFRAIN else None)
        assert said.status is Status.ASK_CLINIC or shown.tone is Tone.NO
        assert shown.from_on in {on for _, on in treatments if on <= as_of}


@settings(max_examples=30, deadline=None)
@given(found=TREATMENTS)
def test_every_day_of_a_bar_is_restricted_and_the_day_after_is_not(
    draw: Draw, judge: Callable[..., Verdict], found: list[tuple[Kind, int]]
) -> None:
    treatments = [(kind, MARCH_1 + timedelta(days=days)) for kind, days in found if days <= 0] or [(Kind.PRP, MARCH_1)]
    for shown in draw(MARCH_1, *treatments).bars:
        if shown.last_on is None:
            continue
        days = [shown.from_on + timedelta(days=n) for n in range((shown.last_on - shown.from_on).days + 2)]
        strict = [judge(Activity(shown.label), on, *treatments).status is Status.NOT_YET for on in days]
        assert strict == [*chain([True] * (len(days) - 1), [False])]
