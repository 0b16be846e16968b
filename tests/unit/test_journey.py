"""The journey: the whole sequence of one treatment, for people and for programs."""

import json
from datetime import date

import pytest

from bot.journey import as_json, as_text, journey
from schedules.words import CadenceName, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content

START = date(2026, 3, 1)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def test_a_daily_journey_goes_from_the_treatment_day_to_month_six(content: Content) -> None:
    days = [message.day for message in journey(content, Kind.CO2, START, "en")]
    assert days == [*range(16), 21, 28, 30, 61, 92, 184]


def test_a_calmer_cadence_has_fewer_messages(content: Content) -> None:
    def days(cadence: CadenceName) -> list[int]:
        return [message.day for message in journey(content, Kind.TONING, START, "en", cadence=cadence)]

    assert days(CadenceName.STANDARD) == [0, 1, 7, 14, 28, 30, 61, 92, 184]
    assert days(CadenceName.ESSENTIAL) == [0, 1, 7, 14, 28, 30, 92, 184]


def test_broken_skin_changes_the_words(content: Content) -> None:
    closed = journey(content, Kind.DUAL_LASER, START, "en")
    broken = journey(content, Kind.DUAL_LASER, START, "en", skin_broken=True)
    assert closed[1].text != broken[1].text


def test_people_read_it_without_markup(content: Content) -> None:
    text = as_text(journey(content, Kind.MESO, START, "en"))
    assert text.startswith("── 2026-03-01 ──\n🌙 Day 0.")
    assert "<b>" not in text


def test_programs_read_dates_days_and_html(content: Content) -> None:
    rows = json.loads(as_json(journey(content, Kind.MESO, START, "en")))
    assert rows[3]["date"] == "2026-03-04"
    assert rows[3]["day"] == 3
    assert "<b>Mesotherapy</b>" in rows[3]["text"]
