"""How English is understood: a specification by example of what counts, and of what does not."""

from datetime import date

import pytest

from schedules.understanding import Lexicon, Tier
from schedules.words import Kind
from tests.phrasebook import read, ruled
from tests.shipped import shipped


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return shipped().lexicon


@pytest.mark.parametrize(
    "text",
    [
        "no fever, no pus, no fainting",
        "I don't have any fever or pus",
        "without pain or swelling, just a bit dry",
        "not painful and not hot",
        "no chest pain, no breathing trouble",
        "fever? none",
    ],
)
def test_what_is_denied_is_no_sign(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).tier is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("no fever but there is pus", "pus"),
        ("fever but no pus", "fever"),
        ("no pain, my lips are swelling", "mouth_swelling"),
        ("I'm not sure but I think I have a fever", "fever"),
        ("I can't see out of my left eye", "sight_change"),
        ("it won't stop bleeding", "bleeding_on"),
        ("not only is it sore, there is pus", "pus"),
    ],
)
def test_a_denial_reaches_no_further_than_it_should(text: str, seen: str, lexicon: Lexicon) -> None:
    assert seen in read(text, lexicon).seen


@pytest.mark.parametrize(
    "text",
    [
        "last year I had a fever after my flu jab",
        "the swelling has gone down",
        "what if I get a fever",
        "what are the signs of infection",
        "can prp make you go blind?",
        "how common are burns with laser",
        "my friend got blisters from a laser at another place",
    ],
)
def test_another_time_another_person_or_a_mere_question_is_no_sign(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).tier is None


@pytest.mark.parametrize(
    "text",
    [
        "is chest pain a side effect? asking because I have it right now",
        "my eye went black for a minute, it has gone away",
        "my mum's lips are swelling",
        "it's probably nothing but half my face is drooping",
    ],
)
def test_now_and_over_and_a_relative_and_reassurance_still_count(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).tier is Tier.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "the bill gave me a heart attack at the price lol",
        "dying for a sauna",
        "I'm blind without my glasses",
        "bruise is black and blue",
        "my phone died and my laptop is burning hot",
        "you took my breath away",
    ],
)
def test_a_figure_of_speech_is_no_sign(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).tier is None


@pytest.mark.parametrize(
    ("text", "kind", "day", "tier"),
    [
        ("clear fluid is oozing", Kind.CO2, 1, None),
        ("clear fluid is oozing", Kind.CO2, 6, Tier.SAME_DAY),
        ("clear fluid is oozing", Kind.RF_MN, 2, Tier.SAME_DAY),
        ("my face is still red", Kind.DERMAPEN, 2, None),
        ("my face is still red", Kind.DERMAPEN, 12, Tier.ROUTINE),
        ("the cut is still leaking", Kind.ADSC, 1, None),
        ("the cut is still leaking", Kind.ADSC, 4, Tier.SAME_DAY),
        ("my skin is still open", Kind.CO2, 5, None),
        ("my skin is still open", Kind.CO2, 12, Tier.SAME_DAY),
        ("I can't stop vomiting", Kind.PRP, 2, None),
        ("I can't stop vomiting", Kind.ADSC, 2, Tier.EMERGENCY),
    ],
)
def test_the_treatment_and_the_day_decide(text: str, kind: Kind, day: int, tier: Tier | None, lexicon: Lexicon) -> None:
    assert ruled(read(text, lexicon, kind, day)) is tier


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("pus on my cheek", Tier.SAME_DAY),
        ("pus on my cheek and a fever", Tier.EMERGENCY),
        ("pus on my cheek, I'm diabetic", Tier.EMERGENCY),
        ("temp 38.6", Tier.SAME_DAY),
        ("temp 36.9", None),
        ("101.5 F this morning", Tier.SAME_DAY),
        ("39.1!!", Tier.SAME_DAY),
        ("I'm 39 and want to book", None),
        ("pain 8/10", Tier.SAME_DAY),
        ("pain 2/10", None),
    ],
)
def test_two_signs_a_weak_body_and_numbers_raise_the_tier(text: str, tier: Tier | None, lexicon: Lexicon) -> None:
    assert ruled(read(text, lexicon)) is tier


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("can i go to the suana", "restriction.sauna"),
        ("swimmming allowed?", "restriction.swimming"),
        ("my cheek is swolen on one side only", "redflag.swelling"),
        ("a blistr on my cheek", "redflag.burn"),
        ("cant breeth", "redflag.anaphylaxis"),
        ("fiver stars, thank you", "bot.smalltalk"),
    ],
)
def test_slips_of_spelling_are_forgiven(text: str, found: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).intent == found


@pytest.mark.parametrize(
    ("text", "on", "done"),
    [
        ("can i go to the gym tomorrow", date(2026, 3, 21), False),
        ("sauna on saturday?", date(2026, 3, 21), False),
        ("can i swim next monday", date(2026, 3, 23), False),
        ("alcohol in 3 days ok?", date(2026, 3, 23), False),
        ("makeup on day 10?", date(2026, 3, 27), False),
        ("can i run on april 2nd", date(2026, 4, 2), False),
        ("i went to the sauna yesterday, oops", None, True),
        ("had two beers last night", None, True),
    ],
)
def test_the_day_that_is_asked_about_is_read(text: str, on: date | None, done: bool, lexicon: Lexicon) -> None:
    meaning = read(text, lexicon).meanings[0]
    assert (meaning.on, meaning.done) == (on, done)


def test_a_question_beside_a_sign_is_answered_too(lexicon: Lexicon) -> None:
    found = read("can I wear foundation? also my tongue is swollen", lexicon)
    assert found.intents == ("redflag.anaphylaxis", "restriction.makeup")


def test_activities_are_named_in_the_order_in_which_they_are_asked(lexicon: Lexicon) -> None:
    found = read("can I drink beer and then go to the sauna", lexicon)
    assert found.intents == ("restriction.alcohol", "restriction.sauna")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I get cold sores, forgot to tell you", "redflag.screening"),
        ("a cold sore came up on my lip", "redflag.herpes"),
    ],
)
def test_a_history_of_cold_sores_is_told_from_one_that_is_there(text: str, sign: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).intent == sign


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("every breath is an effort", "redflag.anaphylaxis"),
        ("the words on the page are swimming", "redflag.vision"),
        ("the spoon keeps slipping out of my hand", "redflag.stroke"),
        ("pressed for half an hour and still pouring through", "redflag.bleeding"),
        ("gone the colour of putty around my nose", "redflag.vascular"),
        ("had enough of living", "redflag.crisis"),
    ],
)
def test_a_danger_is_seen_in_what_people_can_no_longer_do_or_compare_it_with(
    text: str, sign: str, lexicon: Lexicon
) -> None:
    found = read(text, lexicon, day=0)
    assert (found.intent, ruled(found)) == (sign, Tier.EMERGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "face not burnt, luckily",
        "blisters no, pus no, a bit pink",
        "my toddler has a fever so I cannot come",
        "dad had a stroke at 60, may I have it done",
        "is sleeping on my side okay for the cheek",
        "I fell asleep on my side, is my cheek in danger",
        "does it work on black skin",
        "the price gives me palpitations",
    ],
)
def test_the_words_of_a_sign_in_something_else_are_no_sign_by_the_rules(text: str, lexicon: Lexicon) -> None:
    assert ruled(read(text, lexicon)) is None


def test_an_own_fever_counts_though_it_is_told_as_the_reason_for_not_coming(lexicon: Lexicon) -> None:
    assert read("I have a fever so I cant come tomorrow", lexicon).tier is Tier.SAME_DAY


def test_how_much_it_hurts_today_is_told_and_not_asked_in_general(lexicon: Lexicon) -> None:
    assert read("why does it hurt more today than yesterday", lexicon).intent == "redflag.pain_worsening"
