"""The message of a day: first line, windows, endings, several treatments, catch-up, farewell."""

from datetime import date, timedelta

import pytest

from handlers.rendering.digest import render_digest
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
    return Treatment(id=number, kind=kind, on=START - timedelta(days=days_ago), **more)  # type: ignore[arg-type]


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
    assert texts.plain(f"protocols.{kind}.name") in second
    assert texts.weekday_date(START + timedelta(days=day)) in second


def test_a_running_window_shows_its_last_day(content: Content) -> None:
    lines = said(content, treated(Kind.PRP), day=3).splitlines()
    assert "• Sun 8 Mar: hard exercise, swimming* and strong creams*" in lines
    assert "• Sun 15 Mar: sauna and skin treatments*" in lines


def test_usual_advice_is_told_from_the_clinics_guide(content: Content) -> None:
    assert "* usual advice; your clinic's word wins" in said(content, treated(Kind.PRP), day=3)
    assert "*" not in said(content, treated(Kind.PRP), day=20)


def test_the_last_day_of_a_rule_is_still_a_no(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=14)
    assert "• today: sauna" in text
    assert "Rule ended" not in text


def test_the_day_after_says_that_the_rule_ended_and_what_still_counts(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=15)
    assert "Rule ended: sauna" in text
    assert "Skin open, crusted, very red or sore? Wait and ask us." in text


@pytest.mark.parametrize("kind", [Kind.CO2, Kind.ADSC, Kind.PRP_ADSC])
def test_exercise_after_open_skin_or_fat_harvest_is_for_the_clinic(content: Content, kind: Kind) -> None:
    text = said(content, treated(kind), day=8)
    assert "Ask your clinic before you restart: hard exercise." in text
    assert not [line for line in text.splitlines() if "Rule ended" in line and "exercise" in line]


def test_a_rule_that_only_the_clinic_ends_has_no_date(content: Content) -> None:
    assert "• your clinic decides: alcohol and smoking" in said(content, treated(Kind.PRP))
    assert "Not yet: alcohol and smoking. Your clinic gives the date." in said(content, treated(Kind.PRP), day=21)


def test_the_clinics_own_date_carries_no_star(content: Content) -> None:
    longer = Overrides(through_day={Activity.SWIMMING: 20})
    assert "• Sat 21 Mar: swimming\n" in said(content, treated(Kind.PRP, overrides=longer), day=3)


def test_two_treatments_make_one_message_with_the_owner_of_each_strict_rule(content: Content) -> None:
    text = said(content, treated(Kind.MESO), treated(Kind.PRP, days_ago=5, number=2), day=3)
    assert "Mesotherapy (hydration), day 3 and PRP, day 8" in text
    assert "• Sun 15 Mar: sauna and skin treatments* (mesotherapy)" in text
    assert "➕ PRP: " in text
    assert text.count("☎️") == 1


@pytest.mark.parametrize("kind", set(Kind) - {Kind.CO2})
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
    assert "I could not write on Wed 4 Mar. Here is where you are today." in one
    assert "I could not write from Tue 3 Mar to Wed 4 Mar. Here is where you are today." in more


def test_the_next_session_is_the_guides_and_the_clinics_to_decide(content: Content) -> None:
    text = said(content, treated(Kind.PRP), day=28)
    assert "Next PRP session, by your clinic's guide: Sun 29 Mar to Sun 12 Apr. Your clinic decides." in text


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
