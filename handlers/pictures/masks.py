"""Soft-edged masks for surfaces and textures. Only small parts are drawn large and shrunk; they are kept once made."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from handlers.pictures.items import Texture

FINE = 4
SHADOW_BLUR = 18
SHADOW_MARGIN = 2 * SHADOW_BLUR
SHADOW_DEPTH = 46
TILE = (1080, 128)


@lru_cache(maxsize=64)
def _corner(radius: int) -> Image.Image:
    large = Image.new("L", (radius * FINE, radius * FINE))
    ImageDraw.Draw(large).ellipse((0, 0, 2 * radius * FINE - 1, 2 * radius * FINE - 1), fill=255)
    return large.reduce(FINE)


def rounded(width: int, height: int, radius: int) -> Image.Image:
    """A filled rectangle with round corners."""
    radius = min(radius, width // 2, height // 2)
    mask = Image.new("L", (width, height), 255)
    if radius > 0:
        corner = _corner(radius)
        right = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        mask.paste(corner, (0, 0))
        mask.paste(right, (width - radius, 0))
        mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height - radius))
        mask.paste(right.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (width - radius, height - radius))
    return mask


@lru_cache(maxsize=64)
def outline(width: int, height: int, radius: int, thickness: int) -> Image.Image:
    """A rounded outline."""
    mask = rounded(width, height, radius).copy()
    inner = rounded(width - 2 * thickness, height - 2 * thickness, radius - thickness)
    mask.paste(0, (thickness, thickness), inner)
    return mask


@lru_cache(maxsize=16)
def fading(width: int, height: int) -> Image.Image:
    """Full on the left, gone on the right."""
    return Image.linear_gradient("L").rotate(270).resize((width, height))


@lru_cache(maxsize=4)
def texture(kind: Texture) -> Image.Image:
    """A sheet of stripes or dots, to be cut to measure."""
    width, height = TILE
    large = Image.new("L", (width * 2, height * 2))
    draw = ImageDraw.Draw(large)
    if kind is Texture.STRIPES:
        for left in range(-height * 2, width * 2, 36):
            draw.line((left, height * 2, left + height * 2, 0), fill=255, width=9)
    elif kind is Texture.DOTS:
        for row, top in enumerate(range(3, height * 2, 16)):
            for left in range(4 + 12 * (row % 2), width * 2, 24):
                draw.ellipse((left, top, left + 9, top + 9), fill=255)
    return large.reduce(2)


@lru_cache(maxsize=8)
def shadow(width: int, height: int, radius: int) -> Image.Image:
    """The shadow of a card, `SHADOW_MARGIN` wider than it on each side: one small blur, its middle drawn out."""
    reach = radius + 2 * SHADOW_MARGIN
    wide = Image.new("L", (width + 2 * SHADOW_MARGIN, height + 2 * SHADOW_MARGIN))
    small = _small_shadow(reach, radius)
    for top, high, upper, lower in _thirds(wide.height, reach):
        for left, across, start, stop in _thirds(wide.width, reach):
            piece = small.crop((start, upper, stop, lower)).resize((across, high))
            wide.paste(piece, (left, top))
    return wide


def _thirds(length: int, reach: int) -> tuple[tuple[int, int, int, int], ...]:
    """Begin, middle and end of one side: where each goes, how long it gets, and its stretch of the small blur."""
    middle = max(1, length - 2 * reach)
    return (0, reach, 0, reach), (reach, middle, reach, reach + 1), (length - reach, reach, reach, 2 * reach)


@lru_cache(maxsize=4)
def _small_shadow(reach: int, radius: int) -> Image.Image:
    small = Image.new("L", (2 * reach, 2 * reach))
    side = 2 * (reach - SHADOW_MARGIN)
    small.paste(SHADOW_DEPTH, (SHADOW_MARGIN, SHADOW_MARGIN), rounded(side, side, radius))
    return small.filter(ImageFilter.GaussianBlur(SHADOW_BLUR))
