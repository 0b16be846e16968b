"""The options that carry the clinic's own word for a visit: `--until sauna=21 --free-from alcohol=2026-04-02`."""

from datetime import date

import typer

from handlers.actions.overrides import ClinicWord, OverrideError, laid_over
from schedules.facts import Overrides
from schedules.words import Activity

UNTIL = "The last day of a rule: its care day or its date, as sauna=21 or alcohol=2026-04-01. Give it again for more."
FREE_FROM = "The first day without a rule, as alcohol=2026-04-02. Give it again for more."
SUNSCREEN_FROM = "The first day of sunscreen on the treated skin: its care day or its date."


def clinic_word(
    until: list[str] | None, free_from: list[str] | None, sunscreen_from: str | None, *, clear: bool = False
) -> ClinicWord:
    """What the options say; bad usage is told in one sentence."""
    return ClinicWord(
        until={activity: _day(end, "--until") for activity, end in _pairs(until, "--until")},
        free_from={activity: _date(free, "--free-from") for activity, free in _pairs(free_from, "--free-from")},
        sunscreen_from=None if sunscreen_from is None else _day(sunscreen_from, "--sunscreen-from"),
        clear=clear,
    )


def first_overrides(word: ClinicWord, on: date) -> Overrides:
    """What counts for a visit on a date when nothing was said before; bad usage is told in one sentence."""
    try:
        return laid_over(Overrides(), word, on)
    except OverrideError as error:
        raise typer.BadParameter(str(error)) from None


def _pairs(given: list[str] | None, hint: str) -> list[tuple[Activity, str]]:
    found: dict[Activity, str] = {}
    for one in given or []:
        name, is_pair, end = one.partition("=")
        if not is_pair:
            raise typer.BadParameter(f"{one!r} must name an activity and a day, as sauna=21.", param_hint=hint)
        if name not in set(Activity):
            known = ", ".join(Activity)
            raise typer.BadParameter(f"{name!r} is not an activity; the activities are {known}.", param_hint=hint)
        if Activity(name) in found:
            raise typer.BadParameter(f"{name} is given twice.", param_hint=hint)
        found[Activity(name)] = end
    return list(found.items())


def _day(text: str, hint: str) -> int | date:
    return int(text) if text.isascii() and text.isdigit() else _date(text, hint, "a care day such as 21 or ")


def _date(text: str, hint: str, or_else: str = "") -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not {or_else}a date such as 2026-04-01.", param_hint=hint) from None
