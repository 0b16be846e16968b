"""The fixed words for signs of danger, as Telegram HTML. Nothing is generated, softened or passed on."""

from collections.abc import Iterator

from handlers.rendering.asker import Asker
from handlers.texts import Html
from schedules.understanding import Sign, Tier, Understanding

FACE_AND_SIGHT = frozenset({Sign.VISION, Sign.VASCULAR})
"""Signs for which the ambulance must know of the treatment."""


def alarm(found: Understanding, asker: Asker) -> list[Html]:
    """What to do about the signs, the most urgent first; nothing when there are none."""
    if found.tier is None:
        return []
    signs = [finding.sign for finding in found.findings]
    first = [_crisis(asker)] if Sign.CRISIS in signs else []
    if signs != [Sign.CRISIS]:
        first.append(Html(" ".join([_tier(found.tier, asker), *_additions(signs, asker)])))
    return first


def _tier(tier: Tier, asker: Asker) -> Html:
    key = f"alarm.{tier.word}" if asker.has_phone else f"alarm.{tier.word}_without_phone"
    return asker.texts.say(key, **asker.contact.words())


def _crisis(asker: Asker) -> Html:
    key = "alarm.crisis" if asker.contact.crisis else "alarm.crisis_without_line"
    return asker.texts.say(key, **asker.contact.words())


def _additions(signs: list[Sign], asker: Asker) -> Iterator[Html]:
    """What must be said besides for the first sign: one sentence, so that the action stays clear."""
    latest = max((t.on for t in asker.in_care), default=None)
    key = f"alarm.and.{signs[0]}"
    if signs[0] in FACE_AND_SIGHT and latest is None:
        key = f"alarm.and_undated.{signs[0]}"
    if asker.texts.has(key):
        date = asker.texts.date(latest) if latest else ""
        yield asker.texts.say(key, **asker.contact.words(), date=date)
