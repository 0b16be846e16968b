"""Nothing written meets anything else written, and nothing leaves its card."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.pictures.frame import CLOSE, ROOMY, WIDTH
from handlers.pictures.items import Box, Page, Picto, Section, Sign, Words
from handlers.pictures.lettering import SMALLEST, stencil
from handlers.pictures.model import Bar, Mark, MarkKind, PlanLabels, PlanPicture, Span, Tone
from handlers.pictures.palette import TEXT_ON
from handlers.pictures.part_rules import rules
from handlers.pictures.part_weeks import weeks_shown
from handlers.pictures.plan import draw_plan, lay_out
from handlers.pictures.plan_of import PictureWords, plan_picture
from schedules.facts import PatientFacts
from schedules.protocol import Library
from schedules.words import Kind

MARCH_1 = date(2026, 3, 1)
SCENES: dict[str, tuple[tuple[tuple[Kind, date], ...], date]] = {
    "laser today": (((Kind.CO2, MARCH_1),), MARCH_1),
    "prp day 5": (((Kind.PRP, MARCH_1),), date(2026, 3, 6)),
    "two that overlap": (((Kind.PRP, date(2026, 3, 4)), (Kind.CO2, date(2026, 3, 12))), date(2026, 3, 14)),
    "three": (
        ((Kind.PRP, date(2026, 2, 20)), (Kind.MESO, date(2026, 3, 4)), (Kind.CO2, date(2026, 3, 12))),
        date(2026, 3, 20),
    ),
    "adsc on a month's edge": (((Kind.ADSC, date(2026, 4, 23)),), date(2026, 4, 30)),
    "meso month 2": (((Kind.MESO, date(2026, 1, 14)),), date(2026, 3, 16)),
    "last day of care": (((Kind.CO2, date(2025, 8, 31)),), date(2026, 2, 28)),
    "booked": (((Kind.CO2, date(2026, 3, 10)),), MARCH_1),
}


@pytest.fixture(params=SCENES)
def scene(
    request: pytest.FixtureRequest, library: Library, facts: Callable[..., PatientFacts], english: PictureWords
) -> PlanPicture:
    """The plan of each scene in turn."""
    treatments, today = SCENES[request.param]
    return plan_picture(facts(*treatments), library, today, english)


def ink_of(words: Words) -> list[Box]:
    """The boxes that hold ink, one for each line with any."""
    found = []
    for index, line in enumerate(words.text.lines):
        at = words.line_box(index)
        inked = stencil(line, words.text.weight, words.text.size).getbbox()
        if inked:
            found.append(Box(at.left + inked[0], at.top + inked[1], at.left + inked[2], at.top + inked[3]))
    return found


def assert_readable(page: Page) -> None:
    """No two texts meet, no text meets a sign, none leaves its box sideways or its card at all, none is too small."""
    assert all(upper.box.bottom <= lower.box.top for upper, lower in pairwise(page.sections))
    assert page.sections[-1].box.bottom == page.height
    for section in page.sections:
        assert_section_readable(section)


def assert_section_readable(section: Section) -> None:
    """The same for one part of the picture."""
    inked = [(words, box) for words in section.words for box in ink_of(words)]
    signs = [item.box for item in section.items if isinstance(item, Picto) and item.sign is not Sign.DISC]
    for words, box in inked:
        assert section.box.holds(box), words.text.lines
        assert words.box.left <= box.left
        assert box.right <= words.box.right, words.text.lines
        assert words.text.size >= SMALLEST
        assert (words.colour, words.ground) in TEXT_ON
        assert not any(sign.inset(3, 3).meets(box) for sign in signs), words.text.lines
    for (one, upper), (other, lower) in combinations(inked, 2):
        assert not upper.meets(lower), (one.text.lines, other.text.lines)


def test_each_scene_is_readable(scene: PlanPicture) -> None:
    assert_readable(lay_out(scene))


def test_each_scene_fits_a_phone_screen(scene: PlanPicture) -> None:
    page = lay_out(scene)
    assert page.width == WIDTH
    assert 1000 <= page.height <= 2000


def test_korean_is_readable(library: Library, facts: Callable[..., PatientFacts], korean: PictureWords) -> None:
    picture = plan_picture(facts((Kind.CO2, MARCH_1)), library, date(2026, 3, 4), korean)
    page = lay_out(picture)
    assert_readable(page)
    written = "".join(line for section in page.sections for words in section.words for line in words.text.lines)
    assert all(text in written for text in ("나의 케어 플랜", "사우나·찜질방", "하늘피부과의원"))


@pytest.mark.parametrize("bars", [1, 4, 8, 12])
def test_words_far_too_long_are_cut_and_never_collide(wordy: Callable[..., PlanPicture], bars: int) -> None:
    assert_readable(lay_out(wordy(bars=bars)))


def test_a_page_too_tall_moves_closer_together(wordy: Callable[..., PlanPicture]) -> None:
    picture = wordy(bars=3, word="Wort")
    assert rules(picture, 0, CLOSE).box.height < rules(picture, 0, ROOMY).box.height


def test_no_rules_no_timeline(wordy: Callable[..., PlanPicture]) -> None:
    picture = wordy(bars=1)
    bare = PlanPicture(**{**vars(picture), "bars": ()})
    assert len(lay_out(bare).sections) == len(lay_out(picture).sections) - 1


def test_no_results_and_no_visit_no_six_months(wordy: Callable[..., PlanPicture]) -> None:
    picture = wordy(bars=1)
    bare = PlanPicture(**{**vars(picture), "marks": (), "sessions": ()})
    assert len(lay_out(bare).sections) == len(lay_out(picture).sections) - 1


@pytest.mark.parametrize(
    ("today", "first", "count"),
    [
        (date(2026, 3, 12), date(2026, 3, 9), 4),
        (date(2026, 4, 12), date(2026, 3, 9), 5),
        (date(2026, 4, 19), date(2026, 3, 9), 6),
        (date(2026, 4, 20), date(2026, 4, 13), 4),
        (date(2026, 3, 1), date(2026, 3, 9), 4),
    ],
)
def test_the_calendar_begins_with_day_0_and_follows_today_after_six_weeks(
    wordy: Callable[..., PlanPicture], today: date, first: date, count: int
) -> None:
    picture = PlanPicture(**{**vars(wordy(bars=3)), "today": today})
    assert weeks_shown(picture) == (first, count)


DATES = st.dates(date(2024, 1, 1), date(2027, 12, 31))
DAYS = st.integers(-999, 9999).map(str) | st.sampled_from(["D-12", "1234일", "당일", "Nummer 1234"])
"""What stands large in the badge: the number of a day. Accents on capitals would reach into the line above."""

TEXTS = st.text(max_size=60) | st.sampled_from(["Sauna, steam room", "과격한 운동과 사우나", "x" * 300])


@st.composite
def plans(draw: st.DrawFn) -> PlanPicture:
    """Plans with any words and dates, tidy or not."""
    start = draw(DATES)
    near = st.integers(-200, 400).map(lambda days: start + timedelta(days=days))
    bars = st.builds(
        Bar,
        label=TEXTS,
        detail=TEXTS,
        from_on=near,
        last_on=st.none() | near,
        tone=st.sampled_from(Tone),
        then_ask=st.booleans(),
    )
    marks = st.builds(Mark, on=near, label=TEXTS, kind=st.sampled_from(MarkKind), through=st.none() | near)
    text = draw(TEXTS)
    return PlanPicture(
        title=draw(TEXTS),
        subtitle=draw(TEXTS),
        today=draw(near),
        start=start,
        badge=(draw(TEXTS), draw(DAYS)),
        labels=PlanLabels(
            weekdays=(text,) * 7,
            first_weekday=draw(st.integers(0, 6)),
            months=lambda _first, _last: text,
            month=lambda _month: text,
            short_date=lambda _on: text,
            today=text,
            rules_heading=text,
            months_heading=text,
            legend_care_day=text,
            legend_rule=text,
            legend_end=text,
            legend_message=text,
            legend_session=text,
        ),
        bars=tuple(draw(st.lists(bars, max_size=10))),
        marks=tuple(draw(st.lists(marks, max_size=10))),
        sessions=tuple(draw(st.lists(st.builds(Span, label=TEXTS, from_on=near, last_on=near), max_size=4))),
        footer=draw(TEXTS),
        note=draw(TEXTS),
    )


@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_can_be_laid_out_without_collision(picture: PlanPicture) -> None:
    page = lay_out(picture)
    assert_readable(page)
    assert page.height <= 3200


@settings(max_examples=12, deadline=None)
@given(plans())
def test_any_plan_can_be_drawn(picture: PlanPicture) -> None:
    assert draw_plan(picture).startswith(b"\x89PNG\r\n\x1a\n")
