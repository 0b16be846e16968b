"""Reads what people say and what makes a red flag: `red_flags.yaml` and `understanding/<language>/`.

Over several folders the sayings and examples of a clinic are added to those below, not put in their place.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import process
from rapidfuzz.distance import OSA

from schedules.understanding.book import Book, PatternError
from schedules.understanding.lexicon import Lexicon, Wordings
from schedules.understanding.model import Intent, Sign, Tier
from schedules.understanding.particles import Particle
from schedules.understanding.signs import Condition, SignRule
from schedules.words import Activity, Kind
from storage.content.documents import Document, read_document
from storage.content.mistakes import gathered, raise_all
from storage.content.model import ContentError
from storage.content.schema_signs import RedFlagIn, SeenIn
from storage.content.shape import shaped_map
from storage.content.sources import SourceBook
from storage.content.walk import part_folders

RED_FLAGS = "red_flags.yaml"
FOLDER = "understanding"
PATTERNS = ("observations", "grammar", "intents", "treatments", "activities")
FILES = ("lists", *PATTERNS, "examples", "messages", "spelling")
"""The files that a language may have."""

RED_FLAG = "redflag."
Message = StrEnum("Message", {name: name for name in (*Intent, *(f"{RED_FLAG}{sign}" for sign in Sign))})  # type: ignore[misc]  # built of two others
"""What a whole message may be labelled with: an intent, or `redflag.` and a sign."""

LISTS = TypeAdapter(dict[str, list[str]])
Name = TypeVar("Name", bound=StrEnum)

MEASURED = {"fever", "warm", "strong_pain", "very_cold"}
"""Observations that numbers can make."""


def read_lexicon(folders: Sequence[Path], sources: SourceBook) -> Lexicon:
    """The lexicon of all languages that have a folder; raises ContentError."""
    flags = read_document(folders, RED_FLAGS)
    wordings = gathered(partial(_wordings, code, folders) for code in part_folders(folders, FOLDER))
    known = {name for one in wordings for name in one.observations}
    return Lexicon(wordings, _signs(flags, sources, known | MEASURED), _nearest)


def lexicon_reader(folders: Sequence[Path], sources: SourceBook) -> Callable[[], Lexicon]:
    """Reads the lexicon once, when it is asked for; with a clinic's own words now, for its mistakes to be found.

    That of a single folder, which is ours and tested, is not needed for most that a process begins with.
    """
    read = cache(partial(read_lexicon, tuple(folders), sources))
    if len(folders) > 1:
        read()
    return read


def _nearest(word: str, targets: Sequence[str], slips: int) -> str | None:
    """The target within so many slips (a letter too many, too few, wrong, or two in the wrong order), or None."""
    found = process.extractOne(word, targets, scorer=OSA.distance, score_cutoff=slips)
    return None if found is None else str(found[0])


class Spelled(StrEnum):
    """The lists of spelling.yaml."""

    KNOWN = "known"
    MEANT = "meant"


NAMES: Mapping[str, type[StrEnum]] = {
    "grammar": Particle,
    "intents": Intent,
    "examples": Intent,
    "treatments": Kind,
    "activities": Activity,
    "spelling": Spelled,
}
"""The closed set of names that the lists of a file have."""


def _wordings(code: str, folders: Sequence[Path]) -> Wordings:
    found = gathered(partial(Sayings, folders, f"{FOLDER}/{code}/{name}.yaml") for name in FILES)
    files = dict(zip(FILES, found, strict=True))
    book = Book(files["lists"].said)
    unknown = (mistake for name, known in NAMES.items() for mistake in files[name].unknown(known))
    unreadable = (mistake for name in ("lists", *PATTERNS) for mistake in files[name].unreadable(book))
    raise_all([*unknown, *unreadable])
    return Wordings(
        book=book,
        observations=files["observations"].said,
        particles=files["grammar"].named(Particle),
        keywords=files["intents"].named(Intent),
        examples=files["examples"].named(Intent),
        harmless=files["messages"].named_in(Intent),
        alarming=files["messages"].named_in(Sign, RED_FLAG),
        kinds=files["treatments"].named(Kind),
        activities=files["activities"].named(Activity),
        known_words=files["spelling"].said.get(Spelled.KNOWN, ()),
        meant_words=files["spelling"].said.get(Spelled.MEANT, ()),
    )


class Sayings:
    """One file of named lists, over all folders."""

    def __init__(self, folders: Sequence[Path], name: str) -> None:
        self.documents = [read_document([folder], name) for folder in folders if os.path.lexists(folder / name)]
        self.said: dict[str, list[str]] = {}
        for document in self.documents:
            for key, texts in _lists(document).items():
                self.said.setdefault(key, []).extend(texts)

    def unknown(self, names: type[StrEnum]) -> Iterator[ContentError]:
        """A mistake for each name that is not in a closed set of names."""
        for document in self.documents:
            for key in document.data:
                if key not in set(names):
                    yield document.mistake((key,), "is not a name that is known here.")

    def named(self, names: type[Name]) -> dict[Name, list[str]]:
        """The lists by a closed set of names, each of which is in it."""
        return {names(key): texts for key, texts in self.said.items()}

    def named_in(self, names: type[Name], prefix: str = "") -> dict[Name, list[str]]:
        """The lists whose name, behind a prefix, is in a closed set of names."""
        known = {f"{prefix}{name}": name for name in names}
        return {known[key]: texts for key, texts in self.said.items() if key in known}

    def unreadable(self, book: Book) -> Iterator[ContentError]:
        """A mistake for each pattern that cannot be read."""
        for document in self.documents:
            for key, texts in document.data.items():
                for at, text in enumerate(texts):
                    try:
                        book.pattern(text)
                    except PatternError as error:
                        yield document.mistake((key, at), f"{error}.")


def _lists(document: Document) -> Mapping[str, list[str]]:
    try:
        return LISTS.validate_python(document.data, strict=True)
    except ValidationError as error:
        wrong = [tuple(details["loc"]) for details in error.errors(include_url=False)]
        raise_all(document.mistake(path, "must be a list of texts.") for path in wrong)
        raise


def _signs(document: Document, sources: SourceBook, known: set[str]) -> list[SignRule]:
    entries = shaped_map(RedFlagIn, document)
    raise_all(
        [
            *(document.mistake((), f"{sign} is missing.") for sign in Sign if sign not in entries),
            *(
                document.mistake((name,), "is not a sign that is known here.")
                for name in entries
                if name not in set(Sign)
            ),
        ]
    )

    def rule(name: str, entry: RedFlagIn) -> SignRule:
        conditions = gathered(partial(_condition, name, at, one, document, known) for at, one in enumerate(entry.when))
        return SignRule(
            sign=Sign(name),
            tier=Tier[entry.tier.upper()],
            one_with=frozenset(entry.one_with),
            conditions=tuple(conditions),
            sources=sources.cited(entry.sources, document, (name, "sources")),
        )

    return gathered(partial(rule, name, entry) for name, entry in entries.items())


def _condition(name: str, at: int, entry: SeenIn, document: Document, known: set[str]) -> Condition:
    for seen in (entry.seen, *entry.with_, *entry.without):
        if seen not in known:
            raise document.mistake((name, "when", at), f"no language has a saying for {seen!r}.")
    return Condition(
        seen=entry.seen,
        also=frozenset(entry.with_),
        without=frozenset(entry.without),
        kinds=frozenset(entry.kinds),
        from_day=entry.from_day,
        through_day=entry.through_day,
        holds_unknown=entry.unknown,
        tier=Tier[entry.tier.upper()] if entry.tier else None,
    )
