"""Reads the content folders into a `Content`. The first mistake stops it with a sentence that names file and field."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from schedules.localtime import QuietHours
from schedules.protocol import Habit, Library
from schedules.words import Activity, Family, Kind
from storage.content.documents import Document, read_document, read_documents
from storage.content.languages import read_languages
from storage.content.model import (
    FALLBACK_LANGUAGE,
    ActivityCard,
    ClinicCard,
    Content,
    ContentError,
    Country,
    FamilyCard,
    FaqEntry,
    FaqSection,
    Language,
    Place,
)
from storage.content.protocols import Bench, protocol
from storage.content.schema import (
    ActivityIn,
    CadencesIn,
    ClinicIn,
    CountryIn,
    FamilyIn,
    FaqSectionIn,
    HabitIn,
    ProtocolIn,
)
from storage.content.shape import shaped, shaped_map
from storage.content.sources import SourceBook, read_sources


def load_content(*folders: Path) -> Content:
    """The content of these folders, a later one laid over an earlier one file by file and field by field.

    Raises ContentError at the first mistake.
    """
    for folder in folders:
        if not folder.is_dir():
            raise ContentError(f"{Place(folder)}: there is no such content folder.")
    sources = read_sources(read_document(folders, "sources.yaml"))
    habits_file = read_document(folders, "habits.yaml")
    habits = _habits(habits_file, sources)
    bench = Bench(sources, habits, shaped(CadencesIn, read_document(folders, "cadences.yaml")))
    protocol_files = _protocol_files(folders)
    protocols = {kind: protocol(kind, document, bench) for kind, document in protocol_files.items()}
    countries = _countries(read_document(folders, "countries.yaml"), sources)
    languages = read_languages(folders)
    places = {document.name: document.place(()) for document in (habits_file, *protocol_files.values())}
    return Content(
        library=Library(protocols),
        habits=habits,
        band_sources=_band_sources(protocol_files),
        families=_families(read_document(folders, "families.yaml")),
        activities=_activities(read_document(folders, "activities.yaml")),
        faq=_faq(read_document(folders, "faq.yaml"), sources),
        countries=countries,
        clinic=_clinic(read_document(folders, "clinic.yaml"), countries, languages),
        sources=sources.notes,
        languages=languages,
        places=places,
    )


def _habits(document: Document, sources: SourceBook) -> dict[str, Habit]:
    return {
        habit_id: Habit(
            id=habit_id,
            source=sources.source(entry.source, document, (habit_id, "source")),
            from_day=entry.from_day,
            through_day=entry.through_day,
            daily=entry.daily,
        )
        for habit_id, entry in shaped_map(HabitIn, document).items()
    }


def _protocol_files(folders: Sequence[Path]) -> dict[Kind, Document]:
    for document in read_documents(folders, "protocols"):
        name = document.name.removeprefix("protocols/").removesuffix(".yaml")
        if name not in set(Kind):
            raise document.mistake((), f"{name!r} is not a kind of treatment; the kinds are {', '.join(Kind)}.")
    return {kind: read_document(folders, f"protocols/{kind}.yaml") for kind in Kind}


def _band_sources(files: Mapping[Kind, Document]) -> dict[tuple[Kind, str], tuple[str, ...]]:
    return {
        (kind, band_id): tuple(band.sources)
        for kind, document in files.items()
        for band_id, band in shaped(ProtocolIn, document).bands.items()
    }


def _families(document: Document) -> tuple[FamilyCard, ...]:
    entries = shaped_map(FamilyIn, document)
    named = [kind for entry in entries.values() for kind in entry.kinds]
    for kind in Kind:
        if named.count(kind) != 1:
            raise document.mistake((), f"{kind} must stand in exactly one family.")
    for name in entries:
        if name not in set(Family):
            raise document.mistake((name,), f"is not a family; the families are {', '.join(Family)}.")
    return tuple(
        FamilyCard(family=Family(name), icon=entry.icon, kinds=tuple(entry.kinds)) for name, entry in entries.items()
    )


def _activities(document: Document) -> tuple[ActivityCard, ...]:
    entries = shaped_map(ActivityIn, document)
    for name in entries:
        if name not in set(Activity):
            raise document.mistake((name,), f"is not an activity; the activities are {', '.join(Activity)}.")
    for activity in Activity:
        if activity not in entries:
            raise document.mistake((), f"{activity} is missing.")
    return tuple(ActivityCard(activity=Activity(name), icon=entry.icon) for name, entry in entries.items())


def _faq(document: Document, sources: SourceBook) -> tuple[FaqSection, ...]:
    sections = []
    for section_id, section in shaped_map(FaqSectionIn, document).items():
        for entry_id, cited in section.entries.items():
            sources.cited(cited, document, (section_id, "entries", entry_id))
        entries = tuple(FaqEntry(id=entry_id, sources=tuple(cited)) for entry_id, cited in section.entries.items())
        sections.append(FaqSection(id=section_id, icon=section.icon, entries=entries))
    return tuple(sections)


def _countries(document: Document, sources: SourceBook) -> dict[str, Country]:
    countries = {}
    for code, entry in shaped_map(CountryIn, document).items():
        cited = sources.cited(entry.sources, document, (code, "sources"))
        countries[code] = Country(code=code, emergency=entry.emergency, crisis=entry.crisis, sources=cited)
    return countries


def _clinic(document: Document, countries: Mapping[str, Country], languages: Mapping[str, Language]) -> ClinicCard:
    entry = shaped(ClinicIn, document)
    if entry.country not in countries:
        raise document.mistake(("country",), f"{entry.country!r} has no entry in countries.yaml.")
    for language in (*entry.languages, FALLBACK_LANGUAGE):
        if language not in languages:
            raise document.mistake(("languages",), f"there is no folder texts/{language}.")
    return ClinicCard(
        name=entry.name,
        country=entry.country,
        zone=entry.zone,
        phone=entry.phone,
        hours=entry.hours,
        out_of_hours=entry.out_of_hours,
        languages=tuple(entry.languages),
        quiet=QuietHours(start=entry.quiet.start, end=entry.quiet.end),
        hour=entry.hour,
    )
