"""The message of a day: first line, windows, endings, several treatments, catch-up, farewell."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from handlers.rendering.digest import GREETINGS, render_digest
from handlers.texts import Texts
from schedules.digest import digest
from schedules.facts import Overrides, PatientFacts, Treatment
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.markup import faults, length, plain

START = date(2026, 3, 1)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def treated(kind: Kind, days_ago: int = 0, number: int = 1, **more: object) -> Treatment:
    return Treatment(id=number, kind=kind, on=START - timedelta(days=days_ago), **more)  # type: ignore[arg-type]  # named by the caller


def said(content: Content, *treatments: Treatment, day: int = 0, missed: tuple[date, ...] = ()) -> str:
    facts = PatientFacts(zone=content.clinic.zone, treatments=treatments)
    found = digest(facts, content.library, START + timedelta(days=day), missed)
    assert found is not None
    html = render_digest(found, Texts(content, "en"), content.clinic)
    assert faults(html) == []
    return plain(html)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("day", [0, 1, 8, 60])
def test_the_first_line_names_neither_treatment_nor_clinic(content: Content, kind: Kind, day: int) -> None:
    first, second = said(content, treated(kind), day=day).splitlines()[:2]
    texts = Texts(content, "en")
    assert texts.plain(f"protocols.{kind}.short").lower() not in first.lower()
    assert "clinic" not in first.lower()
    assert f"ay {day}" in first
    assert second.lower().startswith(texts.plain(f"protocols.{kind}.{'short' if day else 'name'}").lower())
    assert texts.weekday_date(START + timedelta(days=day)) in second


def test_the_first_line_changes_from_day_to_day(content: Content) -> None:
    firsts = [said(content, treated(Kind.PRP), day=day).splitlines()[0] for day in range(1, 31)]
    greetings = [re.sub(r"\d+", "", first) for first in firsts]
    assert len(set(greetings)) == GREETINGS
    assert all(greeting != after for greeting, after in pairwise(greetings))


def test_a_running_window_of_the_guide_shows_its_last_day(content: Content) -> None:
    lines = said(content, treated(Kind.PRP), day=3).splitlines()
    at = lines.index("⏳ Wait until after:")
    assert lines[at + 1 : at + 4] == [
        "• Sun 8 Mar: hard exercise",
        "• Sun 15 Mar: sauna",
        "• clinic's date: alcohol and smoking",
    ]


def test_usual_advice_is_half_a_sentence_beside_what_to_leave(content: Content) -> None:
    day_one = said(content, treated(Kind.PRP), day=1)
    assert "🚫 No rubbing. Anti-inflammatory medicine only if prescribed. No make-up or shaving yet." in day_one
    assert "No swimming or strong creams yet." in said(content, treated(Kind.PRP), day=3)
    assert "🚫 No tanning, no sunbeds.\n" in said(content, treated(Kind.PRP), day=20)


def test_usual_advice_without_an_end_takes_turns(content: Content) -> None:
    both = "".join(said(content, treated(Kind.CO2), day=day) for day in (4, 5))
    assert "No make-up or swimming yet." in both
    assert "No strong creams or shaving yet." in both


def test_the_last_day_of_a_rule_is_still_a_no(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=14)
    assert "• today: sauna" in text
    assert "Rule ended" not in text


def test_the_day_after_says_that_the_rule_ended_and_what_still_counts(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=15)
    assert "📅 Rule ended: sauna. Skin open, crusted, very red or sore? Ask the clinic first." in text
    text = said(content, treated(Kind.CO2), day=15)
    assert "📅 Rule ended: sauna. Skin or cuts not fully closed? Ask the clinic first." in text


def test_usual_advice_that_ends_is_no_clearance_either(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=2)
    assert "📅 Usual wait over: make-up and shaving. Only on calm, closed skin." in text
    together = said(content, treated(Kind.PRP), day=8)
    assert "📅 Rule ended: hard exercise, swimming and strong creams. Skin open" in together
    assert "Usual wait over" not in together


@pytest.mark.parametrize("kind", [Kind.CO2, Kind.ADSC, Kind.PRP_ADSC])
def test_exercise_after_open_skin_or_fat_harvest_is_for_the_clinic(content: Content, kind: Kind) -> None:
    assert "📅 Ask the clinic before you restart hard exercise." in said(content, treated(kind), day=8)
    for day in (9, 14, 21, 30):
        assert "❔ Ask the clinic first: hard exercise." in said(content, treated(kind), day=day)
    for day in range(8, 32):
        lines = said(content, treated(kind), day=day).splitlines()
        assert not [line for line in lines if "ended" in line and "exercise" in line]
        assert [line for line in lines if "exercise" in line] or day == 31


def test_a_rule_that_only_the_clinic_ends_has_no_date(content: Content) -> None:
    assert "• clinic's date: alcohol and smoking" in said(content, treated(Kind.PRP))
    assert "⏳ Not yet: alcohol and smoking. The clinic says when." in said(content, treated(Kind.PRP), day=21)


def test_the_clinics_own_date_stands_among_the_rules_whatever_it_is_about(content: Content) -> None:
    longer = Overrides(through_day={Activity.SWIMMING: 20})
    text = said(content, treated(Kind.PRP, overrides=longer), day=3)
    assert "• Sat 21 Mar: swimming\n" in text
    assert "No strong creams yet." in text


def test_a_shorter_date_from_the_clinic_is_not_spoken_against(content: Content) -> None:
    sooner = Overrides(through_day={Activity.MAKEUP: 0, Activity.SHAVING: 0})
    text = said(content, treated(Kind.PRP, overrides=sooner), day=1)
    assert "No swimming or strong creams yet." in text
    assert "📅 Rule ended: make-up and shaving." in text


def test_two_treatments_make_one_message_with_the_owner_of_each_strict_rule(content: Content) -> None:
    text = said(content, treated(Kind.MESO), treated(Kind.PRP, days_ago=5, number=2), day=3)
    assert "Mesotherapy, day 3 and PRP, day 8" in text
    assert "• Sun 15 Mar: sauna (mesotherapy)" in text
    assert "➕ PRP: " in text
    assert text.count("☎️") == 1


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.CO2}))
@pytest.mark.parametrize("days_apart", [-3, 0, 3, 40, 100])
def test_one_open_skin_keeps_sunscreen_away_whatever_else_was_done(
    content: Content, kind: Kind, days_apart: int
) -> None:
    for day in range(8):
        if day + days_apart < 0:
            continue
        pair = treated(Kind.CO2), treated(kind, days_ago=days_apart, number=2)
        text = said(content, *pair, day=day).replace("No sunscreen", "")
        assert "sunscreen" not in text.lower(), day
        assert "SPF" not in text, day


def test_a_laser_that_broke_the_skin_is_cared_for_as_open_skin_under_its_own_name(content: Content) -> None:
    text = said(content, treated(Kind.DUAL_LASER, skin_broken=True), day=1)
    assert "Baby laser" in text
    assert "CO2" not in text
    assert "SPF" not in text
    assert "ointment" in text


def test_days_without_a_message_get_one_honest_line(content: Content) -> None:
    one = said(content, treated(Kind.PRP), day=4, missed=(START + timedelta(days=3),))
    more = said(content, treated(Kind.PRP), day=4, missed=(START + timedelta(days=2), START + timedelta(days=3)))
    assert "Sorry, I could not write on Wed 4 Mar. Here is today." in one
    assert "Sorry, I could not write from Tue 3 Mar to Wed 4 Mar. Here is today." in more


def test_the_next_session_is_the_guides_and_the_clinics_to_decide(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=28)
    assert "🗓 Guide for your next PRP session: Sun 29 Mar to Sun 12 Apr. The clinic decides." in text


@pytest.mark.parametrize("kind", [Kind.PRP, Kind.CO2, Kind.DUAL_LASER, Kind.TONING])
def test_first_results_are_announced_on_day_30_and_stand_in_for_what_was_said_on_day_28(
    content: Content, kind: Kind
) -> None:
    text = said(content, treated(kind), day=30)
    assert "✨ Your clinic's guide: first results may show from month 1 to 2." in text
    assert "🗓" not in text


def test_the_last_message_says_goodbye(content: Content) -> None:
    assert "my last planned message" in said(content, treated(Kind.PRP), day=184)
    assert "my last planned message" not in said(content, treated(Kind.PRP), day=92)


def test_an_emergency_line_carries_the_number_of_the_clinics_country(content: Content) -> None:
    assert "Call 119 now." in said(content, treated(Kind.PRP), day=1)


def test_fifty_treatments_still_fit_into_one_message(content: Content) -> None:
    kinds = list(Kind)
    many = tuple(treated(kinds[number % 10], days_ago=number, number=number) for number in range(50))
    facts = PatientFacts(zone=content.clinic.zone, treatments=many)
    found = digest(facts, content.library, START)
    assert found is not None
    assert length(render_digest(found, Texts(content, "en"), content.clinic)) <= 4096
