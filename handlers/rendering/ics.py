"""The dated events of a plan as a file for the calendar of a phone (RFC 5545).

A calendar shows on a lock screen and is often shared, so no event names a treatment or a clinic. All events are whole
days and leave the person free. The same event keeps its UID, and a later file has a higher SEQUENCE, so that importing
again moves events instead of doubling them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from handlers.rendering.rules import is_about_sunscreen, riders
from handlers.texts import Texts
from schedules.agenda import CheckIn, Event, NextVisit, Results, RuleEnd
from schedules.protocol import After
from schedules.rules import Status
from storage.content.markup import plain

if TYPE_CHECKING:
    from icalendar import Event as Entry

PRODUCT = "-//Afterglow//Aftercare//EN"
FIRST_SEQUENCE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""SEQUENCE counts the seconds since then: it only grows, needs no memory, and fits into 31 bits until 2094."""


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One file: the bot it comes from (a part of each UID), when it is made, and whom to call."""

    issuer: int
    now: datetime
    phone: str


def render_ics(events: Sequence[Event], texts: Texts, issue: Issue) -> bytes:
    """The file, in UTF-8 with folded lines; METHOD is left out, so that it is a plain import and no invitation."""
    from icalendar import Calendar  # noqa: PLC0415 - large, and few ever ask for the file

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_entry(event, texts, issue))
    file: bytes = calendar.to_ical()
    return file


def told(event: Event, texts: Texts) -> tuple[str, tuple[str, ...]]:
    """The title of an event, and the lines that say what it means and what still counts after it."""
    return _title(event, texts), tuple(_body(event, texts))


def _entry(event: Event, texts: Texts, issue: Issue) -> "Entry":
    from icalendar import Event as Entry  # noqa: PLC0415 - large, and few ever ask for the file

    entry = Entry()
    title, lines = told(event, texts)
    now = issue.now.astimezone(UTC).replace(microsecond=0)
    entry.add("uid", f"{event.owner}-{event.key}@{issue.issuer}.afterglow")
    entry.add("dtstamp", now)
    entry.add("sequence", max(0, int((now - FIRST_SEQUENCE_AT).total_seconds())))
    entry.add("dtstart", event.on)
    entry.add("dtend", event.on + timedelta(days=1))
    entry.add("summary", title)
    entry.add("description", "\n".join([*lines, *_foot(texts, issue)]))
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    return entry


def _title(event: Event, texts: Texts) -> str:
    match event:
        case RuleEnd(said=said) if is_about_sunscreen(said):
            return texts.plain("calendar.title.sunscreen")
        case RuleEnd(said=said, after=after):
            name = "clinic_date" if not event.is_end else "rule_ask" if after is After.ASK_CLINIC else "rule_end"
            return texts.plain(f"calendar.title.{name}", activity=texts.plain(f"rules.{said.activity}.short"))
        case CheckIn(is_evening=is_evening):
            return texts.plain("calendar.title.check_in_evening" if is_evening else "calendar.title.check_in")
        case Results():
            return texts.plain("calendar.title.results")
        case NextVisit():
            return texts.plain("calendar.title.visit")


def _body(event: Event, texts: Texts) -> Iterator[str]:
    """What the date means, and what still counts after it."""
    match event:
        case RuleEnd():
            yield from _rule(event, texts)
        case CheckIn():
            yield texts.plain("calendar.wrong")
        case Results(milestone=milestone):
            yield texts.plain(f"milestones.{milestone.id}")
        case NextVisit(on=opens, through=closes):
            days = {"opens": texts.weekday_date(opens), "closes": texts.weekday_date(closes)}
            yield texts.plain("calendar.visit", **days)


def _rule(event: RuleEnd, texts: Texts) -> Iterator[str]:
    said, days = event.said, _days(event, texts)
    activity = texts.plain(f"activities.{said.activity}")
    covers = f"rules.{said.activity}.covers"
    if is_about_sunscreen(said):
        yield texts.plain("calendar.sunscreen.wait", **days)
        yield texts.plain("calendar.sunscreen.then", **days)
    elif event.is_end:
        yield texts.plain("calendar.wait", activity=activity, **days)
        if texts.has(covers):
            yield texts.plain(covers)
        advises = event.then.status is Status.ADVICE
        yield texts.plain("calendar.then_advice" if advises else f"can.then.{event.after}", **days)
        yield from (plain(words) for words in riders(said, texts))
    else:
        yield texts.plain("calendar.clinic_date", activity=activity)
    decisive = said if event.is_end or said.status is Status.REFRAIN else event.then
    yield texts.plain(f"calendar.why.{decisive.rank}")


def _days(event: RuleEnd, texts: Texts) -> dict[str, str]:
    """The last day of a rule, and the first without it."""
    free_from = event.on + timedelta(days=1)
    return {"last_day": texts.weekday_date(event.on), "free_from": texts.weekday_date(free_from)}


def _foot(texts: Texts, issue: Issue) -> Iterator[str]:
    if issue.phone:
        yield texts.plain("calendar.phone", phone=issue.phone)
    yield texts.plain("calendar.changes")
