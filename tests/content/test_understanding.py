"""How well typed words are understood: a sign beside anything else, and what holds for any text.

The test part stays unseen: of it only counts are told. `make bench` prints the whole report.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import Asked, ask
from schedules.understanding import Care, Situation, understand
from schedules.words import Kind
from storage.content import Content
from tests.banned_words import ENDS, YES
from tests.phrasebook import TODAY, harmless, phrases
from tests.safe_words import Said, broken
from tests.shipped import shipped
from tests.signs import EMERGENCIES, SAME_DAY

LANGUAGES = ("en", "ko")


LONGEST = 4096
"""What Telegram delivers, and takes, in one message."""


@pytest.fixture(scope="module")
def content() -> Content:
    return shipped()


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_phrase_for_testing_was_tuned_on(language: str) -> None:
    tuned = {_bare(phrase.text) for phrase in phrases(language, "tuning")}
    texts = [_bare(phrase.text) for phrase in phrases(language, "test")]
    known = sum(text in tuned for text in texts)
    assert known <= 0.02 * len(texts)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


# a sign beside anything else


def unheard(content: Content, language: str, signs: Sequence[str], day: int) -> tuple[list[str], int]:
    """Each tenth harmless phrase with a sign before or behind, where none was found; and how many there are."""
    lost, count = [], 0
    situation = Situation(today=TODAY, care=(Care(kind=Kind.PRP, day=day),), treated_on=TODAY - timedelta(days=day))
    for phrase, sign in zip(harmless(language)[::10], cycle(signs), strict=False):
        text = f"{phrase.text.rstrip(' .')}. {sign}." if count % 2 else f"{sign}. {phrase.text}"
        count += 1
        if understand(text, content.lexicon, situation).tier is None:
            lost.append(text)
    return lost, count


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_emergency_in_a_sentence_of_its_own_is_never_missed(content: Content, language: str) -> None:
    lost, _ = unheard(content, language, EMERGENCIES[language], day=1)
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_of_the_same_day_in_a_sentence_of_its_own_is_hardly_ever_missed(content: Content, language: str) -> None:
    lost, count = unheard(content, language, SAME_DAY[language], day=7)
    assert len(lost) <= 0.02 * count, "\n".join(lost)


# any text whatever

PIECES = ("no ", "안 ", "can i ", "사우나", "ｓａｕｎａ", "38.5", "10/10", "\u200b", "없어요", ", ", ". ")
ANYTHING = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(categories=["Lo", "Mn", "So", "Cf", "Zs"]), max_size=200),
    st.text(alphabet="aeit nos.,!?'0123456789가나다라마바사아요는이\u200b\u200d\u202e\ufe0f🔥😀\n", max_size=400),
    st.lists(
        st.sampled_from(
            [*EMERGENCIES["en"], *EMERGENCIES["ko"], "no ", "안 ", "can i ", "사우나", "ｓａｕｎａ", "38.5", "10/10"]
        ),
        max_size=8,
    ).map("".join),
    st.text(min_size=1, max_size=9).map(lambda text: (text * LONGEST)[:LONGEST]),
)
TREATMENTS, DAYS = st.sampled_from([None, *Kind]), st.sampled_from([None, 0, 3, 9, 40, 400])


@settings(max_examples=120, deadline=None)
@given(text=ANYTHING, treatment=TREATMENTS, day=DAYS, language=st.sampled_from(LANGUAGES))
def test_any_text_is_answered_within_limits_and_always_alike(
    content: Content, text: str, treatment: Kind | None, day: int | None, language: str
) -> None:
    asked = Asked(text=text, language=language, treatment=treatment, day=day)
    answered = ask(asked, content, TODAY)
    assert answered == ask(asked, content, TODAY)
    assert 0 < len(answered.reply.encode("utf-16-le")) // 2 <= LONGEST
    assert 0 <= answered.confidence <= 1
    assert broken(Said(text=answered.reply, tier=answered.tier), "N1", "N2", "N3", "N6", "N7", "N10", "N11") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b\u200d\ufeff",
        "😀" * 2000,
        "\u202eanuas ot og i nac",
        "ｃａｎ ｉ ｇｏ ｔｏ ｔｈｅ ｓａｕｎａ",
        "a" * 4096,
        "가" * 4096,
        "no " * 1365,
        "🧖‍♀️🧖‍♂️?",
        "((((((((((",
        "||||||",
        "%s {phone} <b>&amp;",
        "\x00\x01\x02",
        "１２３４５",
        "ㅋㅋㅋㅋㅋ ㅠㅠㅠ",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strange_text_gets_an_answer_and_no_clearance(content: Content, text: str, language: str) -> None:
    answered = ask(Asked(text=text, language=language, treatment=Kind.PRP, day=20), content, TODAY)
    assert answered.reply
    assert not YES.search(answered.reply)
    assert answered.tier is None
    if not any(char.isalnum() for char in text):
        assert not ENDS.search(answered.reply)


ABOUT_NOTHING = (
    *("lorem ipsum dolor sit amet", "the invoice printer in the warehouse", "and then?", "what about that", "12345"),
    *("my cat likes the moon", "asdf qwer zxcv", "blue chairs", "tell me about the other one", "how about thursday"),
    *(
        "who won the match last night",
        "ok see you then",
        "the bus was late again",
        "is that so",
        "third floor or second",
    ),
    *(
        "그거 말이에요",
        "커튼 색깔 추천",
        "수요일?",
        "그럼 그다음은요",
        "버스가 또 늦었네",
        "프린터가 고장났어",
        "ㅋㅋ 그래요",
    ),
    *(
        "3월 25일",
        "아까 그 노래 뭐였지",
        "점심 뭐 먹지",
        "ㅁㄴㅇㄹ",
        "네 알겠습니다",
        "창문 좀 닫아줘",
        "숫자 12345",
        "그게 다예요",
    ),
)


@pytest.mark.parametrize("text", ABOUT_NOTHING)
def test_words_about_nothing_raise_no_alarm(content: Content, text: str) -> None:
    situation = Situation(today=TODAY, care=(Care(kind=Kind.PRP, day=3),), treated_on=TODAY - timedelta(days=3))
    found = understand(text, content.lexicon, situation)
    assert found.tier is None, found.findings
