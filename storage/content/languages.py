"""The words of each language: a folder of nested YAML files, flattened to keys such as `faq.entries.sun.title`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from storage.content.documents import Document, FieldPath, read_document, read_documents
from storage.content.model import FALLBACK_LANGUAGE, ContentError, Language, Place, Plural, Text
from storage.content.schema import LanguageIn
from storage.content.shape import shaped

PLURAL_CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


def read_languages(folders: Sequence[Path]) -> dict[str, Language]:
    """Every language that has a folder under texts/; raises ContentError, also when the fallback is not there."""
    found = {part.name for folder in folders for part in (folder / "texts").glob("*") if part.is_dir()}
    if FALLBACK_LANGUAGE not in found:
        raise ContentError(f"{Place(folders[0] / 'texts' / FALLBACK_LANGUAGE)}: the folder is missing.")
    return {code: _language(code, folders) for code in sorted(found)}


def _language(code: str, folders: Sequence[Path]) -> Language:
    card = read_document(folders, f"texts/{code}/language.yaml")
    entry = shaped(LanguageIn, card)
    try:
        Locale.parse(entry.locale)
    except (ValueError, UnknownLocaleError) as error:
        raise card.mistake(("locale",), f"{entry.locale!r} is not a locale that is known here.") from error
    texts: dict[str, Text] = {}
    places: dict[str, Place] = {}
    for document in read_documents(folders, f"texts/{code}"):
        if document.name == card.name:
            continue
        stem = document.name.removeprefix(f"texts/{code}/").removesuffix(".yaml").replace("/", ".")
        for path, text in _flatten(document, (), document.data):
            key = ".".join((stem, *map(str, path)))
            texts[key] = text
            places[key] = document.place(path)
    return Language(code=code, **entry.model_dump(), texts=texts, places=places)


def _flatten(document: Document, path: FieldPath, value: Any) -> Iterator[tuple[FieldPath, Text]]:
    match value:
        case str() if value.strip():
            yield path, value.strip()
        case {"other": _, **rest} if path and set(rest) <= PLURAL_CATEGORIES:
            yield path, _plural(document, path, value)
        case dict():
            for name, inner in value.items():
                yield from _flatten(document, (*path, name), inner)
        case _:
            raise document.mistake(path, "must be a text that is not empty; put it in quotes if it is a number.")


def _plural(document: Document, path: FieldPath, forms: dict[Any, Any]) -> Plural:
    words = {}
    for category, form in forms.items():
        if not isinstance(form, str) or not form.strip():
            raise document.mistake((*path, category), "must be a text that is not empty.")
        words[category] = form.strip()
    return Plural(words)
