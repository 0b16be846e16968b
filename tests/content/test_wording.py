"""What may never be said to a patient, looked for in everything that the content can say."""

import re
from datetime import date, timedelta

import pytest

from bot.journey import journey
from handlers.rendering.rules import render_verdict
from handlers.texts import Texts
from schedules.facts import Treatment
from schedules.rules import verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.checks import forms
from storage.content.markup import plain

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
def spoken(content: Content) -> dict[str, str]:
    return {key: plain("\n".join(forms(text))) for key, text in content.languages["en"].texts.items()}


@pytest.mark.parametrize("what", BANNED)
def test_no_text_holds(spoken: dict[str, str], what: str) -> None:
    assert [key for key, text in spoken.items() if re.search(BANNED[what], text, re.IGNORECASE)] == []


def test_no_message_answer_or_warning_names_a_diagnosis(spoken: dict[str, str]) -> None:
    named = [
        key for key, text in spoken.items() if not key.startswith("faq.") and re.search(DIAGNOSES, text, re.IGNORECASE)
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


@pytest.mark.parametrize("key", ["safety.page", "safety.page_without_phone"])
def test_the_page_for_alarms_puts_the_call_first_and_is_honest_about_this_chat(content: Content, key: str) -> None:
    words = {"emergency": "119", "phone": "02 555", "clinic": "Glow", "hours": "9-5", "out_of_hours": "Night desk."}
    text = Texts(content, "en").plain(key, **words)
    assert text.split()[:4] == ["🚨", "Call", "119", "now"]
    assert "Do not drive yourself" in text
    assert "Nobody watches this chat, and it does not pass your words on." in text
    for sign in (
        "breathing",
        "sight",
        "white, grey",
        "weak arm",
        "chest pain",
        "bleeding",
        "ringing ears",
        "calf",
        "pus",
    ):
        assert sign in text
    assert ("02 555" in text) is (key == "safety.page")


def test_claims_of_the_guide_are_its_own_and_come_with_the_risk(spoken: dict[str, str]) -> None:
    for entry in ("safe", "prp", "prp_adsc", "adsc", "rf_mn", "age_40s_50s"):
        answer = spoken[f"faq.entries.{entry}.answer"]
        assert "no treatment is free of risk" in answer.lower(), entry
    for entry in ("safe", "prp", "prp_adsc", "rf_mn"):
        assert "your clinic's guide" in spoken[f"faq.entries.{entry}.answer"].lower(), entry
