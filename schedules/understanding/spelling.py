"""Puts right the spelling of Latin words that the patterns look for: "suana", "swollne", "jjimjilbnag"."""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

SHORTEST = 5
"""Shorter words are too much like one another."""

LONG = 8
"""From this length on two slips are forgiven."""

Nearest = Callable[[str, Sequence[str], int], str | None]
"""Answers the word of a list that is nearest to a word, within a number of slips, or None."""


class Spelling:
    """Knows the words that matter, and those that are right as they stand."""

    def __init__(self, *, targets: Collection[str], known: Collection[str], nearest: Nearest) -> None:
        self._targets = sorted(word for word in targets if len(word) >= SHORTEST)
        self._nearest = nearest
        self._known = frozenset(known) | frozenset(targets)
        self.right = lru_cache(maxsize=4096)(self._right)

    def _right(self, word: str) -> str:
        """The word that this one is a misspelling of; itself when it is known or like none."""
        if len(word) < SHORTEST or word in self._known or not word.isascii():
            return word
        limit = 2 if len(word) >= LONG else 1
        found = self._nearest(word, self._targets, limit)
        return found if found is not None and found[0] == word[0] else word
