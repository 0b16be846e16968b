"""What a text is like, of all that people are known to say: an intent, or a sign of danger that no rule saw.

Likeness to the nearest examples and the chances of its words are taken together. A sign found so can only be added,
never take one away.
"""

from collections.abc import Iterable, Mapping

from schedules.understanding.bayes import NaiveBayes
from schedules.understanding.examples import ExampleIndex, nearest
from schedules.understanding.features import Codes, letters, phrases
from schedules.understanding.model import Finding, Intent, Sign, Tier
from schedules.understanding.plaintext import Clause

FEWEST_WORDS, FEWEST_LETTERS = 3, 8
"""A text with fewer words, and fewer letters of Hangul, is like anything: a name, a city, a date."""

LEAST = 0.10
"""A text less like every example of a sign than this is about something else."""

MARGIN = 0.0
"""How much more like a sign than like harmless words; measured on messages that it had not seen."""

FAMILIAR = 0.45
"""A text with a smaller share of words that were ever said here is in another language, or in none."""

OF_WORDS = 0.15
"""How much the chances of its words count beside the likeness of a sign."""

OF_INTENTS = 0.6
"""How much the chances of its words count beside the likeness of an intent; measured on phrases that were not seen."""

NEARLY = 0.75
"""An emergency that is nearly as like as something less urgent goes before it: if unsure, one tier up."""

Label = Sign | Intent


class Known:
    """Whole messages and shorter examples with what they tell, ready to be compared with."""

    def __init__(self, examples: Iterable[tuple[Label, Clause]], tiers: Mapping[Sign, Tier]) -> None:
        labels, likeness, words = list[Label](), Codes(), Codes()
        for label, clause in examples:
            labels.append(label)
            likeness.add(letters(clause))
            words.add(phrases(clause))
        self._tiers = tiers
        self._examples = ExampleIndex(labels, likeness)
        self._words = NaiveBayes(labels, words)

    def compared(self, clause: Clause) -> "Compared":
        """The clause, compared with all of them."""
        return Compared(clause, self._examples.scores(clause), self._words, self._tiers)


class Compared:
    """One clause, and how like it is to what is known."""

    def __init__(
        self,
        clause: Clause,
        scores: Mapping[Label, list[float]],
        words: NaiveBayes[Label],
        tiers: Mapping[Sign, Tier],
    ) -> None:
        self._clause, self._words, self._tiers = clause, words, tiers
        self._signs = {label: nearest(found) for label, found in scores.items() if isinstance(label, Sign)}
        self._intents = {label: found for label, found in scores.items() if isinstance(label, Intent)}

    def intents(self) -> dict[Intent, float]:
        """How like the clause is to each intent: 0 is not at all."""
        chances = self._words.chances(self._clause, _intent)
        return {label: nearest(found) + OF_INTENTS * chances[label] for label, found in self._intents.items()}

    def signs(self) -> dict[Sign, float]:
        """How like the clause is to what is said of each sign: 0 is not at all."""
        chances = self._words.chances(self._clause, _sign)
        return {sign: score + OF_INTENTS * chances[sign] for sign, score in self._signs.items()}

    def sign(self, margin: float = MARGIN) -> Finding | None:
        """The sign that it is like, if a person must look at it today or at once; else None.

        `margin` is how much more like a sign than like harmless words it must be.
        """
        signs = {sign: score for sign, score in self._signs.items() if self._tiers[sign] > Tier.ROUTINE}
        top = max(signs.values(), default=0.0)
        if top < LEAST or _is_too_short(self._clause) or self._words.familiar(self._clause) < FAMILIAR:
            return None
        harmless = nearest(score for found in self._intents.values() for score in found)
        if top - harmless + OF_WORDS * (self._chance_of_a_sign() - 0.5) <= margin:
            return None
        near = [sign for sign, score in signs.items() if score >= top * NEARLY]
        urgent = max(self._tiers[sign] for sign in near)
        sign = max((sign for sign in near if self._tiers[sign] is urgent), key=lambda sign: signs[sign])
        return Finding(sign=sign, tier=urgent)

    def _chance_of_a_sign(self) -> float:
        """How likely its words tell of something that a person must look at today or at once."""
        chances = self._words.chances(self._clause, self._tier)
        return sum(chance for tier, chance in chances.items() if tier > Tier.ROUTINE)

    def _tier(self, label: Label) -> Tier:
        """The urgency of a sign; what tells of none, and what can wait, is one group."""
        return self._tiers[label] if isinstance(label, Sign) else Tier.ROUTINE


def _intent(label: Label) -> Intent | None:
    return label if isinstance(label, Intent) else None


def _sign(label: Label) -> Sign | None:
    return label if isinstance(label, Sign) else None


def _is_too_short(text: Clause) -> bool:
    words = sum(word.isascii() and word.isalpha() for word in text.words.split())
    letters = sum("가" <= letter <= "힣" for letter in text.squeezed)
    return words < FEWEST_WORDS and letters < FEWEST_LETTERS
