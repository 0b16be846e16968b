"""Sentences by key, in one language, with everything put into them made safe for Telegram's HTML."""

import datetime as dt
import re
from collections.abc import Iterable
from html import escape, unescape
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list

from storage.content import FALLBACK_LANGUAGE, Content, MissingTextError, Plural

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
TAG = re.compile(r"</?[a-z][^>]*>")
EXACT = {0: "zero", 1: "one", 2: "two"}
"""A form with such a name is for exactly that number also where the grammar does not ask for it: "the day itself"."""


class Html(str):
    """Text that is Telegram HTML already and is put into a sentence as it stands."""

    __slots__ = ()


def safe(value: object) -> str:
    """A value as Telegram HTML."""
    return value if isinstance(value, Html) else escape(str(value), quote=False)


class Texts:
    """The words of one language; a key that it lacks is answered in English."""

    def __init__(self, content: Content, language: str) -> None:
        self.content = content
        self.language = language if language in content.languages else FALLBACK_LANGUAGE
        self._speech = content.languages[self.language]
        self.locale = Locale.parse(self._speech.locale)

    def say(self, key: str, /, **params: object) -> Html:
        """The sentence as Telegram HTML, parameters escaped unless they are `Html`; `count` picks the plural.

        Raises MissingTextError for an unknown key, and for a parameter that the sentence needs and did not get.
        """
        filled = {
            name: value if isinstance(value, Html) else escape(str(value), quote=False)
            for name, value in params.items()
        }
        return Html(self._fill(key, params.get("count"), filled))

    def plain(self, key: str, /, **params: object) -> str:
        """The sentence without any markup: for buttons, pop-up answers, files and pictures."""
        return unescape(TAG.sub("", self.say(key, **params)))

    def has(self, key: str) -> bool:
        """Whether the key has words, in this language or in English."""
        return self.content.has_text(self.language, key)

    def date(self, on: dt.date) -> str:
        """A whole date with its year: 14 May 2026."""
        return format_date(on, self._speech.date, self.locale)

    def short_date(self, on: dt.date) -> str:
        """Day and month: 14 May."""
        return format_date(on, self._speech.short_date, self.locale)

    def weekday_date(self, on: dt.date) -> str:
        """Weekday, day and month: Thu 14 May."""
        return format_date(on, self._speech.weekday_date, self.locale)

    def time(self, at: dt.time) -> str:
        """A wall time: 09:00."""
        return format_time(at, self._speech.time, locale=self.locale)

    def listed(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> Html:
        """Words joined as the language joins them, escaped unless `Html`: "a, b and c", or with "or" "a, b or c"."""
        words = [safe(item) for item in items]
        if self._speech.between_items is not None:
            return Html(self._speech.between_items.join(words))
        return Html(format_list(words, style=style, locale=self.locale))

    def _fill(self, key: str, count: object, params: dict[str, str]) -> str:
        text, code = self.content.text(self.language, key)
        if isinstance(text, Plural):
            if not isinstance(count, int):
                raise MissingTextError(f"The text {key!r} needs a count.")
            category = Locale.parse(self.content.languages[code].locale).plural_form(count)
            text = text.forms.get(EXACT.get(count, category), text.forms.get(category, text.forms["other"]))

        def value(match: re.Match[str]) -> str:
            try:
                return params[match[1]]
            except KeyError:
                raise MissingTextError(f"The text {key!r} needs {match[1]!r}.") from None

        return PLACEHOLDER.sub(value, text)
