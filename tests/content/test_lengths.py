"""Budgets of length: English in words, any other language in columns; and words that were left in Latin letters."""

from dataclasses import replace

import pytest

from storage.content import DEFAULT_CONTENT, Content, Language, check, load_content
from storage.content.lengths import columns, too_long
from storage.content.reading import latin_words


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(scope="module")
def korean(content: Content) -> Language:
    return content.languages["ko"]


def test_a_wide_letter_takes_two_columns_and_markup_none() -> None:
    assert (columns("사우나"), columns("sauna"), columns("<b>사우나</b> 2 L")) == (6, 5, 10)


@pytest.mark.parametrize(
    ("key", "fits", "too_much"),
    [
        ("activities.sauna", "가" * 20, "가" * 21),
        ("faq.entries.sun.title", "가" * 20, "가" * 20 + "?"),
        ("faq.entries.sun.answer", "가나다.\n" * 112, "가나다.\n" * 113),
        ("protocols.co2.bands.d0.expect", "가" * 36, "가" * 37),
        ("protocols.co2.bands.d0.avoid", "가" * 30, "가" * 31),
        ("protocols.co2.bands.d0.urgent", "가" * 42, "가" * 43),
        ("can.ended", "가" * 59 + ". 나", "가" * 60 + ". 나"),
    ],
)
def test_korean_has_budgets_of_its_own(korean: Language, key: str, fits: str, too_much: str) -> None:
    assert list(too_long(key, fits, korean)) == []
    (told,) = too_long(key, too_much, korean)
    assert "columns (a wide letter takes two)" in told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("SPF 50+ 자외선 차단제, PRP와 CO2 레이저, 물 2 L, 38°C", []),
        ("/plan 에서, @afterglow_bot", []),
        ("오늘은 sauna 금지예요. Please wait.", ["sauna", "Please", "wait"]),
    ],
)
def test_words_in_latin_letters_are_found(text: str, left: list[str]) -> None:
    assert latin_words(text) == left


def test_a_text_left_in_english_is_reported_where_the_language_has_its_own_letters(
    content: Content, korean: Language
) -> None:
    spoiled = replace(korean, texts=dict(korean.texts) | {"can.back": "Back to the list"})
    found = [str(problem) for problem in check(replace(content, languages=dict(content.languages) | {"ko": spoiled}))]
    assert [
        line for line in found if "texts/ko/can.yaml" in line and "has words in Latin letters: Back, the, list." in line
    ]
