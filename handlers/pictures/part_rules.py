"""The timeline of the plan picture: what waits until when, one row per rule, with today as a line through all."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.pictures.frame import LEFT, RIGHT, Density, Ink, carded, heading, words_in
from handlers.pictures.items import Align, Box, Item, Picto, Section, Shape, Sign, Texture, Words, around
from handlers.pictures.lettering import Style, Weight, fit
from handlers.pictures.model import Bar, PlanPicture, Tone
from handlers.pictures.palette import (
    ASK,
    ASK_DOT,
    ASK_ICON,
    CARE,
    CARE_ICON,
    DONE,
    MUTED,
    NO,
    NO_ICON,
    NO_STRIPE,
    PLUM,
    TRACK,
    Rgb,
)

MOST_BARS = 8
SIGN = 40
LABEL_LEFT, LABEL_RIGHT = LEFT + 54, LEFT + 322
BAR_LEFT, BAR_RIGHT = LEFT + 342, RIGHT - 290
DETAIL_LEFT = RIGHT - 270
BAR_HIGH = 26
LABEL = Style(size=30, weight=Weight.SEMIBOLD, lines=2)
DETAIL = Style(size=28, lines=2)
TODAY = Style(size=26, weight=Weight.SEMIBOLD)
TODAY_HIGH = 34
LEAST_DAYS = 14
AHEAD = 7
SHORTEST = 20


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Dates laid along the room of the bars."""

    first: date
    last: date

    def x(self, on: date) -> int:
        """The left edge of a date in pixels, kept inside the room."""
        days = max(0, min((on - self.first).days, (self.last - self.first).days))
        return BAR_LEFT + days * (BAR_RIGHT - BAR_LEFT) // (self.last - self.first).days


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a tone is drawn: by sign and texture as well as by colour."""

    sign: Sign
    sign_colour: Rgb
    colour: Rgb
    texture: Texture
    detail: Rgb


LOOKS = {
    Tone.NO: Look(sign=Sign.STOP, sign_colour=NO_ICON, colour=NO, texture=Texture.STRIPES, detail=NO_STRIPE),
    Tone.ASK: Look(sign=Sign.BUBBLE, sign_colour=ASK_ICON, colour=ASK, texture=Texture.DOTS, detail=ASK_DOT),
    Tone.CARE: Look(sign=Sign.DROP, sign_colour=CARE_ICON, colour=CARE, texture=Texture.PLAIN, detail=CARE),
}
ENDED = Look(sign=Sign.SUNRISE, sign_colour=MUTED, colour=DONE, texture=Texture.PLAIN, detail=DONE)


def axis_of(picture: PlanPicture) -> Axis:
    """From the day before the first restricted date to a little past the last, at least two weeks, today inside."""
    bars = picture.bars[:MOST_BARS]
    first = min((picture.today, *(bar.from_on for bar in bars))) - timedelta(days=1)
    ends = [bar.last_on for bar in bars if bar.last_on]
    last = max((first + timedelta(days=LEAST_DAYS), picture.today + timedelta(days=AHEAD), *ends))
    return Axis(first=first, last=last + timedelta(days=2 + (last - first).days // 8))


def rules(picture: PlanPicture, top: int, density: Density) -> Section:
    """The timeline card; at most `MOST_BARS` rows."""
    axis = axis_of(picture)
    title = heading(picture.labels.rules_heading, top + density.pad)
    word = _today_word(picture, axis, title.box)
    y = lines_top = max(title.box.bottom, word.box.bottom) + 12
    rows: list[Item] = []
    for bar in picture.bars[:MOST_BARS]:
        row, y = _row(bar, axis, y, picture.today)
        rows += row
        y += density.row_gap
    y -= density.row_gap
    x = _today_x(picture, axis)
    line = Shape(box=Box(x - 2, lines_top - 8, x + 3, y + 6), colour=PLUM, radius=2)
    return carded(top, y + density.pad, [title, word, *rows, line])


def _row(bar: Bar, axis: Axis, top: int, today: date) -> tuple[list[Item], int]:
    """The items of one rule and the y below it."""
    over = bar.last_on is not None and bar.last_on < today
    ended = over and not bar.then_ask
    look = ENDED if ended else LOOKS[bar.tone]
    sign = LOOKS[Tone.ASK] if over and bar.then_ask else look
    label, detail = fit(bar.label, LABEL_RIGHT - LABEL_LEFT, LABEL), fit(bar.detail, RIGHT - DETAIL_LEFT, DETAIL)
    bottom = top + max(SIGN, label.height, detail.height)
    middle = (top + bottom) // 2
    colour = MUTED if ended else PLUM
    return [
        Picto(box=around(LEFT + SIGN // 2, middle, SIGN), sign=sign.sign, colour=sign.sign_colour),
        words_in(Box(LABEL_LEFT, top, LABEL_RIGHT, bottom), bar.label, LABEL, Ink(colour=colour)),
        *_bar(bar, axis, middle, look),
        words_in(Box(DETAIL_LEFT, top, RIGHT, bottom), bar.detail, DETAIL, Ink(colour=colour, align=Align.RIGHT)),
    ], bottom


def _bar(bar: Bar, axis: Axis, middle: int, look: Look) -> list[Item]:
    top, bottom = middle - BAR_HIGH // 2, middle + BAR_HIGH // 2
    left = min(axis.x(bar.from_on), BAR_RIGHT - SHORTEST)
    items: list[Item] = [Shape(box=Box(BAR_LEFT, top, BAR_RIGHT, bottom), colour=TRACK, radius=BAR_HIGH // 2)]
    if bar.last_on is None:
        return [*items, _stretch(Box(left, top, BAR_RIGHT, bottom), look, fade=True)]
    right = max(left + SHORTEST, axis.x(bar.last_on + timedelta(days=1)))
    if bar.then_ask and right - SHORTEST < BAR_RIGHT:
        items.append(_stretch(Box(max(left, right - BAR_HIGH), top, BAR_RIGHT, bottom), LOOKS[Tone.ASK], fade=True))
    return [*items, _stretch(Box(left, top, right, bottom), look, fade=False)]


def _stretch(box: Box, look: Look, *, fade: bool) -> Item:
    return Shape(box=box, colour=look.colour, radius=BAR_HIGH // 2, texture=look.texture, detail=look.detail, fade=fade)


def _today_x(picture: PlanPicture, axis: Axis) -> int:
    return (axis.x(picture.today) + axis.x(picture.today + timedelta(days=1))) // 2


def _today_word(picture: PlanPicture, axis: Axis, title: Box) -> Words:
    """The word over the line of today: beside the heading where there is room, otherwise below it."""
    x = _today_x(picture, axis)
    width = fit(picture.labels.today, BAR_RIGHT - BAR_LEFT, TODAY).width
    left = max(BAR_LEFT, min(x - width // 2, BAR_RIGHT - width))
    top = title.bottom - TODAY_HIGH if title.right + 24 <= left else title.bottom
    return words_in(Box(left, top, left + width, top + TODAY_HIGH), picture.labels.today, TODAY)
