"""Everything that can be said about content folders at once: all mistakes, and how much there is to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.content.checks import check
from storage.content.doubles import doubles
from storage.content.forms import Shipped, word_problems
from storage.content.languages import read_languages
from storage.content.loader import all_mistakes, load_content
from storage.content.model import FALLBACK_LANGUAGE, Content, ContentError, Language
from storage.content.problems import Problem, in_order
from storage.content.volume import Volume, volumes


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What is to be put right, and what there is. `content` is None where it cannot be read."""

    content: Content | None
    problems: list[Problem]
    volumes: list[Volume]


def survey(*folders: Path) -> Survey:
    """Look through these folders as `load_content` lays them over each other; never raises ContentError."""
    try:
        content = load_content(*folders)
        content.read_lexicon()
    except ContentError as mistake:
        mistakes = all_mistakes(*folders) or list(mistake.all)
        languages = _languages(folders)
        shipped = Shipped(_languages(folders[:1]))
        fallback = languages[FALLBACK_LANGUAGE].texts if languages else {}
        problems = [Problem.of(one) for one in mistakes]
        problems += [one for language in languages.values() for one in word_problems(language, fallback, shipped)]
        return Survey(content=None, problems=_all(problems, folders), volumes=volumes(languages.values()))
    return Survey(content=content, problems=_all(check(content), folders), volumes=volumes(content.languages.values()))


def _all(problems: list[Problem], folders: Sequence[Path]) -> list[Problem]:
    return in_order([*problems, *doubles(folders)])


def _languages(folders: Sequence[Path]) -> dict[str, Language]:
    """The languages, as far as all of them can be read."""
    try:
        return read_languages(folders)
    except ContentError:
        return {}
