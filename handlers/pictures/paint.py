"""Paints a laid-out page and packs it as PNG bytes; the same page gives the same bytes."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from handlers.pictures import palette
from handlers.pictures.items import Card, Dawn, Item, Page, Picto, Ring, Shape, Texture, Words
from handlers.pictures.lettering import stencil
from handlers.pictures.masks import SHADOW_MARGIN, TILE, fading, outline, rounded, shadow, texture
from handlers.pictures.signs import sign_mask

COMPRESSION = 2
SHADOW_DROP = 8
HALOS = ((330, 0.18), (250, 0.26))
GRID = (54, 14)


def render(page: Page) -> bytes:
    """The page as a PNG file."""
    sheet = Image.new("RGB", (page.width, page.height), palette.PAPER)
    for section in page.sections:
        for item in section.items:
            _paint(sheet, item)
    out = BytesIO()
    sheet.save(out, "PNG", compress_level=COMPRESSION)
    return out.getvalue()


def _paint(sheet: Image.Image, item: Item) -> None:
    match item:
        case Words():
            _words(sheet, item)
        case Shape():
            _shape(sheet, item)
        case Picto(box=box, sign=sign, colour=colour):
            sheet.paste(colour, (box.left, box.top), sign_mask(sign, box.width))
        case Ring(box=box):
            mask = outline(box.width, box.height, item.radius, item.width)
            sheet.paste(item.colour, (box.left, box.top), mask)
        case Card():
            _card(sheet, item)
        case Dawn(box=box, sun=sun):
            sheet.paste(_dawn(box.width, box.height, sun), (box.left, box.top))


def _words(sheet: Image.Image, item: Words) -> None:
    for index, line in enumerate(item.text.lines):
        at = item.line_box(index)
        sheet.paste(item.colour, (at.left, at.top), stencil(line, item.text.weight, item.text.size))


def _shape(sheet: Image.Image, item: Shape) -> None:
    box = item.box
    mask = rounded(box.width, box.height, item.radius)
    if item.fade:
        mask = ImageChops.multiply(mask, fading(box.width, box.height))
    sheet.paste(item.colour, (box.left, box.top), mask)
    if item.texture is not Texture.PLAIN:
        sheet.paste(item.detail, (box.left, box.top), _textured(mask, item.texture, box.left))


def _textured(mask: Image.Image, kind: Texture, left: int) -> Image.Image:
    """The mask through a texture that runs on from one surface to the next beside it."""
    shift = min(left, TILE[0] - mask.width)
    pattern = texture(kind).crop((shift, 0, shift + mask.width, mask.height))
    return ImageChops.multiply(mask, pattern)


def _card(sheet: Image.Image, item: Card) -> None:
    box = item.box
    corner = (box.left - SHADOW_MARGIN, box.top - SHADOW_MARGIN + SHADOW_DROP)
    sheet.paste(palette.SHADOW, corner, shadow(box.width, box.height, item.radius))
    sheet.paste(palette.CARD, (box.left, box.top), rounded(box.width, box.height, item.radius))


@lru_cache(maxsize=8)
def _dawn(width: int, height: int, sun: tuple[int, int]) -> Image.Image:
    """The dawn: coral on the left, peach, soft lilac on the right, and a sun with its halos."""
    columns, rows = GRID
    small = Image.new("RGB", GRID)
    for row in range(rows):
        for column in range(columns):
            small.putpixel((column, row), palette.dawn((column / (columns - 1)) * 0.8 + (row / (rows - 1)) * 0.2))
    sheet = small.resize((width, height), Image.Resampling.BICUBIC)
    for size, strength in HALOS:
        halo = Image.new("L", (size * 2, size * 2))
        ImageDraw.Draw(halo).ellipse((0, 0, size * 2 - 1, size * 2 - 1), fill=round(255 * strength))
        sheet.paste(palette.SUN, (sun[0] - size // 2, sun[1] - size // 2), halo.reduce(2))
    return sheet
