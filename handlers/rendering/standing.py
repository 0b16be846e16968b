"""The rules that stand on a date, in the message of the day: what waits until when, and what has ended.

The list of dates has the rules of the clinic and of its guide. Usual advice is told in half a sentence beside what to
leave today, and in full under /can.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from handlers.texts import Html, Texts
from schedules.digest import Digest
from schedules.facts import CLINIC_WORD
from schedules.protocol import After
from schedules.rules import Status, Verdict
from schedules.words import Activity, Rank

USUAL_TOLD = (Activity.MAKEUP, Activity.SWIMMING, Activity.ACTIVES, Activity.SHAVING)
"""Usual advice that a patient may break without asking; the rest is in the texts of the days."""

MAX_USUAL = 2
"""So many of them are told in a message: the soonest to end first, those without an end in turns."""


def windows(digest: Digest, texts: Texts) -> Iterator[str]:
    """What is not allowed yet by the clinic or its guide, by last day; then what needs its word first."""
    today = _of_the_guide(digest.ends_today)
    running = _of_the_guide(digest.not_yet)
    refrain = _of_the_guide(digest.refrain)
    ask_first = _of_the_guide(digest.ask_first)
    if today or running:
        yield texts.say("digest.not_yet")
    if today:
        yield texts.say("digest.last_day", things=_things(today, digest, texts))
    for last_day, verdicts in groupby(running, key=_last_day):
        yield texts.say(
            "digest.until", things=_things(tuple(verdicts), digest, texts), date=texts.weekday_date(last_day)
        )
    if refrain:
        key = "digest.refrain" if today or running else "digest.refrain_only"
        yield texts.say(key, things=_things(refrain, digest, texts))
    if ask_first:
        yield texts.say("digest.ask_first", things=_things(ask_first, digest, texts))


def usual_not_yet(digest: Digest, texts: Texts) -> Html | None:
    """Half a sentence on what usual advice leaves for later; None when there is nothing."""
    standing = (*digest.ends_today, *digest.not_yet, *digest.refrain)
    waiting = [v for v in standing if not _is_of_the_guide(v) and v.activity in USUAL_TOLD]
    waiting.sort(key=lambda v: (_last_day(v), USUAL_TOLD.index(v.activity)))
    dated = [verdict for verdict in waiting if _last_day(verdict) < date.max]
    undated = waiting[len(dated) :]
    turn = digest.lead.day * MAX_USUAL % len(undated) if undated else 0
    told = (*dated, *undated[turn:], *undated[:turn])[:MAX_USUAL]
    names = [_activity(verdict.activity, texts) for verdict in told]
    return texts.say("digest.usual", things=texts.listed(names, style="or")) if names else None


def endings(digest: Digest, texts: Texts) -> Iterator[str]:
    """The rules that have ended since the message before, and what still counts; never a clearance."""
    guide = [verdict for verdict in digest.ended if _is_of_the_guide(verdict)]
    usual = [verdict for verdict in digest.ended if verdict not in guide and verdict.activity in USUAL_TOLD]
    special = [verdict for verdict in digest.ended if _has_own_ending(verdict, texts)]
    for verdict in special:
        yield texts.say("digest.special", note=texts.say(f"rules.{verdict.activity}.ended_today"))
    for after in After:
        if together := [v for v in guide if v.after is after and v not in special]:
            with_it = usual if after is After.IF_CALM else []
            usual = [verdict for verdict in usual if verdict not in with_it]
            yield texts.say(f"digest.ended.{after}", things=_names((*together, *with_it), texts))
    if usual:
        yield texts.say("digest.ended.usual", things=_names(usual, texts))


def _has_own_ending(verdict: Verdict, texts: Texts) -> bool:
    return verdict.status is Status.ENDED and texts.has(f"rules.{verdict.activity}.ended_today")


def _names(verdicts: Iterable[Verdict], texts: Texts) -> Html:
    return texts.listed(_activity(verdict.activity, texts) for verdict in _in_menu_order(verdicts, texts))


def _is_of_the_guide(verdict: Verdict) -> bool:
    """Whether the clinic itself or its guide says so, alone or with others."""
    return verdict.rank in {Rank.CLINIC, Rank.ARTICLE} or CLINIC_WORD.id in verdict.sources


def _of_the_guide(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    return tuple(filter(_is_of_the_guide, verdicts))


def _last_day(verdict: Verdict) -> date:
    """The end that is known: a rule that only the clinic ends comes last, whatever date it may not come before."""
    return verdict.last_day if verdict.last_day and verdict.status is Status.NOT_YET else date.max


def _in_menu_order(verdicts: Iterable[Verdict], texts: Texts) -> list[Verdict]:
    order = [card.activity for card in texts.content.activities]
    return sorted(verdicts, key=lambda verdict: order.index(verdict.activity))


def _things(verdicts: Iterable[Verdict], digest: Digest, texts: Texts) -> Html:
    """The activities in the order of the menu; with several treatments, by whose rule is the strictest."""
    groups: dict[tuple[str, ...], list[Html]] = {}
    for verdict in _in_menu_order(verdicts, texts):
        groups.setdefault(_owners(verdict, digest, texts), []).append(_activity(verdict.activity, texts))
    return Html("; ".join(_group(owners, things, texts) for owners, things in groups.items()))


def _owners(verdict: Verdict, digest: Digest, texts: Texts) -> tuple[str, ...]:
    """The treatments to name beside an activity: none when all in care say the same."""
    decisive = [part for part in digest.parts if part.treatment.id in verdict.because]
    if len(decisive) == len(digest.parts):
        return ()
    return tuple(dict.fromkeys(texts.plain(f"protocols.{part.treatment.kind}.short") for part in decisive))


def _group(owners: tuple[str, ...], things: list[Html], texts: Texts) -> Html:
    listed = texts.listed(things)
    return texts.say("digest.because", things=listed, treatment=texts.listed(owners)) if owners else listed


def _activity(activity: Activity, texts: Texts) -> Html:
    return texts.say(f"rules.{activity}.short")
