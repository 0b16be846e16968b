"""What can be put right one by one: missing and unknown keys, markup, placeholders, lengths, ease of reading."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from schedules.protocol import Advice
from storage.content.forms import Shipped, bare, forms, placeholders, word_problems
from storage.content.languages import read_languages
from storage.content.lengths import is_english
from storage.content.model import FALLBACK_LANGUAGE, Content, Language, Text
from storage.content.problems import Problem, in_order
from storage.content.reading import grade, words

__all__ = ["check", "forms", "optional_keys", "placeholders", "reading_grades", "required_keys"]

BAND_FIELDS = ("expect", "do", "avoid", "call")
OWNED = {"protocols", "activities", "rules", "habits", "families", "milestones", "faq"}
"""The files whose keys follow from the content itself, so that a key nobody asks for is a mistake."""

HARDEST_GRADE = 6.0
GRADED_WORDS = 100
"""A shorter file says too little about how hard it is to read."""


def check(content: Content) -> list[Problem]:
    """Everything that is wrong with the words of the content, by file and line; empty when all is well."""
    required, optional = required_keys(content), optional_keys(content)
    fallback = content.languages[FALLBACK_LANGUAGE]
    shipped = as_shipped(content)
    problems: list[Problem] = []
    for language in content.languages.values():
        problems += _missing(language, fallback, required)
        problems += _unasked(language, required | optional, shipped.texts)
        problems += word_problems(language, fallback.texts, shipped)
        problems += _ease(language)
    return in_order(problems)


def as_shipped(content: Content) -> Shipped:
    """The words without those of a clinic's own folder."""
    shipped, *own = content.folders
    return Shipped(read_languages((shipped,)) if own else content.languages)


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
            f"rules.{rule.activity}.riders.{rider.id}.{'open' if rider.through_day is None else 'until'}"
            for rule in protocol.rules
            for rider in rule.riders
        }
        keys |= {
            f"rules.{rule.activity}.advice" for rule in protocol.rules if _needs_common_advice(content, kind, rule)
        }
    return keys | _menu_keys(content)


def _menu_keys(content: Content) -> set[str]:
    """What the cards of the treatments and "Is it for me?" say."""
    keys = {f"protocols.{kind}.about.{part}" for kind, parts in content.about.items() for part in parts}
    keys |= {f"explained.results.{m.id}" for each in content.library.protocols.values() for m in each.milestones}
    keys |= {f"suits.reasons.{reason.id}" for reason in content.choosing.reasons}
    keys |= {f"suits.cases.{case.id}" for case in content.choosing.careful}
    return keys | {f"faq.entries.{age.id}.{part}" for age in content.choosing.ages for part in ("title", "answer")}


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


def _missing(language: Language, fallback: Language, required: set[str]) -> Iterator[Problem]:
    """What is missing. The fallback must have every key; what another language lacks is borrowed from there."""
    wanted = required if language is fallback else required | set(fallback.texts)
    homes = _homes(fallback)
    for key in sorted(wanted - set(language.texts)):
        yield Problem(_home(key, language, homes), None, f"{key}: is missing.", stops=language is fallback)


def _unasked(language: Language, asked: set[str], shipped: Mapping[str, Text]) -> Iterator[Problem]:
    """What nobody would ever read."""
    for key, place in language.places.items():
        if key not in asked and (key.split(".")[0] in OWNED or key not in shipped):
            yield Problem(place.file, place.line, f"{key}: nothing asks for this key.")


def _home(key: str, language: Language, homes: Mapping[str, Path]) -> Path:
    """The file in which a missing key belongs: where the fallback has it, or its nearest relative."""
    steps = key.split(".")
    prefixes = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    file = next((homes[one] for one in prefixes if one in homes), Path("texts", FALLBACK_LANGUAGE, f"{steps[0]}.yaml"))
    folder = next(folder for folder in file.parents if folder.name == FALLBACK_LANGUAGE)
    return folder.with_name(language.code) / file.relative_to(folder)


def _homes(language: Language) -> dict[str, Path]:
    """The first file of every key and of every beginning of one."""
    homes: dict[str, Path] = {}
    for key, place in language.places.items():
        steps = key.split(".")
        for length in range(1, len(steps) + 1):
            homes.setdefault(".".join(steps[:length]), place.file)
    return homes


def reading_grades(language: Language) -> dict[Path, float]:
    """The reading grade of each file of an English language folder."""
    read: dict[Path, list[str]] = {}
    for key, text in language.texts.items():
        read.setdefault(language.places[key].file, []).extend(forms(text))
    return {file: grade(bare(texts)) for file, texts in read.items() if len(words(bare(texts))) >= GRADED_WORDS}


def _ease(language: Language) -> Iterator[Problem]:
    if not is_english(language):
        return
    for file, found in reading_grades(language).items():
        if found > HARDEST_GRADE:
            yield Problem(file, None, f"reads at school grade {found:.1f}; the aim is {HARDEST_GRADE:.0f} or easier.")
