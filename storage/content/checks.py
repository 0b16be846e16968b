"""What can be put right one by one: missing and unknown keys, markup, placeholders, lengths, ease of reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schedules.protocol import Advice
from storage.content.markup import faults, length, plain
from storage.content.model import FALLBACK_LANGUAGE, Content, Language, Place, Plural, Text
from storage.content.reading import grade, words

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BAND_FIELDS = ("expect", "do", "avoid", "call")
OWNED = {"protocols", "activities", "rules", "habits", "families", "milestones", "faq"}
"""The files whose keys follow from the content itself, so that a key nobody asks for is a mistake."""

BUTTON = re.compile(r"activities\.|families\.|faq\.sections\.|faq\.entries\.\w+\.title|protocols\.\w+\.(name|short)")
BUTTON_LENGTH = 40
ANSWER_LENGTH = 900
MESSAGE_LENGTH = 4096
MOST_WORDS = {"expect": 12, "do": 12, "avoid": 10, "call": 12, "urgent": 14}
HARDEST_GRADE = 6.0
GRADED_WORDS = 100
"""A shorter file says too little about how hard it is to read."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right, and where."""

    file: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{Place(self.file, self.line)}: {self.message}"


def check(content: Content) -> list[Problem]:
    """Everything that is wrong with the words of the content, by file and line; empty when all is well."""
    required, optional = required_keys(content), optional_keys(content)
    problems = [
        problem
        for language in content.languages.values()
        for part in (_keys(content, language, required, optional), _forms(content, language), _ease(language))
        for problem in part
    ]
    return sorted(problems, key=lambda problem: (str(problem.file), problem.line or 0, problem.message))


def required_keys(content: Content) -> set[str]:
    """The keys that every language must have because the content speaks of them."""
    keys = {"faq.menu", "faq.page", "faq.answer"}
    keys |= {f"activities.{card.activity}" for card in content.activities}
    keys |= {f"rules.{card.activity}.short" for card in content.activities}
    keys |= {f"families.{card.family}" for card in content.families}
    keys |= {f"habits.{habit_id}" for habit_id in content.habits}
    for section in content.faq:
        keys.add(f"faq.sections.{section.id}")
        keys |= {f"faq.entries.{entry.id}.{part}" for entry in section.entries for part in ("title", "answer")}
    for kind, protocol in content.library.protocols.items():
        keys |= {f"protocols.{kind}.name", f"protocols.{kind}.short"}
        keys |= {f"protocols.{kind}.bands.{band.id}.{field}" for band in protocol.bands for field in BAND_FIELDS}
        keys |= {f"milestones.{milestone.id}" for milestone in protocol.milestones}
        keys |= {
            f"rules.{rule.activity}.advice" for rule in protocol.rules if _needs_common_advice(content, kind, rule)
        }
    return keys


def _needs_common_advice(content: Content, kind: str, rule: object) -> bool:
    own = f"protocols.{kind}.notes.{rule.activity}" if isinstance(rule, Advice) else None
    return own is not None and own not in content.languages[FALLBACK_LANGUAGE].texts


def optional_keys(content: Content) -> set[str]:
    """The keys that may stand in the content's own files, and are used when they do."""
    keys = {
        f"rules.{a.activity}.{part}"
        for a in content.activities
        for part in ("covers", "advice", "after", "ended_today")
    }
    for kind, protocol in content.library.protocols.items():
        keys |= {f"protocols.{kind}.bands.{band.id}.urgent" for band in protocol.bands}
        keys |= {f"protocols.{kind}.habits.{habit.id}" for habit in protocol.habits}
        keys |= {f"protocols.{kind}.notes.{card.activity}" for card in content.activities}
    return keys


def _keys(content: Content, language: Language, required: set[str], optional: set[str]) -> Iterator[Problem]:
    fallback = content.languages[FALLBACK_LANGUAGE]
    wanted = required if language is fallback else required | set(fallback.texts)
    for key in sorted(wanted - set(language.texts)):
        yield Problem(_home(key, language, fallback), None, f"{key}: is missing.")
    for key, place in language.places.items():
        owned = key.split(".")[0] in OWNED
        if (owned and key not in required | optional) or key not in fallback.texts:
            yield Problem(place.file, place.line, f"{key}: nothing asks for this key.")


def _home(key: str, language: Language, fallback: Language) -> Path:
    """The file in which a missing key belongs: where the fallback has it, or its nearest relative."""
    steps = key.split(".")
    prefixes = [".".join(steps[:length]) for length in range(len(steps), 0, -1)]
    relatives = (file for prefix in prefixes for known, file in _files(fallback) if known.startswith(prefix))
    file = next(relatives, Path("texts", fallback.code, f"{steps[0]}.yaml"))
    folder = next(folder for folder in file.parents if folder.name == fallback.code)
    return folder.with_name(language.code) / file.relative_to(folder)


def _files(language: Language) -> Iterator[tuple[str, Path]]:
    return ((key, place.file) for key, place in language.places.items())


def _forms(content: Content, language: Language) -> Iterator[Problem]:
    fallback = content.languages[FALLBACK_LANGUAGE].texts
    for key, text in language.texts.items():
        place = language.places[key]
        found = [*_markup(text), *_lengths(key, text)]
        other = fallback.get(key)
        if other is not None and placeholders(other) != placeholders(text):
            names = ", ".join(sorted(placeholders(other) ^ placeholders(text)))
            found.append(f"the placeholders differ from those of {FALLBACK_LANGUAGE}: {names}")
        yield from (Problem(place.file, place.line, f"{key}: {message}.") for message in found)


def forms(text: Text) -> tuple[str, ...]:
    """Every form of a text."""
    return tuple(text.forms.values()) if isinstance(text, Plural) else (text,)


def placeholders(text: Text) -> set[str]:
    """The names that a text needs; `count` may be left out of a form."""
    return {name for form in forms(text) for name in PLACEHOLDER.findall(form)} - {"count"}


def _markup(text: Text) -> Iterator[str]:
    for form in forms(text):
        yield from faults(form)
        rest = PLACEHOLDER.sub("", form)
        if "{" in rest or "}" in rest:
            yield "a placeholder must be written as {name}"


def _lengths(key: str, text: Text) -> Iterator[str]:
    last = key.rsplit(".", 1)[-1]
    for form in forms(text):
        shown = length(form)
        if BUTTON.match(key) and (shown > BUTTON_LENGTH or form != plain(form)):
            yield f"a button must be plain text of at most {BUTTON_LENGTH} characters, this has {shown}"
        if key.startswith("faq.entries.") and last == "answer" and shown > ANSWER_LENGTH:
            yield f"an answer must have at most {ANSWER_LENGTH} characters, this has {shown}"
        if ".bands." in key and len(words(form)) > MOST_WORDS.get(last, len(form)):
            yield f"must have at most {MOST_WORDS[last]} words, this has {len(words(form))}"
        if shown > MESSAGE_LENGTH:
            yield f"a message must have at most {MESSAGE_LENGTH} characters, this has {shown}"


def reading_grades(language: Language) -> dict[Path, float]:
    """The reading grade of each file of an English language folder."""
    read: dict[Path, list[str]] = {}
    for key, text in language.texts.items():
        read.setdefault(language.places[key].file, []).extend(forms(text))
    return {file: grade(_joined(texts)) for file, texts in read.items() if len(words(_joined(texts))) >= GRADED_WORDS}


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(PLACEHOLDER.sub("", plain(text)) for text in texts)


def _ease(language: Language) -> Iterator[Problem]:
    if not language.locale.startswith("en"):
        return
    for file, found in reading_grades(language).items():
        if found > HARDEST_GRADE:
            yield Problem(file, None, f"reads at school grade {found:.1f}; the aim is {HARDEST_GRADE:.0f} or easier.")
