"""One thing to put right in the content, and whether it keeps the content from being used."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from storage.content.model import ContentError, Place


@dataclass(frozen=True)
class Problem:
    """One thing to put right, and where. `stops`: content with it must not come into force."""

    file: Path
    line: int | None
    message: str
    stops: bool = False

    def __str__(self) -> str:
        return f"{Place(self.file, self.line)}: {self.message}"

    @classmethod
    def of(cls, mistake: ContentError) -> Self:
        """A mistake that keeps the content from being read."""
        return cls(mistake.place.file, mistake.place.line, mistake.message, stops=True)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file and line."""
    return sorted(problems, key=lambda problem: (str(problem.file), problem.line or 0, problem.message))
