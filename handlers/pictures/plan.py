"""The plan as a picture: one PNG that a patient may want to keep. Plain data in, bytes out; no words of its own."""

from handlers.pictures.frame import CLOSE, ROOMY, WIDTH, Density
from handlers.pictures.items import Page, Section
from handlers.pictures.model import Bar, Mark, MarkKind, PlanLabels, PlanPicture, Span, Tone
from handlers.pictures.paint import render
from handlers.pictures.part_foot import foot
from handlers.pictures.part_head import head
from handlers.pictures.part_months import lanes_of, months
from handlers.pictures.part_rules import rules
from handlers.pictures.part_weeks import weeks

__all__ = ["Bar", "Mark", "MarkKind", "PlanLabels", "PlanPicture", "Span", "Tone", "draw_plan", "lay_out"]

TALL = 1700
"""Above this height the parts move closer together."""


def draw_plan(picture: PlanPicture) -> bytes:
    """The picture as a PNG, 1080 px wide and as high as its content needs. The same input gives the same bytes."""
    return render(lay_out(picture))


def lay_out(picture: PlanPicture) -> Page:
    """Where everything goes. No text leaves its part of the picture, and no two texts meet."""
    page = _stack(picture, ROOMY)
    return page if page.height <= TALL else _stack(picture, CLOSE)


def _stack(picture: PlanPicture, density: Density) -> Page:
    sections: list[Section] = [head(picture)]
    parts = [weeks, *([rules] if picture.bars else []), *([months] if lanes_of(picture) else [])]
    for part in parts:
        sections.append(part(picture, sections[-1].box.bottom + density.gap, density))
    sections.append(foot(picture, sections[-1].box.bottom + density.gap, density))
    return Page(width=WIDTH, height=sections[-1].box.bottom, sections=tuple(sections))
