"""Dates as people type them, seen from Tuesday 10 March 2026."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.dates import (
    Ambiguous,
    DateProblem,
    DateVerdict,
    Found,
    NotADate,
    judge_date,
    understand_date,
)
from tests.unit.schedules.builders import QUICK

TODAY = date(2026, 3, 10)
FIRST = date(2026, 3, 1)
FROM_TODAY = [
    (
        0,
        [
            "today",
            "Today!",
            " TODAY ",
            "now",
            "just now",
            "tonight",
            "this morning",
            "tuesday",
            "오늘",
            "오늘이요",
            "방금",
        ],
    ),
    (
        -1,
        [
            "yesterday",
            "Yesterday.",
            "last night",
            "yesterday morning",
            "1 day ago",
            "어제",
            "어제요",
            "하루 전",
            "어저께",
        ],
    ),
    (-2, ["day before yesterday", "the day before yesterday", "two days ago", "그제", "그저께", "이틀 전", "2일전"]),
    (-3, ["3 days ago", "three days ago", "3days ago", "3 days back", "3일 전", "사흘 전", "３일 전", "그끄저께"]),
    (
        -7,
        [
            "a week ago",
            "1 week ago",
            "one week ago",
            "last tuesday",
            "일주일 전",
            "1주 전",
            "한 주 전",
            "지난주 화요일",
        ],
    ),
    (-14, ["two weeks ago", "2 weeks ago", "a fortnight ago", "2주 전", "두 주 전", "2주일 전"]),
    (-28, ["a month ago", "one month ago", "한 달 전", "1개월 전"]),
    (1, ["tomorrow", "in a day", "1 day from now", "내일", "하루 뒤", "next wednesday"]),
    (2, ["day after tomorrow", "in two days", "모레", "이틀 후"]),
    (3, ["in 3 days", "3 days from today", "3일 후", "사흘 뒤", "글피", "friday this week", "이번 주 금요일"]),
    (7, ["in a week", "next tuesday", "tuesday next week", "다음주 화요일", "일주일 후"]),
]
WEEKDAYS = [
    (
        date(2026, 3, 9),
        ["monday", "Mon", "last monday", "past monday", "on monday", "monday morning", "월요일", "지난 월요일"],
    ),
    (
        date(2026, 3, 6),
        ["friday", "on Friday", "fri", "last friday", "friday last week", "last week friday", "금요일에"],
    ),
    (date(2026, 3, 2), ["monday last week", "last week monday", "지난주 월요일", "저번 주 월요일"]),
    (date(2026, 3, 13), ["next friday", "coming friday", "다음 금요일"]),
]
FIRST_OF_MARCH = """
    2026-03-01 | 2026.03.01 | 2026/3/1 | 20260301 | 260301 | 2026 03 01 | 2026. 3. 1. | 26.3.1 | 26-03-01 | 1 March
    March 1 | March 1st | 1st of March 2026 | the 1st of March | mar 1 | 1-Mar-26 | 1Mar2026 | MAR. 1, '26 | 1 Mar 2026.
    March 1, 2026 | 2026 March 1 | 1 2026 March | Sun 1 Mar 2026 | sunday, march 1st | 1 march sunday | (1 March)
    Sunday 01/03/2026 | the 1st | 1–Mar–2026 | 3월 1일 | 3월1일 | 2026년 3월 1일 | 26년 3월 1일 | 1일
    2026년 3월 1일 일요일 | 3월 1일(일) | 2026 3월 1일 | 이번 달 1일 | 3월 1일에 | ２０２６－０３－０１
    ２０２６／３／１ | ٢٠٢٦-٠٣-٠١ | ۲۰۲۶/۰۳/۰۱
"""
UNSEEN_MARKS = {
    "right-to-left and left-to-right marks": "\u200f1\u200e March",
    "isolates": "\u20671\u2069 March 2026",
    "no-break spaces": "1\u00a0March\u00a02026",
    "many spaces": "  1 \t  march \n 2026  ",
    "a byte order mark": "\ufeff2026-03-01",
    "decomposed Korean letters": "3\u110b\u116f\u11af 1\u110b\u1175\u11af",
}


def listed(texts: str) -> list[str]:
    return [text.strip() for line in texts.splitlines() for text in line.split("|") if text.strip()]


def cases(rows: list[tuple[int, list[str]]]) -> list[tuple[str, date]]:
    return [(text, TODAY + timedelta(days=days)) for days, texts in rows for text in texts]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        *cases(FROM_TODAY),
        *((text, on) for on, texts in WEEKDAYS for text in texts),
        *((text, FIRST) for text in listed(FIRST_OF_MARCH)),
    ],
)
def test_a_date_in_its_usual_spellings(text: str, on: date) -> None:
    assert understand_date(text, TODAY) == Found(on)


@pytest.mark.parametrize("text", UNSEEN_MARKS.values(), ids=UNSEEN_MARKS.keys())
def test_marks_that_nobody_sees_do_not_matter(text: str) -> None:
    assert understand_date(text, TODAY) == Found(FIRST)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("03/04", [date(2026, 3, 4), date(2026, 4, 3)]),
        ("3/4/2026", [date(2026, 3, 4), date(2026, 4, 3)]),
        ("1.3.", [date(2026, 3, 1), date(2026, 1, 3)]),
        ("01/03/2026", [date(2026, 3, 1), date(2026, 1, 3)]),
        ("01032026", [date(2026, 3, 1), date(2026, 1, 3)]),
        ("this friday", [date(2026, 3, 6), date(2026, 3, 13)]),
        ("이번 금요일", [date(2026, 3, 6), date(2026, 3, 13)]),
    ],
)
@pytest.mark.parametrize("day_first", [True, False])
def test_a_date_that_can_be_two_days_offers_both_nearest_past_first(
    text: str, options: list[date], day_first: bool
) -> None:
    assert understand_date(text, TODAY, day_first=day_first) == Ambiguous(tuple(options))


@pytest.mark.parametrize(
    ("label", "text", "on"),
    [
        ("no thirteenth month", "15/2", date(2026, 2, 15)),
        ("no thirteenth month, American", "2/15/2026", date(2026, 2, 15)),
        ("day and month alike", "3/3", date(2026, 3, 3)),
        ("the other reading is months too far", "12/02/2026", date(2026, 2, 12)),
        ("the other reading is on another weekday", "Sun 1/3", date(2026, 3, 1)),
    ],
)
def test_two_numbers_with_one_possible_reading_are_understood(label: str, text: str, on: date) -> None:
    assert understand_date(text, TODAY) == Found(on), label


@pytest.mark.parametrize(("day_first", "on"), [(True, date(2019, 4, 3)), (False, date(2019, 3, 4))])
def test_out_of_range_the_habit_of_the_place_decides(day_first: bool, on: date) -> None:
    assert understand_date("3/4/2019", TODAY, day_first=day_first) == Found(on)


@pytest.mark.parametrize(
    ("text", "today", "on"),
    [
        ("1 October", TODAY, date(2025, 10, 1)),
        ("31 December", date(2026, 1, 2), date(2025, 12, 31)),
        ("2 January", date(2025, 12, 30), date(2026, 1, 2)),
        ("1 August", TODAY, date(2026, 8, 1)),
        ("2 July", date(2028, 1, 1), date(2027, 7, 2)),
        ("29 Feb", date(2028, 1, 10), date(2028, 2, 29)),
        ("the 31st", TODAY, date(2026, 1, 31)),
        ("the 15th", TODAY, date(2026, 2, 15)),
        ("지난달 15일", TODAY, date(2026, 2, 15)),
        ("a month ago", date(2026, 3, 31), date(2026, 2, 28)),
        ("last monday", date(2026, 3, 9), date(2026, 3, 2)),
        ("monday", date(2026, 3, 9), date(2026, 3, 9)),
        ("this monday", date(2026, 3, 9), date(2026, 3, 9)),
        ("지난주 일요일", date(2026, 3, 9), date(2026, 3, 8)),
    ],
)
def test_what_is_left_out_is_the_nearest(text: str, today: date, on: date) -> None:
    assert understand_date(text, today) == Found(on)


IMPOSSIBLE = """
    30 Feb | 2026-02-30 | 31/11 | 2026/13/1 | 32nd | the 0th | 29 Feb | 0/0 | 2월 30일 | 0일 | Mon 1 Mar 2026
    3월 1일 (월) | 다음달 31일 | 30.02.2026 | 20260230 | Feb 30th, 2026
"""
UNREADABLE = """
    hello | 안녕하세요 | 5 | 12 | 2026 | March | march 2026 | 12:30 | 1/2/3/4 | 1 2 3 4 | 3-5 days ago | 3 1일
    1 mar mar | <b>1 March</b> | 🙂 | 📅 1 March | 1 March & 2 April | 1 & 2 | the | ago | 99999999999
    today yesterday | sunday sunday | 1 march at 3pm | 26 mar 1 | 1/3/5 | 월
    1½ weeks ago | 99999 days ago | 1/2/345 | 1/234/2026 | March 234 | 2026-3 | nineteen days ago
    1 mar 0000 | 1 mar 2526 | /today@bot | https://example.org/1/3 | 1 March <3 | ㅋㅋㅋ | 999 years ago
"""


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200f\u200e", "..."])
def test_nothing_is_no_date(text: str) -> None:
    assert understand_date(text, TODAY) == NotADate(DateProblem.EMPTY)


@pytest.mark.parametrize("text", listed(IMPOSSIBLE))
def test_a_day_that_the_calendar_lacks_is_impossible(text: str) -> None:
    assert understand_date(text, TODAY) == NotADate(DateProblem.IMPOSSIBLE)


@pytest.mark.parametrize("text", listed(UNREADABLE))
def test_what_is_no_date_or_more_than_a_date_is_unreadable(text: str) -> None:
    assert understand_date(text, TODAY) == NotADate(DateProblem.UNREADABLE)


@pytest.mark.parametrize("piece", ["a", "1", " ", "<b>", "🙂", "1 March"])
def test_a_long_text_is_not_looked_at(piece: str) -> None:
    assert understand_date(piece * 10_000, TODAY) == NotADate(DateProblem.TOO_LONG)


def test_a_count_that_leaves_the_calendar_is_impossible() -> None:
    assert understand_date("999 months ago", date(40, 1, 1)) == NotADate(DateProblem.IMPOSSIBLE)
    assert understand_date("in 999 weeks", date(9999, 1, 1)) == NotADate(DateProblem.IMPOSSIBLE)


SHAPES = [
    "{:%Y-%m-%d}",
    "{:%d %B %Y}",
    "{:%B %d, %Y}",
    "{:%d-%b-%y}",
    "{:%a %d %b %Y}",
    "{:%Y%m%d}",
    "{:%Y년 %m월 %d일}",
]


@QUICK
@given(on=st.dates(date(2000, 1, 1), date(2099, 12, 31)), today=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_date_is_understood_in_every_full_spelling(on: date, today: date) -> None:
    read = {shape: understand_date(shape.format(on), today) for shape in SHAPES}
    assert read == dict.fromkeys(SHAPES, Found(on))


@QUICK
@given(today=st.dates(date(2000, 1, 1), date(2099, 12, 31)), days=st.integers(-180, 180))
def test_a_date_without_a_year_is_found_within_half_a_year_of_today(today: date, days: int) -> None:
    on = today + timedelta(days=days)
    assert understand_date(f"{on:%B} {on.day}", today) == Found(on)


@QUICK
@given(on=st.dates(date(2025, 10, 1), date(2026, 8, 1)))
def test_a_numeric_date_always_offers_the_one_that_was_meant(on: date) -> None:
    for text in (f"{on:%d/%m/%Y}", f"{on:%m/%d/%Y}", f"{on:%d.%m.%y}", f"{on:%d/%m}"):
        reading = understand_date(text, TODAY)
        assert on == reading.on if isinstance(reading, Found) else on in reading.options  # type: ignore[union-attr]  # a NotADate has no options: the failure


PIECES = [
    *[
        "the",
        "1",
        "31",
        "02",
        "2026",
        "march",
        "monday",
        "last",
        "next",
        "week",
        "weeks",
        "ago",
        "in",
        "a",
        "day",
        "days",
    ],
    *[
        "before",
        "yesterday",
        "st",
        "th",
        "월",
        "일",
        "년",
        "전",
        "주",
        "지난",
        "요",
        "/",
        ".",
        "-",
        "'",
        " ",
        "🙂",
        "<",
        "٣",
    ],
]


@QUICK
@given(text=st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_no_text_breaks_it_and_options_are_always_ordered(text: str) -> None:
    reading = understand_date(text, TODAY)
    assert isinstance(reading, Found | Ambiguous | NotADate)
    if isinstance(reading, Ambiguous):
        assert len(set(reading.options)) == len(reading.options) > 1
        assert list(reading.options) == sorted(reading.options, key=lambda on: (on > TODAY, abs(on - TODAY)))


@pytest.mark.parametrize("piece", ["1", "a", "1 ", "mar", "last", "월", "일전", "1월", "th", "\u200f", "aday", "ﷺ"])
def test_the_longest_text_that_is_looked_at_is_judged_at_once(piece: str) -> None:
    text = (piece * 100)[:100]
    started = time.perf_counter()
    for _ in range(20):
        understand_date(text, TODAY)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (-181, DateVerdict.TOO_OLD),
        (-180, DateVerdict.PAST_OK),
        (0, DateVerdict.PAST_OK),
        (1, DateVerdict.FUTURE),
        (180, DateVerdict.FUTURE),
        (181, DateVerdict.TOO_FAR),
    ],
)
def test_how_far_from_today_a_treatment_may_lie(days: int, verdict: DateVerdict) -> None:
    assert judge_date(TODAY + timedelta(days=days), TODAY) is verdict


def test_the_limits_can_be_set() -> None:
    on = TODAY - timedelta(days=10)
    assert judge_date(on, TODAY, back_days=9) is DateVerdict.TOO_OLD
    assert judge_date(TODAY + timedelta(days=10), TODAY, ahead_days=9) is DateVerdict.TOO_FAR
