"""The clinic's content changes: every patient in care is pointed anew, in batches, and nothing stops that."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot import renewal
from bot.runtime import Rhythm
from bot.sandbox.telegram.faults import Refused
from schedules.facts import PatientFacts
from schedules.words import PatientStatus
from storage import clinics
from storage.content import Content
from storage.content.live import LiveContent
from tests.delivery.scene import JUN, MINA, MORNING, NURSE, Scene, open_scene
from tests.slim import put

RARELY = "all:\n  daily: {days: [0, 1, 10, 30]}\n"
DAY = timedelta(days=1)
DAY_TEN = MORNING + 7 * DAY
"""Nine in the morning of 9 March, the tenth day of care."""
NEXT_SESSION = MORNING + 25 * DAY
"""Four weeks after the treatment the next session comes into sight, whatever the cadence."""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return put(tmp_path / "own", "texts/en/habits.yaml", "hat: Wear a wide hat.\n").parents[2]


@pytest.fixture
async def living(tmp_path: Path, content: Content, blank: Path, small: Path, own: Path) -> AsyncIterator[Scene]:
    """A bot that follows a clinic's folder, and has looked at it."""
    folder = tmp_path / "data"
    folder.mkdir()
    async with open_scene(folder, content, blank) as scene:
        scene.live = LiveContent.open(small, own, folder / "afterglow.sqlite.content")
        await scene.restart()
        await looks(scene)
        yield scene


async def looks(scene: Scene) -> None:
    for _ in range(2):
        await scene.runtime.look_at_content()


async def pointers(scene: Scene) -> dict[int, datetime | None]:
    async with scene.database.read() as session:
        everybody = await (await scene.services.roll(session)).everybody()
    return {patient.id: patient.next_due_at for patient in everybody}


async def test_all_patients_are_pointed_anew_however_many_there_are(
    living: Scene, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "BATCH", 3)
    ids = await living.patients(7)
    assert set((await pointers(living)).values()) == {MORNING}
    put(own, "cadences.yaml", RARELY)
    await looks(living)
    assert await pointers(living) == dict.fromkeys(ids, DAY_TEN)


async def test_who_stopped_or_paused_is_left_as_they_are(living: Scene, own: Path) -> None:
    stopped = await living.patient(MINA, status=PatientStatus.STOPPED.value)
    paused = await living.patient(JUN, paused_through=date(2026, 3, 20))
    put(own, "cadences.yaml", RARELY)
    await looks(living)
    found = await pointers(living)
    assert found[stopped] is None
    assert found[paused] == NEXT_SESSION


async def test_the_start_points_anew_what_was_pointed_by_other_rules(living: Scene, own: Path, small: Path) -> None:
    patient_id = await living.patient()
    put(own, "cadences.yaml", RARELY)
    living.live = LiveContent.open(small, own, own.parent / "copy")
    await living.restart()
    await living.runtime.look_at_content()
    assert await pointers(living) == {patient_id: DAY_TEN}


async def test_a_patient_whose_plan_cannot_be_made_stops_nobody_elses(
    living: Scene, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = await living.patient(MINA, digest_minutes=541), await living.patient(JUN)
    before = (await pointers(living))[broken]
    real = renewal.repointed

    def fails_for_one(facts: PatientFacts, *rest: object, **more: object) -> object:
        if facts.hour.minute == 1:
            raise ValueError("no plan")
        return real(facts, *rest, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(renewal, "repointed", fails_for_one)
    put(own, "cadences.yaml", RARELY)
    await looks(living)
    assert await pointers(living) == {broken: before, fine: DAY_TEN}


async def test_words_alone_move_nobody(living: Scene, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(renewal, "repointed", lambda *given, **_: asked.append(given))
    await living.patient()
    put(own, "texts/en/habits.yaml", "hat: Wear any hat.\n")
    await looks(living)
    assert asked == []


async def test_a_running_bot_follows_the_folder_by_itself_and_tells_the_clinic_at_once(
    living: Scene, own: Path
) -> None:
    living.rhythm = Rhythm(look=timedelta(seconds=0.02))
    await living.restart()
    await living.runtime.start()
    put(own, "habits.yaml", "hat: {source: A99}\n")
    await living.until(lambda: bool(living.heard(NURSE)))
    assert living.heard(NURSE)[-1].endswith("habits.yaml:1: hat.source: 'A99' is not in sources.yaml.")


async def test_a_menu_that_telegram_does_not_take_stops_nothing(living: Scene, own: Path) -> None:
    patient_id = await living.patient()
    living.fake.faults.script("setMyCommands", Refused())
    put(own, "cadences.yaml", RARELY)
    await looks(living)
    assert await pointers(living) == {patient_id: DAY_TEN}


async def test_a_clinic_without_a_chat_of_its_own_is_told_nothing(living: Scene, own: Path) -> None:
    async with living.database.write() as session:
        await clinics.put(session, living.services.clinic_id, staff_chat_id=None)
    put(own, "habits.yaml", "hat: {source: A99}\n")
    await looks(living)
    assert await living.deliveries() == []
