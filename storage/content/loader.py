"""Reads the content folders into a `Content`. A mistake stops it with a sentence that names file and field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path

from schedules.protocol import Habit, Library
from schedules.understanding import Lexicon
from schedules.words import Kind
from storage.content.cards import AboutPart, ActivityCard, Choosing, FamilyCard
from storage.content.choosing import read_choosing
from storage.content.clinic import CLINIC, read_clinic, read_countries
from storage.content.documents import Document, read_document, read_documents
from storage.content.languages import read_languages
from storage.content.menus import read_activities, read_families, read_faq
from storage.content.mistakes import gathered, raise_all
from storage.content.model import (
    ClinicCard,
    Content,
    ContentError,
    Country,
    FaqSection,
    Language,
    Place,
)
from storage.content.protocols import Bench, about, protocol
from storage.content.schema import CadencesIn, ClinicIn, HabitIn, ProtocolIn
from storage.content.schema_signs import RedFlagIn
from storage.content.shape import shaped, shaped_map
from storage.content.sources import SourceBook, read_sources
from storage.content.strangers import strangers
from storage.content.understanding import RED_FLAGS, lexicon_reader, read_lexicon


def load_content(*folders: Path) -> Content:
    """The content of these folders, a later one laid over an earlier one file by file and field by field.

    Raises ContentError at the first mistake; what was found beside it is in its `others`.
    """
    return Reading(folders).content()


def all_mistakes(*folders: Path) -> list[ContentError]:
    """Every mistake that keeps these folders from being read, each once; empty when there is none."""
    found: dict[str, ContentError] = {}
    for part in Reading(folders).parts():
        try:
            part()
        except ContentError as mistake:
            found |= {str(one): one for one in mistake.all if str(one) not in found}
    return list(found.values())


class Reading:
    """The parts of the content, each read when it is first asked for; each raises ContentError."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def parts(self) -> Iterator[Callable[[], object]]:
        """Everything that can be wrong by itself, the simplest first."""
        yield self._check_folders
        yield lambda: shaped(ClinicIn, self._file(CLINIC))
        yield lambda: shaped_map(RedFlagIn, self._file(RED_FLAGS))
        names = [name for name, part in vars(Reading).items() if isinstance(part, cached_property)]
        yield from (partial(getattr, self, name) for name in names)

    def content(self) -> Content:
        """All of it."""
        self._check_folders()
        files = (self._habits_file, *self._protocol_files.values())
        return Content(
            library=self._library,
            habits=self._habits,
            band_sources=_band_sources(self._protocol_files),
            about=self._about,
            families=self._families,
            activities=self._activities,
            faq=self._faq,
            countries=self._countries,
            choosing=self._choosing,
            clinic=self._clinic,
            sources=self._sources.notes,
            languages=self._languages,
            read_lexicon=lexicon_reader(self._folders, self._sources),
            places={document.name: document.place(()) for document in files},
            folders=self._folders,
        )

    def _check_folders(self) -> None:
        missing = [folder for folder in self._folders if not folder.is_dir()]
        raise_all(ContentError("there is no such content folder.", Place(folder)) for folder in missing)
        shipped, *own = self._folders
        raise_all(stranger for folder in own for stranger in strangers(shipped, folder))

    def _file(self, name: str) -> Document:
        return read_document(self._folders, name)

    @cached_property
    def _sources(self) -> SourceBook:
        return read_sources(self._file("sources.yaml"))

    @cached_property
    def _habits_file(self) -> Document:
        return self._file("habits.yaml")

    @cached_property
    def _habits(self) -> dict[str, Habit]:
        return _habits(self._habits_file, self._sources)

    @cached_property
    def _cadences(self) -> CadencesIn:
        return shaped(CadencesIn, self._file("cadences.yaml"))

    @cached_property
    def _protocol_files(self) -> dict[Kind, Document]:
        return _protocol_files(self._folders)

    @cached_property
    def _library(self) -> Library:
        files, bench = self._protocol_files, Bench(self._sources, self._habits, self._cadences)
        return Library(dict(zip(files, gathered(partial(protocol, *one, bench) for one in files.items()), strict=True)))

    @cached_property
    def _about(self) -> dict[Kind, dict[AboutPart, tuple[str, ...]]]:
        files, sources = self._protocol_files, self._sources
        return dict(zip(files, gathered(partial(about, one, sources) for one in files.values()), strict=True))

    @cached_property
    def _countries(self) -> dict[str, Country]:
        return read_countries(self._file("countries.yaml"), self._sources)

    @cached_property
    def _families(self) -> tuple[FamilyCard, ...]:
        return read_families(self._file("families.yaml"))

    @cached_property
    def _activities(self) -> tuple[ActivityCard, ...]:
        return read_activities(self._file("activities.yaml"))

    @cached_property
    def _faq(self) -> tuple[FaqSection, ...]:
        return read_faq(self._file("faq.yaml"), self._sources)

    @cached_property
    def _choosing(self) -> Choosing:
        return read_choosing(self._file("choosing.yaml"), self._sources)

    @cached_property
    def _languages(self) -> dict[str, Language]:
        return read_languages(self._folders)

    @cached_property
    def _clinic(self) -> ClinicCard:
        return read_clinic(self._file(CLINIC), self._countries, self._languages, self._folders)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return read_lexicon(self._folders, self._sources)


def _habits(document: Document, sources: SourceBook) -> dict[str, Habit]:
    entries = shaped_map(HabitIn, document)

    def habit(habit_id: str, entry: HabitIn) -> Habit:
        return Habit(
            id=habit_id,
            source=sources.source(entry.source, document, (habit_id, "source")),
            from_day=entry.from_day,
            through_day=entry.through_day,
            daily=entry.daily,
        )

    return {one.id: one for one in gathered(partial(habit, habit_id, entry) for habit_id, entry in entries.items())}


def _protocol_files(folders: Sequence[Path]) -> dict[Kind, Document]:
    raise_all(_no_kinds(folders))
    found = gathered(partial(read_document, folders, f"protocols/{kind}.yaml") for kind in Kind)
    return dict(zip(Kind, found, strict=True))


def _no_kinds(folders: Sequence[Path]) -> Iterator[ContentError]:
    for document in read_documents(folders, "protocols"):
        name = document.name.removeprefix("protocols/").removesuffix(".yaml")
        if name not in set(Kind):
            yield document.mistake((), f"{name!r} is not a kind of treatment; the kinds are {', '.join(Kind)}.")


def _band_sources(files: Mapping[Kind, Document]) -> dict[tuple[Kind, str], tuple[str, ...]]:
    return {
        (kind, band_id): tuple(band.sources)
        for kind, document in files.items()
        for band_id, band in shaped(ProtocolIn, document).bands.items()
    }
