"""Thousands of named patterns asked of a text at once, of which only those are tried that can begin in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from schedules.understanding.patterns import Pattern, Span
from schedules.understanding.plaintext import Clause
from schedules.understanding.reading import reading

K = TypeVar("K")


class Gate(Generic[K]):
    """Named patterns, asked all at once: only those are tried whose beginning stands in the text."""

    def __init__(self, entries: Mapping[K, Sequence[Pattern]]) -> None:
        self._patterns = [(name, pattern) for name, patterns in entries.items() for pattern in patterns]
        self._by_key: dict[str, list[int]] = {}
        for at, (_, pattern) in enumerate(self._patterns):
            for key in pattern.parts[0].keys:
                self._by_key.setdefault(key, []).append(at)

    def matches(self, clause: Clause) -> Iterator[tuple[K, tuple[Span, ...]]]:
        """Every match of every pattern, by its name, in the order of the patterns."""
        present = self._by_key.keys() & reading(clause.words, clause.squeezed).keys
        for at in sorted({at for key in present for at in self._by_key[key]}):
            name, pattern = self._patterns[at]
            for spans in pattern.matches(clause):
                yield name, spans

    def names(self, clause: Clause) -> list[K]:
        """The names of which any pattern matches, in their order."""
        return list(dict.fromkeys(name for name, _ in self.matches(clause)))
