"""`afterglow patients`: who is in care, and what the clinic said for one visit."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.clinic_word import FREE_FROM, SUNSCREEN_FROM, UNTIL, clinic_word
from bot.clock import SystemClock
from bot.settings import Settings, read_settings
from handlers.actions.overrides import ClinicWord, override
from handlers.rendering.ics import told
from handlers.services import Services
from handlers.texts import Texts
from schedules.agenda import agenda
from schedules.facts import Treatment
from schedules.localtime import local_date
from storage import clinics, migrate
from storage.content import DEFAULT_CONTENT, load_content
from storage.database import Database, database_url
from storage.records import PatientRecord

app = typer.Typer(help="Who is in care, and what the clinic said for one visit.", no_args_is_help=True)


class NoClinicError(Exception):
    """There is no clinic in the database, so there are no patients."""


@app.command(name="list")
def list_(
    as_program: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """List the patients with the numbers of their treatments, and what the clinic said for each."""
    rows = [_row(patient) for patient in asyncio.run(_everybody(read_settings()))]
    if as_program:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("patient", "name", "treatment", "kind", "date", "the clinic said")
    for row in rows:
        for visit in row["treatments"] or [{}]:
            cells = (visit.get(name, "") for name in ("treatment", "kind", "date"))
            table.add_row(str(row["patient"]), row["name"], *map(str, cells), ", ".join(_said(visit)))
    Console(markup=False).print(table)


@app.command(name="override")
def override_(
    treatment: Annotated[int, typer.Argument(help="The number of the treatment, from `afterglow patients list`.")],
    until: Annotated[list[str] | None, typer.Option(help=UNTIL)] = None,
    free_from: Annotated[list[str] | None, typer.Option(help=FREE_FROM)] = None,
    sunscreen_from: Annotated[str | None, typer.Option(help=SUNSCREEN_FROM)] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Forget first what was said before.")] = False,
) -> None:
    """Write down the clinic's own word for one visit, and show what the patient's calendar says now."""
    if not (until or free_from or sunscreen_from or clear):
        raise typer.BadParameter("Say what the clinic said: --until, --free-from, --sunscreen-from or --clear.")
    word = clinic_word(until, free_from, sunscreen_from, clear=clear)
    for line in asyncio.run(_override(read_settings(), treatment, word)):
        typer.echo(line)


def _row(patient: PatientRecord) -> dict[str, Any]:
    visits = [_visit(treatment) for treatment in patient.facts.treatments]
    return {"patient": patient.id, "name": patient.name, "treatments": visits}


def _visit(treatment: Treatment) -> dict[str, Any]:
    return {
        "treatment": treatment.id,
        "kind": treatment.kind.value,
        "date": treatment.on.isoformat(),
        "through_day": {activity.value: day for activity, day in treatment.overrides.through_day.items()},
        "sunscreen_from_day": treatment.overrides.sunscreen_from_day,
    }


def _said(visit: dict[str, Any]) -> Iterator[str]:
    for activity, day in visit.get("through_day", {}).items():
        yield f"{activity} until day {day}"
    if visit.get("sunscreen_from_day") is not None:
        yield f"sunscreen from day {visit['sunscreen_from_day']}"


@asynccontextmanager
async def _services(settings: Settings) -> AsyncIterator[Services]:
    """The clinic of the database, without a bot: nothing here sends."""
    url = database_url(settings.database_url)
    migrate.upgrade(url)
    content = load_content(DEFAULT_CONTENT, *([settings.content_dir] if settings.content_dir else []))
    async with Database(url) as database:
        async with database.read() as session:
            clinic = await clinics.first(session)
            bot_id = await clinics.first_bot(session)
        if clinic is None:
            raise NoClinicError("There is no clinic in this database yet; `afterglow run` makes one.")
        yield Services(
            database=database,
            source=lambda: content,
            clinic_id=clinic.id,
            bot_id=bot_id or 0,
            bot_username="",
            now=SystemClock().now,
        )


async def _everybody(settings: Settings) -> list[PatientRecord]:
    async with _services(settings) as services, services.database.read() as session:
        return await (await services.roll(session)).everybody()


async def _override(settings: Settings, treatment_id: int, word: ClinicWord) -> list[str]:
    async with _services(settings) as services:
        patient = await override(services, treatment_id, word)
        return list(_calendar(services, patient, treatment_id))


def _calendar(services: Services, patient: PatientRecord, treatment_id: int) -> Iterator[str]:
    """What the patient is told now, by date, in their language."""
    visit = next(t for t in patient.facts.treatments if t.id == treatment_id)
    said = ", ".join(_said(_visit(visit))) or "nothing beside the protocol"
    yield f"Treatment {visit.id} of patient {patient.id}, {visit.kind} on {visit.on.isoformat()}: {said}."
    texts = Texts(services.content, patient.language)
    today = local_date(services.now(), patient.facts.zone)
    events = agenda(patient.facts.treatments, services.library, today)
    yield f"The patient's calendar from {today.isoformat()} on:" if events else "The patient's calendar is empty."
    for event in events:
        title, lines = told(event, texts)
        yield f"{event.on.isoformat()}  {title}. {' '.join(lines)}"
