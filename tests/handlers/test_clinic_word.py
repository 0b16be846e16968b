"""The clinic gives its own dates on the command line while the bot runs, and Mina reads them everywhere at once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from typer.testing import CliRunner

from bot import cli_patients
from bot.cli import app
from bot.sandbox.clock import TurnableClock
from handlers.actions.overrides import ClinicWord, override
from schedules.plan import first_due
from schedules.words import Activity
from tests.handlers.talk import add, can, my_data, plan
from tests.world import DATABASE, MINA, START, World

Afterglow = Callable[..., Awaitable[str]]


@pytest.fixture
def afterglow(registered: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Afterglow:
    """Runs `afterglow patients …` on the database of the running bot, at the time of its world."""
    monkeypatch.setenv("AFTERGLOW_DATABASE_URL", f"sqlite:///{tmp_path / DATABASE}")
    monkeypatch.setattr(cli_patients, "load_content", lambda *_: registered.content)
    monkeypatch.setattr(cli_patients, "SystemClock", lambda: TurnableClock(registered.clock.now()))

    async def run(*words: str, code: int = 0) -> str:
        ended = await asyncio.to_thread(CliRunner().invoke, app, ["patients", *words])
        if ended.exception is not None and not isinstance(ended.exception, SystemExit):
            return f"{type(ended.exception).__name__}: {ended.exception}"
        assert ended.exit_code == code, ended.output
        return ended.output

    return run


async def number(afterglow: Afterglow) -> str:
    """The number of Mina's first treatment."""
    (mina,) = json.loads(await afterglow("list", "--json"))
    return str(mina["treatments"][0]["treatment"])


async def test_the_list_shows_patients_with_the_numbers_of_their_treatments(
    registered: World, afterglow: Afterglow
) -> None:
    await add(registered, ("🩸 PRP",))
    await afterglow("override", await number(afterglow), "--until", "sauna=21")
    (mina,) = json.loads(await afterglow("list", "--json"))
    assert mina["name"] == "Mina"
    assert [(t["kind"], t["date"]) for t in mina["treatments"]] == [("co2", "2026-03-01"), ("prp", "2026-03-01")]
    assert mina["treatments"][0]["through_day"] == {"sauna": 21}
    table = await afterglow("list")
    assert "Mina" in table
    assert "sauna until day 21" in " ".join(table.split())


async def test_one_word_of_the_clinic_changes_everything_at_once(registered: World, afterglow: Afterglow) -> None:
    visit = await number(afterglow)
    words = ["--until", "sauna=21", "--until", "alcohol=2026-03-20", "--sunscreen-from", "10"]
    said = await afterglow("override", visit, *words)
    assert "2026-03-22  Aftercare: sauna, last day of the rule." in said
    assert "2026-03-20  Aftercare: alcohol, last day of the rule." in said
    assert "2026-03-10  Aftercare: last day without sunscreen." in said

    await registered.says(MINA, "/today")
    today = registered.reads(MINA)
    assert "• Sun 22 Mar: sauna" in today
    assert "• Fri 20 Mar: alcohol" in today
    assert "no sunscreen on treated skin before Wed 11 Mar, shade and a hat" in today
    assert "wait until the end of Sun 22 Mar" in (sauna := await can(registered, "Sauna or steam room"))
    assert "your clinic set this" in sauna
    assert "No sunscreen on the treated skin before Wed 11 Mar." in await can(registered, "Sun and sunscreen")
    await registered.says(MINA, "can i go to the sauna today?")
    assert "wait until the end of Sun 22 Mar" in registered.reads(MINA)
    assert "your clinic set this" in registered.reads(MINA)
    assert await dates_in_the_phone(registered) >= {
        ("sauna", date(2026, 3, 22)),
        ("alcohol", date(2026, 3, 20)),
        ("sun", date(2026, 3, 10)),
    }


async def dates_in_the_phone(world: World) -> set[tuple[str, date]]:
    await plan(world)
    await world.taps(MINA, "📆")
    document = world.last(MINA).document
    assert document is not None
    file = world.fake.file(document.file_id)
    assert file is not None
    entries = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    return {(str(e["UID"]).partition("@")[0].partition("-")[2], e.decoded("DTSTART")) for e in entries}


async def test_the_daily_messages_follow_the_clinics_dates(registered: World, afterglow: Afterglow) -> None:
    await afterglow("override", await number(afterglow), "--until", "sauna=3", "--sunscreen-from", "4")
    await registered.live_for(days=5)
    messages = {text.partition("Day ")[2].partition(".")[0]: text for text in registered.heard(MINA) if "Day " in text}
    assert "• today: sauna" in messages["3"]
    assert "Rule ended: sauna" in messages["4"]
    assert "SPF" not in messages["3"]
    assert "SPF 50+ on closed skin only" in messages["4"]


async def test_a_shorter_date_does_not_shorten_another_visit(registered: World, afterglow: Afterglow) -> None:
    await registered.wake_up_at(START + timedelta(days=2))
    await add(registered, ("🩸 PRP",))
    await afterglow("override", await number(afterglow), "--until", "sauna=3")
    answer = await can(registered, "Sauna or steam room")
    assert "wait until the end of Tue 17 Mar" in answer
    assert "your clinic set this" not in answer


async def test_clear_forgets_what_was_said(registered: World, afterglow: Afterglow) -> None:
    visit = await number(afterglow)
    await afterglow("override", visit, "--until", "sauna=21", "--sunscreen-from", "10")
    said = await afterglow("override", visit, "--clear")
    assert "nothing beside the protocol" in said
    assert "wait until the end of Sun 15 Mar" in await can(registered, "Sauna or steam room")


async def test_the_download_holds_what_the_clinic_said(registered: World, afterglow: Afterglow) -> None:
    await afterglow("override", await number(afterglow), "--until", "sauna=21", "--sunscreen-from", "10")
    (treatment,) = (await my_data(registered))["treatments"]
    assert (treatment["clinic_days"], treatment["clinic_sunscreen_from_day"]) == ({"sauna": 21}, 10)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("override", "99", "--clear"), "OverrideError: There is no treatment 99"),
        (("override", "1", "--until", "sauna=366"), "OverrideError: sauna: the last day must be within day 0 to 365"),
    ],
)
async def test_what_cannot_be_changes_nothing(afterglow: Afterglow, words: tuple[str, ...], sentence: str) -> None:
    before = await afterglow("list", "--json")
    assert (await afterglow(*words)).startswith(sentence)
    assert await afterglow("list", "--json") == before


async def test_nothing_said_is_bad_usage(afterglow: Afterglow) -> None:
    assert "Say what the clinic said" in " ".join((await afterglow("override", "1", code=2)).split())


async def test_the_pointer_and_the_overrides_are_written_together(registered: World) -> None:
    services = registered.runtime._parts.services
    async with services.database.read() as session:
        before = await (await services.roll(session)).by_chat(MINA)
    assert before is not None
    after = await override(services, before.facts.treatments[0].id, ClinicWord(until={Activity.SAUNA: 21}))
    async with services.database.read() as session:
        stored = await (await services.roll(session)).by_chat(MINA)
    assert stored == after
    assert after.next_due_at == first_due(after.facts, services.library)
