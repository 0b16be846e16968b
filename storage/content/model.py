"""What the content folder says, as frozen values: the clinic, what may be asked, the words of each language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from schedules.localtime import QuietHours
from schedules.protocol import Habit, Library
from schedules.understanding import Lexicon
from schedules.words import Kind, Rank
from storage.content.cards import AboutPart, ActivityCard, Choosing, FamilyCard

FALLBACK_LANGUAGE = "en"
"""The language that every key has; another one that lacks a key borrows it from here."""


class MissingTextError(LookupError):
    """A sentence was asked for by a key that no language has."""


@dataclass(frozen=True, kw_only=True)
class SourceNote:
    """Where a fact comes from: its rank of authority, and a short citation."""

    id: str
    rank: Rank
    cites: str


@dataclass(frozen=True, kw_only=True)
class FaqEntry:
    """One question and its answer; the words are `faq.entries.<id>.title` and `.answer`."""

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FaqSection:
    """One page of the question menu; its heading is `faq.sections.<id>`."""

    id: str
    icon: str
    entries: tuple[FaqEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Country:
    """Whom to call in a country. `crisis` is the line for someone who may harm themselves, where one is known."""

    code: str
    emergency: str
    crisis: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClinicCard:
    """The clinic that the content folder describes; the sandbox opens with it. `country` is a key of countries.

    `in_languages` has name, hours and out_of_hours in further languages, by code; what is not there stays as it is.
    """

    name: str
    country: str
    zone: ZoneInfo
    phone: str
    hours: str
    out_of_hours: str
    languages: tuple[str, ...]
    in_languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    quiet: QuietHours
    hour: time


@dataclass(frozen=True)
class Plural:
    """A sentence with a form for each plural category of its language; `other` is always there.

    A form named zero, one or two is for exactly that number, whatever the language's grammar.
    """

    forms: Mapping[str, str]


Text = str | Plural


@dataclass(frozen=True)
class Place:
    """Where something stands: a file, and the line where PyYAML can tell."""

    file: Path
    line: int | None = None

    def __str__(self) -> str:
        known = self.file.relative_to(Path.cwd()) if self.file.is_relative_to(Path.cwd()) else self.file
        shown = str(known).encode(errors="backslashreplace").decode()  # a name need not be text
        return f"{shown}:{self.line}" if self.line else shown


class ContentError(Exception):
    """A mistake in the content folder, told in one sentence that names the file and the field.

    `others` are more mistakes that were found beside it.
    """

    def __init__(self, message: str, place: Place, others: tuple["ContentError", ...] = ()) -> None:
        super().__init__(f"{place}: {message}")
        self.message = message
        self.place = place
        self.others = others

    @property
    def all(self) -> tuple["ContentError", ...]:
        """This mistake, and those beside it."""
        return (self, *self.others)


@dataclass(frozen=True, kw_only=True)
class Language:
    """The words of one language. The four patterns are in the notation of CLDR, e.g. `EEE d MMM`.

    `between_items` joins the words of a list where the way of the locale itself would sound stiff in a chat.
    """

    code: str
    name: str
    locale: str
    date: str
    short_date: str
    weekday_date: str
    time: str
    between_items: str | None = None
    script: str = "LATIN"
    """The name that Unicode gives to its letters."""
    texts: Mapping[str, Text]
    places: Mapping[str, Place] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything read from the content folders, checked for shape and turned into the types of `schedules`."""

    library: Library
    habits: Mapping[str, Habit]
    band_sources: Mapping[tuple[Kind, str], tuple[str, ...]]
    about: Mapping[Kind, Mapping[AboutPart, tuple[str, ...]]]
    families: tuple[FamilyCard, ...]
    activities: tuple[ActivityCard, ...]
    faq: tuple[FaqSection, ...]
    countries: Mapping[str, Country]
    choosing: Choosing
    clinic: ClinicCard
    sources: Mapping[str, SourceNote]
    languages: Mapping[str, Language]
    read_lexicon: Callable[[], Lexicon] = field(repr=False, compare=False)
    places: Mapping[str, Place] = field(repr=False)
    folders: tuple[Path, ...] = field(compare=False)
    """What it was read from: the shipped folder, and what is laid over it."""

    @property
    def lexicon(self) -> Lexicon:
        """How people speak, for understanding what they type; read once, when it is first asked for."""
        return self.read_lexicon()

    def has_text(self, language: str, key: str) -> bool:
        """Whether the key has words in this language or in the fallback."""
        return any(key in self.languages[code].texts for code in (language, FALLBACK_LANGUAGE))

    def text(self, language: str, key: str) -> tuple[Text, str]:
        """The words of a key and the code of the language they are in; raises MissingTextError."""
        for code in (language, FALLBACK_LANGUAGE):
            found = self.languages[code].texts.get(key)
            if found is not None:
                return found, code
        raise MissingTextError(f"No text {key!r} in {language!r} or {FALLBACK_LANGUAGE!r}.")

    def faq_entry(self, entry_id: str) -> FaqEntry | None:
        """The question with this id, or None when the menu has changed since the button was made."""
        return next((entry for section in self.faq for entry in section.entries if entry.id == entry_id), None)

    def faq_section(self, section_id: str) -> FaqSection | None:
        """The page with this id, or None."""
        return next((section for section in self.faq if section.id == section_id), None)
