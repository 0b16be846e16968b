"""The labelled phrases: floors of how well they are understood, and N1 to N14 over the reply to each in its situation.

Then over what minors and the worried type. Both are asked of the same phrases, which are understood once, so they share
a file.

What a failure shows of the test part is only how often; `make bench` tells the rest.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import NamedTuple

import pytest

from bot.ask import Answered, Asked, answered, ask, asker_of
from handlers.contact import Contact
from handlers.rendering.asker import Asker
from handlers.rendering.reply import ABOUT_SIGNS
from handlers.texts import Texts
from schedules.understanding import Intent, Understanding, understand
from schedules.words import Activity, Kind
from tests.known_times import GUIDE, USUAL, times_of
from tests.phrasebook import TODAY, Phrase, Report, judged, phrases, understood
from tests.safe_words import RULES, Said, broken, paragraphs
from tests.shipped import shipped

LANGUAGES = ("en", "ko")
CASES = [(language, part) for language in LANGUAGES for part in ("tuning", "test")]
ADULT = 18
FOLLOWED = 180
"""Days through which a treatment is in care at least."""


class Floor(NamedTuple):
    """The least that is good enough: shares of what is caught, and the most false alarms."""

    emergency: float
    same_day: float
    false_alarms: float
    intent: float


FLOORS = {
    "tuning": Floor(emergency=0.995, same_day=0.97, false_alarms=0.05, intent=0.90),
    "test": Floor(emergency=1.0, same_day=0.97, false_alarms=0.05, intent=0.90),
}
"""Those of the test part are the aim. `make bench` tells the figures, which only go up."""


@cache
def report(language: str, part: str) -> Report:
    return judged(understood(language, part))


def told(language: str, part: str) -> str:
    """What a failure may show."""
    found = report(language, part)
    return "\n".join([*(sorted(found.misses) if part == "tuning" else ()), *found.lines()])


@pytest.mark.parametrize("part", ["tuning", "test"])
@pytest.mark.parametrize("language", LANGUAGES)
class TestFloors:
    """The floors. Only a number is compared, so that a failure shows nothing of the test part."""

    def test_every_emergency_is_caught(self, language: str, part: str) -> None:
        recall = report(language, part).recall("emergency")
        assert recall >= FLOORS[part].emergency, told(language, part)

    def test_signs_of_the_same_day_are_caught(self, language: str, part: str) -> None:
        recall = report(language, part).recall("same_day")
        assert recall >= FLOORS[part].same_day, told(language, part)

    def test_false_alarms_are_rare(self, language: str, part: str) -> None:
        false_alarms = report(language, part).false_alarms
        assert false_alarms <= FLOORS[part].false_alarms, told(language, part)

    def test_the_first_intent_is_right(self, language: str, part: str) -> None:
        accuracy = report(language, part).accuracy
        assert accuracy >= FLOORS[part].intent, told(language, part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_shows_nothing_of_the_test_part(language: str) -> None:
    assert report(language, "test").total
    shown = told(language, "test") + repr(report(language, "test"))
    assert not any(phrase.text in shown for phrase in phrases(language, "test") if len(phrase.text) > 8)


@dataclass(frozen=True)
class Heard:
    """A phrase, what was understood, and what was said."""

    phrase: Phrase
    found: Understanding
    answer: Answered
    language: str


@cache
def heard(language: str, part: str) -> list[Heard]:
    """The replies to all phrases of a file."""
    return [_answered(phrase, language, found) for phrase, found in understood(language, part)]


def _answered(phrase: Phrase, language: str, found: Understanding) -> Heard:
    asker = _asker(phrase, language)
    assert asker.situation == phrase.situation or phrase.day is None or phrase.day > FOLLOWED
    return Heard(phrase, found, answered(found, asker), language)


def _asker(phrase: Phrase, language: str) -> Asker:
    treatment = Kind(phrase.treatment) if phrase.treatment else None
    return asker_of(Asked(text=phrase.text, language=language, treatment=treatment, day=phrase.day), shipped(), TODAY)


def replied(text: str, language: str, day: int | None, tier: str | None = None) -> Heard:
    """The reply to a text after PRP."""
    phrase = Phrase(text=text, treatment="prp", day=day, tier=tier, intent="")
    return _answered(phrase, language, understand(text, shipped().lexicon, _asker(phrase, language).situation))


@cache
def fixed(language: str) -> frozenset[str]:
    """All paragraphs that may stand beside a sign that cannot wait."""
    texts = Texts(shipped(), language)
    words = Contact.of(shipped().clinic, texts).words()
    keys = [key for key in shipped().languages[language].texts if key.startswith("alarm.and")]
    dates = [texts.date(TODAY - timedelta(days=day)) for day in range(220)]
    more = {texts.plain(key, **words, date=on) for key in keys for on in dates}
    alarms = [texts.plain(f"alarm.{tier}", **words) for tier in ("emergency", "same_day", "crisis")]
    found = {part for alarm in alarms for part in paragraphs(alarm, sorted(more))}
    names = [texts.say(f"activities.{activity}") for activity in Activity]
    found |= {texts.plain("alarm.after_that", activity=name) for name in names}
    return frozenset({*found, texts.plain("alarm.other_questions")})


def may_be_a_sign(found: Understanding) -> bool:
    """Whether the question about signs must come before an answer: one that is no such question itself."""
    return found.unsure_sign and not found.findings and not ABOUT_SIGNS & {meaning.intent for meaning in found.meanings}


def spans(one: Heard) -> frozenset[tuple[str, int]]:
    """The spans of time that a reply may name: of the treatments that it is about, and the days of care themselves."""
    kinds = {*one.found.kinds, *({Kind(one.phrase.treatment)} if one.phrase.treatment else set())}
    asks = [meaning.on for meaning in one.found.meanings if meaning.on] or [TODAY]
    since = TODAY - timedelta(days=one.phrase.day or 0)
    days = {("d", (on - since).days) for on in (TODAY, *asks)}
    about = frozenset().union(*(times_of(kind) for kind in kinds or set(Kind)))
    return frozenset(GUIDE | USUAL | about | days)


@cache
def around(language: str) -> Said:
    """What is the same for every reply in a language."""
    texts = Texts(shipped(), language)
    words = Contact.of(shipped().clinic, texts).words()
    return Said(
        text="",
        names=tuple(texts.plain(f"protocols.{kind}.{part}") for kind in Kind for part in ("name", "short")),
        guardian=texts.plain("ask.guardian", **words),
        asks_first=texts.plain("ask.unsure_sign", **words),
        fixed=fixed(language),
    )


def said(one: Heard) -> Said:
    return replace(
        around(one.language),
        text=one.answer.reply,
        tier=one.answer.tier,
        durations=spans(one),
        is_minor=one.found.age is not None and one.found.age < ADULT,
        may_be_a_sign=may_be_a_sign(one.found),
    )


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("language", "part"), CASES)
def test_no_reply_breaks(language: str, part: str, rule: str) -> None:
    bad = {one.phrase.text: words for one, told in spoken(language, part) if (words := broken(told, rule))}
    assert not bad, bad if part == "tuning" else f"{len(bad)} replies"


@cache
def spoken(language: str, part: str) -> list[tuple[Heard, Said]]:
    return [(one, said(one)) for one in heard(language, part)]


@pytest.mark.parametrize(("language", "part"), CASES)
def test_every_reply_fits_a_message_and_its_buttons_a_row(language: str, part: str) -> None:
    replies = [one.answer for one in heard(language, part)]
    assert max(len(reply.reply.encode("utf-16-le")) // 2 for reply in replies) <= 4096
    assert max(len(label) for reply in replies for label in reply.buttons) <= 64
    assert min(len(reply.reply) for reply in replies) > 0


@pytest.mark.parametrize(("language", "part"), CASES)
def test_beside_a_sign_that_cannot_wait_no_date_is_given(language: str, part: str) -> None:
    urgent = [one for one in heard(language, part) if one.answer.tier in {"same_day", "emergency"}]
    assert len(urgent) > 50
    assert Counter("📅" in one.answer.reply or "⛔" in one.answer.reply for one in urgent)[True] == 0


# minors

YOUNG = {
    "en": (
        "im 16 can i get prp",
        "I'm 17, when can I go to the sauna?",
        "my daughter is 15 and wants a laser",
        "my son is 14 years old, is it safe?",
        "can a 16 year old have microneedling",
        "she is 17 can she wear makeup",
        "17yo, can i drink alcohol on saturday",
        "he is 12, can he swim",
    ),
    "ko": (
        "16살인데 PRP 받을 수 있나요",
        "저 17살인데 사우나 언제 가요?",
        "딸이 15살인데 레이저 하고 싶어해요",
        "만 14세인데 안전한가요",
        "고등학생 17살인데 화장해도 돼요?",
        "아들이 12살인데 수영해도 되나요",
    ),
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in YOUNG.items() for text in texts])
@pytest.mark.parametrize("day", [None, 3, 20])
def test_somebody_under_18_is_told_of_a_guardian_alone(language: str, text: str, day: int | None) -> None:
    one = replied(text, language, day)
    assert one.answer.tier is None
    assert one.answer.reply == said(one).guardian


@pytest.mark.parametrize(
    ("language", "text", "tier"),
    [
        ("en", "im 16 and my throat is closing up", "emergency"),
        ("en", "my daughter is 15 and there is pus coming out", "same_day"),
        ("ko", "16살인데 숨을 못 쉬겠어요", "emergency"),
        ("ko", "딸이 15살인데 고름이 나와요", "same_day"),
    ],
)
def test_a_sign_comes_before_the_age(language: str, text: str, tier: str) -> None:
    one = replied(text, language, 3, tier)
    assert one.answer.tier == tier
    assert one.answer.reply.split("\n\n")[0] in fixed(language)


def test_a_mild_sign_of_somebody_under_18_is_answered_with_the_guardian_and_no_rule() -> None:
    text = "im 16 and i have acne like spots now. can i go to the sauna?"
    one = replied(text, "en", 5, "routine")
    assert one.answer.tier == "routine"
    assert broken(said(one), "N13") == []
    assert "⛔" not in one.answer.reply


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "im 15 days post prp, can i go to the sauna"),
        ("en", "it's been 16 days, am i able to exercise"),
        ("en", "im 12 hours in, can i wash my face"),
        ("en", "im 34, can i go to the sauna"),
        ("ko", "시술 받은 지 15일 됐는데 사우나 가도 돼요?"),
        ("ko", "34살인데 사우나 가도 돼요?"),
    ],
)
def test_days_since_the_treatment_are_no_age(language: str, text: str) -> None:
    one = replied(text, language, 15)
    assert one.answer.reply != said(one).guardian
    assert one.answer.intent.startswith("restriction.")


# not sure whether it is a symptom

VAGUE = {
    "en": ("my face feels weird, can i go to the gym", "something is wrong with my skin", "it looks strange today"),
    "ko": ("얼굴이 이상해요 운동해도 돼요?", "피부가 뭔가 이상해요", "오늘 느낌이 이상한데요"),
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in VAGUE.items() for text in texts])
def test_where_it_may_be_a_symptom_the_signs_are_asked_about_first(language: str, text: str) -> None:
    one = replied(text, language, 3)
    told = said(one)
    asks = {told.asks_first, Texts(shipped(), language).plain("ask.side_effects_check")}
    is_handed_over = one.answer.intent == Intent.DIAGNOSIS
    assert one.answer.tier or is_handed_over or any(words in one.answer.reply for words in asks)
    assert broken(told, "N14") == []


def test_the_same_is_said_by_the_command_line() -> None:
    for one in heard("en", "tuning")[:20]:
        treatment = Kind(one.phrase.treatment) if one.phrase.treatment else None
        asked = Asked(text=one.phrase.text, language="en", treatment=treatment, day=one.phrase.day)
        assert ask(asked, shipped(), TODAY) == one.answer
