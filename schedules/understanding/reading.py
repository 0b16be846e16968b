"""A text made ready for patterns to be found in it, each piece looked up once.

Places are words in the Latin text, and letters in the squeezed Hangul.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

DENIED = 1 << 20
"""Added to an end: a denial stands inside the match, so that it is none ("눈 안 아파요")."""

LONGEST = 10
"""Pieces of Hangul up to so many letters are found all at once."""

_STOPS = re.compile(r"\||없(?!이)|괸찬|멀쩡")
"""What a gap in Hangul does not reach over: "열은 없고 눈이 아파요"."""
_TOKEN = re.compile("[^ ]+")


class Node(Protocol):
    """A piece of a pattern in one script."""

    @property
    def keys(self) -> frozenset[str]:
        """What a text must have one of, for the node to begin anywhere in it."""

    def starts(self, text: "Reading") -> Sequence[int]:
        """Where it can begin, in order; it need not fit everywhere there."""

    def ends(self, text: "Reading", at: int) -> Sequence[int]:
        """Where it can end when it begins here, the likeliest first; none if it does not fit."""


class Reading:
    """A text in both its forms, with everything that was looked up in it so far."""

    def __init__(self, words: str, squeezed: str) -> None:
        self.squeezed = squeezed
        found = list(_TOKEN.finditer(words))
        self.tokens = [match[0] for match in found]
        self.places = [(match.start(), match.end()) for match in found]
        self.exact = _places((token, at) for at, token in enumerate(self.tokens))
        self.beginning = _places((start, at) for at, token in enumerate(self.tokens) for start in _beginnings(token))
        self.pieces = _places(_pieces(squeezed))
        self.stops = {match.start() for match in _STOPS.finditer(squeezed)}
        latin = (*(f"={token}" for token in self.exact), *(f"^{start}" for start in self.beginning))
        self.keys = frozenset((*latin, *self.pieces, *squeezed))
        self._starts: dict[Node, Sequence[int]] = {}
        self._ends: dict[tuple[Node, int], Sequence[int]] = {}
        self._standing: dict[tuple[str, ...], list[tuple[int, int]]] = {}

    def starts(self, node: Node) -> Sequence[int]:
        """Where a node can begin."""
        found = self._starts.get(node)
        if found is None:
            found = self._starts[node] = node.starts(self)
        return found

    def ends(self, node: Node, at: int) -> Sequence[int]:
        """Where a node that begins here can end, the likeliest first."""
        found = self._ends.get((node, at))
        if found is None:
            found = self._ends[node, at] = node.ends(self, at)
        return found

    def standing(self, words: tuple[str, ...]) -> list[tuple[int, int]]:
        """Where any of these words stands in the squeezed text: where it begins, and ends."""
        found = self._standing.get(words)
        if found is None:
            there = [word for word in words if word in self.squeezed]
            found = self._standing[words] = [
                (match.start(), match.start() + len(word))
                for word in there
                for match in re.finditer(f"(?={re.escape(word)})", self.squeezed)
            ]
        return found

    def matches(self, node: Node) -> Iterator[tuple[int, int]]:
        """Every match from left to right, none inside another; the ends as the nodes give them."""
        free = 0
        for at in self.starts(node):
            if at >= free and (ends := self.ends(node, at)):
                free = ends[0] & ~DENIED
                yield at, ends[0]


def _places(found: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for piece, at in found:
        places.setdefault(piece, []).append(at)
    return places


def _beginnings(token: str) -> Iterator[str]:
    """Every beginning of a word, itself too."""
    return (token[:length] for length in range(1, len(token) + 1)) if "|" not in token else iter(())


def _pieces(squeezed: str) -> Iterator[tuple[str, int]]:
    """Every piece of Hangul that is short enough, and where it begins."""
    for at, letter in enumerate(squeezed):
        if "가" <= letter <= "힣":
            for end in range(at + 1, min(at + LONGEST, len(squeezed)) + 1):
                yield squeezed[at:end], at


reading = lru_cache(maxsize=128)(Reading)
"""The reading of a text; the same one while it is fresh."""
