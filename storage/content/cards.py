"""What the menus are made of: the parts of a treatment's card, the steps of "Is it for me?", the groups of kinds."""

from dataclasses import dataclass
from enum import StrEnum

from schedules.words import Activity, Family, Kind


class AboutPart(StrEnum):
    """What the card of a treatment tells, in this order; the words are `protocols.<kind>.about.<part>`."""

    WHAT = "what"
    HOW = "how"
    AIMS = "aims"
    WHOM = "whom"
    EXPECT = "expect"
    COURSE = "course"
    RISK = "risk"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why somebody wants a treatment; the words are `suits.reasons.<id>`. `letter` stands for it in a button."""

    id: str
    letter: str
    sources: tuple[str, ...]
    named: tuple[Family | Kind, ...]


@dataclass(frozen=True, kw_only=True)
class AgeGroup:
    """An age group of the guide; the words are those of the question with the same id."""

    id: str
    sources: tuple[str, ...]
    named: tuple[Family | Kind, ...]


@dataclass(frozen=True, kw_only=True)
class CarefulCase:
    """A case in which a specialist decides; the words are `suits.cases.<id>`."""

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Choosing:
    """The steps of "Is it for me?", in order."""

    reasons: tuple[Reason, ...]
    ages: tuple[AgeGroup, ...]
    careful: tuple[CarefulCase, ...]


@dataclass(frozen=True, kw_only=True)
class ActivityCard:
    """One entry of the menu "Can I …?"."""

    activity: Activity


@dataclass(frozen=True, kw_only=True)
class FamilyCard:
    """One group of treatment kinds, in the order of the registration menu."""

    family: Family
    icon: str
    kinds: tuple[Kind, ...]
