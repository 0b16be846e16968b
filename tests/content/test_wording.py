"""What may never be said to a patient, looked for in everything that the content can say."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.journey import journey
from handlers.rendering.rules import render_verdict
from handlers.rendering.treatment import render_treatment
from handlers.safety import safety_page
from handlers.texts import Texts
from schedules.facts import Treatment
from schedules.rules import verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.checks import forms
from storage.content.markup import plain
from storage.content.reading import words
from storage.records import ClinicRecord
from tests.clinics import clinic_of

BANNED = {
    "a clearance": r"\byou (are|'re) (now )?(cleared|allowed|free|safe)|you (can|may) now\b",
    "comfort": r"don.t worry|nothing serious|wait and see|\bprobably\b|no need to worry|\bnormal\b",
    "a dose": r"\b\d+ ?(mg|ml|tablets?|pills?)\b|every \d+ hours",
    "a medicine": r"ibuprofen|paracetamol|acetaminophen|naproxen|aciclovir|valaciclovir|isotretinoin",
    "starting or stopping a medicine": r"\b(stop|start|skip) (taking )?(your|the) (medicine|aspirin|tablets)",
    "a promise": r"\bguarantee|\b100 ?%|\bwe promise\b|you will look",
    "blame": r"you should(n.t| not) have|your fault",
    "jargon": r"erythema|o?edema|\bPIH\b|occlusion|necrosis|granuloma|epidermis|dermis",
    "a photo read by us": r"send (me|us) a photo",
}
DIAGNOSES = r"herpes|cellulitis|sepsis|anaphyla|thrombosis|embol|keloid|\binfect|\ballerg|\bburn injury"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(scope="module")
def clinic(content: Content) -> ClinicRecord:
    return clinic_of(content.clinic)


@pytest.fixture(scope="module")
def spoken(content: Content) -> dict[str, str]:
    return {key: plain("\n".join(forms(text))) for key, text in content.languages["en"].texts.items()}


@pytest.mark.parametrize("what", BANNED)
def test_no_text_holds(spoken: dict[str, str], what: str) -> None:
    assert [key for key, text in spoken.items() if re.search(BANNED[what], text, re.IGNORECASE)] == []


def test_no_message_answer_or_warning_names_a_diagnosis(spoken: dict[str, str]) -> None:
    named = [
        key
        for key, text in spoken.items()
        if not key.startswith(("faq.", "suits.cases.")) and re.search(DIAGNOSES, text, re.IGNORECASE)
    ]
    assert named == []


@pytest.mark.parametrize("kind", Kind)
def test_no_rendered_message_or_answer_holds_anything_banned(content: Content, kind: Kind) -> None:
    start, texts = date(2026, 3, 1), Texts(content, "en")
    treatment = Treatment(id=1, kind=kind, on=start)
    said = [plain(message.text) for message in journey(content, kind, start, "en")]
    for day in (0, 1, 2, 7, 8, 14, 15, 30, 180):
        on = start + timedelta(days=day)
        said += [
            plain(render_verdict(verdict((treatment,), content.library, a, on), on, (treatment,), content, texts))
            for a in Activity
        ]
    for pattern in (*BANNED.values(), DIAGNOSES):
        assert not re.search(pattern, "\n".join(said), re.IGNORECASE), pattern


def alarm_page(content: Content, clinic: ClinicRecord) -> list[str]:
    """The page for alarms as it is read, in its parts."""
    texts = Texts(content, "en")
    return plain(safety_page(texts, clinic)).split("\n\n")


@pytest.mark.parametrize("phone", ["+82 2 555 0100", ""])
def test_the_page_for_alarms_puts_the_call_first_and_is_honest_about_this_chat(
    content: Content, clinic: ClinicRecord, phone: str
) -> None:
    emergency, same_day, reach, crisis, about = alarm_page(content, replace(clinic, phone=phone))
    assert emergency.split()[:4] == ["🚨", "Call", "119", "now"]
    assert same_day.startswith("☎️ Call the clinic today" if phone else "🏥 See a doctor today")
    assert (phone or "See") in same_day
    assert "Do not drive yourself" in emergency
    assert "urgent care" in reach
    assert crisis.startswith("💛 Call 109 now")
    assert "Nobody watches this chat, and it does not pass your words on." in about
    for sign in ("breathing", "sight", "white, grey", "weak arm", "chest pain", "bleeding", "ringing ears", "fever"):
        assert sign in emergency
    for sign in ("calf", "pus", "fever", "blisters", "tingling", "rash", "lump"):
        assert sign in same_day
    for part in (emergency, same_day, reach, crisis, about):
        assert len(words(part)) <= 60


@pytest.mark.parametrize(
    ("country", "first"), [("GB", "Call 116 123 now"), ("US", "Call 988 now"), ("FR", "Call 112 now")]
)
def test_whoever_thinks_of_self_harm_gets_the_line_of_the_country(
    content: Content, clinic: ClinicRecord, country: str, first: str
) -> None:
    crisis = alarm_page(content, replace(clinic, country=country))[3]
    assert first in crisis
    assert content.countries[country].emergency in crisis


def test_claims_of_the_guide_are_its_own_and_come_with_the_risk(spoken: dict[str, str]) -> None:
    for entry in ("safe", "age_40s_50s"):
        answer = spoken[f"faq.entries.{entry}.answer"].lower()
        assert "no treatment is free of risk" in answer, entry
        assert "your clinic's guide" in answer, entry


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("language", "guide", "usual", "risk"),
    [
        ("en", "Your clinic's guide:", "Usual advice:", "No treatment is free of risk."),
        ("ko", "병원 안내문", "일반적인 안내", "위험이 전혀 없는 시술은 없어요."),
    ],
)
def test_a_card_says_whose_word_each_part_is_and_ends_with_the_risk(
    content: Content, *, kind: Kind, language: str, guide: str, usual: str, risk: str
) -> None:
    _title, of_the_guide, of_others, end = plain(render_treatment(kind, Texts(content, language))).split("\n\n")
    assert of_the_guide.splitlines()[0].endswith(guide)
    assert of_others.splitlines()[0].endswith(usual)
    assert end.startswith(risk)
