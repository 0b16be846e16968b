"""The architecture: imports run from left to right only, and the contracts that say so do catch a breach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.ground import PACKAGES, ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the code in a folder against the contracts in its pyproject.toml."""
    return subprocess.run(  # noqa: S603 - our own Python on our own code
        LINT,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def small_house(folder: Path) -> None:
    """The four packages with hardly anything in them, under the real contracts."""
    for package in (*PACKAGES, "handlers/actions"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.importlinter]")
    (folder / "pyproject.toml").write_text("".join(contracts[1:]), encoding="utf-8")


def test_the_contracts_hold() -> None:
    ended = lint_imports(ROOT)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("schedules/plan.py", "import telegram"),
        ("schedules/plan.py", "import asyncio"),
        ("schedules/plan.py", "import storage"),
        ("storage/tables.py", "import telegram"),
        ("storage/tables.py", "import handlers"),
        ("handlers/actions/stop.py", "import telegram"),
        ("handlers/actions/stop.py", "import bot"),
        ("handlers/start.py", "import bot"),
    ],
)
def test_an_import_against_the_rule_is_caught(file: str, line: str, tmp_path: Path) -> None:
    small_house(tmp_path)
    assert lint_imports(tmp_path).returncode == 0
    (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    ended = lint_imports(tmp_path)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "broken" in ended.stdout
