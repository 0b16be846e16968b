"""What people type, whatever they are in the middle of: answered, or honestly not. CO2 on Sunday 1 March 2026."""

from datetime import timedelta

import pytest

from handlers.callbacks import decode
from handlers.rendering.asker import Asker
from handlers.rendering.ways import ENTRIES, PLACES, Way, ways_to
from handlers.router import PLACES as OPENED
from handlers.router import SECTIONS
from handlers.texts import Texts
from schedules.understanding import Intent, Meaning
from storage.content import Content
from tests.handlers.conftest import small_png
from tests.handlers.talk import YES, plan, plan_picture, register, walk
from tests.world import JUN, MINA, NURSE, SAFETY, SAFETY_KO, START, World

EMERGENCY, SAME_DAY = "🚨 Call 119 now.", "☎️ Please call the clinic today: +82 2 555 0100."
DERMAPEN = ("🪡 Microneedling", "Dermapen")


async def test_a_question_about_saturday_is_answered_for_saturday(registered: World) -> None:
    await registered.says(MINA, "can i go jjimjilbang saturday")
    first, second, *_ = registered.reads(MINA).splitlines()
    assert first == "📆 Sat 7 Mar"
    assert second.startswith("⛔ Not yet. Sauna")
    assert "until the end of Sun 15 Mar" in second


async def test_the_same_question_after_the_rule_names_what_still_counts(registered: World) -> None:
    await registered.wake_up_at(START + timedelta(days=15))
    await registered.says(MINA, "can i go jjimjilbang today")
    assert registered.reads(MINA).startswith("📅 Rule ended. Sauna")
    assert "Wait and ask your clinic" in registered.reads(MINA)


async def test_a_broken_rule_is_met_with_thanks_and_what_to_watch_for(registered: World) -> None:
    await registered.says(MINA, "ran 5k oops")
    thanks, answer, *_, watch = registered.reads(MINA).split("\n\n")
    assert thanks.startswith("Thank you for telling me.")
    assert answer.startswith("⛔ Not yet. Hard exercise")
    assert watch.startswith("Look at your skin today and tomorrow.")


async def test_a_sign_stands_before_the_question_in_the_same_message(registered: World) -> None:
    await registered.says(MINA, "theres pus coming out of my cheek. also can i wear makeup tomorrow?")
    assert registered.reads(MINA).startswith(SAME_DAY)
    assert registered.reads(MINA).endswith("please wait until a person has looked at this.")
    assert "⛔" not in registered.reads(MINA)
    assert SAFETY in registered.labels(MINA)


async def answers_an_emergency(world: World) -> None:
    await world.says(MINA, "i cant breathe and my lips are swelling")
    assert world.reads(MINA).startswith(EMERGENCY)


async def test_an_emergency_needs_no_registration(world: World) -> None:
    await answers_an_emergency(world)


async def test_an_emergency_comes_before_the_choice_of_a_treatment(at_treatments: World) -> None:
    await answers_an_emergency(at_treatments)


async def test_an_emergency_comes_before_the_question_for_the_day(at_days: World) -> None:
    await answers_an_emergency(at_days)


async def test_registering_goes_on_after_a_sign(at_hours: World) -> None:
    await at_hours.says(MINA, "there is pus coming out")
    assert at_hours.reads(MINA).startswith(SAME_DAY)
    await at_hours.taps(MINA, YES)
    assert any("All set, Mina" in words for words in at_hours.heard(MINA))


async def test_a_typed_day_is_still_a_day_and_no_question(at_days: World) -> None:
    await at_days.says(MINA, "saturday")
    await at_days.taps(MINA, YES)
    assert "28 February" in await plan(at_days)


async def test_a_sign_under_a_photo_is_read_although_the_photo_is_not(registered: World) -> None:
    registered.fake.send_photo(MINA, small_png(), caption="its spreading and hot and theres pus")
    await registered.settle()
    assert registered.reads(MINA).startswith(("🚨", "☎️"))


async def test_a_photo_without_words_is_not_looked_at_and_that_is_said(registered: World) -> None:
    registered.fake.send_photo(MINA, small_png())
    await registered.settle()
    assert "I cannot look at pictures" in registered.reads(MINA)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("my eye went blurry after the injection", EMERGENCY),
        ("can i go to the sauna after prp", "After PRP:"),
        ("how much is a session", "I do not know prices."),
    ],
)
async def test_a_stranger_is_answered_too_without_dates(world: World, words: str, first: str) -> None:
    await world.says(JUN, words)
    assert world.reads(JUN).startswith(first)
    assert "Rule ended" not in world.reads(JUN)


async def test_the_staff_are_no_patients_whatever_they_type(registered: World) -> None:
    await registered.says(NURSE, "i cant breathe and my lips are swelling")
    assert EMERGENCY not in registered.reads(NURSE)
    await registered.says(NURSE, "can i go to the sauna")
    assert "⛔" not in registered.reads(NURSE)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("사우나 가도 돼요?", "⛔ 아직 안 돼요. 사우나"),
        ("숨을 못 쉬겠어요", "🚨 지금 바로 119에 전화하세요."),
        ("고름이 나와요", "☎️ 오늘 병원에 꼭 전화하세요: +82 2 555 0100."),
    ],
)
async def test_hangul_is_answered_in_korean_whatever_language_is_set(registered: World, words: str, first: str) -> None:
    await registered.says(MINA, words)
    assert registered.reads(MINA).startswith(first)
    if not first.startswith("🚨"):
        assert SAFETY_KO in registered.labels(MINA)


async def test_english_stays_english_after_a_word_of_hangul(registered: World) -> None:
    await registered.says(MINA, "사우나 가도 돼요?")
    await registered.says(MINA, "can i go to the sauna")
    assert registered.reads(MINA).startswith("⛔ Not yet.")


async def test_somebody_under_18_is_told_of_a_guardian(registered: World) -> None:
    await registered.says(MINA, "im 16 can i go to the sauna")
    assert registered.reads(MINA) == (
        "Are you under 18? Please have a parent or guardian call the clinic: +82 2 555 0100."
    )


async def test_so_long_a_text_is_searched_for_signs_and_its_question_asked_for_alone(registered: World) -> None:
    await registered.says(MINA, ("can i go to the sauna. " * 200)[:4000])
    assert "nobody else reads this chat" in registered.reads(MINA)
    assert "⛔" not in registered.reads(MINA)
    await registered.says(MINA, f"{'well you know how it is. ' * 150}there is pus coming out")
    assert registered.reads(MINA).startswith(SAME_DAY)


@pytest.mark.parametrize("words", ["🧖‍♀️🔥", "👍", "...", "?", "\u200b\u200d", "<b>&amp;{phone}"])
async def test_signs_without_words_get_an_honest_answer(registered: World, words: str) -> None:
    await registered.says(MINA, words)
    assert "Rule ended" not in registered.reads(MINA)
    assert SAFETY in registered.labels(MINA)


UNSURE = (
    "hot place thing weekend?? idk water",
    "blue chairs",
    "wednesday?",
    "the thing with the other one",
    "hmm well",
)


async def test_what_is_not_sure_is_offered_and_each_offer_leads_where_it_says(registered: World) -> None:
    offers = 0
    for text in UNSURE:
        await registered.says(MINA, text)
        if "Did you mean" not in registered.reads(MINA):
            continue
        for label in set(registered.labels(MINA)) - {SAFETY, "📞 The clinic"}:
            offers += 1
            await registered.says(MINA, text)
            await registered.taps(MINA, label)
            assert "Did you mean" not in registered.reads(MINA), label
    assert offers >= 3


# the ways on from an answer


async def test_the_clinic_is_offered_once_under_what_only_a_person_can_answer(registered: World) -> None:
    await registered.says(MINA, "how much")
    assert registered.labels(MINA) == ["📞 The clinic", SAFETY]


async def test_the_clinic_is_no_guess_at_what_was_meant(registered: World) -> None:
    await registered.says(MINA, "9")
    assert "Did you mean" not in registered.reads(MINA)
    assert "📅 My plan" in registered.labels(MINA)


@pytest.mark.parametrize("words", ["cant breathe", "pus on my cheek", "i want to die"])
async def test_nothing_leads_away_from_what_cannot_wait(registered: World, words: str) -> None:
    await registered.says(MINA, words)
    assert registered.labels(MINA) == ["📞 The clinic", SAFETY]


# a card that waits for a day, or for a city


async def test_a_question_is_answered_while_a_card_waits_for_a_day(registered: World) -> None:
    await registered.says(MINA, "/plan")
    await walk(registered, "➕ Add a treatment", "🩸 PRP")
    await registered.says(MINA, "can i drink wine?")
    assert registered.reads(MINA).startswith("⛔ Not yet. Alcohol")
    await registered.says(MINA, "yesterday")
    assert "PRP" in plan_picture(registered).caption


async def test_what_is_like_a_sign_is_no_day(at_days: World) -> None:
    await at_days.says(MINA, "my face is burning and hot")
    assert at_days.reads(MINA).startswith((EMERGENCY, SAME_DAY))


async def test_a_day_that_cannot_be_read_is_no_question(at_days: World) -> None:
    await at_days.says(MINA, "my prp last spring")
    assert "could not read that as a day" in at_days.reads(MINA)


async def test_a_question_is_answered_while_a_city_is_waited_for(registered: World) -> None:
    await registered.says(MINA, "/settings")
    await registered.taps(MINA, "🌍 Time zone")
    await registered.says(MINA, "can i drink wine?")
    assert registered.reads(MINA).startswith("⛔ Not yet. Alcohol")


async def test_a_city_that_is_not_known_is_said_to_be_so_though_it_means_something_else(at_hours: World) -> None:
    await at_hours.taps(MINA, "🌍 Another time zone")
    await at_hours.says(MINA, "Bath")
    assert "⛔" not in at_hours.reads(MINA)
    await at_hours.says(MINA, "can i drink wine?")
    assert "Alcohol" in at_hours.reads(MINA)


def all_ways(content: Content, language: str) -> list[Way]:
    """A way for every intent that has one."""
    asker = Asker(texts=Texts(content, language), contact=None, today=START.date())  # type: ignore[arg-type]  # not read
    meanings = [Meaning(intent=intent, score=1, activity=intent.activity) for intent in Intent]
    return list(ways_to(meanings, asker))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_way_leads_to_a_conversation_there_is(content: Content, language: str) -> None:
    ways = all_ways(content, language)
    assert len(ways) >= len(set(ENTRIES.values()) | set(PLACES.values()))
    entries = {entry.id for section in content.faq for entry in section.entries}
    for way in ways:
        assert 0 < len(way.label) <= 64
        if way.section == "go":
            assert way.words[0] in OPENED
        else:
            assert way.section in SECTIONS
        if way.words[0] == "entry":
            assert way.words[1] in entries


async def test_every_way_opens_something(registered: World) -> None:
    ways = all_ways(registered.content, "en")
    for way in ways:
        await registered.says(MINA, "/help")
        before = len(registered.heard(MINA)), registered.reads(MINA)
        data = ":".join((way.section, *way.words))
        assert decode(data) is not None
        assert len(data.encode()) <= 64
        toast = await registered.presses(MINA, registered.last(MINA).message_id, data)
        after = len(registered.heard(MINA)), registered.reads(MINA)
        assert "older version" not in toast
        assert after != before, way


async def test_another_patient_is_answered_by_her_own_dates(registered: World) -> None:
    await register(registered, JUN, DERMAPEN)
    await registered.wake_up_at(START + timedelta(days=8))
    await registered.says(MINA, "can i go swimming")
    assert registered.reads(MINA).startswith("⛔ Not yet.")
    await registered.says(JUN, "can i go swimming")
    assert registered.reads(JUN).startswith("📅 Rule ended.")
