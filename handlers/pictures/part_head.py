"""The head of the plan picture: a dawn, the title, what was done when, and the care day as the sun."""

from handlers.pictures.frame import WIDTH, Ink, words_at, words_in
from handlers.pictures.items import Align, Box, Dawn, Item, Picto, Section, Sign, around
from handlers.pictures.lettering import Style, Weight
from handlers.pictures.model import PlanPicture
from handlers.pictures.palette import PEACH, PLUM, SUN

EDGE = 60
SUN_SIZE = 184
LOWEST = 236
TITLE = Style(size=68, weight=Weight.SEMIBOLD, lines=2, smallest=40)
SUBTITLE = Style(size=34, lines=6)
BADGE_WORD = Style(size=32, weight=Weight.SEMIBOLD)
BADGE_NUMBER = Style(size=88, weight=Weight.SEMIBOLD)


def head(picture: PlanPicture) -> Section:
    """The head, from the upper edge down as far as its words need."""
    width = WIDTH - 2 * EDGE - SUN_SIZE - 44
    ink = Ink(ground=PEACH)
    title = words_at((EDGE, 0, width), picture.title, TITLE, ink)
    subtitle = words_at((EDGE, 0, width), picture.subtitle, SUBTITLE, ink)
    high = title.box.height + 12 + subtitle.box.height
    bottom = max(LOWEST, high + 84)
    top = (bottom - high) // 2
    sun = (WIDTH - EDGE - SUN_SIZE // 2, bottom // 2)
    box = Box(0, 0, WIDTH, bottom)
    items: list[Item] = [
        Dawn(box=box, sun=sun),
        words_at((EDGE, top, width), picture.title, TITLE, ink),
        words_at((EDGE, top + title.box.height + 12, width), picture.subtitle, SUBTITLE, ink),
        *_badge(picture.badge, sun),
    ]
    return Section(box=box, items=tuple(items))


def _badge(badge: tuple[str, str], sun: tuple[int, int]) -> list[Item]:
    small, large = badge
    disc = around(*sun, SUN_SIZE)
    ink = Ink(colour=PLUM, ground=SUN, align=Align.CENTRE)
    return [
        Picto(box=disc, sign=Sign.DISC, colour=SUN),
        words_in(Box(disc.left + 30, disc.top + 24, disc.right - 30, disc.top + 66), small, BADGE_WORD, ink),
        words_in(Box(disc.left + 14, disc.top + 60, disc.right - 14, disc.bottom - 18), large, BADGE_NUMBER, ink),
    ]
