"""Who the clinic is, and whom to call in its country."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from schedules.localtime import QuietHours
from storage.content.documents import Document
from storage.content.mistakes import gathered, raise_all
from storage.content.model import FALLBACK_LANGUAGE, ClinicCard, ContentError, Country, Language
from storage.content.schema import ClinicIn, CountryIn
from storage.content.shape import shaped, shaped_map
from storage.content.sources import SourceBook

CLINIC = "clinic.yaml"


def read_countries(document: Document, sources: SourceBook) -> dict[str, Country]:
    """Whom to call, by country; raises ContentError."""
    entries = shaped_map(CountryIn, document)

    def country(code: str, entry: CountryIn) -> Country:
        cited = sources.cited(entry.sources, document, (code, "sources"))
        return Country(code=code, emergency=entry.emergency, crisis=entry.crisis, sources=cited)

    return {one.code: one for one in gathered(partial(country, code, entry) for code, entry in entries.items())}


def read_clinic(
    document: Document, countries: Mapping[str, Country], languages: Mapping[str, Language], folders: Sequence[Path]
) -> ClinicCard:
    """The clinic that the folders describe; raises ContentError."""
    entry = shaped(ClinicIn, document)
    raise_all(_unknown_names(entry, document, countries, languages))
    return ClinicCard(
        name=entry.name,
        country=entry.country,
        zone=entry.zone,
        phone=entry.phone,
        hours=entry.hours,
        out_of_hours=entry.out_of_hours,
        languages=tuple(entry.languages),
        in_languages=_in_languages(entry, document, folders),
        quiet=QuietHours(start=entry.quiet.start, end=entry.quiet.end),
        hour=entry.hour,
    )


def _unknown_names(
    entry: ClinicIn, document: Document, countries: Mapping[str, Country], languages: Mapping[str, Language]
) -> Iterator[ContentError]:
    if entry.country not in countries:
        yield document.mistake(("country",), f"{entry.country!r} has no entry in countries.yaml.")
    for at, named in (("languages", (*entry.languages, FALLBACK_LANGUAGE)), ("in_languages", entry.in_languages)):
        for language in named:
            if language not in languages:
                yield document.mistake((at,), f"there is no folder texts/{language}.")


def _in_languages(entry: ClinicIn, document: Document, folders: Sequence[Path]) -> dict[str, dict[str, str]]:
    """The clinic's words in further languages, without those that a later folder has put out of date.

    A clinic that lays its own hours over the shipped ones must not have the shipped ones told in another language.
    """
    files = [folder / CLINIC for folder in folders]

    def layer(*path: str) -> int:
        return files.index(document.place(path).file)

    return {
        code: {
            field: said
            for field, said in words.model_dump(exclude_none=True).items()
            if layer("in_languages", code, field) >= layer(field)
        }
        for code, words in entry.in_languages.items()
    }
