"""Text that must fit does fit, and what the fonts cannot show does no harm."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pictures.lettering import (
    ELLIPSIS,
    SMALLEST,
    Style,
    Weight,
    clean,
    fit,
    knows,
    line_height,
    stencil,
    text_width,
)

BODY = Style(size=34, lines=2)


def test_short_text_keeps_its_size_and_one_line() -> None:
    found = fit("Sauna", 400, BODY)
    assert (found.lines, found.size) == (("Sauna",), 34)


def test_longer_text_wraps_before_it_shrinks() -> None:
    found = fit("No sauna and no steam room", 260, BODY)
    assert len(found.lines) == 2
    assert found.size == 34


def test_a_word_too_wide_shrinks_before_it_breaks() -> None:
    found = fit("Mikronadeltherapie", 270, BODY)
    assert found.lines == ("Mikronadeltherapie",)
    assert SMALLEST <= found.size < 34


def test_a_word_far_too_wide_is_broken_with_a_hyphen() -> None:
    found = fit("Gesichtsbehandlungsnachsorgeplan", 260, BODY)
    assert found.lines[0].endswith("-")
    assert "".join(found.lines).replace("-", "") == "Gesichtsbehandlungsnachsorgeplan"


def test_korean_without_spaces_is_broken_without_a_hyphen() -> None:
    found = fit("사우나와찜질방은이주동안기다려주세요", 260, BODY)
    assert len(found.lines) == 2
    assert "-" not in "".join(found.lines)


def test_what_is_left_over_is_cut_with_an_ellipsis() -> None:
    assert fit("word " * 60, 260, BODY).lines[-1].endswith(ELLIPSIS)


def test_a_line_break_stays_one() -> None:
    assert fit("PRP\nCO2", 900, BODY).lines == ("PRP", "CO2")


@given(st.text(max_size=80), st.integers(80, 900), st.integers(1, 3))
def test_any_text_stays_within_its_width_and_lines(text: str, width: int, lines: int) -> None:
    found = fit(text, width, Style(size=40, lines=lines))
    assert len(found.lines) <= lines
    assert found.size >= SMALLEST
    assert all(text_width(line, found.weight, found.size) <= width for line in found.lines)


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x24F), max_size=40))
def test_letters_stay_inside_the_height_of_their_line(text: str) -> None:
    for line in fit(text, 900, BODY).lines:
        assert stencil(line, Weight.REGULAR, 34).height == line_height(34)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00\x07", "🌅", "\u202e", "a\ud83db", "نص", "👩‍⚕️"])
def test_signs_that_the_fonts_lack_are_left_out(text: str) -> None:
    assert clean(text) == "".join(char for char in text if char in "ab")
    assert fit(text, 300, BODY).width >= 0


def test_decomposed_letters_are_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Müller 사우나")) == "Müller 사우나"


@pytest.mark.parametrize(("first", "last"), [(0x20, 0x7E), (0xC0, 0x17F), (0xAC00, 0xD7A3)])
def test_the_fonts_know_latin_and_korean(first: int, last: int) -> None:
    step = max(1, (last - first) // 400)
    lacking = [chr(code) for code in range(first, last + 1, step) if not knows(chr(code))]
    assert lacking in ([], ["ŉ"])


@pytest.mark.parametrize("char", "–—·…“”’°²%+~→")
def test_the_fonts_know_the_marks_that_the_texts_use(char: str) -> None:
    assert knows(char)
