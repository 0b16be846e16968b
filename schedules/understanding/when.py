"""The date that a question is about: "saturday", "in 3 days", "day 10", "다음 주 토요일", "시술 후 2주".

A question looks ahead: a weekday is the next one, today included. Where a text can mean several days the earliest one
is taken, because a rule that still holds then is the safer answer.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from schedules.datewords import MONTHS, day_of
from schedules.localtime import add_months
from schedules.understanding.model import Situation
from schedules.understanding.plaintext import Clause

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "couple": 2, "few": 3,
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷세": 5, "엿세": 6, "일주일": 7, "열흘": 10, "보름": 15,
    "한": 1, "두": 2, "세": 3, "네": 4, "일": 1, "이": 2, "삼": 3, "사": 4,
}  # fmt: skip
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "일": 1, "주": 7, "주일": 7, "달": 30, "게월": 30}
_WEEKDAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "wed": 2, "wednesday": 2, "weds": 2, "thu": 3, "thur": 3,
    "thurs": 3, "thursday": 3, "fri": 4, "friday": 4, "sat": 5, "saturday": 5, "sunday": 6,
}  # fmt: skip
_KOREAN_WEEKDAYS = "월화수목금토일"
_SATURDAY, _SUNDAY = 5, 6

_COUNT = "([0-9]{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|couple of|a few|few)"
_UNIT = "(day|week|fortnight|month)s?"
_TREATED = r"(?:treatment|procedure|laser|prp|co2|session|it|op|injection|needling|microneedling|appointment)"
_MONTH = "(" + "|".join(sorted((name for name in MONTHS if name not in {"mar", "may"}), key=len, reverse=True)) + ")"
_KOREAN_COUNT = "([0-9]{1,3}|한|두|세|네|일|이|삼|사)"
_KOREAN_COUNTED = f"{_KOREAN_COUNT}(일|주일|주|달|게월)"
_KOREAN_TREATED = "시술|레이저|주사|피알피|prp|치료"

Reading = Callable[[re.Match[str], Situation], date | None]


def asked_date(clause: Clause, situation: Situation) -> date | None:
    """The earliest date that a text names for what it asks, or a day of care; None when it names none."""
    found = [on for on in _dates(clause, situation) if on is not None]
    return min(found, default=None)


def _dates(clause: Clause, situation: Situation) -> Iterator[date | None]:
    for text, readings in ((clause.words, _LATIN), (clause.squeezed, _HANGUL)):
        rest = text
        for pattern, reading in readings:
            for match in pattern.finditer(rest):
                yield reading(match, situation)
            rest = pattern.sub(" ~ " if readings is _LATIN else "~", rest)


def _after(days: int) -> Reading:
    return lambda _match, situation: situation.today + timedelta(days=days)


def _counted(match: re.Match[str], situation: Situation) -> date:
    return situation.today + timedelta(days=_days(match))


def _days(match: re.Match[str]) -> int:
    words = match[1].replace("a couple of", "couple").replace("couple of", "couple").replace("a few", "few")
    count = int(words) if words.isdigit() else _COUNTS[words]
    return count * _DAYS_IN[match[2]]


def _since_treatment(match: re.Match[str], situation: Situation) -> date | None:
    return situation.treated_on and situation.treated_on + timedelta(days=_days(match))


def _care_day(match: re.Match[str], situation: Situation) -> date | None:
    return situation.treated_on and situation.treated_on + timedelta(days=int(match[1]))


def _span_since_treatment(match: re.Match[str], situation: Situation) -> date | None:
    return situation.treated_on and situation.treated_on + timedelta(days=_COUNTS[match[1]])


def _span(match: re.Match[str], situation: Situation) -> date:
    return situation.today + timedelta(days=_COUNTS[match[1]])


def _weekday(match: re.Match[str], situation: Situation) -> date:
    return _next(_WEEKDAYS[match[2]], situation.today, is_next_week=(match[1] or "").strip() == "next")


def _korean_weekday(match: re.Match[str], situation: Situation) -> date:
    return _next(_KOREAN_WEEKDAYS.index(match[2]), situation.today, is_next_week=(match[1] or "").startswith("다음"))


def _next(weekday: int, today: date, *, is_next_week: bool) -> date:
    """The next such day, today included; of next week where that is said (weeks begin on Monday)."""
    if is_next_week:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _weekend(match: re.Match[str], situation: Situation) -> date:
    today = situation.today
    is_next = "next" in match[0] or "다음" in match[0]
    return today if today.weekday() == _SUNDAY and not is_next else _next(_SATURDAY, today, is_next_week=is_next)


def _next_week(_match: re.Match[str], situation: Situation) -> date:
    return _next(0, situation.today, is_next_week=True)


def _next_month(_match: re.Match[str], situation: Situation) -> date:
    return add_months(situation.today.replace(day=1), 1)


def _named(month: int, day: int, situation: Situation) -> date | None:
    """The next date with this month and day, today included."""
    days = (day_of(situation.today.year + years, month, day) for years in (0, 1))
    return next((on for on in days if on is not None and on >= situation.today), None)


def _day_month(match: re.Match[str], situation: Situation) -> date | None:
    return _named(MONTHS[match[2]], int(match[1]), situation)


def _month_day(match: re.Match[str], situation: Situation) -> date | None:
    return _named(MONTHS[match[1]], int(match[2]), situation)


def _numbers(match: re.Match[str], situation: Situation) -> date | None:
    return _named(int(match[1]), int(match[2]), situation)


def _day_of_month(match: re.Match[str], situation: Situation) -> date | None:
    this = situation.today.replace(day=1)
    days = (
        day_of(first.year, first.month, int(match[1])) for first in (this, add_months(this, 1), add_months(this, 2))
    )
    return next((on for on in days if on is not None and on >= situation.today), None)


def _patterns(*entries: tuple[str, Reading], is_latin: bool) -> tuple[tuple[re.Pattern[str], Reading], ...]:
    return tuple((re.compile(f"(?<= )(?:{p})(?= )" if is_latin else p), reading) for p, reading in entries)


_LATIN = _patterns(
    (rf"{_COUNT} {_UNIT} (?:ago|back)", lambda _m, _s: None),
    (rf"{_COUNT} {_UNIT} (?:after|post|since|from) (?:my |the |having )?{_TREATED}", _since_treatment),
    (rf"(?:after|wait) {_COUNT} {_UNIT}", _since_treatment),
    (r"(?:on |by |at |it s |its |im on )?(?:care )?day ([0-9]{1,3})", _care_day),
    (rf"(?:in|within) {_COUNT} {_UNIT}(?: time)?", _counted),
    (rf"{_COUNT} {_UNIT} (?:from (?:now|today)|later|time)", _counted),
    (r"(?:the )?day after (?:tomorrow|tmrw|tmr|tomoz)", _after(2)),
    (r"tomorrow|tmrw|tmr|tomoz|tommorow|tomorow|tmw|2moro", _after(1)),
    (r"today|tonight|tonite|now|rn|this (?:morning|afternoon|evening)", _after(0)),
    (r"(?:this |the |at the |on the |over the |next )?weekend", _weekend),
    (rf"(this |next |on |coming )?({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})", _weekday),
    (r"next week", _next_week),
    (r"next month", _next_month),
    (rf"([0-9]{{1,2}}) ?(?:st|nd|rd|th)? (?:of )?{_MONTH}", _day_month),
    (rf"{_MONTH} (?:the )?([0-9]{{1,2}})(?: ?(?:st|nd|rd|th))?", _month_day),
    (r"(?:on )?the ([0-9]{1,2}) ?(?:st|nd|rd|th)", _day_of_month),
    is_latin=True,
)
_SPANS = "(하루|이틀|사흘|나흘|닷세|엿세|일주일|열흘|보름)"
_HANGUL = _patterns(
    (rf"(?:{_KOREAN_COUNT}(일|주일|주|달|게월)|{_SPANS})전", lambda _m, _s: None),
    (rf"(?:{_KOREAN_TREATED})(?:받은지|한지|받고|하고|받은|한)?(?:후|뒤|다음)?{_KOREAN_COUNTED}", _since_treatment),
    (rf"(?:시술|레이저|주사|치료)(?:받은지|받고|하고|받은)?(?:후|뒤)?{_SPANS}", _span_since_treatment),
    (r"([0-9]{1,3})일(?:차|쩨)", _care_day),
    (rf"{_SPANS}(?:후|뒤|있다가|지나)", _span),
    (rf"{_KOREAN_COUNT}(일|주일|주|달|게월)(?:후|뒤|있다가|지나)", _counted),
    (r"네일모레|모레|낼모레", _after(2)),
    (r"글피", _after(3)),
    (r"네일|낼", _after(1)),
    (r"오늘|지금|이따|방금|저녁에", _after(0)),
    (r"(?:다음주|이번주|이번|담주)?주말", _weekend),
    (rf"(다음주|담주|이번주|이번)?([{_KOREAN_WEEKDAYS}])(?:요일|욜)", _korean_weekday),
    (r"다음주|담주", _next_week),
    (r"다음달|담달", _next_month),
    (r"([0-9]{1,2})월([0-9]{1,2})일", _numbers),
    (r"(?<![0-9월])([0-9]{1,2})일(?:날|에|에는|부터|은|정도)", _day_of_month),
    is_latin=False,
)  # fmt: skip
"""Likeliest first; what one pattern has read is gone for the next. Hangul is canonical: 내일 is 네일, 개월 is 게월."""
