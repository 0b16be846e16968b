"""The buttons that lead on from an answer, as what they say and what they carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.rendering.asker import Asker
from schedules.understanding import Intent, Meaning

ENTRIES = {
    Intent.SAFETY: "safe",
    Intent.RESULTS: "when_results",
    Intent.FREQUENCY: "how_often",
    Intent.SIDE_EFFECTS: "side_effects",
    Intent.PREGNANCY: "careful",
    Intent.MOISTURIZER: "cream",
    Intent.HYDRATION: "water",
}
"""The entry of the question menu that answers an intent."""

PLACES = {
    Intent.CANDIDACY: "suits",
    Intent.AGE: "suits",
    Intent.TREATMENT_INFO: "treatments",
    Intent.STOP: "settings",
    Intent.PRIVACY: "privacy",
    Intent.PRICE: "contact",
    Intent.APPOINTMENT: "contact",
    Intent.MEDICATION: "contact",
    Intent.DIAGNOSIS: "contact",
    Intent.HUMAN: "contact",
    Intent.COMPLAINT: "contact",
}
"""The part of the bot that an intent leads to."""


@dataclass(frozen=True)
class Way:
    """A button: its label, the conversation it opens, and the words it carries there."""

    label: str
    section: str
    words: tuple[str, ...]


def ways_to(meanings: Iterable[Meaning], asker: Asker) -> tuple[Way, ...]:
    """A button for each meaning that has a page of its own, without doubles."""
    found = (_way(meaning, asker) for meaning in meanings)
    return tuple(dict.fromkeys(way for way in found if way is not None))


def places_of(meanings: Iterable[Meaning], asker: Asker) -> tuple[Way, ...]:
    """The parts of the bot that go on where an answer ends; a page that would say the same again is none."""
    return ways_to((m for m in meanings if m.activity is None and m.intent in PLACES), asker)


def _way(meaning: Meaning, asker: Asker) -> Way | None:
    texts = asker.texts
    if meaning.activity is not None:
        return Way(texts.plain(f"activities.{meaning.activity}"), "can", (meaning.activity.value,))
    if entry := ENTRIES.get(meaning.intent):
        return Way(texts.plain(f"faq.entries.{entry}.title"), "faq", ("entry", entry))
    if place := PLACES.get(meaning.intent):
        return Way(texts.plain(f"menu.{place}"), "go", (place,))
    return None
