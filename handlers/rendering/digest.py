"""The one message of a day, as Telegram HTML. The first line is safe on a lock screen: it names no treatment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol

from handlers.texts import Html, Texts
from schedules.digest import Digest, TreatmentDay
from schedules.protocol import After, Habit
from schedules.rules import Status, Verdict
from schedules.words import Activity, Rank

MAX_PARTS = 5
"""So many treatments are named in one message; nobody reads a longer list, and 4,096 characters stay far away."""


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
    """The message as Telegram HTML, well under 4,096 characters; about 80 words for one treatment."""
    blocks = (
        _heading(digest, texts),
        _today(digest, texts),
        _windows(digest, texts),
        _endings(digest, texts),
        _care(digest, texts),
        _help(digest, texts, clinic),
    )
    return "\n\n".join("\n".join(lines) for lines in map(tuple, blocks) if lines)


def treatment_name(part: TreatmentDay, texts: Texts) -> str:
    """The full name of a part's treatment."""
    return texts.plain(f"protocols.{part.treatment.kind}.name")


def _short_name(part: TreatmentDay, texts: Texts) -> str:
    return texts.plain(f"protocols.{part.treatment.kind}.short")


def _heading(digest: Digest, texts: Texts) -> Iterator[str]:
    day = digest.lead.day
    yield texts.say("digest.hello_day_zero") if day == 0 else texts.say("digest.hello", day=day)
    parts = digest.parts[:MAX_PARTS]
    names = [treatment_name(part, texts) for part in parts]
    if len(parts) > 1:
        names = [
            texts.plain("digest.numbered", treatment=name, day=part.day)
            for name, part in zip(names, parts, strict=True)
        ]
    yield texts.say("digest.heading", treatments=texts.listed(names), date=texts.weekday_date(digest.on))


def _today(digest: Digest, texts: Texts) -> Iterator[str]:
    if digest.missed:
        first, last = texts.weekday_date(digest.missed[0]), texts.weekday_date(digest.missed[-1])
        yield texts.say("digest.missed", count=len(digest.missed), dates=first, first=first, last=last)
    for name in ("expect", "do", "avoid"):
        if words := _band_words(digest.lead, name, texts):
            yield texts.say(f"digest.{name}", **{name: words})
    for part in digest.parts[1:MAX_PARTS]:
        told = [found for name in ("expect", "avoid") if (found := _band_words(part, name, texts))]
        if told:
            yield texts.say("digest.also", treatment=treatment_name(part, texts), words=Html(" ".join(told)))
    if len(digest.parts) > 1:
        yield texts.say("digest.several")


def _band_words(part: TreatmentDay, name: str, texts: Texts) -> Html | None:
    if part.band is None:
        return None
    key = f"protocols.{part.treatment.care(texts.content.library).kind}.bands.{part.band.id}.{name}"
    return texts.say(key) if texts.has(key) else None


def _windows(digest: Digest, texts: Texts) -> Iterator[str]:
    """What is not allowed yet, by last day; a star tells usual advice from the clinic's guide."""
    shown = (*digest.ends_today, *digest.not_yet, *digest.refrain)
    if digest.ends_today or digest.not_yet:
        yield texts.say("digest.not_yet")
    if digest.ends_today:
        yield texts.say("digest.last_day", things=_things(digest.ends_today, digest, texts))
    for last_day, verdicts in groupby(digest.not_yet, key=_last_day):
        things = _things(tuple(verdicts), digest, texts)
        yield texts.say("digest.until", things=things, date=texts.weekday_date(last_day))
    if digest.refrain:
        key = "digest.refrain_only" if len(digest.refrain) == len(shown) else "digest.refrain"
        yield texts.say(key, things=_things(digest.refrain, digest, texts))
    if any(map(_is_usual, shown)):
        yield texts.say("digest.usual_note")


def _last_day(verdict: Verdict) -> date:
    return verdict.last_day or date.max


def _is_usual(verdict: Verdict) -> bool:
    """Whether the rule is neither the clinic's own nor its guide's."""
    return verdict.rank in {Rank.DEFAULT, Rank.PUBLIC}


def _in_menu_order(verdicts: Iterable[Verdict], texts: Texts) -> list[Verdict]:
    order = [card.activity for card in texts.content.activities]
    return sorted(verdicts, key=lambda verdict: order.index(verdict.activity))


def _things(verdicts: Iterable[Verdict], digest: Digest, texts: Texts) -> Html:
    """The activities in the order of the menu; with several treatments, by whose rule is the strictest."""
    groups: dict[tuple[str, ...], list[Html]] = {}
    for verdict in _in_menu_order(verdicts, texts):
        name = _activity(verdict.activity, texts)
        usual = texts.say("digest.usual", thing=name) if _is_usual(verdict) else name
        groups.setdefault(_owners(verdict, digest, texts), []).append(usual)
    return Html("; ".join(_group(owners, things, texts) for owners, things in groups.items()))


def _owners(verdict: Verdict, digest: Digest, texts: Texts) -> tuple[str, ...]:
    """The treatments to name beside an activity: none when all in care say the same."""
    decisive = [part for part in digest.parts if part.treatment.id in verdict.because]
    if len(decisive) == len(digest.parts):
        return ()
    return tuple(dict.fromkeys(_short_name(part, texts) for part in decisive))


def _group(owners: tuple[str, ...], things: list[Html], texts: Texts) -> Html:
    listed = texts.listed(things)
    return texts.say("digest.because", things=listed, treatment=texts.listed(owners)) if owners else listed


def _endings(digest: Digest, texts: Texts) -> Iterator[str]:
    plain = []
    for verdict in _in_menu_order(digest.ended, texts):
        special = f"rules.{verdict.activity}.ended_today"
        if verdict.status is Status.ENDED and texts.has(special):
            yield texts.say("digest.special", note=texts.say(special))
        else:
            plain.append(verdict)
    for after in After:
        names = [_activity(verdict.activity, texts) for verdict in plain if verdict.after is after]
        if names:
            yield texts.say(f"digest.ended.{after}", things=texts.listed(names))


def _activity(activity: Activity, texts: Texts) -> Html:
    return texts.say(f"rules.{activity}.short")


def _care(digest: Digest, texts: Texts) -> Iterator[str]:
    if digest.habits:
        joined = Html("; ".join(_habit(habit, digest.parts, texts) for habit in digest.habits))
        yield texts.say("digest.daily", habits=joined)
    if digest.tip:
        yield texts.say("digest.tip", tip=_habit(digest.tip, digest.parts, texts))
    for key in dict.fromkeys(f"milestones.{note.milestone.id}" for note in digest.results):
        yield texts.say("digest.result", note=texts.say(key))
    for window in digest.sessions:
        yield texts.say(
            "digest.session",
            treatment=texts.say(f"protocols.{window.treatment.kind}.short"),
            opens=texts.weekday_date(window.opens),
            closes=texts.weekday_date(window.closes),
        )


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
