"""The foot of the plan picture: the word of caution, and how to reach the clinic."""

from handlers.pictures.frame import LEFT, MARGIN, RIGHT, WIDTH, Density, Ink, words_at, words_in
from handlers.pictures.items import Align, Box, Item, Picto, Section, Shape, Sign, around
from handlers.pictures.lettering import Style, Weight, fit
from handlers.pictures.model import PlanPicture
from handlers.pictures.palette import ASK_ICON, NOTE, PAPER

NOTE_STYLE = Style(size=28, lines=4)
FOOTER = Style(size=30, weight=Weight.SEMIBOLD, lines=3)
SIGN = 40


def foot(picture: PlanPicture, top: int, density: Density) -> Section:
    """Note and footer, either of which may be empty."""
    items: list[Item] = []
    y = top
    if picture.note:
        note, y = _note(picture.note, y)
        items += note
        y += density.gap - 4
    if picture.footer:
        text = words_at((LEFT, y, RIGHT - LEFT), picture.footer, FOOTER, Ink(ground=PAPER, align=Align.CENTRE))
        items.append(text)
        y = text.box.bottom + density.gap
    return Section(box=Box(0, top, WIDTH, y + 4), items=tuple(items))


def _note(text: str, top: int) -> tuple[list[Item], int]:
    left = LEFT - 8 + SIGN + 22
    high = fit(text, RIGHT - left, NOTE_STYLE).height
    sheet = Box(MARGIN, top, WIDTH - MARGIN, top + high + 36)
    middle = (sheet.top + sheet.bottom) // 2
    return [
        Shape(box=sheet, colour=NOTE, radius=30),
        Picto(box=around(LEFT - 8 + SIGN // 2, middle, SIGN), sign=Sign.INFO, colour=ASK_ICON),
        words_in(Box(left, top + 18, RIGHT, sheet.bottom - 18), text, NOTE_STYLE, Ink(ground=NOTE)),
    ], sheet.bottom
