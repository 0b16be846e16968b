"""One process on one database: the second is told so and ends, and a death lets the next one in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import AlreadyRunningError, FileLock

HOLDER = """
import sys, time
from pathlib import Path
from bot.lock import FileLock
with FileLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "afterglow.sqlite"


def test_the_second_is_refused_until_the_first_is_gone(database: Path) -> None:
    with FileLock(database):
        with pytest.raises(AlreadyRunningError), FileLock(database):
            pass
        with pytest.raises(AlreadyRunningError), FileLock(database):  # a refusal takes nothing away
            pass
    with FileLock(database):
        pass


def test_another_database_is_another_matter(database: Path, tmp_path: Path) -> None:
    with FileLock(database), FileLock(tmp_path / "another.sqlite"):
        pass


def test_the_second_process_ends_with_exit_code_1_and_one_sentence(database: Path, tmp_path: Path) -> None:
    settings = {
        "AFTERGLOW_DATABASE_URL": f"sqlite:///{database}",
        "AFTERGLOW_BOT_TOKEN": "123456789:AAaaBBbbCCccDDddEEeeFFffGGgg",
        "AFTERGLOW_API_BASE_URL": "http://127.0.0.1:1",
    }
    with FileLock(database):
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            env={**os.environ, **settings, "PYTHONPATH": str(Path.cwd())},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == f"Another Afterglow is running on {database}.\n"
    assert not database.exists()


def test_a_killed_process_holds_no_lock(database: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own Python, our own words
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunningError), FileLock(database):
            pass
        holder.kill()
        holder.wait()
        with FileLock(database):
            pass
