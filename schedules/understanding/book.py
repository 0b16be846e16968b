"""The small language in which content files write what people say.

A pattern is words in order. `swell*` takes any ending, `a/b` either word, `..` a gap, `@name` any pattern of a named
list, `a + b` both in any order near each other, `a - b` the one with the other nowhere near. Hangul is matched
anywhere, with room for particles where the pattern has a space; Latin letters are matched as whole words, and for them
`!word` lets nothing match that goes on with that word, or comes after it where the pattern begins with it; `_` joins
words to one, as in `gone/has_gone`; `|` and `||` are a comma and the end of a sentence. A named list `whole` holds
words that are never cut: what begins or ends in the middle of one of them ("배" in "담배") is no match. `~` after the
stem of a Korean verb stands for all its forms: `번지~` is 번지, 번져, 번졌, 번진, 번질, 번짐 and 번집.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from schedules.understanding.matching import AnyOf, Letters, Word
from schedules.understanding.patterns import Part, Pattern, any_of
from schedules.understanding.plaintext import canonical, spaced
from schedules.understanding.reading import Node
from schedules.understanding.sequences import Gap, Syllables, Unless, Words
from schedules.understanding.verbs import spelled_out

_HANGUL = re.compile(r"[가-힣]")
WHOLE = "whole"
_GAP = ".."
_NOT = "!"


class PatternError(ValueError):
    """A pattern that cannot be read; the sentence says why."""


class Book:
    """Compiles patterns that may point at named lists of patterns; each pattern once."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.lists = lists
        self._whole = tuple(canonical(word).replace(" ", "") for word in lists.get(WHOLE, ()))
        self._patterns: dict[str, Pattern] = {}
        self._known: dict[str, Part] = {}
        self._open: set[str] = set()
        self._pieces: dict[tuple[str, str], Node] = {}

    def pattern(self, source: str) -> Pattern:
        """One pattern, which may be broken in lines behind a slash; raises PatternError."""
        if source not in self._patterns:
            self._patterns[source] = self._compiled(source)
        return self._patterns[source]

    def _compiled(self, source: str) -> Pattern:
        source = source.replace("/ ", "/")
        wanted, *unwanted = source.split(" - ")
        sides = [side.strip() for side in wanted.split(" + ")]
        if not all(sides):
            raise PatternError(f"{source!r} has nothing on one side of a plus")
        never = tuple(self._part(side.strip()) for side in unwanted)
        return Pattern(source, tuple(self._part(side) for side in sides), never)

    def either(self, sources: Sequence[str]) -> Part:
        """Any of these patterns as one part; raises PatternError for one with a plus."""
        return any_of([self._part(source) for source in sources])

    def _part(self, source: str) -> Part:
        if " + " in source:
            raise PatternError(f"{source!r} must not have a plus inside a named list")
        if re.fullmatch(r"@\w+", source):
            return self._list(source[1:])
        if not source.split():
            raise PatternError("a pattern must not be empty")
        source = spelled_out(source)
        return self._mixed(source) if "@" in source else self._literal(source)

    def _list(self, name: str) -> Part:
        if name not in self._known:
            if name not in self.lists:
                raise PatternError(f"there is no list @{name}")
            if name in self._open:
                raise PatternError(f"the list @{name} leads back to itself")
            self._open.add(name)
            self._known[name] = self.either(self.lists[name])
            self._open.discard(name)
        return self._known[name]

    def _mixed(self, source: str) -> Part:
        """Words and named lists in order: for each script, only if every step has that script."""
        steps = [self._step(step) for step in source.split()]
        latin = [step if isinstance(step, Gap | Unless) else step.latin for step in steps]
        hangul = [step if isinstance(step, Gap | Unless) else step.hangul for step in steps]
        has_unless = any(isinstance(step, Unless) for step in steps)
        return Part(
            _in_order(Words, [step for step in latin if step is not None]) if None not in latin else None,
            _in_order(Syllables, [s for s in hangul if s is not None])
            if None not in hangul and not has_unless
            else None,
        )

    def _step(self, step: str) -> Part | Gap | Unless:
        if step == _GAP:
            return Gap()
        if step.startswith(_NOT):
            return _unless(step)
        if "@" in step:
            return any_of(
                [self._list(one[1:]) if one.startswith("@") else self._literal(one) for one in _choices(step)]
            )
        return self._literal(step)

    def _literal(self, source: str) -> Part:
        """Words as they stand, in the script that they are written in."""
        words = canonical(source).split()
        if not words:
            raise PatternError("a pattern must not be empty")
        if _HANGUL.search(source):
            return Part(None, _in_order(Syllables, [self._hangul_step(step) for step in words]))
        return Part(_in_order(Words, [self._latin_step(step) for step in spaced(canonical(source)).split()]), None)

    def _latin_step(self, step: str) -> Node | Gap | Unless:
        if step == _GAP:
            return Gap()
        return _unless(step) if step.startswith(_NOT) else self._either_of(_choices(step), self._latin)

    def _hangul_step(self, step: str) -> Node | Gap | Unless:
        return Gap() if step == _GAP else self._either_of(_choices(step), self._hangul)

    def _either_of(self, choices: Sequence[str], make: Callable[[str], Node]) -> Node:
        nodes = []
        for one in choices:
            if (key := (make.__name__, one)) not in self._pieces:
                self._pieces[key] = make(one)
            nodes.append(self._pieces[key])
        if not nodes:
            raise PatternError("a step must have a word")
        return nodes[0] if len(nodes) == 1 else AnyOf(nodes)

    def _latin(self, word: str) -> Node:
        return _in_order(Words, [Word(piece) for piece in word.split("_") if piece])

    def _hangul(self, word: str) -> Node:
        pieces = [piece for piece in word.replace("*", "").split("_") if piece]
        return _in_order(Syllables, [Letters(piece, self._whole) for piece in pieces])


def _choices(step: str) -> list[str]:
    return [one for one in step.split("/") if one.strip("_*")]


def _unless(step: str) -> Unless:
    return Unless([spaced(one).replace("_", " ").split() for one in _choices(step.removeprefix(_NOT))])


def _in_order(make: type[Words] | type[Syllables], steps: Sequence[Node | Gap | Unless]) -> Node:
    if len(steps) == 1 and not isinstance(steps[0], Gap | Unless):
        return steps[0]
    if all(isinstance(step, Gap | Unless) for step in steps):
        raise PatternError("a pattern must have a word")
    return make(steps)


def vocabulary(sources: Sequence[str]) -> set[str]:
    """The Latin words that stand in patterns, for putting the spelling of a text right."""
    steps = (step for source in sources for step in canonical(source).split() if not step.startswith(_NOT))
    words = (word for step in steps for word in step.split("/"))
    return {word for word in words if word.isascii() and word.isalpha()}
