"""The shape of the content files. A field that is not written here does not exist."""

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from schedules.protocol import After
from schedules.words import Activity, CadenceName, Family, Kind, Rank
from storage.content.cards import AboutPart

FARTHEST = 3650
"""Ten years in days: beyond that a number was mistyped, and some day no calendar has it."""

PHONE = re.compile(r"\+?[0-9][0-9 ()-]{2,}")


def _whole_number(value: object) -> object:
    if type(value) is not int or value < 0:
        raise ValueError("must be a whole number of 0 or more")
    return _in_reach(value)


def _positive(value: object) -> object:
    if type(value) is not int or value < 1:
        raise ValueError("must be a whole number of 1 or more")
    return _in_reach(value)


def _in_reach(value: int) -> int:
    if value > FARTHEST:
        raise ValueError(f"must be at most {FARTHEST}")
    return value


def _known_zone(value: object) -> ZoneInfo:
    if not isinstance(value, str) or value not in available_timezones():
        raise ValueError(f"must be the name of a time zone such as Asia/Seoul, not {value!r}")
    return ZoneInfo(value)


def _in_order(value: tuple[int, int]) -> tuple[int, int]:
    if value[0] > value[1]:
        raise ValueError("must be written from the smaller to the larger number")
    return value


def _phone(value: str) -> str:
    if not PHONE.fullmatch(value):
        raise ValueError("must be a phone number such as +82 2 555 0100")
    return value


Day = Annotated[int, BeforeValidator(_whole_number)]
Count = Annotated[int, BeforeValidator(_positive)]
Words = Annotated[str, Field(min_length=1)]
Days = Annotated[tuple[Day, Day], Field(strict=False), AfterValidator(_in_order)]
Counts = Annotated[tuple[Count, Count], Field(strict=False), AfterValidator(_in_order)]
Phone = Annotated[str, AfterValidator(_phone)]
Zone = Annotated[ZoneInfo, BeforeValidator(_known_zone)]
Cited = Annotated[list[Words], Field(min_length=1)]
Clock = Annotated[time, Field(strict=False)]


class Strict(BaseModel):
    """No guessing of types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)


class SourceIn(Strict):
    """An entry of sources.yaml."""

    rank: Annotated[Rank, Field(strict=False)]
    cites: Words


class RiderIn(Strict):
    """A sentence told with a rule, through a care day or for good."""

    source: Words
    through_day: Day | None = None


class RuleIn(Strict):
    """A rule of a protocol: exactly one of a window, an open rule, an advice."""

    source: Words
    through_day: Day | None = None
    after: Annotated[After, Field(strict=False)] = After.IF_CALM
    open: Literal["refrain", "ask"] | None = None
    advice: Literal[True] | None = None
    riders: dict[str, RiderIn] = {}

    @model_validator(mode="after")
    def _one_of_three(self) -> "RuleIn":
        if sum(part is not None for part in (self.through_day, self.open, self.advice)) != 1:
            raise ValueError("must have exactly one of through_day, open, advice")
        if self.through_day is None and "after" in self.model_fields_set:
            raise ValueError("must not have after without through_day")
        return self


class HabitIn(Strict):
    """An entry of habits.yaml."""

    source: Words
    daily: bool = False
    from_day: Day = 0
    through_day: Day | None = None


class HabitUseIn(Strict):
    """A habit as one protocol uses it: it may start later or end sooner than the shared one."""

    from_day: Day | None = None
    through_day: Day | None = None


class BandIn(Strict):
    """A span of care days with one text."""

    days: Days
    sources: Cited
    asks: list[Annotated[Activity, Field(strict=False)]] = []


class MilestoneIn(Strict):
    """When results show."""

    months: Days
    source: Words


class CourseIn(Strict):
    """How many sessions, and how many weeks apart."""

    sessions: Counts
    weeks: Counts
    source: Words


class ProtocolIn(Strict):
    """A file of protocols/."""

    family: Annotated[Family, Field(strict=False)]
    version: Count
    sources: Cited
    rules: dict[Annotated[Activity, Field(strict=False)], RuleIn]
    habits: dict[str, HabitUseIn | None]
    bands: dict[str, BandIn]
    milestones: dict[str, MilestoneIn] = {}
    course: CourseIn | None = None
    when_skin_broken: Annotated[Kind, Field(strict=False)] | None = None
    about: dict[Annotated[AboutPart, Field(strict=False)], Cited] = {}


class CadenceIn(Strict):
    """The days and months of messages."""

    days: Annotated[list[Day], Field(min_length=1)]
    months: list[Count] = []


Cadences = dict[Annotated[CadenceName, Field(strict=False)], CadenceIn]


CheckInDays = Annotated[list[Day], Field(min_length=1)]


class CheckInsIn(Strict):
    """The care days on which a patient is to look at their skin: those of all kinds, and the kinds that differ."""

    all: CheckInDays
    kinds: dict[Annotated[Kind, Field(strict=False)], CheckInDays] = {}


class CadencesIn(Strict):
    """cadences.yaml: those of all kinds, and the kinds that differ."""

    all: Cadences
    kinds: dict[Annotated[Kind, Field(strict=False)], Cadences] = {}
    checkins: CheckInsIn


class FamilyIn(Strict):
    """An entry of families.yaml."""

    icon: Words
    kinds: Annotated[list[Annotated[Kind, Field(strict=False)]], Field(min_length=1)]


class ActivityIn(Strict):
    """An entry of activities.yaml; its place in the file is its place in the menu."""


class FaqSectionIn(Strict):
    """A page of faq.yaml: entries by id, each with its sources."""

    icon: Words
    entries: Annotated[dict[str, Cited], Field(min_length=1)]


class CountryIn(Strict):
    """An entry of countries.yaml."""

    emergency: Words
    crisis: Words | None = None
    sources: Cited


class QuietIn(Strict):
    """The hours in which nothing is sent unasked."""

    start: Clock
    end: Clock


class ClinicWordsIn(Strict):
    """What clinic.yaml says in words, in one more language."""

    name: Words | None = None
    hours: Words | None = None
    out_of_hours: Words | None = None


class ClinicIn(Strict):
    """clinic.yaml. `in_languages` has its words in further languages, by code."""

    name: Words
    country: Words
    zone: Zone
    phone: Phone
    hours: Words
    out_of_hours: Words
    languages: Annotated[list[Words], Field(min_length=1)]
    in_languages: dict[str, ClinicWordsIn] = {}
    quiet: QuietIn
    hour: Clock


class LanguageIn(Strict):
    """texts/<code>/language.yaml: the name of the language in itself, and how it writes dates."""

    name: Words
    locale: Words
    date: Words
    short_date: Words
    weekday_date: Words
    time: Words
    script: Words = "LATIN"
    between_items: Words | None = None
