"""Understanding a treatment date that a person typed, in English or Korean, and judging whether it can be one.

A reading is never a guess between two days that are both likely: then both are offered. Work is bounded by the length
of the text, and every pattern is matched whole, so no text is slow.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schedules.datewords import MONTHS, WEEKDAYS, Readings, day_of, full_year, latest_day, nearest, phrase_dates

BACK_DAYS = 180
"""How old a treatment may be when it is registered."""

AHEAD_DAYS = 180
"""How far ahead a booked treatment may lie."""

MAX_LENGTH = 100
"""The longest text that is looked at, in characters."""


class DateProblem(StrEnum):
    """Why a text is not a date."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Found:
    """The text means this date."""

    on: date


@dataclass(frozen=True)
class Ambiguous:
    """The text can mean any of these dates; the nearest past one comes first, then older ones, then those ahead."""

    options: tuple[date, ...]


@dataclass(frozen=True)
class NotADate:
    """The text means no date. IMPOSSIBLE: it reads like one, but the calendar has no such day."""

    reason: DateProblem


DateReading = Found | Ambiguous | NotADate


class DateVerdict(StrEnum):
    """Whether a date can be that of a treatment. PAST_OK includes today; FUTURE is a booking to be confirmed."""

    PAST_OK = "past_ok"
    FUTURE = "future"
    TOO_OLD = "too_old"
    TOO_FAR = "too_far"


def judge_date(on: date, today: date, *, back_days: int = BACK_DAYS, ahead_days: int = AHEAD_DAYS) -> DateVerdict:
    """Whether `on` can be a treatment date as seen from `today`; both limits are inclusive."""
    days = (on - today).days
    if days <= 0:
        return DateVerdict.PAST_OK if -days <= back_days else DateVerdict.TOO_OLD
    return DateVerdict.FUTURE if days <= ahead_days else DateVerdict.TOO_FAR


def understand_date(text: str, today: date, *, day_first: bool = True) -> DateReading:
    """The date that a text means to a person whose local date is `today`.

    Without a year it is the nearest such date; a bare weekday or day of the month is the most recent one.
    Where day and month could be swapped, a reading that could not be registered gives way to one that could;
    `day_first` decides when none could.
    """
    if len(text) > MAX_LENGTH:
        return NotADate(DateProblem.TOO_LONG)
    tokens = _tokens(text)
    if tokens is None:
        return NotADate(DateProblem.UNREADABLE)
    if not tokens:
        return NotADate(DateProblem.EMPTY)
    readings = _readings(tokens, today, day_first=day_first)
    return _conclude(readings, today) if readings else NotADate(DateProblem.UNREADABLE)


def _conclude(readings: Readings, today: date) -> DateReading:
    options = list(dict.fromkeys(on for on in readings if on is not None))
    if not options:
        return NotADate(DateProblem.IMPOSSIBLE)
    likely = [on for on in options if judge_date(on, today) in {DateVerdict.PAST_OK, DateVerdict.FUTURE}]
    if len(likely) > 1:
        return Ambiguous(tuple(sorted(likely, key=lambda on: (on > today, abs(on - today)))))
    return Found((likely or options)[0])


# --- from text to tokens -----------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_SEPARATORS = frozenset(".,/-‐‑‒–—―−·'’‘`\"“”!?()[]~;。、")
_FILLERS = frozenset({"the", "of", "on", "it", "was"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def _tokens(text: str) -> list[str] | None:
    """Numbers and lower-case words, fillers and separators left out; None when anything else is in the text."""
    found: list[str] = []
    for token in _TOKEN.findall(_plain(text)):
        if token in _ORDINALS and found and found[-1].isdigit():
            found[-1] += "th"
        elif token.isalnum():
            found.append(token)
        elif token not in _SEPARATORS:
            return None
    meaning = [token for token in found if token not in _FILLERS]
    return None if found and not meaning else meaning


def _plain(text: str) -> str:
    """One form for all spellings: composed letters, ASCII digits, lower case, without invisible marks."""
    seen = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char, char)) for char in seen).casefold()


# --- from tokens to dates ----------------------------------------------------------------------------------------

_DAY = "(?P<day>[0-9]{1,2})(?:th)?"
_MONTH = "(?P<month>[0-9]{1,2})"
_NAME = f"(?P<name>{'|'.join(MONTHS)})"
_YEAR = "(?P<year>(?:19|20|21)[0-9]{2}|[0-9]{2})"
_TWO = "[0-9]{2}"
_DAY_FIRST = (
    f"{_DAY} {_MONTH}(?: {_YEAR})?",
    f"(?P<day>{_TWO})(?P<month>{_TWO}){_YEAR}",
)
_MONTH_FIRST = (
    f"{_MONTH} {_DAY}(?: {_YEAR})?",
    f"(?P<month>{_TWO})(?P<day>{_TWO}){_YEAR}",
)
_EITHER = (
    f"{_YEAR} {_MONTH} {_DAY}",
    f"{_YEAR}(?P<month>{_TWO})(?P<day>{_TWO})",
    f"{_DAY} {_NAME}(?: {_YEAR})?",
    f"{_NAME} {_DAY}(?: {_YEAR})?",
    f"(?P<year>(?:19|20|21){_TWO}) {_NAME} {_DAY}",
    f"{_DAY} (?P<year>(?:19|20|21){_TWO}) {_NAME}",
    "(?P<day>[0-9]{1,2})th",
)
_ORDERS = {
    True: [re.compile(order) for order in (*_DAY_FIRST, *_MONTH_FIRST, *_EITHER)],
    False: [re.compile(order) for order in (*_MONTH_FIRST, *_DAY_FIRST, *_EITHER)],
}
"""Every order in which a day is named, likeliest first, by `day_first`; tokens are parted by single spaces."""


def _readings(tokens: list[str], today: date, *, day_first: bool) -> Readings:
    """What the tokens can mean; empty when they are no date at all."""
    orders = _ORDERS[day_first]
    phrase = phrase_dates(_packed(tokens), today)
    if phrase:
        return phrase
    for name, rest in ((tokens[0], tokens[1:]), (tokens[-1], tokens[:-1])):
        if name in WEEKDAYS and rest:
            found = _named_days(rest, today, orders)
            return [on if on and on.weekday() == WEEKDAYS[name] else None for on in found]
    return _named_days(tokens, today, orders)


def _packed(tokens: list[str]) -> str:
    """The tokens in one run, with a space only where two numbers would flow together."""
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", " ".join(tokens))


def _named_days(tokens: list[str], today: date, orders: list[re.Pattern[str]]) -> Readings:
    """Dates that name their day: "1 March 2026", "the 5th", "03/04", "20260301"."""
    line = " ".join(tokens)
    return [_named_day(match.groupdict(), today) for order in orders if (match := order.fullmatch(line))]


def _named_day(parts: dict[str, str | None], today: date) -> date | None:
    day = int(parts["day"] or 0)
    name, year = parts.get("name"), parts.get("year")
    month = MONTHS[name] if name else int(parts.get("month") or 0)
    if year:
        return day_of(full_year(year), month, day)
    return nearest(month, day, today) if "month" in parts or name else latest_day(day, today)
