"""Pieces one after the other: words with gaps, and syllables with room for particles."""

from collections.abc import Iterator, Sequence

from schedules.understanding.reading import DENIED, Node, Reading

GAP_WORDS, GAP_LETTERS, PARTICLE_LETTERS = 3, 8, 3
_NOT_BEFORE, _NOT_ENDINGS = frozenset("안못몬"), frozenset("동입집볼코불")
"""Letters that deny what follows at once, unless they end another word ("입안")."""


class Gap:
    """A step that a few words, or letters, may take the place of."""


class Unless:
    """A step that must not stand there: after what comes before it, or before what follows at the beginning."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self._words = words

    def forbids(self, tokens: Sequence[str], at: int, *, behind: bool) -> bool:
        """Whether its words stand before or behind a place."""
        return any(self._stands(tokens, words, at if behind else at - len(words)) for words in self._words)

    def _stands(self, tokens: Sequence[str], words: Sequence[str], at: int) -> bool:
        there = tokens[at : at + len(words)] if at >= 0 else ()
        return len(there) == len(words) and all(map(_is_word, there, words))


def _is_word(token: str, word: str) -> bool:
    return token.startswith(word.removesuffix("*")) if word.endswith("*") else token == word


class _InOrder:
    """Steps one after the other."""

    __slots__ = ("_before", "_first", "_rest", "_steps")

    def __init__(self, steps: Sequence["Node | Gap | Unless"]) -> None:
        self._before = tuple(step for step in _leading(steps) if isinstance(step, Unless))
        self._steps = tuple(steps[len(self._before) :])
        self._first, *self._rest = (step for step in self._steps if not isinstance(step, Gap | Unless))

    @property
    def keys(self) -> frozenset[str]:
        """Those of the first step."""
        return self._first.keys

    def starts(self, text: Reading) -> Sequence[int]:
        """Where the first step can begin, if the others are there at all."""
        found = text.starts(self._first)
        return found if found and all(text.starts(step) for step in self._rest) else ()


def _leading(steps: Sequence["Node | Gap | Unless"]) -> Iterator["Node | Gap | Unless"]:
    for step in steps:
        if not isinstance(step, Unless):
            return
        yield step


class Words(_InOrder):
    """Steps of Latin words, with nothing between but what a gap allows."""

    __slots__ = ()

    def ends(self, text: Reading, at: int) -> Sequence[int]:
        """Every end, the longest gaps first."""
        if any(unless.forbids(text.tokens, at, behind=False) for unless in self._before):
            return ()
        return list(dict.fromkeys(self._go(text, 0, at)))

    def _go(self, text: Reading, step_at: int, at: int) -> Iterator[int]:
        if step_at == len(self._steps):
            yield at
            return
        match self._steps[step_at]:
            case Gap():
                for length in range(GAP_WORDS, -1, -1):
                    skipped = text.tokens[at : at + length]
                    if len(skipped) == length and not any("|" in token for token in skipped):
                        yield from self._go(text, step_at + 1, at + length)
            case Unless() as unless:
                if not unless.forbids(text.tokens, at, behind=True):
                    yield from self._go(text, step_at + 1, at)
            case step:
                for end in text.ends(step, at):
                    yield from self._go(text, step_at + 1, end)


class Syllables(_InOrder):
    """Steps of Hangul, with room for particles between them, and for more where there is a gap."""

    __slots__ = ()

    def ends(self, text: Reading, at: int) -> Sequence[int]:
        """Every end, the shortest way first."""
        return list(dict.fromkeys(self._go(text, 0, at, at)))

    def _go(self, text: Reading, step_at: int, at: int, start: int, room: int = PARTICLE_LETTERS) -> Iterator[int]:
        if step_at == len(self._steps):
            yield at
            return
        step = self._steps[step_at]
        if isinstance(step, Gap | Unless):
            yield from self._go(text, step_at + 1, at, start, GAP_LETTERS + (room if room > PARTICLE_LETTERS else 0))
            return
        for place in _reachable(text, at, room if step_at else 0):
            denied = DENIED if step_at and _is_denied(text.squeezed, place, at) else 0
            for end in text.ends(step, place):
                for last in self._go(text, step_at + 1, end & ~DENIED, start):
                    yield last | denied | (end & DENIED)


def _reachable(text: Reading, at: int, room: int) -> Iterator[int]:
    """The places from here on that a gap of so many letters can reach."""
    for place in range(at, min(at + room, len(text.squeezed)) + 1):
        yield place
        if place in text.stops:
            return


def _is_denied(squeezed: str, at: int, start: int) -> bool:
    """Whether the letter just before a step denies it."""
    return at > start and squeezed[at - 1] in _NOT_BEFORE and squeezed[at - 2 : at - 1] not in _NOT_ENDINGS
