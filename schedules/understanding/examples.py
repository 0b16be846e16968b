"""How like a text is to known examples: words and letters weighed by how rare they are (TF-IDF, cosine).

Nothing is trained: an example that a clinic adds counts at once, and an answer can be traced to the example it
is like.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from schedules.understanding.plaintext import Clause

Label = TypeVar("Label")

NEAREST = (1.0, 0.5, 0.35, 0.25)
"""How much the best examples of a label count, the most alike first."""

STEEPNESS = 1.5
"""How steeply rare words count more than common ones; measured on the tuning phrases of both languages."""

UNSEEN = 0.6
"""A word that no example has counts like one this rare, so that a text full of them is like nothing."""

SHORTEST_STEM = 3


class ExampleIndex(Generic[Label]):
    """An inverted index of labelled examples, flat and small: a few megabytes for ten thousand of them."""

    def __init__(self, examples: Iterable[tuple[Label, Clause]]) -> None:
        self._labels: list[Label] = []
        self._numbers: dict[str, int] = {}
        written: list[tuple[array[int], array[int]]] = []
        for label, clause in examples:
            self._labels.append(label)
            features = _features(clause)
            numbers = array("I", [self._numbers.setdefault(name, len(self._numbers)) for name in features])
            written.append((numbers, array("H", features.values())))
        spread = Counter(number for numbers, _ in written for number in numbers)
        self._rarity = array("f", [_rarity(len(written), spread[number]) for number in range(len(self._numbers))])
        self._unseen = _rarity(len(written), 1) * UNSEEN
        self._fill(written, spread)

    def _fill(self, written: Sequence[tuple["array[int]", "array[int]"]], spread: Counter[int]) -> None:
        """Lay out, feature by feature, in which examples it stands and how much it weighs there."""
        self._begins = array("I", accumulate((spread[number] for number in range(len(self._rarity))), initial=0))
        free = array("I", self._begins)
        self._places = array("H", bytes(2 * self._begins[-1]))
        self._weights = array("f", bytes(4 * self._begins[-1]))
        for place, (numbers, counts) in enumerate(written):
            weights = [
                (1 + math.log(count)) * self._rarity[number] for number, count in zip(numbers, counts, strict=True)
            ]
            length = math.hypot(*weights) or 1.0
            for number, weight in zip(numbers, weights, strict=True):
                self._places[free[number]] = place
                self._weights[free[number]] = weight / length
                free[number] += 1

    def likeness(self, clause: Clause) -> dict[Label, float]:
        """How like a clause is to the examples of each label, from 0 to 1; labels that share nothing are left out."""
        sums: dict[int, float] = defaultdict(float)
        for number, weight in self._weighed(_features(clause)):
            for at in range(self._begins[number], self._begins[number + 1]):
                sums[self._places[at]] += weight * self._weights[at]
        best: dict[Label, list[float]] = defaultdict(list)
        for place, score in sums.items():
            best[self._labels[place]].append(score)
        return {label: _nearest(scores) for label, scores in best.items()}

    def _weighed(self, features: Counter[str]) -> list[tuple[int, float]]:
        """The known features of a text with their weights; unknown ones only make all others weigh less."""
        numbers = [self._numbers.get(name) for name in features]
        weights = [
            (1 + math.log(count)) * (self._unseen if number is None else self._rarity[number])
            for number, count in zip(numbers, features.values(), strict=True)
        ]
        length = math.hypot(*weights) or 1.0
        return [(n, weight / length) for n, weight in zip(numbers, weights, strict=True) if n is not None]


def _rarity(examples: int, spread: int) -> float:
    return float(math.log(1 + examples / spread) ** STEEPNESS)


def _features(clause: Clause) -> Counter[str]:
    """Words and their threes of letters; for Hangul, which glues endings on, letters, pairs and beginnings."""
    found: Counter[str] = Counter()
    for word in clause.words.split():
        if "가" <= word[0] <= "힣":
            found.update((f"^{word[:2]}", f"^{word[:3]}"))
        elif word[0].isalnum():
            whole = f"^{word}$"
            found[_stem(word)] += 1
            found.update(f"={whole[at : at + 3]}" for at in range(len(whole) - 2))
    hangul = "".join(c for c in clause.squeezed if "가" <= c <= "힣")
    found.update(hangul)
    found.update(hangul[at : at + 2] for at in range(len(hangul) - 1))
    return found


def _nearest(scores: list[float]) -> float:
    best = sorted(scores, reverse=True)[: len(NEAREST)]
    return sum(score * share for score, share in zip(best, NEAREST, strict=False)) / sum(NEAREST)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
