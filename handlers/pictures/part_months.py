"""The six months of the plan picture: a line that fills up to today, when results show, when the next visit may be."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.pictures.frame import LEFT, RIGHT, Density, Ink, carded, heading, words_in
from handlers.pictures.items import Align, Box, Item, Picto, Section, Shape, Sign, Texture, around
from handlers.pictures.lettering import Style, fit
from handlers.pictures.model import MarkKind, PlanPicture
from handlers.pictures.palette import (
    EDGE,
    MUTED,
    PLUM,
    RESULT,
    RESULT_ICON,
    SESSION,
    SESSION_ICON,
    SUN,
    Rgb,
    dawn,
    mix,
)
from schedules.localtime import add_months

MONTHS = 6
MOST_LANES = 6
LINE_HIGH = 14
SIGN = 30
KNOB = 42
SIGN_ROOM = 44
LABEL = Style(size=28, lines=2)
ONE_LINE = Style(size=28)
MONTH = Style(size=26)
SHADES = 24
SHORTEST = 26


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One thing on the six months, over a span of dates."""

    label: str
    from_on: date
    last_on: date
    sign: Sign
    colour: Rgb
    sign_colour: Rgb


def lanes_of(picture: PlanPicture) -> tuple[Lane, ...]:
    """Results and visits that touch the six months, in the order of their dates."""
    end = add_months(picture.start, MONTHS)
    found = [
        Lane(
            label=mark.label,
            from_on=mark.on,
            last_on=max(mark.on, mark.through or mark.on),
            sign=Sign.SPARK,
            colour=RESULT,
            sign_colour=RESULT_ICON,
        )
        for mark in picture.marked(MarkKind.RESULT)
    ]
    visits = [(span.label, span.from_on, span.last_on) for span in picture.sessions]
    visits += [(mark.label, mark.on, mark.on) for mark in picture.marked(MarkKind.SESSION)]
    found += [
        Lane(
            label=label,
            from_on=from_on,
            last_on=max(from_on, last_on),
            sign=Sign.CALENDAR,
            colour=SESSION,
            sign_colour=SESSION_ICON,
        )
        for label, from_on, last_on in visits
    ]
    touching = (lane for lane in found if lane.last_on >= picture.start and lane.from_on <= end)
    return tuple(sorted(touching, key=lambda lane: (lane.from_on, lane.last_on)))[:MOST_LANES]


def months(picture: PlanPicture, top: int, density: Density) -> Section:
    """The six-month card."""
    title = heading(picture.labels.months_heading, top + density.pad)
    y = title.box.bottom + 14
    items: list[Item] = [title, *_month_names(picture, y)]
    y += 44
    items += _line(picture, y)
    y += LINE_HIGH + 20
    for lane in lanes_of(picture):
        row, y = _lane(picture, lane, y, density)
        items += row
    return carded(top, y + density.pad - 10, items)


def _x(picture: PlanPicture, on: date) -> int:
    """The left edge of a date in pixels, kept inside the six months."""
    whole = (add_months(picture.start, MONTHS) - picture.start).days
    days = max(0, min((on - picture.start).days, whole))
    return LEFT + days * (RIGHT - LEFT) // whole


def _month_names(picture: PlanPicture, top: int) -> list[Item]:
    """The name of each calendar month over its own stretch, where that is wide enough."""
    items: list[Item] = []
    month = picture.start.replace(day=1)
    for _ in range(MONTHS + 1):
        left, right = _x(picture, month), _x(picture, add_months(month, 1))
        name = picture.labels.month(month.month)
        if fit(name, RIGHT - LEFT, MONTH).width + 8 <= right - left:
            items.append(words_in(Box(left, top, right, top + 36), name, MONTH, Ink(colour=MUTED, align=Align.CENTRE)))
        month = add_months(month, 1)
    return items


def _line(picture: PlanPicture, top: int) -> list[Item]:
    """The line of six months: dawn colours up to today, pale beyond, a tick where a month begins."""
    bottom, middle = top + LINE_HIGH, top + LINE_HIGH // 2
    items: list[Item] = [Shape(box=Box(LEFT, top, RIGHT, bottom), colour=EDGE, radius=LINE_HIGH // 2)]
    today = min(max(LEFT + KNOB // 2, _x(picture, picture.today)), RIGHT - KNOB // 2)
    for index in range(SHADES, 0, -1):
        right = LEFT + (RIGHT - LEFT) * index // SHADES
        if right - (RIGHT - LEFT) // SHADES < today:
            box = Box(LEFT, top, min(right, today), bottom)
            items.append(Shape(box=box, colour=dawn(index / SHADES), radius=LINE_HIGH // 2))
    month = add_months(picture.start.replace(day=1), 1)
    while (x := _x(picture, month)) < RIGHT:
        items.append(Shape(box=Box(x - 1, top - 10, x + 2, bottom + 10), colour=mix(EDGE, MUTED, 0.35), radius=1))
        month = add_months(month, 1)
    return [
        *items,
        Picto(box=around(today, middle, KNOB), sign=Sign.DISC, colour=PLUM),
        Picto(box=around(today, middle, KNOB * 4 // 7), sign=Sign.DISC, colour=SUN),
    ]


def _lane(picture: PlanPicture, lane: Lane, top: int, density: Density) -> tuple[list[Item], int]:
    """One lane and the y below it: its label inside its pill, else beside it where there is more room."""
    left = min(_x(picture, lane.from_on), RIGHT - SHORTEST)
    right = max(left + SHORTEST, _x(picture, lane.last_on + timedelta(days=1)))
    inside = Box(left + 18, top, right - 18, top)
    after, before = Box(right + 14, top, RIGHT, top), Box(LEFT, top, left - 14, top)
    wanted = SIGN_ROOM + fit(lane.label, RIGHT - LEFT, ONE_LINE).width
    rooms = (inside, after, before)
    room = next((room for room in rooms if room.width >= wanted), max(rooms, key=lambda room: room.width))
    text = fit(lane.label, room.width - SIGN_ROOM, LABEL)
    bottom = top + max(density.lane - 10, text.height + 8)
    pill = Shape(box=Box(left, top, right, bottom), colour=lane.colour, radius=20, texture=Texture.PLAIN)
    begin = room.right - SIGN_ROOM - text.width if room is before else room.left
    box = Box(begin + SIGN_ROOM, top, begin + SIGN_ROOM + text.width, bottom)
    sign = Picto(box=around(begin + SIGN // 2, (top + bottom) // 2, SIGN), sign=lane.sign, colour=lane.sign_colour)
    ink = Ink(colour=PLUM, ground=lane.colour) if room is inside else Ink()
    return [pill, sign, words_in(box, lane.label, LABEL, ink)], bottom + 10
