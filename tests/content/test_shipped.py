"""The content as it ships: it loads, it checks clean, and the menus reach everything."""

from datetime import time

import pytest

from schedules.words import Activity, CadenceName, Kind
from storage.content import DEFAULT_CONTENT, Content, check, load_content
from storage.content.checks import reading_grades


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def test_nothing_is_left_to_put_right(content: Content) -> None:
    assert [str(problem) for problem in check(content)] == []


def test_everything_graded_reads_at_age_eleven_or_below(content: Content) -> None:
    grades = reading_grades(content.languages["en"])
    assert len(grades) >= 12
    assert max(grades.values()) <= 6


def test_the_menus_reach_every_kind_and_activity(content: Content) -> None:
    assert sorted(kind for family in content.families for kind in family.kinds) == sorted(Kind)
    assert sorted(card.activity for card in content.activities) == sorted(Activity)
    assert all(content.library[kind].family is family.family for family in content.families for kind in family.kinds)


def test_questions_are_found_by_their_id_and_stale_ids_are_not(content: Content) -> None:
    entries = [entry for section in content.faq for entry in section.entries]
    assert len({entry.id for entry in entries}) == len(entries)
    assert all(content.faq_entry(entry.id) is entry for entry in entries)
    assert {group.id for group in content.choosing.ages} < {entry.id for entry in entries}
    assert content.faq_entry("gone") is None
    assert content.faq_section("gone") is None


def test_the_demo_clinic_is_complete(content: Content) -> None:
    clinic = content.clinic
    assert (clinic.zone.key, clinic.hour, clinic.quiet.start, clinic.quiet.end) == (
        "Asia/Seoul",
        time(9),
        time(21),
        time(8),
    )
    assert content.countries[clinic.country].emergency == "119"
    assert clinic.phone


@pytest.mark.parametrize(
    ("code", "emergency", "crisis"),
    [("KR", "119", "109"), ("GB", "999", "116 123"), ("US", "911", "988"), ("FR", "112", None), ("NO", "112", None)],
)
def test_each_country_has_its_numbers(content: Content, code: str, emergency: str, crisis: str | None) -> None:
    assert (content.countries[code].emergency, content.countries[code].crisis) == (emergency, crisis)


def test_cadences_get_calmer_and_never_lose_the_key_days(content: Content) -> None:
    for kind in Kind:
        cadences = content.library[kind].cadences
        daily, standard, essential = (cadences[name].days for name in CadenceName)
        assert daily >= standard >= essential >= {0, 7, 14, 30}
        assert daily >= set(range(15))
