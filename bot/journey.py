"""The whole rendered sequence of messages for one treatment: what a clinic reads before it trusts a protocol."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from handlers.rendering.digest import render_digest
from handlers.texts import Texts
from schedules.digest import digest
from schedules.facts import Overrides, PatientFacts, Treatment
from schedules.plan import digest_dates
from schedules.words import CadenceName, Kind
from storage.content import Content
from storage.content.markup import plain


@dataclass(frozen=True, kw_only=True)
class JourneyMessage:
    """One message: its local date, the care day, and its words as Telegram HTML."""

    date: date
    day: int
    text: str


def journey(
    content: Content,
    kind: Kind,
    on: date,
    language: str,
    *,
    cadence: CadenceName = CadenceName.DAILY,
    skin_broken: bool = False,
    overrides: Overrides | None = None,
) -> list[JourneyMessage]:
    """Every message that a patient gets after this treatment on this date, in order.

    `overrides` is what the clinic says for this one visit.
    """
    treatment = Treatment(id=1, kind=kind, on=on, skin_broken=skin_broken, overrides=overrides or Overrides())
    facts = PatientFacts(zone=content.clinic.zone, cadence=cadence, treatments=(treatment,))
    texts = Texts(content, language)
    days = ((day, digest(facts, content.library, day)) for day in digest_dates(facts, content.library))
    return [
        JourneyMessage(date=day, day=treatment.care_day(day), text=render_digest(said, texts, content.clinic))
        for day, said in days
        if said is not None
    ]


def as_text(messages: Sequence[JourneyMessage]) -> str:
    """The messages as a person would read them, without markup, one under the other."""
    return "\n\n".join(f"── {message.date.isoformat()} ──\n{plain(message.text)}" for message in messages)


def as_json(messages: Sequence[JourneyMessage]) -> str:
    """The messages for a program: a list of date, day and text (Telegram HTML)."""
    return json.dumps([asdict(m) | {"date": m.date.isoformat()} for m in messages], ensure_ascii=False, indent=2)
