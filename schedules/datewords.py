"""The words of dates in English and Korean: names of months and days, and phrases that count from today.

A phrase comes in as one lower-case run of letters and digits, ("3daysago", "3일전"), with spaces between numbers only.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from schedules.localtime import add_months

Readings = Sequence[date | None]
"""The dates that a text can mean, likeliest first; None for one that the calendar lacks; empty if it is no date."""

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KOREAN_DAYS: Final = "월화수목금토일"


def _with_short_forms(names: Sequence[str]) -> dict[str, int]:
    """Every form of a name from its first three letters on, with the name's place."""
    return {name[:length]: i for i, name in enumerate(names) for length in range(3, len(name) + 1)}


MONTHS = {name: i + 1 for name, i in _with_short_forms(_MONTH_NAMES).items()}
"""English month names and their short forms, 1 to 12."""

WEEKDAYS = _with_short_forms(_DAY_NAMES) | {
    day + end: i for i, day in enumerate(_KOREAN_DAYS) for end in ("요일", "욜")
}
"""Names of weekdays and their short forms, Monday 0."""

_NAMED = {
    "today": 0, "now": 0, "justnow": 0, "tonight": 0, "earliertoday": 0, "thismorning": 0, "thisafternoon": 0,
    "thisevening": 0, "yesterday": -1, "lastnight": -1, "daybeforeyesterday": -2, "tomorrow": 1, "dayaftertomorrow": 2,
    "오늘": 0, "지금": 0, "방금": 0, "어제": -1, "어저께": -1, "그제": -2, "그저께": -2, "그끄제": -3, "그끄저께": -3,
    "내일": 1, "모레": 2, "내일모레": 2, "글피": 3,
}  # fmt: skip

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
    "일": 1, "한": 1, "이": 2, "두": 2, "삼": 3, "세": 3, "사": 4, "네": 4, "오": 5, "다섯": 5, "육": 6, "여섯": 6,
}  # fmt: skip

_UNITS = {
    "day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14, "month": 0, "months": 0,
    "일": 1, "주": 7, "주일": 7, "달": 0, "개월": 0,
}  # fmt: skip
"""The days in a unit; 0 stands for a calendar month."""

_KOREAN_SPANS = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10, "보름": 15}

_WHICH = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "지난": -1, "저번": -1, "이번": 0, "다음": 1}

_DAYPART = re.compile(r"(?<=day|row)(?:morning|afternoon|evening|night)$")
_POLITE_ENDING = re.compile(r"(?:이에요|이예요|입니다|에요|예요|이요|요|에)$")


def _any_of(words: Sequence[str] | dict[str, int]) -> str:
    return "(" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def phrase_dates(phrase: str, today: date) -> Readings:
    """The dates that a phrase counts from today; empty when it is no such phrase."""
    phrase = _POLITE_ENDING.sub("", _DAYPART.sub("", phrase)) if phrase not in _NAMED else phrase
    if phrase in _NAMED:
        return [_moved(today, _NAMED[phrase])]
    for pattern, dates in _PHRASES:
        if match := pattern.fullmatch(phrase):
            return dates(match.groups(), today)
    return ()


def day_of(year: int, month: int, day: int) -> date | None:
    """That date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest_day(day: int, today: date) -> date | None:
    """The most recent date with this day of the month, today included."""
    firsts = (add_months(today.replace(day=1), -back) for back in range(3))
    days = (day_of(first.year, first.month, day) for first in firsts)
    return next((on for on in days if on is not None and on <= today), None)


def nearest(month: int, day: int, today: date) -> date | None:
    """The date with this month and day that is nearest to today; the past one of two equally near."""
    days = (day_of(today.year + years, month, day) for years in (-1, 0, 1))
    return min((on for on in days if on is not None), key=lambda on: abs(on - today), default=None)


def full_year(year: str) -> int:
    """The year that four digits name, or two of this century."""
    return int(f"20{year}"[-4:])


def _moved(today: date, days: int, months: int = 0) -> date | None:
    try:
        return add_months(today, months) + timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def _counted(count: str, unit: str, today: date, sign: int) -> Readings:
    steps = sign * (int(count) if count.isdigit() else _COUNTS[count])
    return [_moved(today, steps * _UNITS[unit], 0 if _UNITS[unit] else steps)]


def _weekday(which: str | None, name: str, today: date) -> Readings:
    """A bare weekday is the most recent one, today included; "this" may look either way."""
    day = WEEKDAYS[name]
    recent = today - timedelta(days=(today.weekday() - day) % 7)
    match which and _WHICH[which]:
        case -1:
            return [today - timedelta(days=(today.weekday() - day - 1) % 7 + 1)]
        case 1:
            return [recent + timedelta(days=7)]
        case 0 if recent != today:
            return [recent, recent + timedelta(days=7)]
    return [recent]


def _day_of_week(which: str, name: str, today: date) -> Readings:
    """A weekday of last, this or next week; weeks begin on Monday."""
    return [_moved(today, 7 * _WHICH[which] + WEEKDAYS[name] - today.weekday())]


def _day_of_month(which: str | None, day: str, today: date) -> Readings:
    if which is None:
        return [latest_day(int(day), today)]
    first = add_months(today.replace(day=1), _WHICH[which])
    return [day_of(first.year, first.month, int(day))]


def _korean_date(year: str | None, month: str, day: str, weekday: str | None, today: date) -> Readings:
    month_day = int(month), int(day)
    found = day_of(full_year(year), *month_day) if year else nearest(*month_day, today)
    if found and weekday and found.weekday() != _KOREAN_DAYS.index(weekday):
        return [None]
    return [found]


_COUNT = r"([0-9]{1,3}|" + _any_of(_COUNTS)[1:]
_COUNT_UNIT = _COUNT + _any_of(_UNITS)
_DAY = _any_of(WEEKDAYS)
_KOREAN_WHICH = "(지난|저번|이번|다음)"
_Groups = Sequence[str]
_PHRASES: tuple[tuple[re.Pattern[str], Callable[[_Groups, date], Readings]], ...] = tuple(
    (re.compile(pattern), dates)
    for pattern, dates in (
        (_COUNT_UNIT + "(?:ago|back|전)", lambda g, today: _counted(g[0], g[1], today, -1)),
        ("in" + _COUNT_UNIT, lambda g, today: _counted(g[0], g[1], today, 1)),
        (_COUNT_UNIT + "(?:fromnow|fromtoday|후|뒤)", lambda g, today: _counted(g[0], g[1], today, 1)),
        (_any_of(_KOREAN_SPANS) + "전", lambda g, today: [_moved(today, -_KOREAN_SPANS[g[0]])]),
        (_any_of(_KOREAN_SPANS) + "(?:후|뒤)", lambda g, today: [_moved(today, _KOREAN_SPANS[g[0]])]),
        (_any_of(_WHICH) + "?" + _DAY, lambda g, today: _weekday(g[0], g[1], today)),
        ("(last|this|next)week" + _DAY, lambda g, today: _day_of_week(g[0], g[1], today)),
        (_DAY + "(last|this|next)week", lambda g, today: _day_of_week(g[1], g[0], today)),
        (_KOREAN_WHICH + "주" + _DAY, lambda g, today: _day_of_week(g[0], g[1], today)),
        ("(?:" + _KOREAN_WHICH + "달)?([0-9]{1,2})일", lambda g, today: _day_of_month(g[0], g[1], today)),
        (
            f"(?:((?:19|20|21)?[0-9]{{2}})[년 ])?([0-9]{{1,2}})월([0-9]{{1,2}})일(?:([{_KOREAN_DAYS}])(?:요일|욜)?)?",
            lambda g, today: _korean_date(g[0], g[1], g[2], g[3], today),
        ),
    )
)
