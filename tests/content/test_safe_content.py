"""N1 to N14 over all texts, in both languages, and over what is made of them: messages, cards, answers, calendars."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.journey import journey
from handlers.rendering.treatment import render_treatment
from handlers.texts import Texts
from schedules.words import CadenceName, Kind
from storage.content import Content
from storage.content.checks import forms
from storage.content.markup import plain
from tests.known_times import GUIDE, USUAL, times_of
from tests.safe_words import RULES, Said, broken, times
from tests.shipped import shipped

LANGUAGES = ("en", "ko")
START = date(2026, 3, 1)

ABOUT_THE_BOT = {
    *("privacy.really", "privacy.only_answers", "start.booked_yes", "start.when_yes", "treatments.really"),
    "commands.can",
    "help.card",
}
"""Texts whose yes is to a question of the bot, or that name what a command tells: no activity is allowed."""
PIECES = {"can.ended", "ask.ended_by_then", "can.menu", "calendar.caption"}
"""Texts on the end of a rule that never stand alone: how they are put together is looked at in whole answers."""
OWN_TIMES = {
    "can.no_treatment": {("m", 6)},
    "plan.over": {("m", 6)},
    "picture.months": {("m", 6)},
    "privacy.only_answers": {("d", 7)},
    "digest.hello_day_zero": {("d", 0)},
    "settings.cadence.daily": {("w", 2)},
    "start.which_day": {("d", 3)},
    "start.not_a_date": {("d", 3)},
    "start.welcome": {("h", 24)},
    "help.card": {("h", 24)},
}
"""Spans of time that tell how the bot works, or how to type a date."""


@pytest.fixture(scope="module")
def content() -> Content:
    return shipped()


@pytest.fixture(scope="module", params=LANGUAGES)
def texts(request: pytest.FixtureRequest, content: Content) -> Texts:
    return Texts(content, request.param)


def known(key: str) -> frozenset[tuple[str, int]]:
    """The spans of time that a text may name."""
    group, *rest = key.split(".")
    own = times_of(Kind(rest[0])) if group == "protocols" else USUAL
    return GUIDE | own | frozenset(OWN_TIMES.get(key, ()))


def all_texts(texts: Texts) -> Iterator[tuple[str, Said]]:
    """Every text for patients, as the words of one answer; those for alarms as the answer to a sign."""
    for key, text in texts.content.languages[texts.language].texts.items():
        tier = "routine" if key.startswith("alarm.") else None
        for form in forms(text):
            yield key, Said(text=plain(form), durations=known(key), tier=tier)


def is_meant(rule: str, key: str) -> bool:
    """Whether a rule can be looked at in one text by itself."""
    if rule == "N7":
        return key not in ABOUT_THE_BOT | PIECES
    return not (rule == "N9" and ".about." in key)


@pytest.mark.parametrize("rule", RULES)
def test_no_text_breaks(texts: Texts, rule: str) -> None:
    found = {key: bad for key, said in all_texts(texts) if is_meant(rule, key) and (bad := broken(said, rule))}
    assert found == {}


def test_what_is_left_out_of_a_rule_is_there(texts: Texts) -> None:
    keys = set(texts.content.languages[texts.language].texts)
    assert (ABOUT_THE_BOT | PIECES | set(OWN_TIMES)) - keys == set()


@pytest.mark.parametrize("kind", Kind)
def test_a_claim_on_a_card_is_the_guides_and_comes_with_the_risk(texts: Texts, kind: Kind) -> None:
    said = Said(text=plain(render_treatment(kind, texts)), durations=GUIDE | USUAL | times_of(kind))
    assert broken(said) == []


@pytest.mark.parametrize("tier", ["emergency", "same_day"])
@pytest.mark.parametrize("ending", ["", "_without_phone"])
def test_the_words_for_a_sign_that_cannot_wait_say_whom_to_call_and_calm_nobody(
    texts: Texts, tier: str, ending: str
) -> None:
    words = {"emergency": "119", "phone": "+82 2 555 0100"}
    assert broken(Said(text=texts.plain(f"alarm.{tier}{ending}", **words), tier=tier)) == []


def names_of(texts: Texts) -> list[str]:
    """All words that tell of a treatment: the names, and the group that each belongs to."""
    keys = [f"protocols.{kind}.{part}" for kind in Kind for part in ("name", "short")]
    families = [f"families.{card.family}" for card in texts.content.families]
    clinic = texts.content.clinic
    own = [clinic.name, clinic.in_languages.get(texts.language, {}).get("name", clinic.name)]
    return [*(texts.plain(key) for key in (*keys, *families)), *own]


@pytest.mark.parametrize("kind", Kind)
def test_no_daily_message_breaks_a_rule_or_names_a_treatment_first(texts: Texts, kind: Kind) -> None:
    numbers = GUIDE | USUAL | times_of(kind)
    for cadence in CadenceName:
        for message in journey(texts.content, kind, START, texts.language, cadence=cadence):
            text = plain(message.text)
            days = frozenset({*numbers, ("d", message.day)})
            said = Said(text=text, durations=days, names=names_of(texts), is_planned=True)
            assert broken(said) == [], message.day
            assert broken(replace(said, text=text.split("\n", maxsplit=1)[1]), "N12"), "the second line names it"


def test_no_title_in_a_phones_calendar_names_a_treatment(texts: Texts) -> None:
    keys = [key for key in texts.content.languages[texts.language].texts if key.startswith("calendar.title.")]
    assert len(keys) > 5
    for key in keys:
        said = Said(text=texts.plain(key, activity="sauna"), names=names_of(texts), is_planned=True)
        assert broken(said, "N12") == [], key


def test_both_languages_name_the_same_times(content: Content) -> None:
    english, korean = (content.languages[code].texts for code in LANGUAGES)
    apart = {}
    for key in english.keys() & korean.keys():
        found = [{time for form in forms(one[key]) for time, _ in times(plain(form))} for one in (english, korean)]
        if found[0] - found[1]:
            apart[key] = found[0] ^ found[1]
    assert {key: spans for key, spans in apart.items() if key not in OWN_TIMES} == {}
