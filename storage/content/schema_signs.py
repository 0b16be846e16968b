"""The shape of `red_flags.yaml`."""

from typing import Annotated, Literal

from pydantic import Field

from schedules.understanding.model import Sign
from schedules.words import Kind
from storage.content.schema import Cited, Day, Strict, Words

TierWord = Literal["routine", "same_day", "emergency"]


class SeenIn(Strict):
    """One condition of a red flag."""

    seen: Words
    with_: Annotated[list[Words], Field(alias="with", default_factory=list)]
    without: Annotated[list[Words], Field(default_factory=list)]
    kinds: Annotated[list[Annotated[Kind, Field(strict=False)]], Field(default_factory=list)]
    from_day: Day | None = None
    through_day: Day | None = None
    unknown: bool = True
    tier: TierWord | None = None


class RedFlagIn(Strict):
    """An entry of red_flags.yaml."""

    tier: TierWord
    sources: Cited
    one_with: Annotated[list[Annotated[Sign, Field(strict=False)]], Field(default_factory=list)]
    when: Annotated[list[SeenIn], Field(min_length=1)]
