"""The exceptions of single treatments: on which days each is told, and on which it is not."""

from datetime import date, timedelta

import pytest

from bot.journey import journey
from handlers.rendering.rules import render_verdict
from handlers.rendering.treatment import render_treatment
from handlers.texts import Texts
from schedules.facts import Overrides, Treatment
from schedules.rules import verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.markup import plain

START = date(2026, 3, 1)
FAT = {Kind.ADSC, Kind.PRP_ADSC}
LATE_LUMPS = {Kind.PRP, Kind.ADSC, Kind.PRP_ADSC, Kind.MESO}

SCABS = {"en": "Small scabs?", "ko": "딱지"}
ANTI_INFLAMMATORY = {"en": "anti-inflammatory pain relief", "ko": "소염진통제"}
ARM = {"en": "no heavy lifting with the arm that gave blood", "ko": "피를 뽑은 팔"}

# kind, activity, the words, the last day on which they are told; None: for good.
TOLD_WITH_A_RULE = [
    (Kind.DERMAPEN, Activity.MAKEUP, {"en": "wait until the end of Tue 3 Mar", "ko": "아직 붉으면 3월 3일"}, 2),
    (Kind.DERMAROLLER, Activity.MAKEUP, {"en": "wait until the end of Tue 3 Mar", "ko": "아직 붉으면 3월 3일"}, 2),
    (Kind.TONING, Activity.MAKEUP, SCABS, None),
    (Kind.TONING, Activity.SWIMMING, SCABS, None),
    (Kind.TONING, Activity.SHAVING, SCABS, None),
    (Kind.RF_MN, Activity.PAINKILLER, ANTI_INFLAMMATORY, 7),
    (Kind.PRP, Activity.PAINKILLER, ANTI_INFLAMMATORY, None),
    (Kind.ADSC, Activity.PAINKILLER, ANTI_INFLAMMATORY, None),
    (Kind.PRP_ADSC, Activity.PAINKILLER, ANTI_INFLAMMATORY, None),
    (Kind.DERMAPEN, Activity.PAINKILLER, ANTI_INFLAMMATORY, None),
    (Kind.DERMAROLLER, Activity.PAINKILLER, ANTI_INFLAMMATORY, None),
    (Kind.PRP, Activity.EXERCISE, ARM, 0),
    (Kind.PRP_ADSC, Activity.EXERCISE, ARM, 0),
]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def said(content: Content, treatment: Treatment, activity: Activity, day: int, language: str = "en") -> str:
    on = START + timedelta(days=day)
    found = verdict((treatment,), content.library, activity, on)
    return plain(render_verdict(found, on, (treatment,), content, Texts(content, language)))


def after(kind: Kind, overrides: Overrides | None = None) -> Treatment:
    return Treatment(id=1, kind=kind, on=START, overrides=overrides or Overrides())


def messages(content: Content, kind: Kind, language: str = "en") -> dict[int, str]:
    return {each.day: plain(each.text) for each in journey(content, kind, START, language)}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("kind", "activity", "words", "last"), TOLD_WITH_A_RULE)
def test_what_is_told_with_a_rule_is_told_through_its_last_day(
    content: Content, *, language: str, kind: Kind, activity: Activity, words: dict[str, str], last: int | None
) -> None:
    told = words[language].lower()
    days = [day for day in range(31) if told in said(content, after(kind), activity, day, language).lower()]
    assert days == list(range(31 if last is None else last + 1))


@pytest.mark.parametrize(("activity", "words"), [(Activity.PAINKILLER, ANTI_INFLAMMATORY), (Activity.EXERCISE, ARM)])
def test_and_after_no_other_treatment(content: Content, activity: Activity, words: dict[str, str]) -> None:
    named = {kind for kind, about, _, _ in TOLD_WITH_A_RULE if about is activity}
    for kind in set(Kind) - named:
        for language, told in words.items():
            assert told not in said(content, after(kind), activity, 0, language), kind


def test_still_red_is_asked_after_the_end_of_the_wait_too(content: Content) -> None:
    answer = said(content, after(Kind.DERMAPEN), Activity.MAKEUP, 2)
    assert answer.startswith("📅 Rule ended.")
    assert "Still red? Then wait until the end of Tue 3 Mar." in answer


def test_the_clinics_own_end_replaces_still_red_but_not_the_scabs(content: Content) -> None:
    through_five = Overrides(through_day={Activity.MAKEUP: 5})
    assert "red?" not in said(content, after(Kind.DERMAPEN, overrides=through_five), Activity.MAKEUP, 1)
    assert "Small scabs?" in said(content, after(Kind.TONING, overrides=through_five), Activity.MAKEUP, 6)


@pytest.mark.parametrize("kind", sorted(FAT))
def test_the_donor_site_holds_back_what_a_date_alone_would_free(content: Content, kind: Kind) -> None:
    for day in (8, 15, 60):
        assert said(content, after(kind), Activity.FLYING, day).startswith("❔ Ask your clinic.")
        assert said(content, after(kind), Activity.SWIMMING, day).startswith("⛔ Not yet.")
        assert said(content, after(kind), Activity.EXERCISE, day).startswith("❔ Ask your clinic.")
    assert "The small cuts must be fully closed too." in said(content, after(kind), Activity.SAUNA, 15)
    assert "No bath until the small cuts have closed." in said(content, after(kind), Activity.WASHING, 1)
    assert "None at all with sedation or pain medicine." in said(content, after(kind), Activity.ALCOHOL, 0)
    texts = messages(content, kind)
    assert {day for day, text in texts.items() if "garment on" in text} == set(range(15))
    assert "how long you need the garment" in texts[15]
    assert "No driving, signing papers, baths, night alone." in texts[0]
    assert "Call 119" in texts[0]
    assert "ringing ears" in texts[0]


def test_open_skin_and_prescriptions_after_co2(content: Content) -> None:
    texts = messages(content, Kind.CO2)
    assert "medicine as prescribed" in texts[0]
    assert any("Take it exactly as written." in texts[day] for day in range(1, 8))
    assert {day for day, text in texts.items() if "ointment first" in text} == set(range(8))
    for day in (3, 40):
        assert "only for closed skin" in said(content, after(Kind.CO2), Activity.MAKEUP, day)
    assert "not fully closed" in said(content, after(Kind.CO2), Activity.SAUNA, 15)


@pytest.mark.parametrize("kind", Kind)
def test_cold_sores_are_asked_about_in_the_first_days_of_every_face_treatment(content: Content, kind: Kind) -> None:
    early = [text for day, text in messages(content, kind).items() if day <= 5]
    assert any("Cold sores? Tell your clinic today." in text for text in early)


@pytest.mark.parametrize("kind", sorted(LATE_LUMPS))
@pytest.mark.parametrize(("language", "lump"), [("en", "lump"), ("ko", "멍울")])
def test_late_lumps_are_watched_for_from_week_one_through_week_twelve(
    content: Content, kind: Kind, language: str, lump: str
) -> None:
    texts = Texts(content, language)
    for day in range(7, 85):
        band = content.library[kind].band(day)
        assert band is not None
        assert lump in texts.plain(f"protocols.{kind}.bands.{band.id}.call"), day


def test_a_late_infection_after_co2_is_watched_for_through_week_five(content: Content) -> None:
    for day in range(15, 36):
        band = content.library[Kind.CO2].band(day)
        assert band is not None
        assert "pus" in Texts(content, "en").plain(f"protocols.co2.bands.{band.id}.call"), day


@pytest.mark.parametrize("kind", [Kind.DERMAPEN, Kind.DERMAROLLER, Kind.RF_MN])
def test_needled_skin_has_no_sunscreen_on_the_first_day(content: Content, kind: Kind) -> None:
    texts = messages(content, kind)
    assert "SPF" not in texts[0]
    assert "shade and a hat" in texts[0]
    assert "SPF 50+" in texts[1]


def test_what_others_say_of_the_weeks_between_sessions_is_no_word_of_the_guide(content: Content) -> None:
    for kind, weeks in ((Kind.CO2, "6 to 8 weeks"), (Kind.DERMAPEN, "4 to 6 weeks")):
        guide, usual = plain(render_treatment(kind, Texts(content, "en"))).split("Usual advice:")
        assert weeks in usual
        assert weeks not in guide
