"""What of a text is compared with other texts: its words, their pairs and their letters."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from zlib import crc32

from schedules.understanding.plaintext import Clause

SHORTEST_STEM = 3

Counts = tuple["array[int]", "array[int]"]


class Codes:
    """The features of many texts in little room: a code stands for a name, and hardly ever for two."""

    def __init__(self) -> None:
        self._codes, self._counts = array("I"), array("H")
        self._ends = array("I", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, features: Counter[str]) -> None:
        """Add a text, by its features and how often each stands in it."""
        self._codes.extend(crc32(name.encode()) for name in features)
        self._counts.extend(features.values())
        self._ends.append(len(self._codes))

    def number(self) -> "Vocabulary":
        """Put numbers, from 0 on, in place of the codes; answers which stands for which."""
        known = Vocabulary(set(self._codes))
        numbers = {code: number for number, code in enumerate(known.codes)}
        for at, code in enumerate(self._codes):
            self._codes[at] = numbers[code]
        return known

    def __getitem__(self, text: int) -> Counts:
        """The codes, or numbers, of a text, and how often each stands in it."""
        here = slice(self._ends[text], self._ends[text + 1])
        return self._codes[here], self._counts[here]

    def spread(self) -> "array[int]":
        """In how many texts each number stands."""
        found = array("I", bytes(4 * (max(self._codes, default=-1) + 1)))
        for number in self._codes:
            found[number] += 1
        return found


class Vocabulary:
    """The features that are known, by number; four bytes for each, because there are many."""

    def __init__(self, codes: Iterable[int]) -> None:
        self.codes = array("I", sorted(codes))

    def __len__(self) -> int:
        return len(self.codes)

    def numbers(self, features: Counter[str]) -> list[tuple[int | None, int]]:
        """The number of each feature of a text, None for an unknown one, and how often it stands there."""
        return [(self._number(crc32(name.encode())), count) for name, count in features.items()]

    def _number(self, code: int) -> int | None:
        at = bisect_left(self.codes, code)
        return at if at < len(self.codes) and self.codes[at] == code else None


def letters(clause: Clause) -> Counter[str]:
    """Words and their threes of letters; for Hangul, which glues endings on, letters, pairs and beginnings."""
    found: Counter[str] = Counter()
    for word in clause.words.split():
        if _is_hangul(word[0]):
            found.update((f"^{word[:2]}", f"^{word[:3]}"))
        elif word[0].isalnum():
            whole = f"^{word}$"
            found[_stem(word)] += 1
            found.update(f"={whole[at : at + 3]}" for at in range(len(whole) - 2))
    hangul = _hangul(clause)
    found.update(hangul)
    found.update(_pairs(hangul))
    return found


def phrases(clause: Clause) -> Counter[str]:
    """Words and pairs of words; of Hangul the pairs of letters and how words begin."""
    words = [word for word in clause.words.split() if word[0].isalnum()]
    latin = [_stem(word) for word in words if not _is_hangul(word[0])]
    found = Counter(latin)
    found.update(f"{first} {second}" for first, second in zip(["^", *latin], [*latin, "$"], strict=True))
    found.update(_pairs(_hangul(clause)))
    for word in words:
        if _is_hangul(word[0]):
            found.update((f"^{word[:2]}", f"^{word[:3]}"))
    return found


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _hangul(clause: Clause) -> str:
    return "".join(filter(_is_hangul, clause.squeezed))


def _pairs(letters: str) -> list[str]:
    return [letters[at : at + 2] for at in range(len(letters) - 1)]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
