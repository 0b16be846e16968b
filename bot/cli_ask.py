"""`afterglow ask`: what the bot answers to a text, for one question or for many."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.ask import Answered, Asked, ask
from bot.clock import SystemClock
from schedules.localtime import local_date
from schedules.words import Kind
from storage.content import Content

MOST_DAYS = 100_000
"""A care day beyond this is no day of a person's life."""


class _Line(BaseModel):
    """One line on standard input."""

    model_config = ConfigDict(extra="ignore")

    lang: str
    text: str
    treatment: Kind | None = None
    day: Annotated[int | None, Field(ge=0, le=MOST_DAYS)] = None


def command(content_of: Callable[[], Content]) -> Callable[..., None]:
    """The command, with a way to read the content."""

    def ask_(
        text: Annotated[str | None, typer.Argument(help="What somebody typed.")] = None,
        lang: Annotated[str, typer.Option(help="The language of the answer.")] = "en",
        treatment: Annotated[Kind | None, typer.Option(help="The treatment they had.")] = None,
        day: Annotated[int | None, typer.Option(min=0, max=MOST_DAYS, help="The care day they are on.")] = None,
        skin_broken: Annotated[bool, typer.Option("--skin-broken", help="The treatment broke the skin.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="For a program: intent, also, tier, reply.")] = False,
        as_lines: Annotated[
            bool, typer.Option("--jsonl", help="One JSON object with lang, text, treatment, day per line of input.")
        ] = False,
    ) -> None:
        """Print what the bot answers to a text."""
        content = content_of()
        today = local_date(SystemClock().now(), content.clinic.zone)
        if as_lines:
            _many(content, today)
            return
        if text is None:
            raise typer.BadParameter("Give the text to answer, or --jsonl.", param_hint="TEXT")
        if lang not in content.languages:
            known = ", ".join(content.languages)
            raise typer.BadParameter(f"There is no content in {lang!r}; there is: {known}.", param_hint="--lang")
        asked = Asked(text=text, language=lang, treatment=treatment, day=day, skin_broken=skin_broken)
        answered = ask(asked, content, today)
        typer.echo(_dumped(answered.as_json()) if as_json else "\n".join(_shown(answered)))

    return ask_


def _shown(answered: Answered) -> Iterator[str]:
    """The answer as it looks in the chat: its words, then its buttons."""
    yield answered.reply
    if answered.buttons:
        yield ""
        yield from (f"[ {label} ]" for label in answered.buttons)


def _many(content: Content, today: date) -> None:
    """Answer every line in order; a line that cannot be read is answered with an error, and the exit code is 1."""
    is_fine = True
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real stream, always
    for line in sys.stdin:
        if not line.strip():
            continue
        answer = _one(line, content, today)
        is_fine = is_fine and "error" not in answer
        typer.echo(_dumped(answer))
    if not is_fine:
        raise typer.Exit(1)


def _one(line: str, content: Content, today: date) -> dict[str, Any]:
    try:
        read = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        return {"error": f"{where}: {first['msg']}" if where else first["msg"]}
    if read.lang not in content.languages:
        return {"error": f"lang: there is no content in {read.lang!r}"}
    return ask(
        Asked(text=read.text, language=read.lang, treatment=read.treatment, day=read.day), content, today
    ).as_json()


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
