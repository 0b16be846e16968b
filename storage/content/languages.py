"""The words of each language: a folder of nested YAML files, flattened to keys such as `faq.entries.sun.title`."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from storage.content.documents import Document, FieldPath, read_document, read_documents
from storage.content.mistakes import gathered, raise_all
from storage.content.model import FALLBACK_LANGUAGE, ContentError, Language, Place, Plural, Text
from storage.content.schema import LanguageIn
from storage.content.shape import shaped
from storage.content.walk import part_folders

PLURAL_CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


def read_languages(folders: Sequence[Path]) -> dict[str, Language]:
    """Every language that has a folder under texts/; raises ContentError, also when the fallback is not there."""
    found = part_folders(folders, "texts")
    if FALLBACK_LANGUAGE not in found:
        raise ContentError("the folder is missing.", Place(folders[0] / "texts" / FALLBACK_LANGUAGE))
    return {one.code: one for one in gathered(partial(_language, code, folders) for code in found)}


def _language(code: str, folders: Sequence[Path]) -> Language:
    card = read_document(folders, f"texts/{code}/language.yaml")
    entry = shaped(LanguageIn, card)
    raise_all(_unwritable(entry, card))
    texts: dict[str, Text] = {}
    places: dict[str, Place] = {}
    mistakes: list[ContentError] = []
    for document in read_documents(folders, f"texts/{code}"):
        stem = document.name.removeprefix(f"texts/{code}/").removesuffix(".yaml").replace("/", ".")
        for path, text in _flatten(document, (), document.data) if document.name != card.name else ():
            if isinstance(text, ContentError):
                mistakes.append(text)
                continue
            key = ".".join((stem, *map(str, path)))
            texts[key] = text
            places[key] = document.place(path)
    raise_all(mistakes)
    return Language(code=code, **entry.model_dump(), texts=texts, places=places)


def _unwritable(entry: LanguageIn, card: Document) -> Iterator[ContentError]:
    """What Babel does not know or cannot write."""
    try:
        locale = Locale.parse(entry.locale)
    except (ValueError, UnknownLocaleError):
        yield card.mistake(("locale",), f"{entry.locale!r} is not a locale that is known here.")
        return
    for name in ("date", "short_date", "weekday_date", "time"):
        try:
            if name == "time":
                format_time(time(9), entry.time, locale=locale)
            else:
                format_date(date(2026, 3, 1), getattr(entry, name), locale)
        except (ValueError, KeyError, AttributeError):
            yield card.mistake((name,), f"{getattr(entry, name)!r} is not a pattern such as d MMM y or HH:mm.")


def _flatten(document: Document, path: FieldPath, value: Any) -> Iterator[tuple[FieldPath, Text | ContentError]]:
    """Every text of a file by its path, or what is wrong with it."""
    match value:
        case str() if value.strip():
            yield path, value.strip()
        case {"other": _, **rest} if path and set(rest) <= PLURAL_CATEGORIES:
            yield path, _plural(document, path, value)
        case dict():
            for name, inner in value.items():
                yield from _flatten(document, (*path, name), inner)
        case _:
            wrong = document.mistake(path, "must be a text that is not empty; put it in quotes if it is a number.")
            yield path, wrong


def _plural(document: Document, path: FieldPath, forms: dict[Any, Any]) -> Plural | ContentError:
    words = {}
    for category, form in forms.items():
        if not isinstance(form, str) or not form.strip():
            return document.mistake((*path, category), "must be a text that is not empty.")
        words[category] = form.strip()
    return Plural(words)
