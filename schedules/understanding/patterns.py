"""What is looked for in a text: parts that must stand near each other, and parts that must not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schedules.understanding.matching import AnyOf
from schedules.understanding.plaintext import Clause
from schedules.understanding.reading import DENIED, Node, reading

NEAR_WORDS = 9
NEAR_LETTERS = 22


@dataclass(frozen=True, slots=True)
class Span:
    """Where a match lies: in the words or in the squeezed text of a clause."""

    start: int
    end: int
    squeezed: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """The parts that must all be found near each other, each as it looks in words and in squeezed text."""

    source: str
    parts: tuple["Part", ...]
    never: tuple["Part", ...] = ()

    def matches(self, clause: Clause) -> Iterator[tuple[Span, ...]]:
        """Every place where all parts are found near each other, and nothing near that must not be."""
        never = [span for part in self.never for span in part.spans(clause)]
        for spans in self._together(clause):
            if not any(_overlap(one, other) or _near(one, other, clause) for one in spans for other in never):
                yield spans

    def _together(self, clause: Clause) -> Iterator[tuple[Span, ...]]:
        first = self.parts[0].spans(clause)
        if len(self.parts) == 1:
            yield from ((span,) for span in first)
            return
        for span in first:
            found = [span]
            for part in self.parts[1:]:
                near = [other for other in part.spans(clause) if _near(span, other, clause)]
                if not near:
                    break
                found.append(min(near, key=lambda other: _apart(span, other)))
            else:
                yield tuple(found)


def _overlap(one: Span, other: Span) -> bool:
    return one.squeezed == other.squeezed and one.start < other.end and other.start < one.end


def _apart(one: Span, other: Span) -> int:
    """How many letters lie between; what follows is nearer than what goes before."""
    return 2 * (other.start - one.end) if other.start >= one.end else 2 * (one.start - other.end) + 1


def _near(one: Span, other: Span, clause: Clause) -> bool:
    """Whether two matches do not overlap and have little between them."""
    if one.squeezed != other.squeezed:
        return True
    start, end = sorted((one, other), key=lambda span: span.start)
    if start.end > end.start + 1:
        return False
    between = (clause.squeezed if one.squeezed else clause.words)[start.end : end.start]
    reach = (NEAR_LETTERS if one.squeezed else NEAR_WORDS) // (3 if "||" in between else 1)
    return len(between) <= reach if one.squeezed else between.count(" ") <= reach


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a pattern, for each script in which it can be matched."""

    latin: Node | None
    hangul: Node | None

    @property
    def keys(self) -> frozenset[str]:
        """What a text must have one of, for this to match anywhere in it."""
        return frozenset().union(*(node.keys for node in (self.latin, self.hangul) if node is not None))

    def spans(self, clause: Clause) -> list[Span]:
        """Every match in a clause."""
        text = reading(clause.words, clause.squeezed)
        found = []
        if self.latin is not None:
            places = text.places
            found = [
                Span(places[start][0], places[end - 1][1], squeezed=False) for start, end in text.matches(self.latin)
            ]
        if self.hangul is not None:
            found += [Span(start, end, squeezed=True) for start, end in text.matches(self.hangul) if not end & DENIED]
        return found


def any_of(parts: Sequence[Part]) -> Part:
    """Any of these parts as one."""
    return Part(_either(part.latin for part in parts), _either(part.hangul for part in parts))


def _either(nodes: Iterable[Node | None]) -> Node | None:
    found = tuple(dict.fromkeys(node for node in nodes if node is not None))
    return AnyOf(found) if len(found) > 1 else next(iter(found), None)
