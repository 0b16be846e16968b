"""How likely each label is by the words of a text (multinomial naive Bayes over TF-IDF weights).

It sees the whole of what is said under a label where likeness sees a few examples; together they are right more often
than either. Nothing is trained beforehand: it counts when it is made.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from schedules.understanding.features import Codes, phrases
from schedules.understanding.plaintext import Clause

Label = TypeVar("Label", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)

SMOOTHING = 0.05
"""What a word that never stood under a label counts; measured, with the weights below, on phrases not seen."""

NOWHERE = 255
"""No label; so there may be 255 labels."""


class NaiveBayes(Generic[Label]):
    """The weight of every word under every label, flat and small."""

    def __init__(self, labels: Sequence[Label], texts: Codes) -> None:
        self._labels = list(dict.fromkeys(labels))
        places = {label: place for place, label in enumerate(self._labels)}
        self._known = texts.number()
        self._rarity = array("f", [math.log(1 + len(texts) / found) for found in texts.spread()])
        order = sorted(range(len(labels)), key=lambda text: places[labels[text]])
        self._fill([(places[labels[text]], text) for text in order], texts)

    def _fill(self, order: Sequence[tuple[int, int]], texts: Codes) -> None:
        """Lay out, word by word, how much of it stands under which label; the texts of a label come together."""
        self._begins = self._room(order, texts)
        at = array("I", self._begins)
        self._places = array("B", [NOWHERE]) * self._begins[-1]
        self._weights = array("f", bytes(4 * self._begins[-1]))
        self._totals = [0.0] * len(self._labels)
        for place, text in order:
            for number, weight in self._weighed(zip(*texts[text], strict=True)):
                if self._places[at[number]] not in {place, NOWHERE}:
                    at[number] += 1
                self._places[at[number]] = place
                self._weights[at[number]] += weight
                self._totals[place] += weight

    def _room(self, order: Sequence[tuple[int, int]], texts: Codes) -> "array[int]":
        """Where the labels of each word begin."""
        last = array("B", [NOWHERE]) * len(self._known)
        labels = array("I", bytes(4 * len(self._known)))
        for place, text in order:
            for number in texts[text][0]:
                labels[number] += last[number] != place
                last[number] = place
        return array("I", accumulate(labels, initial=0))

    def chances(self, clause: Clause, group: Callable[[Label], Group | None]) -> dict[Group, float]:
        """How likely each group of labels is, all groups together 1; labels whose group is None are left out."""
        groups = [group(label) for label in self._labels]
        totals: dict[Group, float] = defaultdict(float)
        for one, total in zip(groups, self._totals, strict=True):
            if one is not None:
                totals[one] += total
        scores = dict.fromkeys(totals, 0.0)
        weighed = self._weighed(self._known.numbers(phrases(clause)))
        for number, weight in weighed:
            for one, seen in self._seen(number, groups).items():
                scores[one] += weight * math.log(1 + seen / SMOOTHING)
        length = sum(weight for _, weight in weighed)
        for one, total in totals.items():
            scores[one] -= length * math.log(total / SMOOTHING + len(self._known))
        return _shares(scores)

    def familiar(self, clause: Clause) -> float:
        """The share of the words of a text that stand in any example."""
        words = Counter({name: count for name, count in phrases(clause).items() if " " not in name})
        known = [number is not None for number, _ in self._known.numbers(words)]
        return sum(known) / len(known) if known else 0.0

    def _seen(self, number: int, groups: Sequence[Group | None]) -> dict[Group, float]:
        """How much of a word stands under each group."""
        found: dict[Group, float] = defaultdict(float)
        for at in range(self._begins[number], self._begins[number + 1]):
            one = groups[self._places[at]]
            if one is not None:
                found[one] += self._weights[at]
        return found

    def _weighed(self, features: Iterable[tuple[int | None, int]]) -> list[tuple[int, float]]:
        """The known words of a text with their weights."""
        weights = [
            (number, (1 + math.log(count)) * self._rarity[number]) for number, count in features if number is not None
        ]
        length = math.hypot(*(weight for _, weight in weights)) or 1.0
        return [(number, weight / length) for number, weight in weights]


def _shares(scores: dict[Group, float]) -> dict[Group, float]:
    best = max(scores.values(), default=0.0)
    powers = {one: math.exp(score - best) for one, score in scores.items()}
    total = sum(powers.values())
    return {one: power / total for one, power in powers.items()}
