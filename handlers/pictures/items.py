"""The list of things to paint, as plain boxes: layout makes it, paint reads it, tests measure it."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.pictures.lettering import Fitted, line_height, text_width
from handlers.pictures.palette import Rgb


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; the right and lower edges lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    def inset(self, across: int, down: int) -> "Box":
        """The box without a margin; a negative margin grows it."""
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)

    def holds(self, other: "Box") -> bool:
        """Whether the other box lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def meets(self, other: "Box") -> bool:
        """Whether the two share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def around(x: int, y: int, size: int) -> Box:
    """A square around a point."""
    return Box(x - size // 2, y - size // 2, x - size // 2 + size, y - size // 2 + size)


class Texture(StrEnum):
    """What a surface is filled with, so that colour is never the only sign."""

    PLAIN = "plain"
    STRIPES = "stripes"
    DOTS = "dots"


class Sign(StrEnum):
    """The little drawings."""

    STOP = "stop"
    BUBBLE = "bubble"
    DROP = "drop"
    SUNRISE = "sunrise"
    SPARK = "spark"
    CALENDAR = "calendar"
    INFO = "info"
    DISC = "disc"


class Align(StrEnum):
    """Where the lines of a text lie in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, kw_only=True)
class Dawn:
    """The coloured head of the picture, with a sun around a point."""

    box: Box
    sun: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A rounded sheet with a soft shadow."""

    box: Box
    radius: int = 36


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A rounded surface. `fade` lets it run out to the right."""

    box: Box
    colour: Rgb
    radius: int
    texture: Texture = Texture.PLAIN
    detail: Rgb = (0, 0, 0)
    fade: bool = False


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A rounded outline that lies inside its box."""

    box: Box
    colour: Rgb
    radius: int
    width: int


@dataclass(frozen=True, kw_only=True)
class Picto:
    """A sign in a colour; its box is square."""

    box: Box
    sign: Sign
    colour: Rgb


@dataclass(frozen=True, kw_only=True)
class Words:
    """Fitted text and the box that it must not leave; `ground` is the colour behind it."""

    box: Box
    text: Fitted
    colour: Rgb
    ground: Rgb
    align: Align = Align.LEFT

    def line_box(self, index: int) -> Box:
        """Where one line of the text is painted."""
        line, high = self.text.lines[index], line_height(self.text.size)
        width = text_width(line, self.text.weight, self.text.size)
        top = self.box.top + (self.box.height - self.text.height) // 2 + index * high
        match self.align:
            case Align.LEFT:
                left = self.box.left
            case Align.CENTRE:
                left = self.box.left + (self.box.width - width) // 2
            case Align.RIGHT:
                left = self.box.right - width
        return Box(left, top, left + width, top + high)


Item = Dawn | Card | Shape | Ring | Picto | Words


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the picture: the surface that nothing of it may leave, and what to paint, in that order."""

    box: Box
    items: tuple[Item, ...]

    @property
    def words(self) -> tuple[Words, ...]:
        """The texts of the part."""
        return tuple(item for item in self.items if isinstance(item, Words))


@dataclass(frozen=True, kw_only=True)
class Page:
    """A laid-out picture."""

    width: int
    height: int
    sections: tuple[Section, ...]
