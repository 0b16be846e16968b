"""What the bot answers to a text, without a chat: for whoever writes the content, and for programs."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.contact import Contact
from handlers.rendering.asker import Asker
from handlers.rendering.reply import reply_to
from handlers.texts import Texts
from schedules.facts import Treatment
from schedules.understanding import Understanding, understand
from schedules.words import Kind
from storage.content import Content
from storage.content.markup import plain


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A text, and who wrote it. `day` None: the date of the treatment is not known."""

    text: str
    language: str
    treatment: Kind | None = None
    day: int | None = None
    skin_broken: bool = False


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The answer in plain words, and what was understood. `tier` is a word, or None where there is no sign."""

    intent: str
    also: tuple[str, ...]
    tier: str | None
    reply: str
    confidence: float
    buttons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer for a program."""
        return {
            "intent": self.intent,
            "also": list(self.also),
            "tier": self.tier,
            "reply": self.reply,
            "confidence": self.confidence,
        }


def ask(asked: Asked, content: Content, today: date) -> Answered:
    """Answer as the chat would on this local date."""
    asker = asker_of(asked, content, today)
    return answered(understand(asked.text, content.lexicon, asker.situation), asker)


def answered(found: Understanding, asker: Asker) -> Answered:
    """The answer to what was understood."""
    reply = reply_to(found, asker)
    return Answered(
        intent=found.intent,
        also=tuple(name for name in found.intents if name != found.intent),
        tier=found.tier.word if found.tier else None,
        reply=plain(reply.text),
        confidence=found.confidence,
        buttons=tuple(way.label for way in reply.ways),
    )


def asker_of(asked: Asked, content: Content, today: date) -> Asker:
    """Whoever asks, with the treatment that they named."""
    texts = Texts(content, asked.language)
    treatments: tuple[Treatment, ...] = ()
    if asked.treatment is not None and asked.day is not None:
        on = today - timedelta(days=asked.day)
        treatments = (Treatment(id=1, kind=asked.treatment, on=on, skin_broken=asked.skin_broken),)
    return Asker(
        texts=texts,
        contact=Contact.of(content.clinic, texts),
        today=today,
        treatments=treatments,
        kinds=(asked.treatment,) if asked.treatment is not None and not treatments else (),
        is_patient=bool(treatments),
    )
