"""`afterglow clinic`: who the clinic is, as patients are told."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.app import of_content
from bot.settings import read_settings
from storage import clinics, migrate
from storage.content import DEFAULT_CONTENT, load_content
from storage.database import Database, database_url
from storage.records import ClinicRecord

app = typer.Typer(help="Show or change who the clinic is, as patients are told.", no_args_is_help=True)


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
) -> None:
    """Change what is given; what is not given stays."""
    given = {
        "name": name,
        "country": country.upper() if country else None,
        "zone": zone,
        "phone": phone,
        "hours": hours,
        "out_of_hours": out_of_hours,
        "staff_chat_id": staff_chat,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    _check(changes)
    _print(asyncio.run(_put(changes)), as_program=False)


def _check(changes: dict[str, Any]) -> None:
    countries = load_content(DEFAULT_CONTENT).countries
    if changes.get("country", "KR") not in countries:
        known = ", ".join(sorted(countries))
        raise typer.BadParameter(f"No emergency number is known for it; known: {known}.", param_hint="--country")
    try:
        ZoneInfo(changes.get("zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter("There is no such time zone; write it as Asia/Seoul.", param_hint="--zone") from None


async def _put(changes: dict[str, Any]) -> ClinicRecord:
    settings = read_settings()
    url = database_url(settings.database_url)
    migrate.upgrade(url)
    async with Database(url) as database, database.write() as session:
        clinic = await clinics.first(session)
        if clinic is None:
            folders = [DEFAULT_CONTENT, *([settings.content_dir] if settings.content_dir else [])]
            clinic = await clinics.put(session, None, **of_content(load_content(*map(Path, folders))))
        return await clinics.put(session, clinic.id, **changes)


def _print(clinic: ClinicRecord, *, as_program: bool) -> None:
    fields = {name: _shown(value) for name, value in asdict(clinic).items()}
    if as_program:
        typer.echo(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    width = max(map(len, fields))
    for name, value in fields.items():
        typer.echo(f"{name.replace('_', ' '):<{width}}  {value}")


def _shown(value: object) -> object:
    if isinstance(value, dict):
        return f"{value['start']:%H:%M}–{value['end']:%H:%M}"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, int | str | None) else str(value)
