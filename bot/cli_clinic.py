"""`afterglow clinic`: who the clinic is, as patients are told."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.app import of_content
from bot.settings import read_settings
from storage import clinics, migrate
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.database import Database, database_url
from storage.records import ClinicRecord

WORDED = {"name", "hours", "out_of_hours"}
"""What is said in words, and may be said differently in each language."""

app = typer.Typer(help="Show or change who the clinic is, as patients are told.", no_args_is_help=True)


Languages = Annotated[
    list[str] | None,
    typer.Option(help="A language the clinic speaks, as ko; give it again for each. The first leads."),
]
SaidIn = Annotated[
    str | None, typer.Option("--in", help="Name, hours and out-of-hours are said in this language only, as ko.")
]


@app.command()
def show(
    as_program: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show the clinic."""
    _print(asyncio.run(_put({})), as_program=as_program)


@app.command(name="set")
def set_(
    name: Annotated[str | None, typer.Option(help="The name patients know.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters; decides the emergency number.")] = None,
    zone: Annotated[str | None, typer.Option(help="The time zone, as Asia/Seoul.")] = None,
    phone: Annotated[str | None, typer.Option(help="The number patients call.")] = None,
    hours: Annotated[str | None, typer.Option(help="Opening hours, in words.")] = None,
    out_of_hours: Annotated[str | None, typer.Option(help="What to do when the clinic is closed.")] = None,
    staff_chat: Annotated[int | None, typer.Option(help="The chat id that notices go to.")] = None,
    language: Languages = None,
    said_in: SaidIn = None,
) -> None:
    """Change what is given; what is not given stays. New words replace the old ones in every language, unless --in."""
    given = {
        "name": name,
        "country": country.upper() if country else None,
        "zone": zone,
        "phone": phone,
        "hours": hours,
        "out_of_hours": out_of_hours,
        "staff_chat_id": staff_chat,
        "languages": list(dict.fromkeys(language)) if language else None,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    _check(changes, said_in)
    _print(asyncio.run(_put(changes, said_in)), as_program=False)


def _content() -> Content:
    settings = read_settings()
    return load_content(DEFAULT_CONTENT, *([settings.content_dir] if settings.content_dir else []))


def _check(changes: dict[str, Any], said_in: str | None) -> None:
    content = _content()
    for hint, codes in (("--language", changes.get("languages", [])), ("--in", [said_in] if said_in else [])):
        for code in codes:
            if code not in content.languages:
                known = ", ".join(content.languages)
                raise typer.BadParameter(f"There are no texts in {code!r}; there are: {known}.", param_hint=hint)
    if said_in and not WORDED & changes.keys():
        raise typer.BadParameter("Give a name, hours or out-of-hours with it.", param_hint="--in")
    if changes.get("country", "KR") not in content.countries:
        known = ", ".join(sorted(content.countries))
        raise typer.BadParameter(f"No emergency number is known for it; known: {known}.", param_hint="--country")
    try:
        ZoneInfo(changes.get("zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter("There is no such time zone; write it as Asia/Seoul.", param_hint="--zone") from None


async def _put(changes: dict[str, Any], said_in: str | None = None) -> ClinicRecord:
    url = database_url(read_settings().database_url)
    migrate.upgrade(url)
    async with Database(url) as database, database.write() as session:
        clinic = await clinics.first(session)
        if clinic is None:
            clinic = await clinics.put(session, None, **of_content(_content()))
        return await clinics.put(session, clinic.id, **_columns(clinic, changes, said_in))


def _columns(clinic: ClinicRecord, changes: dict[str, Any], said_in: str | None) -> dict[str, Any]:
    """The columns to write. Words given for all languages end those of single ones: they would tell the old hours."""
    words = {key: value for key, value in changes.items() if key in WORDED}
    rest = {key: value for key, value in changes.items() if key not in WORDED}
    told = {code: dict(said) for code, said in clinic.in_languages.items()}
    if said_in:
        return rest | {"in_languages": told | {said_in: told.get(said_in, {}) | words}}
    kept = {code: {key: value for key, value in said.items() if key not in words} for code, said in told.items()}
    return rest | words | {"in_languages": {code: said for code, said in kept.items() if said}}


def _print(clinic: ClinicRecord, *, as_program: bool) -> None:
    fields = {name: _shown(value) for name, value in asdict(clinic).items()}
    if as_program:
        typer.echo(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    width = max(map(len, fields))
    for name, value in fields.items():
        typer.echo(f"{name.replace('_', ' '):<{width}}  {value}")


def _shown(value: object) -> object:
    if isinstance(value, dict) and "start" in value:
        return f"{value['start']:%H:%M}–{value['end']:%H:%M}"
    if isinstance(value, dict):
        return "; ".join(
            f"{code} {key.replace('_', ' ')}: {words}" for code in value for key, words in value[code].items()
        )
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, int | str | None) else str(value)
