"""The one message of a day, as Telegram HTML. The first line is safe on a lock screen: it names no treatment."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from handlers.rendering.standing import endings, usual_not_yet, windows
from handlers.texts import Html, Texts
from schedules.digest import Digest, TreatmentDay
from schedules.facts import CLINIC_WORD
from schedules.habits import SHADE
from schedules.protocol import Habit

MAX_PARTS = 5
"""So many treatments are named in one message; nobody reads a longer list, and 4,096 characters stay far away."""

GREETINGS = 7
"""So many first lines take turns, so that a lock screen does not show the same words each day."""

BETWEEN_HABITS = " · "


class ClinicContact(Protocol):
    """Whom to call."""

    @property
    def phone(self) -> str:
        """The clinic's own number, or nothing."""
        ...

    @property
    def country(self) -> str:
        """Its country's code, a key of the content's countries."""
        ...


def render_digest(digest: Digest, texts: Texts, clinic: ClinicContact) -> str:
    """The message as Telegram HTML, well under 4,096 characters; at most about 80 words for one treatment."""
    blocks = (
        _heading(digest, texts),
        _today(digest, texts),
        windows(digest, texts),
        endings(digest, texts),
        _care(digest, texts),
        _help(digest, texts, clinic),
    )
    return "\n\n".join("\n".join(lines) for lines in map(tuple, blocks) if lines)


def _name(part: TreatmentDay, texts: Texts) -> str:
    """The name of a part's treatment at the beginning of a line: in full on its own day, short from then on."""
    if part.day == 0:
        return texts.plain(f"protocols.{part.treatment.kind}.name")
    short = texts.plain(f"protocols.{part.treatment.kind}.short")
    return short[:1].upper() + short[1:]


def _heading(digest: Digest, texts: Texts) -> Iterator[str]:
    day = digest.lead.day
    greeting = "digest.hello_day_zero" if day == 0 else f"digest.hello.{day % GREETINGS + 1}"
    yield texts.say(greeting, day=day)
    parts = digest.parts[:MAX_PARTS]
    names = [_name(part, texts) for part in parts]
    if len(parts) > 1:
        names = [
            texts.plain("digest.numbered", treatment=name, day=part.day, count=part.day)
            for name, part in zip(names, parts, strict=True)
        ]
    yield texts.say("digest.heading", treatments=texts.listed(names), date=texts.weekday_date(digest.on))


def _today(digest: Digest, texts: Texts) -> Iterator[str]:
    """What to expect, do and leave. What to do is said once, by the treatment that asks for the most care."""
    if digest.missed:
        first, last = texts.weekday_date(digest.missed[0]), texts.weekday_date(digest.missed[-1])
        yield texts.say("digest.missed", count=len(digest.missed), dates=first, first=first, last=last)
    if expect := _band_words(digest.lead, "expect", texts):
        yield texts.say("digest.expect", expect=expect)
    if (do := _band_words(digest.strictest, "do", texts)) and not digest.do_waits:
        yield texts.say("digest.do", do=do)
    avoid = [words for words in (_band_words(digest.lead, "avoid", texts), usual_not_yet(digest, texts)) if words]
    if avoid:
        yield texts.say("digest.avoid", avoid=Html(" ".join(avoid)))
    for part in digest.parts[1:MAX_PARTS]:
        told = [found for name in ("expect", "avoid") if (found := _band_words(part, name, texts))]
        if told:
            yield texts.say("digest.also", treatment=_name(part, texts), words=Html(" ".join(told)))
    if len(digest.parts) > 1:
        yield texts.say("digest.several")


def _band_words(part: TreatmentDay, name: str, texts: Texts) -> Html | None:
    if part.band is None:
        return None
    key = f"protocols.{part.treatment.care(texts.content.library).kind}.bands.{part.band.id}.{name}"
    return texts.say(key) if texts.has(key) else None


def _care(digest: Digest, texts: Texts) -> Iterator[str]:
    if digest.habits:
        joined = Html(BETWEEN_HABITS.join(_daily(habit, digest, texts) for habit in digest.habits))
        yield texts.say("digest.daily", habits=joined)
    if digest.tip:
        yield texts.say("digest.tip", tip=_habit(digest.tip, digest.parts, texts))
    for key in dict.fromkeys(f"milestones.{note.milestone.id}" for note in digest.results):
        yield texts.say("digest.result", note=texts.say(key))
    for window in digest.sessions:
        if digest.results and window.opens < digest.on:
            continue
        yield texts.say(
            "digest.session",
            treatment=texts.say(f"protocols.{window.treatment.kind}.short"),
            opens=texts.weekday_date(window.opens),
            closes=texts.weekday_date(window.closes),
        )


def _daily(habit: Habit, digest: Digest, texts: Texts) -> Html:
    """A habit of the daily line; the clinic's own start of sunscreen is told with its date."""
    held = digest.sunscreen
    if habit.id == SHADE and held and held.free_from and CLINIC_WORD.id in held.sources:
        return texts.say("calendar.sunscreen.daily", date=texts.weekday_date(held.free_from))
    return _habit(habit, digest.parts, texts)


def _habit(habit: Habit, parts: Sequence[TreatmentDay], texts: Texts) -> Html:
    """The words of a habit: those of a treatment in care that words it itself, or the common ones."""
    own = (f"protocols.{part.treatment.care(texts.content.library).kind}.habits.{habit.id}" for part in parts)
    return texts.say(next((key for key in own if texts.has(key)), f"habits.{habit.id}"))


def _help(digest: Digest, texts: Texts, clinic: ClinicContact) -> Iterator[str]:
    parts = digest.parts[:MAX_PARTS]
    for urgent in dict.fromkeys(_band_words(part, "urgent", texts) for part in parts):
        if urgent:
            yield texts.say("digest.urgent", urgent=urgent, emergency=texts.content.countries[clinic.country].emergency)
    calls = dict.fromkeys(words for part in parts if (words := _band_words(part, "call", texts)))
    if calls:
        yield texts.say("digest.call", call=Html(" ".join(calls)), phone=clinic.phone).strip()
    if digest.is_last:
        yield texts.say("digest.farewell")
