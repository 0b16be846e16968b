"""Letters: fonts kept once loaded, widths, and text that is made to fit its room by shrinking, wrapping, cutting."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[2] / "content" / "fonts"
SMALLEST = 26
"""Points at 1080 px of width: still legible when a phone shows the picture 390 px wide."""
LONGEST_TEXT = 400
ELLIPSIS = "…"
LAST_LATIN = 0x024F
UNDRAWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Zl", "Zp", "Zs"})
"""Categories of Unicode without a picture of their own."""


class Weight(StrEnum):
    """The two weights that the pictures use."""

    REGULAR = "Regular"
    SEMIBOLD = "SemiBold"


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Text made to fit: its lines, the size at which they fit, and the room they take."""

    lines: tuple[str, ...]
    size: int
    weight: Weight
    width: int

    @property
    def height(self) -> int:
        """The height of all lines in pixels."""
        return len(self.lines) * line_height(self.size)


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a text wants to look, and how far it may give way: down to `smallest` points and over `lines` lines."""

    size: int
    weight: Weight = Weight.REGULAR
    lines: int = 1
    smallest: int = SMALLEST


def line_height(size: int) -> int:
    """The height of one line in pixels; accents and descenders stay inside."""
    return round(size * 1.26)


@lru_cache(maxsize=64)
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels, loaded once."""
    return ImageFont.truetype(str(FONTS / f"Pretendard-{weight}.otf"), size)


@lru_cache(maxsize=4096)
def text_width(text: str, weight: Weight, size: int) -> int:
    """The width of one line in pixels, rounded up."""
    return -int(-font(weight, size).getlength(text) // 1)


@lru_cache(maxsize=512)
def stencil(text: str, weight: Weight, size: int) -> Image.Image:
    """One line of text as a mask, as wide as `text_width` and as high as `line_height`."""
    mask = Image.new("L", (max(1, text_width(text, weight, size)), line_height(size)))
    ImageDraw.Draw(mask).text((0, round(size * 0.98)), text, fill=255, font=font(weight, size), anchor="ls")
    return mask


def clean(text: str) -> str:
    """The text without what the fonts cannot show: controls, lone surrogates, unknown signs; single spaces."""
    composed = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    return " ".join("".join(char if knows(char) else " " * char.isspace() for char in composed).split())


@lru_cache(maxsize=4096)
def knows(char: str) -> bool:
    """Whether the fonts have a picture of this character."""
    if char == " ":
        return True
    if unicodedata.category(char) in UNDRAWN:
        return False
    return _drawn(char) != _drawn("\U0010ffff")


def _drawn(char: str) -> tuple[tuple[int, int], bytes]:
    mask = font(Weight.REGULAR, SMALLEST).getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1024)
def fit(text: str, width: int, style: Style) -> Fitted:
    """The text at the largest size at which it fits the width: whole words first, cut with an ellipsis at the last.

    A line break in the text stays one. The result is never wider than `width` and never over `style.lines` lines.
    """
    paragraphs = tuple(filter(None, (clean(part) for part in text.splitlines())))
    for size in range(style.size, style.smallest - 1, -2):
        lines = _wrap(paragraphs, width, style.weight, size)
        if lines is not None and len(lines) <= style.lines:
            return _fitted(lines, size, style.weight)
    lines = _break_words(paragraphs, width, style.weight, style.smallest)
    kept = lines[: style.lines]
    if len(lines) > style.lines:
        kept[-1] = _cut(kept[-1], width, style.weight, style.smallest)
    return _fitted(kept, style.smallest, style.weight)


def _fitted(lines: list[str], size: int, weight: Weight) -> Fitted:
    width = max((text_width(line, weight, size) for line in lines), default=0)
    return Fitted(lines=tuple(lines), size=size, weight=weight, width=width)


def _wrap(paragraphs: tuple[str, ...], width: int, weight: Weight, size: int) -> list[str] | None:
    """The lines of whole words, or None where a single word is too wide."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split(" "):
            if text_width(word, weight, size) > width:
                return None
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, weight, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _break_words(paragraphs: tuple[str, ...], width: int, weight: Weight, size: int) -> list[str]:
    pieces = (" ".join(_pieces(paragraph, width, weight, size)) for paragraph in paragraphs)
    return _wrap(tuple(pieces), width, weight, size) or []


def _pieces(paragraph: str, width: int, weight: Weight, size: int) -> Iterator[str]:
    """The words, those too wide for a line taken apart; Latin ones with a hyphen."""
    for word in paragraph.split(" "):
        rest = word
        while text_width(rest, weight, size) > width:
            hyphen = "-" if ord(rest[0]) <= LAST_LATIN else ""
            count = len(rest) - 1
            while count > 1 and text_width(rest[:count] + hyphen, weight, size) > width:
                count -= 1
            yield rest[:count] + hyphen
            rest = rest[count:]
        yield rest


def _cut(line: str, width: int, weight: Weight, size: int) -> str:
    while line and text_width(line + ELLIPSIS, weight, size) > width:
        line = line[:-1].rstrip()
    return line + ELLIPSIS
