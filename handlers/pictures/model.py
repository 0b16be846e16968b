"""What the picture of a care plan is made of: dates and finished words, in any language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How a bar speaks: not now, ask the clinic, or keep doing."""

    NO = "no"
    ASK = "ask"
    CARE = "care"


class MarkKind(StrEnum):
    """What happens on a marked date."""

    TREATMENT = "treatment"
    DIGEST = "digest"
    FREE = "free"
    RESULT = "result"
    SESSION = "session"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One rule: its name, its span of restricted dates, and the word on its end.

    `last_on` None is a rule that only the clinic ends. `then_ask` says that the end of the count is not yet a yes.
    """

    label: str
    detail: str
    from_on: date
    last_on: date | None
    tone: Tone
    then_ask: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A date that means something; a result may last `through` a later date."""

    on: date
    label: str
    kind: MarkKind
    through: date | None = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """A span of dates, both ends inclusive."""

    label: str
    from_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class PlanLabels:
    """The fixed words of the picture and its ways of writing dates.

    `weekdays` are seven short names that begin with `first_weekday` (0 is Monday). `months` heads a calendar that
    runs from one date to another, `month` names a month (1 to 12) in little room, `short_date` a day and its month.
    """

    weekdays: tuple[str, ...]
    first_weekday: int
    months: Callable[[date, date], str]
    month: Callable[[int], str]
    short_date: Callable[[date], str]
    today: str
    rules_heading: str
    months_heading: str
    legend_care_day: str
    legend_rule: str
    legend_end: str
    legend_message: str
    legend_session: str


@dataclass(frozen=True, kw_only=True)
class PlanPicture:
    """All that the picture shows.

    `start` is care day 0 of the treatment that gives the days their numbers. `badge` is a small word over a large
    one, such as "Day" over "5".
    """

    title: str
    subtitle: str
    today: date
    start: date
    badge: tuple[str, str]
    labels: PlanLabels
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    sessions: tuple[Span, ...] = ()
    footer: str = ""
    note: str = ""

    def marked(self, kind: MarkKind) -> tuple[Mark, ...]:
        """The marks of one kind, in their order."""
        return tuple(mark for mark in self.marks if mark.kind is kind)
