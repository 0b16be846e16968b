"""A month as buttons: weeks begin as the language begins them, days out of range cannot be pressed."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton
from telegram import InlineKeyboardButton

from handlers.callbacks import button
from handlers.texts import Texts

COMPACT = "%Y%m%d"
_DAYS = 7
BLANK = "\u2800"
"""The label of a cell without a day: Telegram refuses a label of spaces, and this one it takes and shows as nothing."""


def weekday_initials(texts: Texts) -> tuple[str, ...]:
    """The shortest names of the weekdays, Monday first."""
    names = texts.locale.days["stand-alone"]["narrow"]
    return tuple(str(names[at]) for at in range(_DAYS))


def month_name(texts: Texts, month: date) -> str:
    """A month and its year: March 2026."""
    return str(format_skeleton("yMMMM", month, locale=texts.locale))


@dataclass(frozen=True, kw_only=True)
class Span:
    """The dates that may be chosen, and today."""

    first: date
    last: date
    today: date


def read_day(word: str) -> date | None:
    """A date out of a button: eight digits; None for anything else."""
    if len(word) != 8 or not (word.isascii() and word.isdigit()):  # noqa: PLR2004 - yyyymmdd
        return None
    try:
        return date(int(word[:4]), int(word[4:6]), int(word[6:]))
    except ValueError:
        return None


def month_buttons(texts: Texts, section: str, month: date, span: Span) -> list[list[InlineKeyboardButton]]:
    """The rows of a month: heading with arrows, weekday initials, weeks. Buttons are `day`, `cal` and `noop`."""
    first_weekday = texts.locale.first_week_day
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    initials = [weekday_initials(texts)[(first_weekday + at) % _DAYS] for at in range(_DAYS)]
    return [
        _heading(texts, section, month, span),
        [button(initial, section, "noop") for initial in initials],
        *([_day(section, on, month, span) for on in week] for week in weeks),
    ]


def _heading(texts: Texts, section: str, month: date, span: Span) -> list[InlineKeyboardButton]:
    before = month.replace(day=1) - timedelta(days=1)
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    back = (
        button("‹", section, "cal", before.strftime(COMPACT))
        if before >= span.first
        else button(BLANK, section, "noop")
    )
    ahead = (
        button("›", section, "cal", after.strftime(COMPACT)) if after <= span.last else button(BLANK, section, "noop")
    )
    return [back, button(month_name(texts, month), section, "noop"), ahead]


def _day(section: str, on: date, month: date, span: Span) -> InlineKeyboardButton:
    if on.month != month.month:
        return button(BLANK, section, "noop")
    if not span.first <= on <= span.last:
        return button("·", section, "noop")
    label = f"[{on.day}]" if on == span.today else str(on.day)
    return button(label, section, "day", on.strftime(COMPACT))
