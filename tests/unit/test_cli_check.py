"""`afterglow check`: every mistake of a run, for people and for programs, and what there is to read."""

import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from bot import cli_check
from tests.slim import put

GERMAN = "name: Deutsch\nlocale: de_DE\ndate: d. MMMM y\nshort_date: d. MMM\nweekday_date: EEE d. MMM\ntime: HH:mm\n"


def checked(*words: str, folders: tuple[Path, ...], code: int) -> str:
    app = typer.Typer()
    app.command()(cli_check.command(lambda: folders))
    found = CliRunner().invoke(app, words, env={"COLUMNS": "80"})
    assert found.exit_code == code, found.output
    return found.stdout


def as_program(*folders: Path, code: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(checked("--json", folders=folders, code=code))
    return found


def test_content_without_a_mistake_is_fine_and_measured_in_a_table(small: Path) -> None:
    out = checked(folders=(small,), code=0)
    assert out.endswith("The settings and the content are fine.\n")
    rows = [line.split() for line in out.splitlines()]
    assert rows[0] == ["language", "about", "texts", "length", "grade", "longest", "line", "of", "a", "day"]
    english, korean = (next(row for row in rows if row[:2] == [code, "treatments"]) for code in ("en", "ko"))
    assert (english[4], korean[4]) == ("words", "characters")
    assert float(english[5]) < 6
    assert english[6].rstrip(":").isdigit()
    assert len(korean[6:]) == 3


def test_what_stops_the_content_stands_apart_from_what_does_not(small: Path, own: Path) -> None:
    put(own, "texts/en/digest.yaml", "do: Do this.\n")
    put(own, "texts/ko/habits.yaml", "cap: 모자\n")
    out = checked(folders=(small, own), code=1)
    assert out.startswith(
        "This keeps the content from being used:\n"
        f"{own}/texts/en/digest.yaml:1: digest.do: the placeholders differ from those of en: do.\n\n"
        "The content can be used, but this should be put right:\n"
        f"{own}/texts/ko/habits.yaml:1: habits.cap: nothing asks for this key.\n\n"
    )


def test_a_program_reads_the_same(small: Path, own: Path) -> None:
    put(own, "habits.yaml", "hat: {source: A99}\nmask: {source: A98}\n")
    found = as_program(small, own, code=1)
    assert found["fine"] is False
    assert [(one["file"], one["line"], one["message"], one["stops"]) for one in found["problems"]] == [
        (f"{own}/habits.yaml", 1, "hat.source: 'A99' is not in sources.yaml.", True),
        (f"{own}/habits.yaml", 2, "mask.source: 'A98' is not in sources.yaml.", True),
    ]
    assert found["volumes"][0]["language"] == "en"


def test_a_language_that_is_begun_is_listed_text_by_text_and_stops_nothing(small: Path, own: Path) -> None:
    put(own, "texts/de/language.yaml", GERMAN)
    put(own, "texts/de/units.yaml", "days: {other: '{count} Tage'}\n")
    found = as_program(small, own, code=1)
    assert not any(one["stops"] for one in found["problems"])
    missing = {one["message"] for one in found["problems"] if one["message"].endswith(": is missing.")}
    assert {"habits.hat: is missing.", "protocols.co2.bands.d0.do: is missing."} <= missing
    assert "units.days: is missing." not in missing
    assert {f"{small}/texts/de/habits.yaml", f"{own}/texts/de/units.yaml"} <= {one["file"] for one in found["problems"]}
    assert "units.days: has no form for one." in {one["message"] for one in found["problems"]}
    assert [(row["group"], row["unit"]) for row in found["volumes"] if row["language"] == "de"] == [
        ("talk", "characters")
    ]


def test_a_folder_that_is_not_there_is_named(small: Path, own: Path) -> None:
    out = checked(folders=(small, own / "nowhere"), code=1)
    assert f"{own}/nowhere: there is no such content folder." in out
