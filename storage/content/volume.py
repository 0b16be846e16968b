"""How much there is to read, and how hard it is, by language and by what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.content.forms import bare, forms
from storage.content.lengths import columns, is_english
from storage.content.model import Language
from storage.content.reading import grade, words

GROUPS = {
    "treatments": ("protocols", "milestones"),
    "rules": ("rules", "activities", "habits", "can"),
    "questions": ("faq", "explained", "suits"),
    "safety": ("safety", "alarm"),
}
"""What each group has, by the first word of a key; whatever is not here is talk."""
TALK = "talk"


@dataclass(frozen=True, kw_only=True)
class Volume:
    """One group of texts in one language.

    `length` is in words for English, else in characters; `grade` is known for English only. `longest` is the longest
    line of a day's band, as a length and its key.
    """

    language: str
    group: str
    texts: int
    length: int
    unit: str
    grade: float | None
    longest: tuple[int, str] | None


def volumes(languages: Iterable[Language]) -> list[Volume]:
    """A row for each language and group that has texts."""
    return [found for one in languages for group in (*GROUPS, TALK) if (found := _volume(one, group)) is not None]


def _volume(language: Language, group: str) -> Volume | None:
    texts = {key: forms(text) for key, text in language.texts.items() if _group(key) == group}
    if not texts:
        return None
    read = bare(form for all_forms in texts.values() for form in all_forms)
    english = is_english(language)
    bands = [(_length(form, english=english), key) for key in texts if ".bands." in key for form in texts[key]]
    return Volume(
        language=language.code,
        group=group,
        texts=len(texts),
        length=len(words(read)) if english else len("".join(read.split())),
        unit="words" if english else "characters",
        grade=round(grade(read), 1) if english else None,
        longest=max(bands, default=None),
    )


def _length(form: str, *, english: bool) -> int:
    return len(words(form)) if english else columns(form)


def _group(key: str) -> str:
    first = key.split(".", 1)[0]
    return next((group for group, heads in GROUPS.items() if first in heads), TALK)
