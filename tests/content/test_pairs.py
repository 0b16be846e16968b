"""Two treatments at once: every pair of kinds, day by day; the message must not contradict itself."""

from datetime import date, timedelta

import pytest

from handlers.rendering.digest import render_digest
from handlers.texts import Texts
from schedules.digest import Digest, digest
from schedules.facts import PatientFacts, Treatment
from schedules.rules import Status, verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.markup import faults, length, plain
from storage.content.reading import words

START = date(2026, 3, 1)
DAYS = {0: range(31), 3: range(31), 7: range(9), 28: range(3)}
"""Days between the two, and the days of the newer one to look at."""

WATCHED = {Activity.MAKEUP: "make-up", Activity.EXERCISE: "exercise", Activity.SAUNA: "sauna", Activity.WASHING: "wash"}
PAIRS = [(older, newer) for older in Kind for newer in Kind]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def each_day(content: Content, older: Kind, newer: Kind) -> list[tuple[str, Digest, str]]:
    """Where, the digest and its text for the days 0 to 30 of the newer treatment, at several distances."""
    found = []
    texts = Texts(content, "en")
    for gap, days in DAYS.items():
        pair = (Treatment(id=1, kind=older, on=START - timedelta(days=gap)), Treatment(id=2, kind=newer, on=START))
        facts = PatientFacts(zone=content.clinic.zone, treatments=pair)
        for day in days:
            said = digest(facts, content.library, START + timedelta(days=day))
            assert said is not None
            html = render_digest(said, texts, content.clinic)
            assert faults(html) == []
            assert length(html) <= 4096
            found.append((f"{gap} days apart, day {day}", said, plain(html)))
    return found


def line(text: str, mark: str) -> str:
    return next((line for line in text.splitlines() if line.startswith(mark)), "")


@pytest.mark.parametrize(("older", "newer"), PAIRS)
def test_a_message_for_two_does_not_contradict_itself(content: Content, older: Kind, newer: Kind) -> None:
    for where, said, text in each_day(content, older, newer):
        treatments = tuple(part.treatment for part in said.parts)
        standing = {a: verdict(treatments, content.library, a, said.on).status for a in WATCHED}
        held = {h.id for p in said.parts for h in p.treatment.care(content.library).habits if h.from_day > p.day}
        do, daily = line(text, "✅"), line(text, "🔁")
        assert len(words(text)) <= 160, where
        if "sunscreen" in held:
            assert "sunscreen" not in text.replace("No sunscreen", "").lower(), where
            assert "SPF" not in text, where
            assert "shade" in daily, where
        if "moisturiser" in held:
            assert "cream" not in daily, where
            assert "cream" not in do.replace("Change to cream only when told", ""), where
        if standing[Activity.WASHING] is Status.NOT_YET:
            assert "lukewarm" not in do, where
        for activity, name in (
            (Activity.MAKEUP, "make-up"),
            (Activity.EXERCISE, "exercise"),
            (Activity.SAUNA, "sauna"),
        ):
            if standing[activity] in {Status.NOT_YET, Status.REFRAIN}:
                assert name not in " ".join(x for x in text.splitlines() if x.startswith("📅")), where


@pytest.mark.parametrize("newer", Kind)
def test_open_skin_gives_the_word_on_what_to_do(content: Content, newer: Kind) -> None:
    do = {
        day: Texts(content, "en").plain(f"protocols.co2.bands.{band.id}.do")
        for band in content.library[Kind.CO2].bands
        for day in range(band.from_day, min(band.through_day, 6) + 1)
    }
    for where, said, text in each_day(content, Kind.CO2, newer):
        day = said.parts[-1].day
        if day in do and newer is not Kind.CO2:
            assert line(text, "✅") == f"✅ {do[day]}", where
