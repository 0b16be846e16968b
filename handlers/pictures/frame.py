"""The measures that all parts of a picture share, and the shorthand for a text in its place."""

from dataclasses import dataclass

from handlers.pictures.items import Align, Box, Card, Item, Section, Words
from handlers.pictures.lettering import Style, Weight, fit
from handlers.pictures.palette import CARD, PLUM, Rgb

WIDTH = 1080
MARGIN = 40
PAD = 40
LEFT = MARGIN + PAD
RIGHT = WIDTH - LEFT
INNER = RIGHT - LEFT

HEADING = Style(size=36, weight=Weight.SEMIBOLD, lines=2)


@dataclass(frozen=True, kw_only=True)
class Density:
    """How much air the parts get."""

    gap: int
    pad: int
    cell: int
    row_gap: int
    lane: int


ROOMY = Density(gap=26, pad=32, cell=84, row_gap=18, lane=54)
CLOSE = Density(gap=20, pad=26, cell=76, row_gap=10, lane=46)


@dataclass(frozen=True, kw_only=True)
class Ink:
    """How a text stands on its ground."""

    colour: Rgb = PLUM
    ground: Rgb = CARD
    align: Align = Align.LEFT


PLAIN = Ink()


def words_in(box: Box, text: str, style: Style, ink: Ink = PLAIN) -> Words:
    """The text fitted to the width of a box whose height is given, in the middle of that height."""
    fitted = fit(text, box.width, style)
    return Words(box=box, text=fitted, colour=ink.colour, ground=ink.ground, align=ink.align)


def words_at(line: tuple[int, int, int], text: str, style: Style, ink: Ink = PLAIN) -> Words:
    """The text fitted to a line, given as left, top and width; its box grows down by as many lines as it needs."""
    left, top, width = line
    fitted = fit(text, width, style)
    box = Box(left, top, left + width, top + fitted.height)
    return Words(box=box, text=fitted, colour=ink.colour, ground=ink.ground, align=ink.align)


def heading(text: str, top: int) -> Words:
    """The heading of a card, in a box no wider than its words."""
    return words_at((LEFT, top, fit(text, INNER, HEADING).width), text, HEADING)


def carded(top: int, bottom: int, items: list[Item]) -> Section:
    """A section on a card of its own from top to bottom."""
    box = Box(MARGIN, top, WIDTH - MARGIN, bottom)
    return Section(box=box, items=(Card(box=box), *items))
