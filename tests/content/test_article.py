"""The protocols against the clinic's guide: every figure that the guide gives, and none that it does not."""

import re
from datetime import date
from itertools import pairwise
from statistics import median

import pytest

from bot.journey import journey
from handlers.rendering.rules import render_verdict
from handlers.texts import Texts
from schedules.digest import digest
from schedules.facts import PatientFacts, Treatment
from schedules.plan import digest_dates
from schedules.protocol import Advice, After, OpenRule, Window
from schedules.rules import verdict
from schedules.words import Activity, Family, Kind, Rank
from storage.content import DEFAULT_CONTENT, AboutPart, Content, load_content
from storage.content.markup import plain
from storage.content.reading import words

START = date(2026, 3, 1)
FAT_OR_OPEN_SKIN = {Kind.CO2, Kind.ADSC, Kind.PRP_ADSC}

# kind: family, sessions, weeks apart, (milestone, first month, last month)
GUIDE = {
    Kind.PRP: (Family.PRP, (3, 4), (4, 6), [("first", 1, 2), ("maximum", 3, 6)]),
    Kind.CO2: (Family.LASER, (3, 5), (4, 8), [("first", 1, 2), ("maximum", 3, 6)]),
    Kind.DUAL_LASER: (Family.LASER, (3, 5), (4, 8), [("first", 1, 2), ("maximum", 3, 6)]),
    Kind.TONING: (Family.LASER, (3, 5), (4, 8), [("first", 1, 2), ("maximum", 3, 6)]),
    Kind.ADSC: (Family.STEM_CELL, None, None, []),
    Kind.PRP_ADSC: (Family.STEM_CELL, None, None, []),
    Kind.DERMAROLLER: (Family.MICRONEEDLING, None, None, []),
    Kind.DERMAPEN: (Family.MICRONEEDLING, None, None, []),
    Kind.RF_MN: (Family.MICRONEEDLING, None, None, []),
    Kind.MESO: (Family.MESO, (3, 5), (2, 4), [("hydration", 0, 0)]),
}

# The last restricted day of what the guide is silent about; "ask" and "clinic" are open rules, soft and hard.
USUAL = {
    #                  washing make-up actives swim    shave wax other
    Kind.PRP: (0, 1, 7, 7, 1, 7, 14),
    Kind.CO2: ("ask", "clinic", "clinic", "clinic", "clinic", "clinic", "ask"),
    Kind.DUAL_LASER: (0, 1, 7, 10, 3, 7, "ask"),
    Kind.TONING: ("advice", 0, 7, 7, 1, 7, "ask"),
    Kind.ADSC: (0, 2, 7, "clinic", 2, 14, "ask"),
    Kind.PRP_ADSC: (0, 2, 7, "clinic", 2, 14, 14),
    Kind.DERMAROLLER: (0, 1, 7, 7, 3, 7, 14),
    Kind.DERMAPEN: (0, 1, 7, 7, 3, 7, 14),
    Kind.RF_MN: (0, 1, 7, 7, 3, 14, "ask"),
    Kind.MESO: (0, 1, 7, 7, 1, 14, 14),
}
USUAL_ACTIVITIES = (
    Activity.WASHING,
    Activity.MAKEUP,
    Activity.ACTIVES,
    Activity.SWIMMING,
    Activity.SHAVING,
    Activity.WAXING,
    Activity.OTHER_PROCEDURE,
)


# Which question of /faq carries which fact of the guide.
ANSWERS = {
    "sun": {"A35", "A36", "A37"},
    "water": {"A38"},
    "cream": {"A39", "A40"},
    "sauna": {"A41"},
    "exercise": {"A42"},
    "alcohol_smoking": {"A43"},
    "food": {"A44", "A45", "A46"},
    "why_aftercare": {"A34"},
    "when_results": {"A48", "A7"},
    "how_often": {"A49"},
    "side_effects": {"A50"},
    "safe": {"A47", "A2"},
    "everyday": set(),
    "cooling": set(),
    "pain_relief": set(),
    "prescribed": set(),
    "cold_sores": set(),
    "donor_site": set(),
    "needed": {"A9"},
    "suits": {"A51"},
    "careful": {"A52"},
    "age_20s_30s": {"A31"},
    "age_30s_40s": {"A32"},
    "age_40s_50s": {"A33"},
    "which": {"A3", "A53"},
    "what_is": {"A5", "A4"},
    "how_it_works": {"A1", "A6"},
    "collagen": {"A7"},
    "turnover": {"A8"},
}

# Which facts of the guide the card of a treatment carries; those of its course and results are in GUIDE.
CARDS = {
    Kind.PRP: {"A10", "A11", "A12", "A13"},
    Kind.CO2: {"A14", "A15", "A17", "A18"},
    Kind.DUAL_LASER: {"A14", "A16", "A17", "A18"},
    Kind.TONING: {"A14", "A17", "A18", "A30", "A31"},
    Kind.ADSC: {"A19", "A20", "A22", "A23"},
    Kind.PRP_ADSC: {"A10", "A11", "A19", "A21", "A22", "A23"},
    Kind.DERMAROLLER: {"A24", "A25", "A28", "A29"},
    Kind.DERMAPEN: {"A24", "A26", "A28", "A29"},
    Kind.RF_MN: {"A24", "A27", "A28", "A29", "A33"},
    Kind.MESO: {"A30", "A31", "A32", "A48"},
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.mark.parametrize("kind", Kind)
def test_the_two_windows_of_the_guide_hold_for_every_treatment(content: Content, kind: Kind) -> None:
    protocol = content.library[kind]
    sauna, exercise = protocol.rule(Activity.SAUNA), protocol.rule(Activity.EXERCISE)
    assert isinstance(sauna, Window)
    assert isinstance(exercise, Window)
    assert (sauna.through_day, sauna.source.id, sauna.source.rank) == (14, "A41", Rank.ARTICLE)
    assert (exercise.through_day, exercise.source.id, exercise.source.rank) == (7, "A42", Rank.ARTICLE)
    assert exercise.after is (After.ASK_CLINIC if kind in FAT_OR_OPEN_SKIN else After.IF_CALM)
    assert sauna.after is (After.IF_CLOSED if kind in FAT_OR_OPEN_SKIN else After.IF_CALM)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("activity", [Activity.ALCOHOL, Activity.SMOKING])
def test_alcohol_and_smoking_end_only_by_the_clinics_word(content: Content, kind: Kind, activity: Activity) -> None:
    rule = content.library[kind].rule(activity)
    assert isinstance(rule, OpenRule)
    assert (rule.hard, rule.source.id) == (True, "A43")


@pytest.mark.parametrize("kind", Kind)
def test_courses_and_result_dates_are_the_guides_and_nobody_elses(content: Content, kind: Kind) -> None:
    family, sessions, weeks, milestones = GUIDE[kind]
    protocol = content.library[kind]
    course = protocol.course
    assert protocol.family is family
    assert [(m.id, m.from_months, m.through_months) for m in protocol.milestones] == milestones
    assert {m.source.id for m in protocol.milestones} <= {"A48"}
    if sessions is None or weeks is None:
        assert course is None
    else:
        assert course is not None
        assert (course.sessions_min, course.sessions_max, course.source.id) == (*sessions, "A49")
        assert (course.weeks_min, course.weeks_max) == weeks


@pytest.mark.parametrize("kind", Kind)
def test_what_the_guide_is_silent_about_is_usual_advice(content: Content, kind: Kind) -> None:
    found: list[int | str] = []
    for activity in USUAL_ACTIVITIES:
        rule = content.library[kind].rule(activity)
        assert rule is not None
        assert rule.source.rank is Rank.DEFAULT
        match rule:
            case Window(through_day=through_day):
                found.append(through_day)
            case OpenRule(hard=hard):
                found.append("clinic" if hard else "ask")
            case Advice():
                found.append("advice")
    assert tuple(found) == USUAL[kind]


def test_flying_after_fat_harvest_is_always_the_clinics_to_clear(content: Content) -> None:
    for kind in Kind:
        rule = content.library[kind].rule(Activity.FLYING)
        assert isinstance(rule, OpenRule) is (kind in {Kind.ADSC, Kind.PRP_ADSC})


@pytest.mark.parametrize("kind", Kind)
def test_every_habit_of_the_guide_is_said_within_the_first_two_weeks(content: Content, kind: Kind) -> None:
    texts = Texts(content, "en")
    read = "\n".join(plain(message.text) for message in journey(content, kind, START, "en") if message.day <= 14)
    for habit in ("why_care", "sunscreen_indoors", "hat", "humidity", "antioxidants", "protein", "vitamin_c"):
        assert texts.plain(f"habits.{habit}") in read, habit
    for words_of_habit in ("SPF 50+", "2 L of water, or doctor's limit", "cream morning and evening"):
        assert words_of_habit in read


def test_no_laser_day_before_the_skin_closes_asks_for_sunscreen(content: Content) -> None:
    early = [message for message in journey(content, Kind.CO2, START, "en") if message.day <= 7]
    assert len(early) == 8
    for message in early:
        text = plain(message.text)
        assert "SPF" not in text
        assert "sunscreen" not in text.replace("No sunscreen", "").lower()
        assert "shade and a hat" in text
        assert "ointment first" in text
    later = next(message for message in journey(content, Kind.CO2, START, "en") if message.day == 8)
    assert "SPF 50+ on closed skin only" in plain(later.text)


@pytest.mark.parametrize("kind", sorted(FAT_OR_OPEN_SKIN))
def test_exercise_is_never_cleared_by_the_calendar_there(content: Content, kind: Kind) -> None:
    treatment = Treatment(id=1, kind=kind, on=START)
    texts = Texts(content, "en")
    for day in range(8, 185):
        on = date.fromordinal(START.toordinal() + day)
        found = verdict((treatment,), content.library, Activity.EXERCISE, on)
        if day <= 180:
            assert render_verdict(found, on, (treatment,), content, texts).startswith("❔ <b>Ask your clinic.</b>")
    for message in journey(content, kind, START, "en"):
        assert not re.search(r"Rule ended:[^.]*exercise", plain(message.text))


@pytest.mark.parametrize("kind", Kind)
def test_the_fourteen_days_after_the_treatment_read_differently(content: Content, kind: Kind) -> None:
    bodies: dict[str, int] = {}
    for message in journey(content, kind, START, "en"):
        if 1 <= message.day <= 14:
            bodies.setdefault(plain(message.text).split("\n\n", 1)[1], message.day)
    assert len(bodies) == 14


@pytest.mark.parametrize("kind", Kind)
def test_two_messages_in_a_row_have_different_tips_and_no_tip_stands_beside_other_news(
    content: Content, kind: Kind
) -> None:
    said = {message.day: re.findall(r"💡 .*", message.text) for message in journey(content, kind, START, "en")}
    assert all(tips != after for tips, after in pairwise(said.values()) if tips)
    assert sum(len(said[day]) for day in range(15)) >= 8
    assert said[0] == said[8] == []


@pytest.mark.parametrize("kind", Kind)
def test_a_message_is_short(content: Content, kind: Kind) -> None:
    counts = {message.day: len(words(plain(message.text))) for message in journey(content, kind, START, "en")}
    fat = kind in {Kind.ADSC, Kind.PRP_ADSC}
    assert {day: count for day, count in counts.items() if count > (100 if fat and day == 1 else 90)} == {}
    assert median(count for day, count in counts.items() if day <= 14) <= 75


def facts_of_two_weeks(content: Content, kind: Kind) -> set[str]:
    """The sources of everything that the daily messages of the first 14 days say."""
    facts = PatientFacts(zone=content.clinic.zone, treatments=(Treatment(id=1, kind=kind, on=START),))
    cited: set[str] = set()
    for on in digest_dates(facts, content.library):
        found = digest(facts, content.library, on)
        if found is not None and found.lead.day <= 14:
            habits = (*found.habits, *((found.tip,) if found.tip else ()))
            verdicts = (*found.not_yet, *found.ends_today, *found.refrain)
            cited |= {habit.source.id for habit in habits} | {source for each in verdicts for source in each.sources}
    return cited


@pytest.mark.parametrize("kind", Kind)
def test_the_aftercare_of_the_guide_is_in_the_messages_of_the_first_two_weeks(content: Content, kind: Kind) -> None:
    assert {f"A{number}" for number in range(34, 47)} <= facts_of_two_weeks(content, kind)


@pytest.mark.parametrize("entry_facts", ANSWERS.items(), ids=lambda pair: pair[0])
def test_each_answer_names_the_facts_of_the_guide_that_it_tells(
    content: Content, entry_facts: tuple[str, set[str]]
) -> None:
    entry = content.faq_entry(entry_facts[0])
    assert entry is not None
    assert {source for source in entry.sources if source.startswith("A")} == entry_facts[1]


@pytest.mark.parametrize("kind", Kind)
def test_each_card_names_the_facts_of_the_guide_that_it_tells_and_ends_with_the_risk(
    content: Content, kind: Kind
) -> None:
    cited = {source for sources in content.about[kind].values() for source in sources}
    assert {source for source in cited if source.startswith("A")} == CARDS[kind]
    assert list(content.about[kind])[-1] == "risk"
    assert "PUB.baaps" in content.about[kind][AboutPart.RISK]


def test_every_answer_and_every_fact_of_the_guide_has_its_place(content: Content) -> None:
    guide = {f"A{number}" for number in range(1, 54)}
    assert {entry.id for section in content.faq for entry in section.entries} == set(ANSWERS)
    assert {source.id for source in content.sources.values() if source.rank is Rank.ARTICLE} == guide
    assert set().union(*ANSWERS.values(), *CARDS.values()) == guide
