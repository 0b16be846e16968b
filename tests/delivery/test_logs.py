"""Logs: what a line says, and what never stands in one, over whole scenes."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot import logs
from bot.sandbox.telegram.faults import AnswerLost, PoisonUpdate, Status
from handlers.actions import leaving
from tests.delivery.scene import JUN, MINA, MORNING, Scene

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGgg"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    for name in ("bot", "handlers", "storage", "schedules"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_a_line_of_ours_says_when_how_grave_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO")
    structlog.get_logger("bot.x").warning("not delivered", action="not_delivered", delivery=5)
    (line,) = lines(capsys)
    assert line.startswith("timestamp='2")
    assert line.endswith("level='warning' action='not_delivered' event='not delivered' delivery=5")


def test_a_token_stands_in_no_line_wherever_it_hides(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("DEBUG")
    ours = structlog.get_logger("bot.x")
    ours.info(f"at https://api.telegram.org/bot{TOKEN}/getMe", where=[TOKEN], error=ValueError(TOKEN), **{TOKEN: 1})
    logging.getLogger("bot.poller").warning("asked %s", f"https://api.telegram.org/bot{TOKEN}/getUpdates")
    logging.getLogger("httpx").warning(f"GET {TOKEN}")  # noqa: G004 - as a library may do
    written = "\n".join(lines(capsys))
    assert written.count("<token>") == 6
    assert TOKEN not in written


def test_of_a_library_only_its_pattern_is_kept_and_of_an_error_class_and_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("DEBUG")
    library = logging.getLogger("telegram.ext.Application")
    library.info("a patient writes")
    try:
        fail()
    except ValueError:
        library.exception("Error with update %s\nthat is: a patient's words", "a patient's words")
    (line,) = lines(capsys)
    assert line.endswith("Error with update %s error=ValueError where=test_logs.py:" + line.rpartition(":")[2])
    assert "patient" not in line


@pytest.mark.parametrize(
    ("level", "ours", "theirs"), [("DEBUG", 4, 2), ("INFO", 3, 2), ("WARNING", 2, 2), ("ERROR", 1, 1)]
)
def test_the_level_is_that_of_our_own_lines_and_libraries_begin_at_warnings(
    capsys: pytest.CaptureFixture[str], level: str, ours: int, theirs: int
) -> None:
    logs.set_up(level)
    for logger, expected in (
        (structlog.get_logger("bot.x"), ours),
        (logging.getLogger("bot.poller"), ours),
        (logging.getLogger("aiosqlite"), theirs),
    ):
        for name in ("debug", "info", "warning", "error"):
            getattr(logger, name)("a line")
        assert len(lines(capsys)) == expected


def test_where_an_error_comes_from_is_told_without_its_text() -> None:
    with pytest.raises(ValueError, match="Canaryname") as caught:
        fail()
    assert logs.where(caught.value) == f"test_logs.py:{fail.__code__.co_firstlineno + 1}"
    assert logs.where(ValueError()) == ""


async def test_in_everything_that_is_logged_there_is_no_name_no_text_and_no_token(
    scene: Scene, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad week: refusals, lost answers, poison, faults of our own whose texts quote the patient."""
    logs.set_up("DEBUG")
    await bad_week(scene, monkeypatch)
    written = "\n".join(lines(capsys))
    for action in ("update_failed", "update_unreadable", "compose_failed", "bad_text", "not_delivered", "plan_failed"):
        assert f"action='{action}'" in written
    for canary in ("Canary", "canary", scene.fake.token, str(MINA), "+82"):
        assert canary not in written


async def bad_week(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    mina = await scene.patient(MINA, name="Canaryname")
    await scene.patient(JUN, name="Canaryjun")
    bad = {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: Canaryname"}
    scene.fake.faults.script("getUpdates", PoisonUpdate({"message": "canary text"}))
    scene.fake.send_text(MINA, "a canary text")
    await live(scene, hours=0)
    with monkeypatch.context() as patch:
        patch.setattr("bot.delivery.errand.compose", fail)
        patch.setattr("handlers.fallback.text", fail)
        patch.setattr("handlers.turn.take", fail)
        patch.setattr("handlers.router.take", fail)
        scene.fake.send_text(MINA, "another canary text")
        scene.turn_to(MORNING)
        await live(scene, hours=1)
    with monkeypatch.context() as patch:
        patch.setattr("bot.planner.settle", fail)
        await live(scene, hours=24)
    scene.fake.faults.script("sendMessage", Status(400, bad), AnswerLost(), Status(401))
    await live(scene, hours=24)
    scene.fake.block(MINA)
    await live(scene, hours=24)
    await leaving.erase(scene.services, await scene.the_patient(mina))
    await live(scene, hours=24)


def fail(*_: Any, **__: Any) -> None:
    raise ValueError("Canaryname wrote: a canary text")


async def live(scene: Scene, hours: int) -> None:
    scene.turn_to(scene.clock.now() + timedelta(hours=hours))
    for _ in range(4):
        await scene.runtime.poll_once()
        await scene.live_until_idle()
        scene.pass_time(minutes=2)
