"""The calendar file: read back as a calendar reads it, for every kind and every pair, in every language."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest

from handlers.rendering.ics import Issue, render_ics
from handlers.texts import Texts
from schedules.agenda import agenda
from schedules.facts import Overrides, Treatment
from schedules.rules import Status, verdict
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content, load_content

START = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
PHONE = "+82 2 555 0100"
HELD = frozenset({Status.NOT_YET, Status.REFRAIN})
CLEARS = re.compile(
    r"\byou (can|may)\b|\ballowed\b|\bcleared\b|\bfine\b|\bok(ay)?\b|해도 (돼|됩)|가능해요|괜찮", re.IGNORECASE
)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


def treated(kind: Kind, number: int = 1, days_later: int = 0, **more: object) -> Treatment:
    return Treatment(id=number, kind=kind, on=START + timedelta(days=days_later), **more)  # type: ignore[arg-type]  # named by the caller


def file_of(
    content: Content, *treatments: Treatment, lang: str = "en", now: datetime = NOW, phone: str = PHONE
) -> bytes:
    events = agenda(treatments, content.library, START)
    return render_ics(events, Texts(content, lang), Issue(issuer=7, now=now, phone=phone))


def entries(file: bytes) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(file)
    assert isinstance(calendar, icalendar.Calendar)
    return list(calendar.walk("VEVENT"))


def by_key(file: bytes) -> dict[str, icalendar.Event]:
    return {str(entry["UID"]).partition("@")[0]: entry for entry in entries(file)}


def pairs() -> Sequence[tuple[Kind, Kind, int]]:
    return [(older, newer, gap) for older in Kind for newer in Kind for gap in (0, 9)]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("kind", Kind)
def test_every_file_is_a_valid_calendar_of_whole_days(content: Content, kind: Kind, lang: str) -> None:
    file = file_of(content, treated(kind, skin_broken=True), treated(Kind.CO2, 2, 5), lang=lang)
    calendar = icalendar.Calendar.from_ical(file)
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Afterglow//Aftercare//EN")
    assert "METHOD" not in calendar
    assert calendar.errors == []
    for entry in entries(file):
        assert entry.errors == []
        first, after = entry.decoded("DTSTART"), entry.decoded("DTEND")
        assert type(first) is type(after) is date
        assert after == first + timedelta(days=1)
        assert (entry["TRANSP"], entry["CLASS"], entry.decoded("DTSTAMP")) == ("TRANSPARENT", "PRIVATE", NOW)
    names = [entry["UID"] for entry in entries(file)]
    assert len(names) == len(set(names)) > 8


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_lines_are_folded_at_75_bytes_and_come_back_whole(content: Content, lang: str) -> None:
    file = file_of(content, treated(Kind.PRP), lang=lang)
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    for line in file.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    sauna = by_key(file)["1-sauna"]
    assert Texts(content, lang).plain("rules.sauna.covers") in str(sauna["DESCRIPTION"])


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("kind", Kind)
def test_a_title_and_a_description_name_no_treatment_and_no_clinic(content: Content, kind: Kind, lang: str) -> None:
    texts = Texts(content, lang)
    told = Overrides(through_day={Activity.ALCOHOL: 9}, sunscreen_from_day=5)
    for entry in entries(file_of(content, treated(kind, overrides=told), lang=lang)):
        said = f"{entry['SUMMARY']}\n{entry['DESCRIPTION']}".lower()
        for each in Kind:
            assert texts.plain(f"protocols.{each}.name").lower() not in said
            assert not re.search(rf"\b{re.escape(texts.plain(f'protocols.{each}.short').lower())}\b", said)
        assert content.clinic.name.lower() not in said
        assert len(str(entry["SUMMARY"])) <= 64


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_event_of_any_kind_is_a_permission_and_each_says_whom_to_call(content: Content, lang: str) -> None:
    for kind in Kind:
        for entry in entries(file_of(content, treated(kind), lang=lang)):
            said = f"{entry['SUMMARY']}\n{entry['DESCRIPTION']}"
            assert not CLEARS.search(said), said
            assert PHONE in said
            assert "/plan" in said


def test_without_a_phone_no_empty_line_is_left(content: Content) -> None:
    for entry in entries(file_of(content, treated(Kind.PRP), phone="")):
        assert "The clinic:" not in entry["DESCRIPTION"]


def test_the_end_of_a_rule_is_told_with_what_counts_then(content: Content) -> None:
    sauna = by_key(file_of(content, treated(Kind.PRP)))["1-sauna"]
    assert sauna["SUMMARY"] == "Aftercare: sauna, last day of the rule"
    assert sauna.decoded("DTSTART") == date(2026, 3, 15)
    assert str(sauna["DESCRIPTION"]).splitlines() == [
        "Sauna or steam room: wait until the end of Sun 15 Mar.",
        "Jjimjilbang, hot tubs, hot springs, hot yoga and long hot baths count too.",
        "From Mon 16 Mar the rule has ended. Skin still open, crusted, very red or sore? Wait and ask your clinic.",
        "From your clinic's guide.",
        "The clinic: +82 2 555 0100",
        "Dates can change. /plan in the chat has the latest.",
    ]


def test_where_the_clinic_must_agree_the_title_says_so(content: Content) -> None:
    exercise = by_key(file_of(content, treated(Kind.CO2)))["1-exercise"]
    assert exercise["SUMMARY"] == "Aftercare: hard exercise, ask the clinic before you restart"
    assert "ask your clinic before you start again" in exercise["DESCRIPTION"]


def test_a_sign_that_lengthens_a_wait_is_told_too(content: Content) -> None:
    assert "Still red?" in by_key(file_of(content, treated(Kind.DERMAPEN)))["1-makeup"]["DESCRIPTION"]


def test_the_clinics_own_dates_are_told_as_its_own(content: Content) -> None:
    told = Overrides(through_day={Activity.SAUNA: 21, Activity.ALCOHOL: 9}, sunscreen_from_day=5)
    found = by_key(file_of(content, treated(Kind.PRP, overrides=told)))
    assert found["1-sauna"].decoded("DTSTART") == date(2026, 3, 22)
    assert found["1-alcohol"].decoded("DTSTART") == date(2026, 3, 10)
    assert found["1-sun"]["SUMMARY"] == "Aftercare: last day without sunscreen"
    assert "No sunscreen on the treated skin before Fri 6 Mar." in found["1-sun"]["DESCRIPTION"]
    for key in ("1-sauna", "1-alcohol", "1-sun"):
        assert "Your clinic set this." in found[key]["DESCRIPTION"]


def test_a_second_file_moves_events_instead_of_doubling_them(content: Content) -> None:
    first = by_key(file_of(content, treated(Kind.PRP)))
    later = by_key(file_of(content, treated(Kind.PRP), treated(Kind.CO2, 2, 5), now=NOW + timedelta(days=5)))
    assert set(first) - set(later) == set()
    assert later["1-sauna"].decoded("DTSTART") == date(2026, 3, 20)
    assert int(later["1-sauna"]["SEQUENCE"]) - int(first["1-sauna"]["SEQUENCE"]) == 5 * 24 * 3600
    assert later["1-sauna"].decoded("DTSTAMP") == NOW + timedelta(days=5)


def test_a_date_that_became_the_clinics_to_give_replaces_the_one_in_the_phone(content: Content) -> None:
    told = Overrides(through_day={Activity.ALCOHOL: 9})
    before = by_key(file_of(content, treated(Kind.PRP, overrides=told)))["1-alcohol"]
    now = by_key(file_of(content, treated(Kind.PRP, overrides=told), treated(Kind.CO2, 2, 5)))["1-alcohol"]
    assert before["SUMMARY"] == "Aftercare: alcohol, last day of the rule"
    assert now["SUMMARY"] == "Aftercare: alcohol, the clinic gives the date"
    assert "last day" not in now["DESCRIPTION"]


def test_files_of_two_bots_do_not_share_names(content: Content) -> None:
    events = agenda((treated(Kind.PRP),), content.library, START)
    texts = Texts(content, "en")
    one, two = (render_ics(events, texts, Issue(issuer=n, now=NOW, phone="")) for n in (1, 2))
    assert not {e["UID"] for e in entries(one)} & {e["UID"] for e in entries(two)}


@pytest.mark.parametrize(("older", "newer", "gap"), pairs())
def test_every_last_day_in_the_file_is_one_by_the_rules_and_none_is_missing(
    content: Content, older: Kind, newer: Kind, gap: int
) -> None:
    pair = treated(older), treated(newer, 2, gap)
    told = {
        (str(entry["UID"]).partition("@")[0].partition("-")[2], entry.decoded("DTSTART"))
        for entry in entries(file_of(content, *pair))
        if "the clinic gives the date" not in entry["SUMMARY"]
    }
    ends = {(name, on) for name, on in told if name in set(Activity)}
    days = [START + timedelta(days=day) for day in range(61)]
    said = {(a, on): verdict(pair, content.library, a, on).status in HELD for a in Activity for on in days}
    for activity in Activity:
        expected = {on for on, then in pairwise(days) if said[activity, on] and not said[activity, then]}
        assert {on for name, on in ends if name == activity} == expected, activity
