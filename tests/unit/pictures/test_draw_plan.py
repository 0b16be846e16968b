"""The file itself: a sound PNG, small, the same each time, quick, and telling things apart without colour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from time import process_time

import pytest
from PIL import Image, ImageStat

from handlers.pictures import palette
from handlers.pictures.items import Page, Sign
from handlers.pictures.model import PlanPicture, Tone
from handlers.pictures.paint import COMPRESSION, render
from handlers.pictures.part_rules import LOOKS
from handlers.pictures.plan import draw_plan, lay_out
from handlers.pictures.plan_of import PictureWords, plan_picture
from handlers.pictures.signs import sign_mask
from schedules.facts import PatientFacts
from schedules.protocol import Library
from schedules.words import Kind

MARCH_1 = date(2026, 3, 1)
AT_MOST_BYTES = 400_000
AT_MOST_TIMES_A_BLANK = 20


@pytest.fixture
def laser(library: Library, facts: Callable[..., PatientFacts], english: PictureWords) -> PlanPicture:
    """The plan of a patient who was lasered today."""
    return plan_picture(facts((Kind.CO2, MARCH_1)), library, MARCH_1, english)


def test_the_picture_is_a_whole_png_of_the_laid_out_size(laser: PlanPicture) -> None:
    image = Image.open(BytesIO(draw_plan(laser)))
    image.load()
    page = lay_out(laser)
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (page.width, page.height))


def test_the_picture_of_two_treatments_is_small_enough_to_send_at_once(
    library: Library, facts: Callable[..., PatientFacts], english: PictureWords
) -> None:
    both = facts((Kind.PRP, date(2026, 3, 4)), (Kind.CO2, date(2026, 3, 12)))
    assert len(draw_plan(plan_picture(both, library, date(2026, 3, 14), english))) < AT_MOST_BYTES


def test_the_same_plan_gives_the_same_bytes(laser: PlanPicture) -> None:
    assert draw_plan(laser) == draw_plan(replace(laser))


def test_another_today_gives_another_picture(laser: PlanPicture) -> None:
    assert draw_plan(laser) != draw_plan(replace(laser, today=date(2026, 3, 2)))


def test_drawing_costs_a_few_times_what_packing_a_blank_sheet_costs(laser: PlanPicture) -> None:
    page = lay_out(laser)
    draw_plan(laser)
    blank = Image.new("RGB", (page.width, page.height))
    packing = min(_seconds(lambda: blank.save(BytesIO(), "PNG", compress_level=COMPRESSION)) for _ in range(4))
    drawing = min(_seconds(lambda: draw_plan(laser)) for _ in range(4))
    assert drawing < packing * AT_MOST_TIMES_A_BLANK


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def test_tones_differ_by_sign_and_by_texture_too() -> None:
    assert len({look.sign for look in LOOKS.values()}) == len(Tone)
    assert len({look.texture for look in LOOKS.values()}) == len(Tone)


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_leaves_a_mark_of_its_own(sign: Sign) -> None:
    mask = sign_mask(sign, 40)
    assert ImageStat.Stat(mask).mean[0] > 20
    assert all(mask.tobytes() != sign_mask(other, 40).tobytes() for other in Sign if other is not sign)


def test_an_empty_page_is_paper() -> None:
    image = Image.open(BytesIO(render(Page(width=10, height=10, sections=()))))
    assert image.getpixel((5, 5)) == palette.PAPER
