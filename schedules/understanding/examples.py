"""How like a text is to known examples: words and letters weighed by how rare they are (TF-IDF, cosine).

Nothing is trained: an example that a clinic adds counts at once, and an answer can be traced to the example it
is like.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from schedules.understanding.features import Codes, letters
from schedules.understanding.plaintext import Clause

Label = TypeVar("Label")

NEAREST = (1.0, 0.5, 0.35, 0.25)
"""How much the best examples of a label count, the most alike first."""

STEEPNESS = 1.5
"""How steeply rare words count more than common ones; measured on the tuning phrases of both languages."""

UNSEEN = 0.6
"""A word that no example has counts like one this rare, so that a text full of them is like nothing."""

COMMON, COMMON_EXAMPLES = 0.025, 50
"""What stands in more of the examples than this, as a share and at least so many, tells nothing and costs most."""


class ExampleIndex(Generic[Label]):
    """An inverted index of labelled examples, flat and small: a few megabytes for ten thousand of them."""

    def __init__(self, labels: Sequence[Label], texts: Codes) -> None:
        self._labels = labels
        self._known = texts.number()
        spread, most = texts.spread(), max(COMMON_EXAMPLES, COMMON * len(texts))
        self._rarity = array("f", [_rarity(len(texts), found) if found <= most else 0.0 for found in spread])
        self._unseen = _rarity(len(texts), 1) * UNSEEN
        self._begins = array("I", accumulate((found if found <= most else 0 for found in spread), initial=0))
        self._fill(texts)

    def _fill(self, texts: Codes) -> None:
        """Lay out, feature by feature, in which examples it stands and how much it weighs there."""
        free = array("I", self._begins)
        self._places = array("H", bytes(2 * self._begins[-1]))
        self._weights = array("f", bytes(4 * self._begins[-1]))
        for place in range(len(texts)):
            for number, weight in self._weighed(zip(*texts[place], strict=True)):
                self._places[free[number]] = place
                self._weights[free[number]] = weight
                free[number] += 1

    def scores(self, clause: Clause) -> dict[Label, list[float]]:
        """How like a clause is to every example, from 0 to 1, by label; what shares nothing is left out."""
        sums: dict[int, float] = defaultdict(float)
        for number, weight in self._weighed(self._known.numbers(letters(clause))):
            begin, end = self._begins[number], self._begins[number + 1]
            for place, other in zip(self._places[begin:end], self._weights[begin:end], strict=True):
                sums[place] += weight * other
        found: dict[Label, list[float]] = defaultdict(list)
        for place, score in sums.items():
            found[self._labels[place]].append(score)
        return found

    def _weighed(self, features: Iterable[tuple[int | None, int]]) -> list[tuple[int, float]]:
        """The known features of a text with their weights; unknown ones only make all others weigh less."""
        weights = [
            (number, (1 + math.log(count)) * (self._unseen if number is None else self._rarity[number]))
            for number, count in features
        ]
        length = math.hypot(*(weight for _, weight in weights)) or 1.0
        return [(number, weight / length) for number, weight in weights if number is not None and weight]


def nearest(scores: Iterable[float]) -> float:
    """How like a text is to a label, from 0 to 1: a mean of how like it is to the best few examples."""
    best = sorted(scores, reverse=True)[: len(NEAREST)]
    return sum(score * share for score, share in zip(best, NEAREST, strict=False)) / sum(NEAREST)


def _rarity(examples: int, spread: int) -> float:
    return float(math.log(1 + examples / spread) ** STEEPNESS)
