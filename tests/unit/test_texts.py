"""Texts by key: escaping, plurals, dates, and what happens when a key or a parameter is missing."""

from dataclasses import replace
from datetime import date, time

import pytest

from handlers.texts import Html, Texts
from storage.content import DEFAULT_CONTENT, Content, MissingTextError, Plural, Text, load_content
from storage.content.checks import placeholders
from storage.content.markup import faults, plain

WORDS: dict[str, Text] = {
    "hi": "Hello {name} &amp; all",
    "bold": "<b>{name}</b>",
    "days": Plural({"one": "{count} day", "other": "{count} days"}),
    "since": "day {count}",
    "only_english": "Only here",
}


KOREAN_WORDS: dict[str, Text] = {
    "hi": "{name} 님",
    "days": "{count}일",
    "since": Plural({"zero": "당일", "one": "다음 날", "other": "{count}일째"}),
}


@pytest.fixture(scope="module")
def content() -> Content:
    shipped = load_content(DEFAULT_CONTENT)
    english = replace(shipped.languages["en"], texts=WORDS)
    korean = replace(english, code="ko", locale="ko_KR", weekday_date="M월 d일 (EEE)", texts=KOREAN_WORDS)
    return replace(shipped, languages={"en": english, "ko": korean})


@pytest.fixture
def texts(content: Content) -> Texts:
    return Texts(content, "en")


def test_a_name_with_markup_is_shown_and_not_obeyed(texts: Texts) -> None:
    assert texts.say("bold", name="<b>&\u202eRob") == "<b>&lt;b&gt;&amp;\u202eRob</b>"


def test_html_made_by_us_passes_unchanged(texts: Texts) -> None:
    assert texts.say("bold", name=Html("<i>x</i>")) == "<b><i>x</i></b>"


def test_a_sentence_put_into_a_sentence_is_escaped_once(texts: Texts) -> None:
    assert texts.say("bold", name=texts.say("hi", name="<")) == "<b>Hello &lt; &amp; all</b>"


def test_a_value_that_looks_like_a_placeholder_stays_itself(texts: Texts) -> None:
    assert texts.say("bold", name="{count}") == "<b>{count}</b>"


def test_plain_has_neither_markup_nor_escapes(texts: Texts) -> None:
    assert texts.plain("hi", name="Tom & <Eve>") == "Hello Tom & <Eve> & all"
    assert texts.plain("bold", name="Ann") == "Ann"


@pytest.mark.parametrize(("count", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_the_count_picks_the_form(texts: Texts, count: int, said: str) -> None:
    assert texts.say("days", count=count) == said


def test_a_language_without_plurals_has_one_form(content: Content) -> None:
    assert Texts(content, "ko").say("days", count=1) == "1일"


@pytest.mark.parametrize(("count", "said"), [(0, "당일"), (1, "다음 날"), (2, "2일째"), (10, "10일째")])
def test_a_form_for_exactly_that_number_is_taken_also_without_plurals(content: Content, count: int, said: str) -> None:
    assert Texts(content, "ko").say("since", count=count) == said


def test_a_key_that_a_language_lacks_is_said_in_english(content: Content) -> None:
    korean = Texts(content, "ko")
    assert korean.has("only_english")
    assert korean.say("only_english") == "Only here"


def test_an_unknown_language_speaks_english(content: Content) -> None:
    assert Texts(content, "xx").language == "en"


def test_an_unknown_key_is_named(texts: Texts) -> None:
    assert not texts.has("nope")
    with pytest.raises(MissingTextError, match=r"nope"):
        texts.say("nope")


def test_a_missing_parameter_is_named_with_its_key(texts: Texts) -> None:
    with pytest.raises(MissingTextError, match=r"'hi' needs 'name'"):
        texts.say("hi")
    with pytest.raises(MissingTextError, match=r"'days' needs a count"):
        texts.say("days")


def test_dates_and_times_are_written_as_the_language_writes_them(content: Content) -> None:
    english, korean = Texts(content, "en"), Texts(content, "ko")
    on = date(2026, 5, 14)
    assert english.date(on) == "14 May 2026"
    assert english.short_date(on) == "14 May"
    assert english.weekday_date(on) == "Thu 14 May"
    assert english.time(time(9, 5)) == "09:05"
    assert korean.weekday_date(on) == "5월 14일 (목)"


def test_lists_are_joined_as_the_language_joins_them(texts: Texts) -> None:
    assert texts.listed(["a", "b", "<c>"]) == "a, b and &lt;c&gt;"
    assert texts.listed(["a", "b"], style="or") == "a or b"
    assert texts.listed([]) == ""


def test_a_language_may_say_what_stands_between_the_words_of_a_list(content: Content) -> None:
    assert Texts(content, "ko").listed(["a", "b", "c"]) == "a, b 및 c"
    plainer = replace(content.languages["ko"], between_items=", ")
    korean = Texts(replace(content, languages=dict(content.languages) | {"ko": plainer}), "ko")
    assert korean.listed(["a", "b", "<c>"]) == "a, b, &lt;c&gt;"
    assert korean.listed(["a", "b"], style="or") == "a, b"
    assert korean.listed(["a"]) == "a"


def test_every_shipped_text_takes_hostile_values_and_stays_well_formed() -> None:
    shipped = load_content(DEFAULT_CONTENT)
    speaker = Texts(shipped, "en")
    for key, text in shipped.languages["en"].texts.items():
        values: dict[str, object] = dict.fromkeys(placeholders(text), "<b>& {x}")
        said = speaker.say(key, **values | {"count": 2})
        assert faults(said) == [], key
        assert ("<b>& {x}" in plain(said)) is bool(placeholders(text)), key
