"""`afterglow clinic set`: the languages a clinic speaks, and its words in each of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli_clinic
from bot.cli_clinic import app
from storage.content import DEFAULT_CONTENT, Content, load_content


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(DEFAULT_CONTENT)


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_clinic, "_content", lambda: content)
    monkeypatch.setenv("AFTERGLOW_DATABASE_URL", f"sqlite:///{tmp_path / 'afterglow.sqlite'}")


def run(*words: str) -> str:
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    return found.output


def refused(*words: str) -> str:
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 2
    return " ".join(found.output.replace("│", " ").split())


def clinic() -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(run("show", "--json"))
    return shown


def test_the_demo_clinic_speaks_two_languages() -> None:
    assert clinic()["languages"] == "en, ko"
    assert "ko name: 글로우 피부과 (데모); ko hours: 평일" in clinic()["in_languages"]


def test_the_first_language_given_leads() -> None:
    run("set", "--language", "ko", "--language", "en", "--language", "ko")
    assert clinic()["languages"] == "ko, en"
    run("set", "--language", "en")
    assert clinic()["languages"] == "en"


def test_new_words_for_all_end_the_old_ones_of_single_languages() -> None:
    run("set", "--hours", "Mon 9-12")
    assert clinic()["hours"] == "Mon 9-12"
    assert "hours" not in clinic()["in_languages"].replace("out of hours", "")
    assert "ko name: 글로우" in clinic()["in_languages"]


def test_words_in_one_language_leave_the_others() -> None:
    run("set", "--in", "ko", "--hours", "월 9-12", "--phone", "02-555-0199")
    assert clinic()["hours"].startswith("Mon-Fri")
    assert clinic()["phone"] == "02-555-0199"
    assert "ko hours: 월 9-12" in clinic()["in_languages"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--language", "xx"), "There are no texts in 'xx'; there are: en, ko."),
        (("--in", "xx", "--name", "A"), "There are no texts in 'xx'; there are: en, ko."),
        (("--in", "ko"), "Give a name, hours or out-of-hours with it."),
        (("--country", "XX"), "No emergency number is known for it"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused("set", *words)
