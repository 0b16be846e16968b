"""`afterglow check`: everything that is to be put right in the content, and how much there is to read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from storage.content.model import Place
from storage.content.problems import Problem
from storage.content.survey import Survey, survey
from storage.content.volume import Volume

HEADINGS = {
    True: "This keeps the content from being used:",
    False: "The content can be used, but this should be put right:",
}
"""By whether a problem stops the content."""

NUMBERS = {"texts", "length", "grade"}


def command(folders_of: Callable[[], Sequence[Path]]) -> Callable[..., None]:
    """The command, with a way to tell which folders to look through."""

    def check_(
        as_program: Annotated[bool, typer.Option("--json", help="For a program: fine, problems, volumes.")] = False,
    ) -> None:
        """Check the settings and every content file; exit code 1 when something is to be put right."""
        found = survey(*folders_of())
        if as_program:
            typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        else:
            _show(found)
        if found.problems:
            raise typer.Exit(1)

    return check_


def _as_json(found: Survey) -> dict[str, object]:
    return {
        "fine": not found.problems,
        "problems": [_problem(one) for one in found.problems],
        "volumes": [asdict(volume) for volume in found.volumes],
    }


def _problem(one: Problem) -> dict[str, object]:
    return {"file": str(Place(one.file)), "line": one.line, "message": one.message, "stops": one.stops}


def _show(found: Survey) -> None:
    for stops, heading in HEADINGS.items():
        if problems := [one for one in found.problems if one.stops is stops]:
            typer.echo("\n".join([heading, *map(str, problems), ""]))
    if found.volumes:
        Console(highlight=False).print(_table(found.volumes))
    stopping = sum(one.stops for one in found.problems)
    if not found.problems:
        typer.echo("The settings and the content are fine.")
    elif stopping:
        typer.echo(f"{len(found.problems)} problems in the content; {stopping} keep it from being used.", err=True)
    else:
        typer.echo(f"{len(found.problems)} problems in the content; none keeps it from being used.", err=True)


def _table(volumes: Sequence[Volume]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("language", "about", "texts", "length", "grade", "longest line of a day"):
        table.add_column(name, justify="right" if name in NUMBERS else "left", no_wrap=True)
    for one in volumes:
        grade = "" if one.grade is None else f"{one.grade:.1f}"
        table.add_row(one.language, one.group, str(one.texts), f"{one.length} {one.unit}", grade, _longest(one))
    return table


def _longest(one: Volume) -> str:
    if one.longest is None:
        return ""
    length, key = one.longest
    return f"{length}: {key.removeprefix('protocols.').replace('.bands.', ' ').replace('.', ' ')}"
