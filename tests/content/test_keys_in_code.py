"""Every text that the code asks for by a written key is there."""

import re
from pathlib import Path

import pytest

from storage.content import DEFAULT_CONTENT, load_content

ROOT = DEFAULT_CONTENT.parent
ASKED = re.compile(r"\b(?:say|plain)\(\s*\"([a-z_]+(?:\.[a-z_0-9]+)+)\"")
FILES = sorted(file for part in ("handlers", "bot") for file in (ROOT / part).rglob("*.py"))


@pytest.fixture(scope="module")
def keys() -> set[str]:
    return set(load_content(DEFAULT_CONTENT).languages["en"].texts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_keys_in(file: Path, keys: set[str]) -> None:
    asked = ASKED.findall(file.read_text(encoding="utf-8"))
    assert [key for key in asked if key not in keys] == []
