"""Digest, answer, agenda and picture are one calendar: whatever the clinic says for a visit, all give its dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.actions.overrides import UNDATED
from handlers.pictures.model import Tone
from handlers.pictures.plan_of import MOST_BARS, PictureWords, plan_picture
from schedules.agenda import RuleEnd, agenda
from schedules.digest import digest
from schedules.facts import CLINIC_WORD, Overrides, PatientFacts, Treatment
from schedules.habits import SHADE, SUNSCREEN
from schedules.protocol import Library
from schedules.rules import Status, Verdict, verdict, verdicts
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content

TODAY = date(2026, 3, 31)
DATED = sorted(set(Activity) - UNDATED - {Activity.SUN})
HELD = frozenset({Status.NOT_YET, Status.REFRAIN})
LAWS = settings(max_examples=150, deadline=None, database=None)

words_of_the_clinic = st.builds(
    Overrides,
    through_day=st.dictionaries(st.sampled_from(DATED), st.integers(0, 60), max_size=4),
    sunscreen_from_day=st.none() | st.integers(0, 40),
)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Treatment, ...]:
    """One to three treatments of the last weeks, each with what the clinic said."""
    return tuple(
        Treatment(
            id=number,
            kind=draw(st.sampled_from(Kind)),
            on=TODAY - timedelta(days=draw(st.integers(0, 40))),
            skin_broken=draw(st.booleans()),
            overrides=draw(words_of_the_clinic),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    )


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(scope="module")
def library(content: Content) -> Library:
    return content.library


def waiting(found: tuple[Treatment, ...], library: Library) -> dict[Activity, Verdict]:
    """What must wait until a date, as the rules themselves say."""
    return {a: v for a, v in verdicts(found, library, TODAY).items() if v.status is Status.NOT_YET}


@LAWS
@given(found=visits())
def test_the_message_of_the_day_gives_the_dates_of_the_rules(
    content: Content, library: Library, found: tuple[Treatment, ...]
) -> None:
    said = digest(PatientFacts(zone=content.clinic.zone, treatments=found), library, TODAY)
    assert said is not None
    told = (*said.not_yet, *said.ends_today, *([said.sunscreen] if said.sunscreen else []))
    assert {v.activity: v for v in told} == waiting(found, library)
    assert len(told) == len({v.activity for v in told})
    daily = {habit.id for habit in said.habits}
    assert (SUNSCREEN in daily) is (said.sunscreen is None)
    assert said.sunscreen is None or SHADE in daily


@LAWS
@given(found=visits())
def test_the_agenda_ends_each_rule_where_the_answer_does(library: Library, found: tuple[Treatment, ...]) -> None:
    ends = {e.said.activity: e for e in agenda(found, library, TODAY) if isinstance(e, RuleEnd)}
    expected = waiting(found, library)
    assert {a: e.on for a, e in ends.items() if e.is_end} == {a: v.last_day for a, v in expected.items()}
    for activity, event in ends.items():
        after = verdict(found, library, activity, event.on + timedelta(days=1))
        assert (after.status not in HELD) is event.is_end


@LAWS
@given(found=visits())
def test_the_bars_of_the_picture_end_where_the_answer_does(
    content: Content, library: Library, english: PictureWords, found: tuple[Treatment, ...]
) -> None:
    facts = PatientFacts(zone=content.clinic.zone, treatments=found)
    bars = {bar.label: bar for bar in plan_picture(facts, library, TODAY, replace(english, activity=str)).bars}
    expected = waiting(found, library)
    for label, bar in bars.items():
        if bar.last_on is not None and bar.last_on >= TODAY and bar.tone is Tone.NO:
            assert bar.last_on == expected[Activity(label)].last_day
    told = {a.value for a, v in expected.items() if CLINIC_WORD.id in v.sources and v.rank is CLINIC_WORD.rank}
    assert told <= set(bars) or len(bars) == MOST_BARS


@LAWS
@given(found=visits())
def test_no_word_of_the_clinic_on_one_visit_beats_the_rule_of_another(
    library: Library, found: tuple[Treatment, ...]
) -> None:
    together = verdicts(found, library, TODAY)
    for visit in found:
        for activity, alone in verdicts((visit,), library, TODAY).items():
            assert together[activity].status >= alone.status
            if alone.status is Status.NOT_YET:
                last = together[activity].last_day
                assert last is not None
                assert alone.last_day is not None
                assert last >= alone.last_day


@LAWS
@given(kind=st.sampled_from(Kind), activity=st.sampled_from(DATED), day=st.integers(0, 365))
def test_for_its_own_visit_the_clinics_day_counts_whether_sooner_or_later(
    library: Library, kind: Kind, activity: Activity, day: int
) -> None:
    visit = (Treatment(id=1, kind=kind, on=TODAY, overrides=Overrides(through_day={activity: day})),)
    last = verdict(visit, library, activity, TODAY + timedelta(days=day))
    assert (last.status, last.last_day) == (Status.NOT_YET, TODAY + timedelta(days=day))
    assert last.sources == {CLINIC_WORD.id}
    assert verdict(visit, library, activity, TODAY + timedelta(days=day + 1)).status not in HELD


@LAWS
@given(kind=st.sampled_from(Kind), day=st.integers(0, 365))
def test_sunscreen_starts_on_the_clinics_day(library: Library, kind: Kind, day: int) -> None:
    visit = (Treatment(id=1, kind=kind, on=TODAY, overrides=Overrides(sunscreen_from_day=day)),)
    starts = verdict(visit, library, Activity.SUN, TODAY + timedelta(days=day))
    assert starts.status not in HELD
    if day:
        before = verdict(visit, library, Activity.SUN, TODAY + timedelta(days=day - 1))
        assert (before.status, before.free_from, before.sources) == (
            Status.NOT_YET,
            TODAY + timedelta(days=day),
            {CLINIC_WORD.id},
        )
