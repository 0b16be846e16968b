"""Everything written can be read: contrast by the numbers."""

import pytest

from handlers.pictures import palette
from handlers.pictures.palette import CARD, TEXT_ON, Rgb, contrast

ENOUGH_FOR_TEXT = 4.5
ENOUGH_FOR_SIGNS = 3.0


def test_contrast_of_black_and_white_is_the_known_21() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_every_text_stands_out_from_its_ground(text: Rgb, ground: Rgb) -> None:
    assert contrast(text, ground) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("step", range(21))
def test_the_title_stands_out_all_along_the_dawn(step: int) -> None:
    assert contrast(palette.PLUM, palette.dawn(step / 20)) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("name", ["NO_ICON", "ASK_ICON", "CARE_ICON", "RESULT_ICON", "SESSION_ICON", "END", "MUTED"])
def test_every_sign_stands_out_from_a_card(name: str) -> None:
    assert contrast(getattr(palette, name), CARD) >= ENOUGH_FOR_SIGNS
