"""A second look where no rule sees a sign: is a text more like what people say of one than like harmless words?

It can only add a sign, never take one away.
"""

from collections.abc import Iterable

from schedules.understanding.examples import ExampleIndex
from schedules.understanding.model import Finding, Sign, Tier
from schedules.understanding.plaintext import Clause

FEWEST_WORDS, FEWEST_LETTERS = 3, 8
"""A text with fewer words, and fewer letters of Hangul, is like anything: a name, a city, a date."""

LEAST = 0.12
"""A text less like every example than this is about something else."""

MARGIN = 0.03
"""How much more like a sign than like harmless words; measured on messages that it had not seen."""

NEARLY = 0.75
"""An emergency that is nearly as like as something less urgent goes before it: if unsure, one tier up."""


class Alike:
    """Messages that tell of a sign, and harmless ones, whose sign is None."""

    def __init__(self, messages: Iterable[tuple[Sign | None, Clause]], tiers: dict[Sign, Tier]) -> None:
        self._tiers = tiers
        self._index = ExampleIndex(messages)

    def finding(self, text: Clause, margin: float = MARGIN) -> Finding | None:
        """The sign that a text is like, if a person must look at it today or at once; else None.

        `margin` is how much more like a sign than like harmless words it must be.
        """
        if _is_too_short(text):
            return None
        likeness = self._index.likeness(text)
        harmless = likeness.pop(None, 0.0)
        signs = {sign: score for sign, score in likeness.items() if sign and self._tiers[sign] > Tier.ROUTINE}
        top = max(signs.values(), default=0.0)
        if top < LEAST or top - harmless <= margin:
            return None
        near = [sign for sign, score in signs.items() if score >= top * NEARLY]
        urgent = max(self._tiers[sign] for sign in near)
        sign = max((sign for sign in near if self._tiers[sign] is urgent), key=lambda sign: signs[sign])
        return Finding(sign=sign, tier=urgent)


def _is_too_short(text: Clause) -> bool:
    words = sum(word.isascii() and word.isalpha() for word in text.words.split())
    letters = sum("가" <= letter <= "힣" for letter in text.squeezed)
    return words < FEWEST_WORDS and letters < FEWEST_LETTERS
