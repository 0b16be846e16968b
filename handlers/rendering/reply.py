"""The whole answer to a text that somebody typed: signs of danger first, then what was asked, then the ways on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handlers.rendering.alarm import alarm
from handlers.rendering.answers import answer_to
from handlers.rendering.asker import Asker
from handlers.rendering.ways import Way, places_of, ways_to
from handlers.texts import Html
from schedules.understanding import Intent, Meaning, Tier, Understanding

MOST_ANSWERS = 3
ADULT = 18

ABOUT_SIGNS = frozenset({Intent.SIDE_EFFECTS, Intent.DIAGNOSIS, Intent.HUMAN})
"""Their answers ask themselves whether something is wrong."""

PRAISING = frozenset({Intent.SAFETY, Intent.TREATMENT_INFO, Intent.AGE, Intent.CANDIDACY})
"""Their answers quote what the guide says for the treatments: never beside a sign, however mild."""

CLINIC = ("contact",)
"""The way to the clinic stands under every answer: it is no guess at what was meant."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer as Telegram HTML, and the buttons that stand under it; `presses`: nothing may lead away from it."""

    text: Html
    ways: tuple[Way, ...] = ()
    presses: bool = False


def reply_to(found: Understanding, asker: Asker) -> Reply:
    """The answer to what was understood."""
    if found.age is not None and found.age < ADULT and found.tier in {None, Tier.ROUTINE}:
        return _reply([*alarm(found, asker), asker.texts.say("ask.guardian", **asker.contact.words())])
    if found.tier is not None:
        return _alarmed(found, asker)
    if not found.meanings:
        return _not_sure(found, asker)
    warned = [_unsure_sign(asker)] if _may_be_a_sign(found) else []
    told = found.meanings[:MOST_ANSWERS]
    return _reply([*warned, *(answer_to(meaning, found, asker) for meaning in told)], places_of(told, asker))


def _reply(parts: Iterable[Html], ways: Iterable[Way] = ()) -> Reply:
    return Reply(text=Html("\n\n".join(parts)), ways=tuple(ways))


def _alarmed(found: Understanding, asker: Asker) -> Reply:
    """Signs first. Beside one that cannot wait nothing is cleared; questions are taken up after the call."""
    if found.tier is Tier.ROUTINE:
        told = [meaning for meaning in found.meanings if meaning.intent not in PRAISING][:MOST_ANSWERS]
        rest = [answer_to(meaning, found, asker) for meaning in told]
        return _reply([*alarm(found, asker), *rest], places_of(found.meanings, asker))
    pressing = _reply(
        [*alarm(found, asker), *_after_that(found.meanings, asker)], ways_to(_others(found.meanings), asker)
    )
    return replace(pressing, presses=True)


def _after_that(meanings: Iterable[Meaning], asker: Asker) -> Iterator[Html]:
    asked = list(meanings)
    for meaning in asked:
        if meaning.activity is not None:
            yield asker.texts.say("alarm.after_that", activity=asker.texts.say(f"activities.{meaning.activity}"))
    if _others(asked):
        yield asker.texts.say("alarm.other_questions")


def _others(meanings: Iterable[Meaning]) -> list[Meaning]:
    return [meaning for meaning in meanings if meaning.activity is None]


def _may_be_a_sign(found: Understanding) -> bool:
    return found.unsure_sign and not ABOUT_SIGNS & {meaning.intent for meaning in found.meanings}


def _unsure_sign(asker: Asker) -> Html:
    return asker.texts.say("ask.unsure_sign", **asker.contact.words())


def _not_sure(found: Understanding, asker: Asker) -> Reply:
    """Nothing is sure: signs of danger are asked about first, then the likeliest questions are offered."""
    ways = tuple(way for way in ways_to(found.guesses, asker) if way.words != CLINIC)
    key = "ask.not_sure" if ways else "ask.not_sure_at_all"
    parts = [_unsure_sign(asker)] if found.unsure_sign else []
    return _reply([*parts, asker.texts.say(key, **asker.contact.words())], ways)
