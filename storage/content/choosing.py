"""choosing.yaml: what "Is it for me?" asks, and what the clinic's guide names for each answer."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from schedules.words import Family, Kind
from storage.content.cards import AgeGroup, CarefulCase, Choosing, Reason
from storage.content.documents import Document
from storage.content.schema import Cited, Strict
from storage.content.shape import shaped
from storage.content.sources import SourceBook


def _known(name: str) -> str:
    if name not in {*Family, *Kind}:
        raise ValueError(f"must be a family or a kind of treatment, not {name!r}")
    return name


def _different(reasons: Mapping[str, "_ReasonIn"]) -> Mapping[str, "_ReasonIn"]:
    letters = [reason.letter for reason in reasons.values()]
    if len(set(letters)) < len(letters):
        raise ValueError("must have a different letter for each")
    return reasons


Named = Annotated[list[Annotated[str, AfterValidator(_known)]], Field(min_length=1)]


class _ReasonIn(Strict):
    letter: Annotated[str, Field(pattern="^[a-z]$")]
    sources: Cited
    named: Named


class _AgeIn(Strict):
    sources: Cited
    named: Named


class _ChoosingIn(Strict):
    reasons: Annotated[dict[str, _ReasonIn], Field(min_length=1), AfterValidator(_different)]
    ages: Annotated[dict[str, _AgeIn], Field(min_length=1)]
    careful: Annotated[dict[str, Cited], Field(min_length=1)]


def read_choosing(document: Document, book: SourceBook) -> Choosing:
    """The steps that choosing.yaml describes; raises ContentError."""
    entry = shaped(_ChoosingIn, document)

    def cited(sources: list[str], *path: str) -> tuple[str, ...]:
        return book.cited(sources, document, path)

    return Choosing(
        reasons=tuple(
            Reason(id=i, letter=one.letter, sources=cited(one.sources, "reasons", i), named=_named(one.named))
            for i, one in entry.reasons.items()
        ),
        ages=tuple(
            AgeGroup(id=i, sources=cited(one.sources, "ages", i), named=_named(one.named))
            for i, one in entry.ages.items()
        ),
        careful=tuple(CarefulCase(id=i, sources=cited(sources, "careful", i)) for i, sources in entry.careful.items()),
    )


def _named(names: list[str]) -> tuple[Family | Kind, ...]:
    return tuple(Kind(name) if name in set(Kind) else Family(name) for name in names)
