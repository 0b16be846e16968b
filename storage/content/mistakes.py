"""Mistakes gathered, so that whoever writes content learns of all of them at once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from storage.content.model import ContentError

T = TypeVar("T")


def raise_all(mistakes: Iterable[ContentError]) -> None:
    """Raise the first of these mistakes, with the others beside it; do nothing when there is none."""
    found = [each for one in mistakes for each in one.all]
    if found:
        raise ContentError(found[0].message, found[0].place, tuple(found[1:]))


def gathered(works: Iterable[Callable[[], T]]) -> list[T]:
    """What all of these give; raises the mistakes of all of them together."""
    results, mistakes = [], []
    for work in works:
        try:
            results.append(work())
        except ContentError as mistake:
            mistakes.append(mistake)
    raise_all(mistakes)
    return results
