"""The calendar of the plan picture: four to six weeks, the days that rest, the days that free, the message days."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from handlers.pictures.frame import INNER, LEFT, RIGHT, Density, Ink, carded, heading, words_in
from handlers.pictures.items import Align, Box, Item, Picto, Ring, Section, Shape, Sign, Texture, around
from handlers.pictures.lettering import Style, Weight, fit
from handlers.pictures.model import MarkKind, PlanPicture, Tone
from handlers.pictures.palette import (
    CARD,
    END,
    MUTED,
    PEACH,
    PLUM,
    SESSION_LINE,
    TINT,
    TINT_STRIPE,
    Rgb,
)

WEEK = 7
FEWEST, MOST = 4, 6
CELL_GAP = 6
WEEKDAY = Style(size=28, weight=Weight.SEMIBOLD)
DATE = Style(size=35, weight=Weight.SEMIBOLD)
FIRST = Style(size=28, weight=Weight.SEMIBOLD)
CARE_DAY = Style(size=26)
LEGEND = Style(size=26)
LEGEND_ROW = 42
LEGEND_WIDEST = 380
LEGEND_GAP = 26
WIDE_SWATCH = 44
SWATCHES = {"message": 14, "end": 40}


def weeks_shown(picture: PlanPicture) -> tuple[date, int]:
    """The first date of the calendar and its number of weeks.

    It begins with the week of care day 0; when today has left the sixth week, with the week before today's.
    """
    first = _week_of(picture.start, picture)
    this_week = _week_of(picture.today, picture)
    if this_week >= first + timedelta(weeks=MOST):
        return this_week - timedelta(weeks=1), FEWEST
    ends = [bar.last_on for bar in picture.bars if bar.last_on]
    needed = max((*ends, picture.today, first), key=lambda on: on) - first
    return first, min(MOST, max(FEWEST, needed.days // WEEK + 1))


def _week_of(on: date, picture: PlanPicture) -> date:
    return on - timedelta(days=(on.weekday() - picture.labels.first_weekday) % WEEK)


def weeks(picture: PlanPicture, top: int, density: Density) -> Section:
    """The calendar card."""
    first, count = weeks_shown(picture)
    days = [first + timedelta(days=index) for index in range(count * WEEK)]
    title = heading(picture.labels.months(days[0], days[-1]), top + density.pad)
    y = title.box.bottom + 14
    items: list[Item] = [title]
    for column, name in enumerate(picture.labels.weekdays[:WEEK]):
        box = Box(_column(column) + 4, y, _column(column + 1) - 4, y + 38)
        items.append(words_in(box, name, WEEKDAY, Ink(colour=MUTED, align=Align.CENTRE)))
    y += 46
    for index in range(count):
        items += _week(picture, days[index * WEEK : (index + 1) * WEEK], y, density.cell)
        y += density.cell + CELL_GAP
    legend, y = _legend(picture, days, y + 12)
    return carded(top, y + density.pad - 8, items + legend)


def _column(index: int) -> int:
    return LEFT + index * INNER // WEEK


def _week(picture: PlanPicture, days: list[date], top: int, high: int) -> list[Item]:
    resting = [_rests(picture, on) for on in days]
    items: list[Item] = [
        Shape(
            box=Box(_column(begin) + 2, top, _column(end) - 2, top + high),
            colour=TINT,
            radius=26,
            texture=Texture.STRIPES,
            detail=TINT_STRIPE,
        )
        for begin, end in _runs(resting)
    ]
    for begin, end in _runs([_visits(picture, on) for on in days]):
        line = Box(_column(begin) + 10, top + high - 4, _column(end) - 10, top + high + 4)
        items.append(Shape(box=line, colour=SESSION_LINE, radius=4))
    for column, on in enumerate(days):
        items += _day(picture, on, Box(_column(column), top, _column(column + 1), top + high), rests=resting[column])
    return items


def _rests(picture: PlanPicture, on: date) -> bool:
    return any(bar.tone is Tone.NO and bar.last_on and bar.from_on <= on <= bar.last_on for bar in picture.bars)


def _visits(picture: PlanPicture, on: date) -> bool:
    return any(span.from_on <= on <= span.last_on for span in picture.sessions)


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """The stretches of true flags, as half-open index pairs."""
    for flag, group in groupby(range(len(flags)), key=lambda index: flags[index]):
        indexes = list(group)
        if flag:
            yield indexes[0], indexes[-1] + 1


def _day(picture: PlanPicture, on: date, cell: Box, *, rests: bool) -> list[Item]:
    kinds = {mark.kind for mark in picture.marks if mark.on == on}
    treated = on == picture.start or MarkKind.TREATMENT in kinds
    chip = Box(cell.left + 14, cell.top + 2, cell.right - 14, cell.bottom - 2)
    ground = PLUM if treated else TINT_STRIPE if rests else CARD
    strong, soft = (CARD, CARD) if treated else (MUTED if on < picture.start else PLUM, MUTED)
    items: list[Item] = []
    if treated:
        items.append(Shape(box=chip, colour=PLUM, radius=24))
    if on == picture.today:
        items.append(Ring(box=chip.inset(-9, -7) if treated else chip.inset(-5, -2), colour=PLUM, radius=30, width=5))
    items.append(_number(picture, on, cell, Ink(colour=strong, ground=ground, align=Align.CENTRE)))
    middle, low = (cell.left + cell.right) // 2, cell.bottom - 23
    if on >= picture.start:
        box = Box(cell.left + 36, low - 16, cell.right - 36, low + 16)
        items.append(
            words_in(box, str((on - picture.start).days), CARE_DAY, Ink(colour=soft, ground=ground, align=Align.CENTRE))
        )
    if MarkKind.DIGEST in kinds:
        items.append(Picto(box=around(middle - 35, low + 1, 12), sign=Sign.DISC, colour=soft))
    if MarkKind.FREE in kinds:
        items.append(Picto(box=around(middle + 36, low - 1, 29), sign=Sign.SUNRISE, colour=PEACH if treated else END))
    return items


def _number(picture: PlanPicture, on: date, cell: Box, ink: Ink) -> Item:
    """The number of the day; the first of a month says its month."""
    box = Box(cell.left + 6, cell.top + 6, cell.right - 6, cell.top + cell.height // 2 + 6)
    if on.day == 1:
        return words_in(box, picture.labels.short_date(on), FIRST, ink)
    return words_in(box, str(on.day), DATE, ink)


def _legend(picture: PlanPicture, days: list[date], top: int) -> tuple[list[Item], int]:
    """What the signs of the calendar mean, as far as they occur; the items and the y below them."""
    items: list[Item] = []
    left = LEFT
    for entry, text in _legend_entries(picture, days):
        width = fit(text, LEGEND_WIDEST, LEGEND).width
        begin = SWATCHES.get(entry, WIDE_SWATCH) + 10
        if left + begin + width > RIGHT:
            left, top = LEFT, top + LEGEND_ROW
        items += [*_swatch(entry, left, top), _legend_words(text, left + begin, top, width)]
        left += begin + width + LEGEND_GAP
    return items, top + LEGEND_ROW


def _legend_words(text: str, left: int, top: int, width: int) -> Item:
    return words_in(Box(left, top, left + width, top + LEGEND_ROW - 6), text, LEGEND, Ink(colour=MUTED))


def _legend_entries(picture: PlanPicture, days: list[date]) -> list[tuple[str, str]]:
    labels, shown = picture.labels, set(days)
    occurring = {mark.kind for mark in picture.marks if mark.on in shown}
    entries = [
        ("today", labels.today, picture.today in shown),
        ("care_day", labels.legend_care_day, True),
        ("message", labels.legend_message, MarkKind.DIGEST in occurring),
        ("rule", labels.legend_rule, any(_rests(picture, on) for on in days)),
        ("end", labels.legend_end, MarkKind.FREE in occurring),
        ("session", labels.legend_session, any(_visits(picture, on) for on in days)),
    ]
    return [(entry, text) for entry, text, occurs in entries if occurs]


def _swatch(entry: str, left: int, top: int) -> list[Item]:
    middle = top + LEGEND_ROW // 2 - 3
    box = Box(left, middle - 17, left + WIDE_SWATCH, middle + 17)
    match entry:
        case "today":
            return [Ring(box=box, colour=PLUM, radius=15, width=5)]
        case "care_day":
            ink = Ink(colour=CARD, ground=PLUM, align=Align.CENTRE)
            return [Shape(box=box, colour=PLUM, radius=12), words_in(box, "0", CARE_DAY, ink)]
        case "message":
            return [Picto(box=around(left + 7, middle, 14), sign=Sign.DISC, colour=MUTED)]
        case "rule":
            return [Shape(box=box, colour=TINT, radius=12, texture=Texture.STRIPES, detail=TINT_STRIPE), _thin(box)]
        case "end":
            return [Picto(box=around(left + 20, middle - 2, 40), sign=Sign.SUNRISE, colour=END)]
        case _:
            return [Shape(box=Box(left, middle - 4, left + WIDE_SWATCH, middle + 4), colour=SESSION_LINE, radius=4)]


def _thin(box: Box) -> Item:
    colour: Rgb = TINT_STRIPE
    return Ring(box=box, colour=colour, radius=12, width=3)
