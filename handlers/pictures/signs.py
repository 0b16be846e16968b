"""The little drawings, made of plain shapes at four times their size: the fonts have no such signs."""

from functools import lru_cache
from math import cos, pi, sin

from PIL import Image, ImageDraw

from handlers.pictures.items import Sign

LARGE = 192
Point = tuple[float, float]


@lru_cache(maxsize=64)
def sign_mask(sign: Sign, size: int) -> Image.Image:
    """The sign as a square mask."""
    large = Image.new("L", (LARGE, LARGE))
    _DRAW[sign](ImageDraw.Draw(large))
    return large.resize((size, size), Image.Resampling.LANCZOS)


def _stop(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((12, 12, 180, 180), outline=255, width=24)
    draw.line((48, 144, 144, 48), fill=255, width=24)


def _bubble(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((8, 18, 184, 142), 44, fill=255)
    draw.polygon([(46, 128), (104, 136), (44, 186)], fill=255)
    for left in (46, 86, 126):
        draw.ellipse((left, 70, left + 22, 92), fill=0)


def _drop(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((40, 68, 152, 180), fill=255)
    draw.polygon([(96, 8), (146, 98), (46, 98)], fill=255)


def _sunrise(draw: ImageDraw.ImageDraw) -> None:
    draw.pieslice((48, 76, 144, 172), 180, 360, fill=255)
    draw.rounded_rectangle((8, 140, 184, 160), 10, fill=255)
    for turn in range(5):
        angle = pi + turn * pi / 4
        draw.line((_at(angle, 62), _at(angle, 88)), fill=255, width=18)


def _at(angle: float, radius: float) -> Point:
    return 96 + cos(angle) * radius, 124 + sin(angle) * radius


def _spark(draw: ImageDraw.ImageDraw) -> None:
    points = []
    for turn in range(8):
        radius = 90 if turn % 2 == 0 else 30
        angle = turn * pi / 4 - pi / 2
        points.append((96 + cos(angle) * radius, 96 + sin(angle) * radius))
    draw.polygon(points, fill=255)


def _calendar(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((16, 30, 176, 180), 32, outline=255, width=20)
    draw.rectangle((16, 62, 176, 88), fill=255)
    for left in (50, 122):
        draw.rounded_rectangle((left, 8, left + 20, 52), 10, fill=255)
    draw.ellipse((78, 106, 114, 142), fill=255)


def _info(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((8, 8, 184, 184), fill=255)
    draw.ellipse((82, 42, 110, 70), fill=0)
    draw.rounded_rectangle((84, 84, 108, 152), 12, fill=0)


def _disc(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((2, 2, 189, 189), fill=255)


_DRAW = {
    Sign.STOP: _stop,
    Sign.BUBBLE: _bubble,
    Sign.DROP: _drop,
    Sign.SUNRISE: _sunrise,
    Sign.SPARK: _spark,
    Sign.CALENDAR: _calendar,
    Sign.INFO: _info,
    Sign.DISC: _disc,
}
