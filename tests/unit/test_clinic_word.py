"""What the clinic says for one visit: how it is given, what is refused, and how a patient reads it."""

import json
import re
from datetime import date, timedelta

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import app
from bot.clinic_word import clinic_word, first_overrides
from handlers.actions.overrides import ClinicWord, OverrideError, laid_over
from handlers.rendering.digest import render_digest
from handlers.rendering.rules import render_verdict
from handlers.texts import Texts
from schedules.digest import digest
from schedules.facts import Overrides, PatientFacts, Treatment
from schedules.rules import verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.checks import forms
from storage.content.markup import plain
from storage.convert import overrides, stored_overrides

START = date(2026, 3, 1)
HELD = "no sunscreen on treated skin before Wed 11 Mar, shade and a hat"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def visit(kind: Kind, number: int = 1, days_ago: int = 0, **told: int) -> Treatment:
    sunscreen = told.pop("sunscreen", None)
    words = Overrides(through_day={Activity(a): day for a, day in told.items()}, sunscreen_from_day=sunscreen)
    return Treatment(id=number, kind=kind, on=START - timedelta(days=days_ago), overrides=words)


def message(content: Content, day: int, *visits: Treatment) -> str:
    found = digest(
        PatientFacts(zone=content.clinic.zone, treatments=visits), content.library, START + timedelta(days=day)
    )
    assert found is not None
    return plain(render_digest(found, Texts(content, "en"), content.clinic))


def answer(content: Content, activity: Activity, day: int, *visits: Treatment, lang: str = "en") -> str:
    on = START + timedelta(days=day)
    found = verdict(visits, content.library, activity, on)
    return plain(render_verdict(found, on, visits, content, Texts(content, lang)))


# how it is given


def test_days_and_dates_mean_the_same() -> None:
    by_day = clinic_word(["sauna=21"], None, "10")
    by_date = clinic_word(["sauna=2026-03-22"], None, "2026-03-11")
    free = clinic_word(None, ["sauna=2026-03-23"], "10")
    assert first_overrides(by_day, START) == first_overrides(by_date, START) == first_overrides(free, START)
    assert first_overrides(by_day, START) == Overrides(through_day={Activity.SAUNA: 21}, sunscreen_from_day=10)


def test_a_later_word_is_laid_over_an_earlier_one_and_clear_forgets_it() -> None:
    before = Overrides(through_day={Activity.SAUNA: 21, Activity.ALCOHOL: 5}, sunscreen_from_day=10)
    after = laid_over(before, ClinicWord(until={Activity.ALCOHOL: 9}), START)
    assert after == Overrides(through_day={Activity.SAUNA: 21, Activity.ALCOHOL: 9}, sunscreen_from_day=10)
    assert laid_over(before, ClinicWord(clear=True), START) == Overrides()
    only = ClinicWord(until={Activity.ALCOHOL: 9}, clear=True)
    assert laid_over(before, only, START) == Overrides(through_day={Activity.ALCOHOL: 9})


@pytest.mark.parametrize("day", [0, 365])
def test_the_first_and_the_last_day_are_taken(day: int) -> None:
    word = ClinicWord(until={Activity.SAUNA: day}, sunscreen_from=day)
    assert laid_over(Overrides(), word, START) == Overrides(through_day={Activity.SAUNA: day}, sunscreen_from_day=day)


REFUSED = [
    (ClinicWord(until={Activity.SAUNA: 366}), "sauna: the last day must be within day 0 to 365"),
    (ClinicWord(until={Activity.SAUNA: -1}), "not day -1"),
    (ClinicWord(until={Activity.SAUNA: date(2026, 2, 28)}), "not day -1"),
    (ClinicWord(until={Activity.SAUNA: date(2027, 3, 2)}), "not day 366"),
    (ClinicWord(free_from={Activity.ALCOHOL: START}), "alcohol: the first free day must be within day 1 to 365"),
    (ClinicWord(sunscreen_from=366), "the start of sunscreen must be within day 0 to 365"),
    (ClinicWord(until={Activity.PICKING: 3}), "picking: this is standing advice"),
    (ClinicWord(until={Activity.SUN: 3}), "sun: say from which day sunscreen is used"),
    (ClinicWord(until={Activity.SAUNA: 3}, free_from={Activity.SAUNA: date(2026, 3, 9)}), "sauna: give either"),
]


@pytest.mark.parametrize(("word", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_is_refused_in_one_sentence(word: ClinicWord, sentence: str) -> None:
    with pytest.raises(OverrideError) as told:
        laid_over(Overrides(), word, START)
    assert sentence in str(told.value)
    assert re.fullmatch(r"[^\n]*[^.\n]\.", str(told.value))


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("sauna", "must name an activity and a day"),
        ("saunas=3", "'saunas' is not an activity"),
        ("sauna=soon", "'soon' is not a care day"),
        ("sauna=٣", "is not a care day"),
        ("sauna=", "'' is not a care day"),
        ("sauna=2026-02-30", "is not a care day"),
    ],
)
def test_an_option_that_cannot_be_read_is_bad_usage(until: str, sentence: str) -> None:
    with pytest.raises(typer.BadParameter, match=re.escape(sentence)):
        clinic_word([until], None, None)


def test_an_activity_that_is_given_twice_is_bad_usage() -> None:
    with pytest.raises(typer.BadParameter, match="sauna is given twice"):
        clinic_word(["sauna=3", "sauna=4"], None, None)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({}, Overrides()),
        ({"through_day": {"sauna": 21}}, Overrides(through_day={Activity.SAUNA: 21})),
        ({"sunscreen_from_day": 0}, Overrides(sunscreen_from_day=0)),
        (
            {"through_day": {"alcohol": 3}, "sunscreen_from_day": 10},
            Overrides(through_day={Activity.ALCOHOL: 3}, sunscreen_from_day=10),
        ),
    ],
)
def test_what_is_stored_comes_back_also_from_rows_of_an_earlier_version(
    row: dict[str, object], told: Overrides
) -> None:
    assert overrides(row) == told
    assert stored_overrides(told) == row
    assert json.loads(json.dumps(stored_overrides(told))) == row


# how it reads


def test_the_daily_line_tells_the_start_of_sunscreen_and_then_asks_for_it(content: Content) -> None:
    for day in (0, 3, 9):
        text = message(content, day, visit(Kind.PRP, sunscreen=10))
        assert HELD in text
        assert "SPF" not in text
    text = message(content, 10, visit(Kind.PRP, sunscreen=10))
    assert "SPF 50+" in text
    assert "shade and a hat" not in text


def test_the_clinic_may_start_sunscreen_sooner_than_the_protocol(content: Content) -> None:
    text = message(content, 5, visit(Kind.CO2, sunscreen=5))
    assert "SPF 50+ on closed skin only" in text
    assert "before" not in text


def test_sooner_for_one_visit_is_not_sooner_for_the_open_skin_of_another(content: Content) -> None:
    pair = visit(Kind.PRP, sunscreen=0), visit(Kind.CO2, number=2)
    assert "SPF" not in message(content, 5, *pair)
    text = answer(content, Activity.SUN, 5, *pair)
    assert text.startswith("⛔ Not yet. No sunscreen on the treated skin before Mon 9 Mar.")
    assert "your clinic set this" not in text


def test_the_answer_on_the_sun_changes_with_the_clinics_day(content: Content) -> None:
    prp = visit(Kind.PRP, sunscreen=10)
    before = answer(content, Activity.SUN, 3, prp)
    assert before.splitlines()[:2] == [
        "⛔ Not yet. No sunscreen on the treated skin before Wed 11 Mar. Until then: shade and a hat.",
        "From Wed 11 Mar: SPF 50+ every day, on closed skin only.",
    ]
    assert "Why: your clinic set this for PRP" in before
    assert "Use SPF 50+ every day" in answer(content, Activity.SUN, 10, prp)
    assert "3월 11일 (수)" in answer(content, Activity.SUN, 3, prp, lang="ko")


def test_no_note_of_a_protocol_speaks_against_the_clinics_day(content: Content) -> None:
    for kind in Kind:
        assert "Ask your clinic when to start" not in answer(content, Activity.SUN, 3, visit(kind, sunscreen=10))


def test_after_the_clinics_own_end_the_standing_advice_counts_again(content: Content) -> None:
    flying = visit(Kind.PRP, flying=3)
    assert "Not yet. Flying: wait until the end of Wed 4 Mar." in answer(content, Activity.FLYING, 3, flying)
    assert answer(content, Activity.FLYING, 4, flying).startswith("💬 ")


def test_what_to_do_is_left_unsaid_while_the_clinic_wants_it_to_wait(content: Content) -> None:
    assert "✅ Lukewarm" in message(content, 1, visit(Kind.PRP))
    text = message(content, 1, visit(Kind.PRP, washing=3))
    assert "✅" not in text
    assert "• Wed 4 Mar: washing" in text


def test_what_one_visit_asks_for_waits_for_the_clinics_word_on_another(content: Content) -> None:
    pair = visit(Kind.PRP), visit(Kind.TONING, number=2, days_ago=1, washing=4)
    assert "lukewarm" not in message(content, 1, *pair)


ASKS = {
    "sun": re.compile(r"sunscreen|SPF|선크림|자외선 차단제"),
    "washing": re.compile(r"\bwash|lukewarm|shower|씻|세안|샤워", re.IGNORECASE),
}


@pytest.mark.parametrize("kind", Kind)
def test_every_band_that_asks_for_sunscreen_or_a_wash_says_so(content: Content, kind: Kind) -> None:
    for language in content.languages.values():
        for band in content.library[kind].bands:
            (text,) = forms(language.texts[f"protocols.{kind}.bands.{band.id}.do"])
            asked = {name for name, words in ASKS.items() if words.search(text)}
            assert asked <= set(band.asks), (language.code, band.id, text)


# the preview


def test_the_journey_shows_what_the_clinic_says() -> None:
    words = ["--until", "sauna=21", "--sunscreen-from", "10", "--free-from", "alcohol=2026-03-10"]
    ended = CliRunner().invoke(app, ["journey", "--treatment", "prp", "--date", "2026-03-01", *words])
    assert ended.exit_code == 0
    first = ended.output.partition("2026-03-02")[0]
    assert HELD in first
    assert "• Sun 22 Mar: sauna" in first
    assert "• Mon 9 Mar: alcohol" in first
    assert "• clinic's date: smoking" in first


def test_a_preview_of_what_cannot_be_is_bad_usage() -> None:
    ended = CliRunner().invoke(app, ["journey", "--treatment", "prp", "--date", "2026-03-01", "--until", "sauna=400"])
    assert ended.exit_code == 2
