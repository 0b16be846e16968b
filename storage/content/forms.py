"""What can be wrong with one text: markup, placeholders, plural forms, lengths."""

import re
from collections.abc import Iterable, Iterator, Mapping

from babel import Locale

from storage.content.lengths import too_long
from storage.content.limits import refused
from storage.content.markup import faults, plain
from storage.content.model import FALLBACK_LANGUAGE, Language, Plural, Text
from storage.content.problems import Problem
from storage.content.reading import latin_words

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def forms(text: Text) -> tuple[str, ...]:
    """Every form of a text."""
    return tuple(text.forms.values()) if isinstance(text, Plural) else (text,)


def placeholders(text: Text) -> set[str]:
    """The names that a text needs; `count` may be left out of a form."""
    return {name for form in forms(text) for name in PLACEHOLDER.findall(form)} - {"count"}


def bare(texts: Iterable[str]) -> str:
    """Texts as they are read, without markup and placeholders, one a line."""
    return "\n".join(PLACEHOLDER.sub("", plain(text)) for text in texts)


class Shipped:
    """The words as they ship, which are those that the code was written for: what it fills in, and what it counts."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self.texts = languages[FALLBACK_LANGUAGE].texts if FALLBACK_LANGUAGE in languages else {}
        self._filled: dict[tuple[str, str], set[str]] = {}
        for key, text in self.texts.items():
            self._filled.setdefault(_role(key), set()).update(placeholders(text))
        words = [(key, text) for language in languages.values() for key, text in language.texts.items()]
        self._counted = {key for key, text in words if isinstance(text, Plural) or "{count}" in text}
        self._counted_roles = {_role(key) for key in self._counted}

    def filled(self, key: str) -> set[str]:
        """What is filled in where a text of this key is said, or one like it."""
        return placeholders(self.texts[key]) if key in self.texts else self._filled.get(_role(key), set())

    def counts(self, key: str) -> bool:
        """Whether a number picks the form of this text, or of one like it."""
        return key in self._counted or (key not in self.texts and _role(key) in self._counted_roles)


def _role(key: str) -> tuple[str, str]:
    """What is alike in the keys of texts that are said in the same place."""
    steps = key.split(".")
    return steps[0], steps[-1]


def word_problems(language: Language, fallback: Mapping[str, Text], shipped: Shipped) -> Iterator[Problem]:
    """What is wrong with each text of a language; `fallback` are the words of the fallback that are in force."""
    like_shipped = shipped.texts if language.code == FALLBACK_LANGUAGE else {**fallback, **shipped.texts}
    for key, text in language.texts.items():
        place = language.places[key]
        stops = [*_markup(text), *(said for form in forms(text) for said in refused(key, form))]
        stops += _holes(text, like_shipped.get(key), shipped.filled(key))
        if isinstance(text, Plural) and not shipped.counts(key):
            stops.append("has plural forms, but nothing is counted here")
        style = [said for form in forms(text) for said in too_long(key, form, language)]
        style += [*_english_words(text, language), *_lacking_forms(text, language)]
        for messages, stop in ((stops, True), (style, False)):
            yield from (Problem(place.file, place.line, f"{key}: {said}.", stop) for said in messages)


def _markup(text: Text) -> Iterator[str]:
    for form in forms(text):
        yield from faults(form)
        rest = PLACEHOLDER.sub("", form)
        if "{" in rest or "}" in rest:
            yield "a placeholder must be written as {name}"


def _holes(text: Text, like: Text | None, filled: set[str]) -> list[str]:
    """Placeholders that are missing, or that nothing would fill."""
    if like is not None and placeholders(like) != placeholders(text):
        names = ", ".join(sorted(placeholders(like) ^ placeholders(text)))
        return [f"the placeholders differ from those of {FALLBACK_LANGUAGE}: {names}"]
    names = ", ".join(sorted(placeholders(text) - filled))
    return [f"nothing fills these placeholders: {names}"] if names else []


def _lacking_forms(text: Text, language: Language) -> Iterator[str]:
    if isinstance(text, Plural):
        needed = set(Locale.parse(language.locale).plural_form.tags)
        if lacking := sorted(needed - set(text.forms)):
            yield f"has no form for {', '.join(lacking)}"


def _english_words(text: Text, language: Language) -> Iterator[str]:
    """Words that were left in Latin letters where the language is written in others."""
    if language.script == "LATIN":
        return
    if left := [word for form in forms(text) for word in latin_words(PLACEHOLDER.sub("", plain(form)))]:
        yield f"has words in Latin letters: {', '.join(left)}"
