"""The pieces that patterns are made of: words, letters of Hangul, one of several."""

from collections.abc import Sequence

from schedules.understanding.reading import LONGEST, Node, Reading


class Word:
    """One Latin word, or with an open ending any word that begins so."""

    __slots__ = ("is_open", "key", "word")

    def __init__(self, written: str) -> None:
        self.is_open = written.endswith("*")
        self.word = written.removesuffix("*")
        self.key = ("^" if self.is_open else "=") + self.word

    @property
    def keys(self) -> frozenset[str]:
        """The word, marked as whole or as a beginning."""
        return frozenset({self.key})

    def starts(self, text: Reading) -> Sequence[int]:
        """The words that are it."""
        return (text.beginning if self.is_open else text.exact).get(self.word, ())

    def ends(self, text: Reading, at: int) -> Sequence[int]:
        """After the word."""
        return (at + 1,) if at in self.starts(text) else ()


class Letters:
    """A piece of Hangul that does not begin or end in the middle of one of the `whole` words, which are never cut."""

    __slots__ = ("_whole", "is_short", "letters")

    def __init__(self, letters: str, whole: tuple[str, ...]) -> None:
        self.letters = letters
        self._whole = whole
        self.is_short = len(letters) <= LONGEST and "가" <= letters[0] <= "힣"

    @property
    def key(self) -> str:
        """The piece, or its first letter."""
        return self.letters if self.is_short else self.letters[0]

    @property
    def keys(self) -> frozenset[str]:
        """Its only key."""
        return frozenset({self.key})

    def starts(self, text: Reading) -> Sequence[int]:
        """Everywhere, overlapping too."""
        if self.is_short:
            found: Sequence[int] = text.pieces.get(self.letters, ())
        else:
            found = [at for at in range(len(text.squeezed)) if text.squeezed.startswith(self.letters, at)]
        return [at for at in found if not self._is_cut(text, at)] if found else ()

    def ends(self, text: Reading, at: int) -> Sequence[int]:
        """After the letters."""
        return (at + len(self.letters),) if at in text.starts(self) else ()

    def _is_cut(self, text: Reading, at: int) -> bool:
        end = at + len(self.letters)
        return any(
            start < end and at < stop and (start < at or stop > end) for start, stop in text.standing(self._whole)
        )


class AnyOf:
    """One of several nodes; an earlier one goes before."""

    __slots__ = ("_gates", "_others", "_simple")

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._simple: dict[str, Node] = {}
        others: list[tuple[float, Node]] = []
        for node in dict.fromkeys(nodes):
            if isinstance(node, Word) or (isinstance(node, Letters) and node.is_short):
                self._simple.setdefault(node.key, node)
            else:
                others.append((len(self._simple) - 0.5, node))
        self._others = tuple(others)
        self._gates: dict[str, tuple[int, ...]] = {}
        for at, (_, node) in enumerate(others):
            for key in node.keys:
                self._gates[key] = (*self._gates.get(key, ()), at)

    @property
    def keys(self) -> frozenset[str]:
        """Those of all of them."""
        return frozenset(self._simple).union(*(node.keys for _, node in self._others))

    def _there(self, text: Reading) -> list[Node]:
        """The nodes that can begin anywhere in a text, in order."""
        there = self._others_there(text) if self._others else []
        present = self._simple.keys() & text.keys
        if len(present) + len(there) > 1:
            there += [(place, self._simple[key]) for place, key in enumerate(self._simple) if key in present]
            return [node for _, node in sorted(there, key=_place)]
        return [*(node for _, node in there), *(self._simple[key] for key in present)]

    def _others_there(self, text: Reading) -> list[tuple[float, Node]]:
        """The nodes of several pieces that can begin anywhere, in order; only those whose key is there are asked."""
        asked = {at for key in self._gates.keys() & text.keys for at in self._gates[key]}
        return [self._others[at] for at in sorted(asked) if text.starts(self._others[at][1])]

    def starts(self, text: Reading) -> Sequence[int]:
        """Where any of them can begin."""
        there = self._there(text)
        return sorted({at for node in there for at in text.starts(node)}) if there else ()

    def ends(self, text: Reading, at: int) -> Sequence[int]:
        """Where any of them can end."""
        return list(dict.fromkeys(end for node in self._there(text) for end in text.ends(node, at)))


def _place(item: tuple[float, Node]) -> float:
    return item[0]
