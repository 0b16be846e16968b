"""`afterglow outbox`: what was sent, what waits, and why something was not sent."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import read_settings
from schedules.delivery import REASONS, Reason
from storage import clinics, migrate
from storage.database import Database, database_url
from storage.outbox import Outbox
from storage.records import DeliveryRecord

app = typer.Typer(help="What was sent, what waits, and why something was not sent.", no_args_is_help=True)


@app.command(name="list")
def list_(
    patient: Annotated[int | None, typer.Option(help="Only the deliveries of this patient (their number).")] = None,
    unfinished: Annotated[bool, typer.Option("--unfinished", help="Only what has not come to rest.")] = False,
    as_program: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """List the newest deliveries, with the reason of each that was not sent."""
    found = asyncio.run(_read(patient, unfinished=unfinished))
    if as_program:
        typer.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=2))
        return
    table = Table("id", "patient", "kind", "for", "due", "state", "why")
    for one in found:
        row = _row(one)
        table.add_row(*(str(row[name] or "") for name in ("id", "patient", "kind", "for", "due_at", "state", "why")))
    Console().print(table)


def _row(one: DeliveryRecord) -> dict[str, object]:
    return {
        "id": one.id,
        "patient": one.patient_id,
        "kind": one.kind.value,
        "for": one.params.get("on"),
        "due_at": one.due_at.isoformat(timespec="seconds"),
        "state": one.state.value,
        "reason": one.reason,
        "why": REASONS[Reason(one.reason)] if one.reason else "",
    }


async def _read(patient: int | None, *, unfinished: bool) -> list[DeliveryRecord]:
    url = database_url(read_settings().database_url)
    migrate.upgrade(url)
    async with Database(url) as database, database.read() as session:
        clinic = await clinics.first(session)
        bot_id = await clinics.first_bot(session)
        if clinic is None or bot_id is None:
            return []
        outbox = Outbox(session=session, clinic_id=clinic.id, bot_id=bot_id)
        if patient is not None:
            return await outbox.of_patient(patient)
        return await outbox.newest(unfinished=unfinished)
