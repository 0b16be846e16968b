"""Mina asks where she is: before, during and after her care."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from handlers import summary
from handlers.pictures.model import PlanPicture
from tests.handlers.conftest import small_png
from tests.handlers.talk import add, plan, plan_picture, register
from tests.world import MINA, START, World


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[PlanPicture]:
    """Whatever is drawn from now on, as it is told to the painter."""
    found: list[PlanPicture] = []

    def paint(picture: PlanPicture) -> bytes:
        found.append(picture)
        return small_png()

    monkeypatch.setattr(summary, "draw_plan", paint)
    return found


async def test_before_the_treatment(world: World) -> None:
    await register(world, day="10 March")
    await world.says(MINA, "/today")
    assert "Your treatment day has not come yet. I will write on the evening of that day." in world.reads(MINA)
    assert "booked for 10 March 2026" in world.reads(MINA)
    assert "booked for 10 March 2026" in await plan(world)
    assert plan_picture(world).photo


async def test_the_picture_says_whose_next_visit_it_is_where_there_are_two_kinds(
    registered: World, pictures: list[PlanPicture]
) -> None:
    await plan(registered)
    await add(registered, ("🩸 PRP",))
    first, second = ([span.label for span in picture.sessions] for picture in (pictures[0], pictures[-1]))
    assert [label.split(":")[0] for label in first] == ["Next visit"]
    assert {label.split(":")[0] for label in second} == {"CO2 laser · Next visit", "PRP · Next visit"}


async def test_the_picture_does_not_let_a_rule_end_that_the_clinic_must_lift(
    registered: World, pictures: list[PlanPicture]
) -> None:
    await registered.wake_up_at(START + timedelta(days=10))
    await plan(registered)
    (exercise,) = [bar for bar in pictures[-1].bars if bar.label == "Hard exercise"]
    assert exercise.detail == "clinic gives the date"


async def test_today_says_the_same_as_the_message_of_the_day(registered: World) -> None:
    await registered.live_for(days=3)
    (sent,) = [one.text for one in registered.digests(MINA) if "Day 3" in one.text]
    await registered.says(MINA, "/today")
    assert registered.reads(MINA) == sent


async def test_today_can_be_asked_on_days_without_a_message(registered: World) -> None:
    await registered.live_for(days=17)
    await registered.says(MINA, "/today")
    assert "Day 17" in registered.reads(MINA)


async def test_today_does_not_depend_on_a_pause_or_a_stop(registered: World) -> None:
    await registered.says(MINA, "/today")
    usual = registered.reads(MINA)
    await registered.says(MINA, "/stop")
    await registered.says(MINA, "/today")
    assert registered.reads(MINA) == usual


async def test_after_six_months(registered: World) -> None:
    await registered.wake_up_at(datetime(2026, 9, 1, 3, tzinfo=UTC))
    await registered.says(MINA, "/today")
    assert "Day 184" in registered.reads(MINA)
    await registered.wake_up_at(datetime(2026, 9, 2, 3, tzinfo=UTC))
    await registered.says(MINA, "/today")
    assert "The six months of care are over" in registered.reads(MINA)
    count = len([m for m in registered.fake.messages(MINA) if m.photo])
    assert "care is complete" in await plan(registered)
    assert len([m for m in registered.fake.messages(MINA) if m.photo]) == count


@pytest.mark.usefixtures("drawn")
async def test_the_plan_is_a_picture_on_every_day_of_care(registered: World) -> None:
    for day in (0, 8, 15, 30, 100):
        await registered.wake_up_at(START + timedelta(days=day))
        words = await plan(registered)
        message = registered.last(MINA)
        assert f"1 March 2026 · day {day}" in words
        assert len(words) <= 1024
        assert message.photo is not None
        file = registered.fake.file(message.photo.file_id)
        assert file is not None
        assert file.content.startswith(b"\x89PNG\r\n\x1a\n")
        with Image.open(BytesIO(file.content)) as picture:
            assert picture.width == 1080


async def test_a_stopped_patient_is_not_promised_messages(registered: World) -> None:
    await registered.says(MINA, "/stop")
    assert "My messages are off. /start turns them on again." in await plan(registered)
    assert "I write at" not in registered.reads(MINA)
