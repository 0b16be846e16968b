"""Answers to "Can I …?": the first words, the date, the reason, the rank; never a bare yes, never an invented date."""

import re
from datetime import date, timedelta

import pytest

from handlers.can import MARKS
from handlers.rendering.rules import render_verdict
from handlers.texts import Texts
from schedules.facts import Overrides, Treatment
from schedules.rules import Status, verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.markup import faults, plain
from storage.content.reading import words

START = date(2026, 3, 1)
FIRST_WORDS = {
    Status.NOT_YET: "⛔ Not yet.",
    Status.REFRAIN: "⛔ Not yet.",
    Status.ASK_CLINIC: "❔ Ask your clinic.",
    Status.ENDED: "📅 Rule ended.",
    Status.ADVICE: "💬 ",
    Status.NO_RULE: "💬 No rule known.",
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def treated(kind: Kind, days_ago: int = 0, number: int = 1, overrides: Overrides | None = None) -> Treatment:
    return Treatment(id=number, kind=kind, on=START - timedelta(days=days_ago), overrides=overrides or Overrides())


def answer(content: Content, activity: Activity, *treatments: Treatment, day: int = 0) -> str:
    on = START + timedelta(days=day)
    found = verdict(treatments, content.library, activity, on)
    html = render_verdict(found, on, treatments, content, Texts(content, "en"))
    assert faults(html) == []
    return plain(html)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("activity", Activity)
def test_the_first_words_are_the_answer(content: Content, kind: Kind, activity: Activity) -> None:
    treatment = treated(kind)
    for day in (0, 1, 8, 15, 100):
        status = verdict((treatment,), content.library, activity, START + timedelta(days=day)).status
        text = answer(content, activity, treatment, day=day)
        assert text.startswith(FIRST_WORDS[status]), day
        assert "yes" not in text.lower().split(), day


def test_a_running_window_has_its_last_day_its_reason_and_what_counts_after(content: Content) -> None:
    text = answer(content, Activity.SAUNA, treated(Kind.PRP), day=3)
    assert "wait until the end of Sun 15 Mar" in text
    assert "Jjimjilbang" in text
    assert "From Mon 16 Mar the rule has ended. Skin still open, crusted, very red or sore? Wait" in text
    assert "Why: your clinic's guide, for PRP (1 Mar, day 3)." in text


def test_a_rule_of_ours_is_called_usual_advice(content: Content) -> None:
    text = answer(content, Activity.MAKEUP, treated(Kind.PRP))
    assert "Why: usual advice for PRP (1 Mar, day 0). Your clinic's word wins." in text


def test_a_date_from_the_clinic_is_called_the_clinics(content: Content) -> None:
    own = Overrides(through_day={Activity.ALCOHOL: 10})
    text = answer(content, Activity.ALCOHOL, treated(Kind.PRP, overrides=own))
    assert "until the end of Wed 11 Mar" in text
    assert "Why: your clinic set this for PRP" in text


def test_an_advice_names_whose_it_is(content: Content) -> None:
    assert answer(content, Activity.SUN, treated(Kind.PRP)).startswith("💬 Your clinic's advice. Sun and sunscreen:")
    assert answer(content, Activity.SLEEP, treated(Kind.PRP)).startswith("💬 Usual advice. How to sleep:")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("activity", Activity)
def test_an_answer_is_short_and_says_nothing_twice(content: Content, kind: Kind, activity: Activity) -> None:
    for day in (0, 1, 2, 7, 8, 14, 15, 30, 180):
        text = answer(content, activity, treated(kind), day=day)
        sentences = re.findall(r"[A-Z][^.?!]+[.?!]", text)
        assert len(set(sentences)) == len(sentences), day
        assert len(words(text)) <= 75, day


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("activity", Activity)
def test_the_sign_in_the_menu_is_the_sign_of_the_answer(content: Content, kind: Kind, activity: Activity) -> None:
    for day in (0, 1, 8, 15, 100):
        status = verdict((treated(kind),), content.library, activity, START + timedelta(days=day)).status
        assert answer(content, activity, treated(kind), day=day).startswith(MARKS[status]), day


def test_alcohol_never_gets_a_date_from_us(content: Content) -> None:
    for kind in Kind:
        for day in (0, 8, 15, 90):
            text = answer(content, Activity.ALCOHOL, treated(kind), day=day)
            assert "there is no fixed day. Your clinic gives you the date." in text
            assert "until the end of" not in text


@pytest.mark.parametrize("kind", [Kind.CO2, Kind.ADSC, Kind.PRP_ADSC])
def test_the_end_of_the_exercise_window_is_no_clearance_there(content: Content, kind: Kind) -> None:
    text = answer(content, Activity.EXERCISE, treated(kind), day=30)
    assert text.startswith("❔ Ask your clinic.")
    assert "Your clinic must agree first." in text


def test_an_ended_rule_names_the_skin_conditions(content: Content) -> None:
    text = answer(content, Activity.SAUNA, treated(Kind.CO2), day=15)
    assert text.startswith("📅 Rule ended.")
    assert "Skin not fully closed? Wait and ask your clinic." in text


def test_open_skin_is_never_told_to_wear_sunscreen(content: Content) -> None:
    text = answer(content, Activity.SUN, treated(Kind.CO2), treated(Kind.PRP, number=2), day=2)
    assert "Do not put sunscreen on open skin." in text
    assert "indoors too" not in text


def test_the_strictest_of_two_treatments_is_named(content: Content) -> None:
    text = answer(content, Activity.SAUNA, treated(Kind.MESO), treated(Kind.PRP, days_ago=5, number=2), day=3)
    assert "Sun 15 Mar" in text
    assert "for mesotherapy (1 Mar, day 3)" in text
    assert "PRP" not in text


def test_a_date_that_has_passed_is_not_given_as_the_next_one(content: Content) -> None:
    pair = treated(Kind.PRP), treated(Kind.CO2, days_ago=2, number=2)
    assert "not before Tue 3 Mar" in answer(content, Activity.MAKEUP, *pair, day=1)
    assert "not before" not in answer(content, Activity.MAKEUP, *pair, day=3)


def test_with_no_treatment_there_is_no_rule_and_no_reason(content: Content) -> None:
    text = answer(content, Activity.SAUNA)
    assert text.startswith("💬 No rule known. Sauna or steam room: please ask your clinic.")
    assert "Why" not in text
