"""What a Korean patient may never be told, and how no sentence may sound, in all that the content can say."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.journey import journey
from handlers.rendering.rules import render_verdict
from handlers.safety import safety_page
from handlers.texts import Texts
from schedules.facts import Treatment
from schedules.rules import verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.checks import forms
from storage.content.lengths import columns
from storage.content.markup import plain
from storage.content.reading import latin_words
from storage.records import ClinicRecord
from tests.clinics import clinic_of

START = date(2026, 3, 1)
BANNED = {
    "a clearance": r"이제 (하셔도|해도|가셔도|드셔도)|(하셔도|가셔도|드셔도|마셔도|쓰셔도) (돼요|됩니다|괜찮)|허용",
    "comfort": r"괜찮(?!지)|정상(?!적인 관리)|걱정 ?(하지 ?)?마|아마|지켜보세요|별일 아니|안심",
    "a dose": r"\d+ ?(mg|밀리그램|정|알)(?![가-힣])|\d+시간마다",
    "a medicine": r"이부프로펜|타이레놀|아세트아미노펜|나프록센|아시클로버|이소트레티노인|애드빌",
    "stopping a medicine": r"(약|아스피린)[을은]? ?(끊으세요|중단하세요|드세요|쓰세요)",
    "a promise": r"보장|100 ?%|확실히 좋아|반드시 좋아",
    "blame": r"왜 .*했|잘못하|하시면 안 됐",
    "jargon": r"홍반|부종|색소침착|괴사|육아종|표피|진피|소양감|발적|도포|복용|삼출",
    "what is not done": r"전달됩니다|목록에 올렸|병원에 알렸|확인했습니다|사진을? 보내",
    "rudeness": r"(해라|하지 마|해야지|했니)[.!?]",
}
DIAGNOSES = r"헤르페스|대상포진|봉와직염|패혈증|아나필락시스|혈전|색전|켈로이드|감염|알레르기|화상을 입"

ALLOWED = {"a clearance": ("alarm.routine",), "jargon": ("faq.", "suits.", "explained.")}
"""The files that may: to phone is always allowed, and an explanation may name a thing that it explains."""

GLUED = re.compile(r"\{[a-z_]+\}(</b>)?(은|는|이|가|을|를|과|와|로|으로|이에요|예요|이나|이라|라고)(?![가-힣])")
"""A particle that fits only some of the values that can stand before it."""

COMMAND = re.compile(r"(?<![\w/])/[a-z]+(?=[가-힣])")
"""A command that Telegram does not make into a link, as the word goes on."""

STIFF = re.compile(r"(합니다|습니다|됩니다|십시오|바랍니다)[.!]")
"""The formal way, which is kept for fixed words in an emergency."""


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(scope="module")
def said(content: Content) -> dict[str, str]:
    return {key: "\n".join(forms(text)) for key, text in content.languages["ko"].texts.items()}


def found(pattern: str | re.Pattern[str], said: dict[str, str], *but: str) -> list[str]:
    """The texts in which a pattern is found, apart from those of some files."""
    return [f"{key}: {text}" for key, text in said.items() if re.search(pattern, text) and not key.startswith(but)]


@pytest.mark.parametrize("what", BANNED)
def test_no_text_holds(said: dict[str, str], what: str) -> None:
    told = {key: plain(text) for key, text in said.items()}
    assert found(BANNED[what], told, *ALLOWED.get(what, ())) == []


def test_no_message_answer_or_warning_names_a_diagnosis(said: dict[str, str]) -> None:
    assert found(DIAGNOSES, said, "faq.", "suits.", "explained.") == []


def test_no_particle_depends_on_what_is_put_before_it(said: dict[str, str]) -> None:
    assert found(GLUED, said) == []


def test_every_command_can_be_tapped(said: dict[str, str]) -> None:
    assert found(COMMAND, said) == []


def test_the_tone_is_kind_except_in_an_emergency(said: dict[str, str]) -> None:
    assert found(STIFF, said, "alarm.emergency") == []


def test_both_languages_ask_for_the_same_and_nothing_is_borrowed(content: Content) -> None:
    english, korean = (set(content.languages[code].texts) for code in ("en", "ko"))
    assert english ^ korean == set()


@pytest.mark.parametrize("kind", Kind)
def test_every_message_and_answer_is_korean_and_holds_nothing_banned(content: Content, kind: Kind) -> None:
    texts, treatment = Texts(content, "ko"), Treatment(id=1, kind=kind, on=START)
    told = [plain(message.text) for message in journey(content, kind, START, "ko")]
    for on in (START + timedelta(days=day) for day in (0, 1, 8, 15, 40)):
        told += [
            plain(render_verdict(verdict((treatment,), content.library, a, on), on, (treatment,), content, texts))
            for a in Activity
        ]
    assert [words for message in told for words in latin_words(message)] == []
    for pattern in (*BANNED.values(), DIAGNOSES):
        assert not re.search(pattern, "\n".join(told)), pattern
    for slip in (r"(?<!\d)0일째", r"  ", r"\.\.", r"[{}]"):
        assert not re.search(slip, "\n".join(told)), slip


@pytest.mark.parametrize("kind", Kind)
def test_a_message_of_the_day_fits_a_phone(content: Content, kind: Kind) -> None:
    for message in journey(content, kind, START, "ko"):
        assert columns(message.text) <= 840, message.text


@pytest.fixture(scope="module")
def clinic(content: Content) -> ClinicRecord:
    return clinic_of(content.clinic)


@pytest.mark.parametrize("phone", ["+82 2 555 0100", ""])
def test_the_page_for_alarms_puts_the_call_first_and_is_honest_about_this_chat(
    content: Content, clinic: ClinicRecord, phone: str
) -> None:
    page = plain(safety_page(Texts(content, "ko"), replace(clinic, phone=phone)))
    emergency, same_day, reach, crisis, about = page.split("\n\n")
    assert emergency.startswith("🚨 지금 바로 119에 전화하세요.")
    assert same_day.startswith(f"☎️ 오늘 병원에 꼭 전화하세요. {phone}" if phone else "🏥 오늘 꼭 진료를 받으세요.")
    assert "직접 운전하지 마세요." in emergency
    assert "글로우 피부과" in reach
    assert "응급실" in reach
    assert "지금 109에 전화하세요" in crisis
    assert "119" in crisis
    assert "지켜보는 사람이 없고, 쓰신 글도 병원에 전달되지 않아요." in about
    for sign in ("숨쉬기", "시야", "하얀색·잿빛", "팔다리 힘", "가슴 통증", "멈추지 않는 피", "귀 울림", "열이 나면서"):
        assert sign in emergency
    for sign in ("종아리", "고름", "38도", "물집", "찌릿", "발진", "멍울", "10일째"):
        assert sign in same_day
    english = plain(safety_page(Texts(content, "en"), replace(clinic, phone=phone)))
    assert page.count("•") == english.count("•")


@pytest.mark.parametrize(("country", "first"), [("GB", "116 123"), ("US", "988"), ("FR", "112")])
def test_whoever_thinks_of_self_harm_gets_the_line_of_the_country(
    content: Content, clinic: ClinicRecord, country: str, first: str
) -> None:
    page = plain(safety_page(Texts(content, "ko"), replace(clinic, country=country)))
    assert f"지금 {first}에 전화하세요" in page
    assert content.countries[country].emergency in page


def test_claims_of_the_guide_are_its_own_and_come_with_the_risk(said: dict[str, str]) -> None:
    answer = said["faq.entries.safe.answer"]
    assert "안내문" in answer
    for text in (answer, *(said[f"protocols.{kind}.about.risk"] for kind in Kind)):
        assert "위험이 전혀 없는 시술은 없어요" in text
