"""The locked dependencies: every one with hashes, none with an address, and the package holds what it needs."""

import re
import tomllib

import pytest

from storage.content import DEFAULT_CONTENT
from tests.house.ground import PACKAGES, ROOT, documents

LOCKS = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[^\s;]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(lock: str) -> list[str]:
    """The entries of a lock file, each on one line, without comments."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_pinned_with_its_hashes_and_nothing_else_is_said(lock: str) -> None:
    found = requirements(lock)
    assert len(found) > len(PROJECT["project"]["dependencies"])
    assert [line for line in found if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    assert not re.search(r"https?:|--(extra-)?index|--find-links", (ROOT / lock).read_text(encoding="utf-8"))


def test_what_runs_is_locked_the_same_for_tests() -> None:
    run, test = (set(requirements(lock)) for lock in LOCKS)
    assert run - test == set()


def test_every_direct_dependency_is_locked() -> None:
    locked = {re.split(r"[\[=]", line)[0] for line in requirements(LOCKS[0])}
    wanted = {re.split(r"[\[<>=]", line)[0] for line in PROJECT["project"]["dependencies"]}
    assert wanted - locked == set()


def test_the_package_holds_the_four_packages_and_the_content() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["packages"]) == set(PACKAGES) == {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert wheel["force-include"] == {"content": "content"}


def test_the_content_is_found_beside_the_packages() -> None:
    assert DEFAULT_CONTENT == ROOT / "content"
    assert (DEFAULT_CONTENT / "clinic.yaml").is_file()


def test_the_newest_version_of_the_changelog_is_the_version_of_the_package() -> None:
    versions = re.findall(r"^## \[(.+?)\]", documents()["CHANGELOG.md"], re.MULTILINE)
    assert versions[0] == PROJECT["project"]["version"]
