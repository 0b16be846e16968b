"""The command line `afterglow`. Exit codes: 0 done, 1 failed, 2 bad usage; errors are one sentence."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.panel import Panel

from bot import cli_ask, cli_check, cli_clinic, cli_outbox, cli_patients, logs
from bot.clinic_word import FREE_FROM, SUNSCREEN_FROM, UNTIL, clinic_word, first_overrides
from bot.journey import as_json, as_text, journey
from bot.lock import AlreadyRunningError
from bot.serve import CannotStartError, run_on_telegram
from bot.settings import Settings, SettingsError, read_settings
from handlers.actions.overrides import OverrideError
from schedules.words import CadenceName, Kind
from storage.content import DEFAULT_CONTENT, Content, ContentError, load_content
from storage.database import DatabaseUrlError
from storage.migrate import MigrationError

app = typer.Typer(
    name="afterglow",
    help="The aftercare bot of a skin clinic. `afterglow run` starts it, in the sandbox when there is no bot token.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(cli_clinic.app, name="clinic")
app.add_typer(cli_patients.app, name="patients")
app.add_typer(cli_outbox.app, name="outbox")

_out = Console()
_err = Console(stderr=True)

COLLECT_RARELY = (20_000, 20, 20)
"""New objects before the collector looks, and so on for older ones: reading the content is a third faster so."""

KNOWN_ERRORS = (
    SettingsError,
    ContentError,
    DatabaseUrlError,
    MigrationError,
    AlreadyRunningError,
    CannotStartError,
    OverrideError,
    cli_patients.NoClinicError,
)


def main() -> None:
    """The entry point of the command."""
    gc.freeze()  # what was imported stays for good: the collector need not look through it again and again
    gc.set_threshold(*COLLECT_RARELY)
    with sentences():
        app()


@contextmanager
def sentences() -> Iterator[None]:
    """Turn every error that whoever runs this can mend into one sentence and exit code 1."""
    try:
        yield
    except KNOWN_ERRORS as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename}." if error.filename else f"{error.strerror or error}.")


def fail(sentence: str) -> NoReturn:
    """Say why it did not work, and end with exit code 1."""
    _err.print(logs.redact(sentence), style="bold red", highlight=False, soft_wrap=True)
    raise SystemExit(1)


def folders_of(settings: Settings) -> tuple[Path, ...]:
    """The folder of the shipped content, and the clinic's own."""
    return (DEFAULT_CONTENT, settings.content_dir) if settings.content_dir else (DEFAULT_CONTENT,)


def content_of(settings: Settings) -> Content:
    """The shipped content, with the clinic's own folder laid over it."""
    return load_content(*folders_of(settings))


def _start(work: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    settings = read_settings()
    logs.set_up(settings.log_level)
    asyncio.run(work(settings))


@app.command()
def run() -> None:
    """Run the bot: on Telegram when AFTERGLOW_BOT_TOKEN is set, otherwise in the sandbox."""
    if read_settings().bot_token is None:
        sandbox()
    else:
        _start(run_on_telegram)


@app.command()
def sandbox() -> None:
    """Run the bot against a fake Telegram, with a chat page in the browser and a clock to turn."""
    from bot.sandbox.run import run_sandbox  # noqa: PLC0415 - a web server and a fake Telegram, no use on the real one

    _start(lambda settings: run_sandbox(settings, _say_ready))


def _say_ready(address: str) -> None:
    _out.print(
        Panel.fit(
            f"Open [bold link={address}]{address}[/] in your browser.\n"
            "Press Start as Mina, tell her treatment, then turn the clock with “Next message”.\n"
            "Nothing leaves this machine. Stop with Ctrl+C.",
            title="🌅 Afterglow sandbox",
            border_style="rgb(255,140,105)",
        )
    )


app.command(name="ask")(cli_ask.command(lambda: content_of(read_settings())))


app.command(name="check")(cli_check.command(lambda: folders_of(read_settings())))


@app.command(name="journey")
def journey_(
    treatment: Annotated[Kind, typer.Option(help="The kind of treatment.")],
    on: Annotated[str, typer.Option("--date", help="The treatment date, as 2026-03-01.")],
    lang: Annotated[str, typer.Option(help="The language of the messages.")] = "en",
    cadence: Annotated[CadenceName, typer.Option(help="How often the patient wants to hear.")] = CadenceName.DAILY,
    skin_broken: Annotated[bool, typer.Option("--skin-broken", help="The treatment broke the skin.")] = False,
    until: Annotated[list[str] | None, typer.Option(help=UNTIL)] = None,
    free_from: Annotated[list[str] | None, typer.Option(help=FREE_FROM)] = None,
    sunscreen_from: Annotated[str | None, typer.Option(help=SUNSCREEN_FROM)] = None,
    as_program: Annotated[bool, typer.Option("--json", help="For a program: a list of date, day and text.")] = False,
) -> None:
    """Print every message that a patient gets after a treatment."""
    content = content_of(read_settings())
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise typer.BadParameter(f"{on!r} is not a date; write it as 2026-03-01.", param_hint="--date") from None
    if lang not in content.languages:
        known = ", ".join(content.languages)
        raise typer.BadParameter(f"There is no content in {lang!r}; there is: {known}.", param_hint="--lang")
    told = first_overrides(clinic_word(until, free_from, sunscreen_from), day)
    messages = journey(content, treatment, day, lang, cadence=cadence, skin_broken=skin_broken, overrides=told)
    typer.echo(as_json(messages) if as_program else as_text(messages))
