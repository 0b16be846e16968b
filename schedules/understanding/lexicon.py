"""What the understanding knows: what people say (from content, by language), and which sayings make a sign of danger.

A clinic may add sayings and examples; what a sign is, and how soon it must be seen, stands in one file for all
languages.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from schedules.understanding.alike import Known
from schedules.understanding.book import Book, vocabulary
from schedules.understanding.gate import Gate
from schedules.understanding.model import Intent, Sign
from schedules.understanding.particles import Particle
from schedules.understanding.patterns import Part, Pattern, any_of
from schedules.understanding.plaintext import Clause, canonical, clauses, join
from schedules.understanding.signs import SignRule
from schedules.understanding.spelling import Nearest, Spelling
from schedules.words import Activity, Kind

K = TypeVar("K")
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, kw_only=True)
class Wordings:
    """What content says of one language, as it stands in the files."""

    book: Book
    """Reads its patterns, with its named lists."""
    observations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    particles: Mapping[Particle, Sequence[str]] = field(default_factory=dict)
    keywords: Mapping[Intent, Sequence[str]] = field(default_factory=dict)
    examples: Mapping[Intent, Sequence[str]] = field(default_factory=dict)
    harmless: Mapping[Intent, Sequence[str]] = field(default_factory=dict)
    """Whole messages that tell of no sign; examples of their intent, too."""
    alarming: Mapping[Sign, Sequence[str]] = field(default_factory=dict)
    """Whole messages that tell of a sign."""
    kinds: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    activities: Mapping[Activity, Sequence[str]] = field(default_factory=dict)
    """Activities that have an intent together with another one."""
    known_words: Sequence[str] = ()
    """Words that are spelled right and must not be taken for a misspelling of another."""
    meant_words: Sequence[str] = ()
    """Words that a misspelling is put right to; where there are none, all words of the patterns."""


class Lexicon:
    """All languages together: people mix them."""

    def __init__(self, wordings: Sequence[Wordings], signs: Iterable[SignRule], nearest: Nearest) -> None:
        books = [one.book for one in wordings]
        self.signs = tuple(signs)
        self.observations = Gate(_compiled((book, one.observations) for book, one in zip(books, wordings, strict=True)))
        self.keywords = Gate(_compiled((book, one.keywords) for book, one in zip(books, wordings, strict=True)))
        self._kinds = Gate(_compiled((book, one.kinds) for book, one in zip(books, wordings, strict=True)))
        self._activities = Gate(_compiled((book, one.activities) for book, one in zip(books, wordings, strict=True)))
        self._particles = {
            name: any_of([book.either(one.particles.get(name, ())) for book, one in zip(books, wordings, strict=True)])
            for name in Particle
        }
        self._wordings: Sequence[Wordings] = wordings
        self._nearest = nearest

    @cached_property
    def spelling(self) -> Spelling:
        """Puts misspelled words right that the patterns look for."""
        targets: set[str] = set()
        known: set[str] = set()
        for one in self._wordings:
            words = vocabulary(list(_sources(one)))
            targets.update(one.meant_words or words)
            known.update(words, one.known_words, _plain_words(one))
        return Spelling(targets=targets, known=known, nearest=self._nearest)

    @cached_property
    def known(self) -> Known:
        """All that people are known to say, ready to be compared with."""
        known = Known(self._examples(), {rule.sign: rule.tier for rule in self.signs})
        self._wordings = ()  # megabytes of text that nobody asks for again
        return known

    def _examples(self) -> Iterable[tuple[Sign | Intent, Clause]]:
        for one in self._wordings:
            for group in (one.alarming, one.examples, one.harmless):
                yield from ((label, self._read(text)) for label, said in group.items() for text in said)

    def _read(self, text: str) -> Clause:
        return join(clauses(text, self.spelling.right))

    def is_one(self, sign: Sign, other: Sign) -> bool:
        """Whether two signs are sides of the same thing."""
        return any({sign, other} <= {rule.sign, *rule.one_with} and rule.sign in {sign, other} for rule in self.signs)

    def particle(self, name: Particle) -> Part:
        """A list of small words."""
        return self._particles[name]

    def tags(self, clause: Clause) -> list[Intent]:
        """The intents whose keywords stand in a clause."""
        return self.keywords.names(clause)

    def first_named(self, clause: Clause) -> dict[Intent, int]:
        """Where the keywords of the activities that stand in a clause begin."""
        found: dict[Intent, int] = {}
        for intent, spans in self.keywords.matches(clause):
            if intent.activity is not None:
                found[intent] = min(spans[0].start, found.get(intent, spans[0].start))
        return found

    def kinds(self, clause: Clause) -> list[Kind]:
        """The kinds of treatment that are named in a clause."""
        return self._kinds.names(clause)

    def activity(self, intent: Intent, clause: Clause) -> Activity | None:
        """The activity that an intent is about: its own, or another one of the clause that shares the intent."""
        others = [one for one in self._activities.names(clause) if SHARED.get(one) is intent]
        return next(iter(others), intent.activity)


SHARED = {Activity.WAXING: Intent.SHAVING}
"""Activities that are asked about with the intent of another one."""


def _compiled(parts: Iterable[tuple[Book, Mapping[K, Sequence[str]]]]) -> dict[K, tuple[Pattern, ...]]:
    found: dict[K, list[Pattern]] = {}
    for book, entries in parts:
        for name, sources in entries.items():
            found.setdefault(name, []).extend(book.pattern(source) for source in sources)
    return {name: tuple(patterns) for name, patterns in found.items()}


def _sources(one: Wordings) -> Iterable[str]:
    """Every pattern of a language whose words a text should be spelled like; small words are left alone."""
    for group in (one.book.lists, one.observations, one.keywords, one.kinds, one.activities):
        for sources in group.values():
            yield from sources


def _plain_words(one: Wordings) -> Iterable[str]:
    """The words of the examples and the small words, right as they stand; whole messages have slips in them."""
    texts = (text for group in (one.examples, one.particles) for said in group.values() for text in said)
    return (word for text in texts for word in WORD.findall(canonical(text)))
