"""The flight recorder, also under a real `kill -9`."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.delivery.flight import SLOT_SIZE, FlightRecorder, Landing, Stage, boot_id, note_writing

THIS_BOOT = UUID(int=0xB007)
WRITING = Landing(stage=Stage.WRITING)
BOARDED = Landing(stage=Stage.BOARDED)


class KilledError(Exception):
    """Stands in for a death that leaves the notes as they are."""


def recorder(path: Path, slots: int = 4, boot: UUID | None = THIS_BOOT) -> FlightRecorder:
    return FlightRecorder(path, slots, boot=lambda: boot)


def fly(path: Path, stage: Stage, *, key: tuple[int, int] = (41, 2)) -> None:
    """One flight that dies at this stage."""
    notes = recorder(path)
    with suppress(KilledError), notes.board(*key) as flight:
        if stage >= Stage.WRITING:
            note_writing()
        if stage >= Stage.ANSWERED:
            flight.answered(9001)
        raise KilledError
    notes.close()


def recovered(path: Path, boot: UUID | None = THIS_BOOT) -> dict[tuple[int, int], Landing]:
    notes = recorder(path, boot=boot)
    try:
        return notes.recover()
    finally:
        notes.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "flights"


@pytest.mark.parametrize(
    ("stage", "landing"),
    [
        (Stage.BOARDED, BOARDED),
        (Stage.WRITING, WRITING),
        (Stage.ANSWERED, Landing(stage=Stage.ANSWERED, message_id=9001)),
    ],
)
def test_a_death_at_each_stage_is_told_as_it_was(path: Path, stage: Stage, landing: Landing) -> None:
    fly(path, stage)
    assert recovered(path) == {(41, 2): landing}


def test_a_flight_that_ends_well_leaves_nothing(path: Path) -> None:
    notes = recorder(path)
    with notes.board(1, 1) as flight:
        note_writing()
        flight.answered(5)
    assert notes.recover() == {}
    assert path.stat().st_size == 4 * SLOT_SIZE
    notes.close()


@pytest.mark.parametrize("boot", [None, uuid4()])
@pytest.mark.parametrize("stage", list(Stage))
def test_after_a_reboot_or_without_a_boot_id_every_note_means_unknown(
    path: Path, stage: Stage, boot: UUID | None
) -> None:
    fly(path, stage)
    assert recovered(path, boot) == {(41, 2): WRITING}


def test_notes_made_without_a_boot_id_are_not_trusted_by_a_run_that_has_none_either(path: Path) -> None:
    notes = recorder(path, boot=None)
    with suppress(KilledError), notes.board(3, 1):
        raise KilledError
    notes.close()
    assert recovered(path, None) == {(3, 1): WRITING}


@pytest.mark.parametrize("broken_at", range(49))
def test_a_torn_note_is_no_note(path: Path, broken_at: int) -> None:
    fly(path, Stage.BOARDED)
    torn = bytearray(path.read_bytes())
    torn[broken_at] ^= 0xFF
    path.write_bytes(torn)
    assert recovered(path) == {}


def test_a_file_cut_short_or_filled_with_something_else_is_no_note(path: Path) -> None:
    fly(path, Stage.BOARDED)
    path.write_bytes(path.read_bytes()[:40])
    assert recovered(path) == {}
    path.write_bytes(b"?" * 1000)
    assert recovered(path) == {}


def test_clear_forgets_and_opening_does_not(path: Path) -> None:
    fly(path, Stage.WRITING)
    notes = recorder(path, slots=1)
    assert notes.recover() == {(41, 2): WRITING}
    notes.clear()
    assert notes.recover() == {}
    notes.close()


def test_a_second_note_of_writing_never_takes_an_answer_back(path: Path) -> None:
    notes = recorder(path)
    with suppress(KilledError), notes.board(1, 1) as flight:
        flight.writing()
        flight.answered(77)
        flight.writing()
        raise KilledError
    assert notes.recover() == {(1, 1): Landing(stage=Stage.ANSWERED, message_id=77)}
    notes.close()


def test_a_note_that_cannot_be_made_stops_the_write_every_time(path: Path) -> None:
    notes = recorder(path)
    with notes.board(1, 1):
        notes.close()
        for _ in range(2):
            with pytest.raises(OSError, match="Bad file"):
                note_writing()
    assert recovered(path) == {(1, 1): BOARDED}


def test_an_answer_that_cannot_be_noted_is_no_reason_to_lose_it(path: Path) -> None:
    notes = recorder(path)
    with notes.board(1, 1) as flight:
        flight.writing()
        notes.close()
        flight.answered(5)
    assert recovered(path) == {(1, 1): WRITING}


def test_a_request_that_is_no_delivery_makes_no_note(path: Path) -> None:
    notes = recorder(path)
    note_writing()
    with notes.board(1, 1):
        pass
    note_writing()
    assert notes.recover() == {}
    notes.close()


def test_flights_side_by_side_keep_their_own_notes_and_one_too_many_goes_unrecorded(path: Path) -> None:
    notes = recorder(path, slots=2)
    with notes.board(1, 1) as first, notes.board(2, 1), notes.board(3, 1) as third:
        first.writing()
        third.writing()
        third.answered(5)
        assert notes.recover() == {(1, 1): WRITING, (2, 1): BOARDED}
    assert notes.recover() == {}
    with notes.board(4, 1):
        assert notes.recover() == {(4, 1): BOARDED}
    notes.close()


def test_notes_left_by_an_exception_are_the_last_to_be_written_over(path: Path) -> None:
    notes = recorder(path, slots=2)
    with suppress(KilledError), notes.board(1, 1):
        raise KilledError
    for delivery_id in range(2, 9):
        with notes.board(delivery_id, 1):
            pass
    assert notes.recover() == {(1, 1): BOARDED}
    with notes.board(9, 1), notes.board(10, 1):
        assert notes.recover() == {(9, 1): BOARDED, (10, 1): BOARDED}
    notes.close()


def test_of_two_notes_on_one_attempt_the_later_stage_counts(path: Path) -> None:
    notes = recorder(path)
    with suppress(KilledError), notes.board(1, 1) as flight:
        flight.writing()
        raise KilledError
    with suppress(KilledError), notes.board(1, 1):
        raise KilledError
    assert notes.recover() == {(1, 1): WRITING}
    notes.close()


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    recorder(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_boot_id_is_read_from_the_kernel_or_missing(tmp_path: Path) -> None:
    source = tmp_path / "boot_id"
    assert boot_id(source) is None
    source.write_text("not an id\n")
    assert boot_id(source) is None
    source.write_text(f"{THIS_BOOT}\n")
    assert boot_id(source) == THIS_BOOT


CHILD = """
import os, sys
from pathlib import Path
from uuid import UUID
from bot.delivery.flight import FlightRecorder, note_writing

def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

notes = FlightRecorder(Path(sys.argv[1]), 4, boot=lambda: UUID(int=0xB007))
for number in range(1, 1_000_000):
    with notes.board(number, 1) as flight:
        say("boarded", number)
        note_writing()
        say("wrote", number)
        flight.answered(number * 7)
        say("answered", number)
    say("landed", number)
"""


def killed_after(path: Path, lines: int) -> list[str]:
    """Kill a process that flies without end, once it has said so many lines; everything it said."""
    command = [sys.executable, "-c", CHILD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own interpreter and script
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        os.kill(child.pid, signal.SIGKILL)
        said += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return [line.decode().strip() for line in said]


@pytest.mark.parametrize("seed", range(8))
def test_after_kill_9_the_notes_never_say_not_sent_of_what_was_written(path: Path, seed: int) -> None:
    said = set(killed_after(path, random.Random(seed).randrange(1, 400)))  # noqa: S311 - no secret
    left = recovered(path)
    assert len(left) <= 1
    for (number, _), landing in left.items():
        assert f"boarded {number - 1}" in said or number == 1
        assert landing.stage is not Stage.BOARDED or f"wrote {number}" not in said
        assert landing.stage is not Stage.WRITING or f"answered {number}" not in said
        assert landing.stage is not Stage.ANSWERED or landing.message_id == number * 7
        assert f"landed {number}" not in said


PAUSED_CHILD = """
import sys
from pathlib import Path
from uuid import UUID
from bot.delivery.flight import FlightRecorder

notes = FlightRecorder(Path(sys.argv[1]), 4, boot=lambda: UUID(int=0xB007))
with notes.board(41, 2) as flight:
    if sys.argv[2] in ("WRITING", "ANSWERED"):
        flight.writing()
    if sys.argv[2] == "ANSWERED":
        flight.answered(9001)
    print("there", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("stage", list(Stage))
def test_kill_9_at_each_stage_leaves_exactly_its_note(path: Path, stage: Stage) -> None:
    command = [sys.executable, "-c", PAUSED_CHILD, str(path), stage.name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own script
        assert child.stdout is not None
        assert child.stdout.readline() == b"there\n"
        os.kill(child.pid, signal.SIGKILL)
    message_id = 9001 if stage is Stage.ANSWERED else None
    assert recovered(path) == {(41, 2): Landing(stage=stage, message_id=message_id)}
