"""Free text from anybody: understood and answered, or honestly not."""

import unicodedata
from collections import Counter

from telegram import InlineKeyboardMarkup

from handlers.callbacks import button, in_rows
from handlers.menus import go, ways_on, with_safety
from handlers.rendering.asker import Asker
from handlers.rendering.reply import Reply, reply_to
from handlers.texts import Texts
from handlers.turn import Turn
from schedules.understanding import Intent, Tier, Understanding, understand

LONG = 1000
"""A text longer than this is searched for signs of danger, and its writer asked for the question alone."""

NEAR_A_DAY = frozenset({Intent.TREATMENT_INFO, Intent.APPOINTMENT, Intent.FREQUENCY, Intent.AGE, Intent.SMALLTALK})
"""What a day that could not be read may be taken for: "my prp last spring" asks nothing."""


async def alarmed(turn: Turn) -> bool:
    """Answer a text, or what stands under a picture, that tells of a sign which cannot wait; whether it did.

    Asked before an open conversation reads its answer, so mere likeness does not count: a city is no sign.
    """
    asker, found = _understood(turn)
    if found.tier is None or found.tier < Tier.SAME_DAY or found.is_second_look:
        return False
    await _say(turn, reply_to(found, asker), asker.texts)
    return True


async def answered(turn: Turn) -> bool:
    """Answer a text that the open conversation could not read, if it is a question or like a sign; whether it did."""
    asker, found = _understood(turn)
    asked = any(meaning.intent not in NEAR_A_DAY for meaning in found.meanings)
    if len(turn.text) > LONG or not (asked or found.tier is not None):
        return False
    await _say(turn, reply_to(found, asker), asker.texts)
    return True


async def answered_sentence(turn: Turn) -> bool:
    """The same where a name is waited for: one word may be one that is not known, such as Bath."""
    return len(turn.text.split()) > 1 and await answered(turn)


async def answer(turn: Turn) -> None:
    """Answer a text: signs of danger first, then what was asked, or what it may have been."""
    asker, found = _understood(turn)
    if len(turn.text) > LONG and found.tier is None:
        await turn.say(asker.texts.say("fallback.long", **asker.contact.words()), with_safety(asker.texts))
        return
    await _say(turn, reply_to(found, asker), asker.texts)


def _understood(turn: Turn) -> tuple[Asker, Understanding]:
    asker = asker_of(turn)
    return asker, understand(turn.text, turn.services.content.lexicon, asker.situation)


def asker_of(turn: Turn) -> Asker:
    """The person of a turn, spoken to in the language that they typed in where the clinic speaks it."""
    texts = Texts(turn.services.content, _language(turn))
    return Asker(
        texts=texts,
        contact=turn.contact_in(texts),
        today=turn.today,
        treatments=turn.patient.facts.treatments if turn.patient else (),
        name=turn.called,
        is_patient=turn.patient is not None,
        has_phone=bool(turn.clinic.phone),
    )


def _language(turn: Turn) -> str:
    """The language whose letters were typed, if it has letters of its own; else the one that is set.

    Latin letters say little: many languages are typed in them.
    """
    languages = turn.services.content.languages
    scripts = Counter(unicodedata.name(char, "").split(" ")[0] for char in turn.text if char.isalpha())
    for code in turn.clinic.languages:
        script = languages[code].script if code in languages else "LATIN"
        if script != "LATIN" and scripts[script] > 0 and languages[turn.texts.language].script != script:
            return code
    return turn.texts.language


async def _say(turn: Turn, reply: Reply, texts: Texts) -> None:
    await turn.say(reply.text, _under(reply, texts, is_patient=turn.patient is not None))


def _under(reply: Reply, texts: Texts, *, is_patient: bool) -> InlineKeyboardMarkup:
    """The ways that the answer names and the clinic, each once; all ways on where it names none and nothing presses."""
    if not reply.ways and not reply.presses:
        return ways_on(texts, is_patient=is_patient)
    contact = go(texts, "contact")
    buttons = [button(way.label, way.section, *way.words) for way in reply.ways]
    others = [each for each in buttons if each.callback_data != contact.callback_data]
    return with_safety(texts, *in_rows(others, 1), [contact])
