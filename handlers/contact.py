"""Whom to call, as the texts name it; what the clinic has not given is said so instead of left blank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from handlers.texts import Texts


class Reachable(Protocol):
    """A clinic's particulars as it gave them: one of the database, or that of the content folder."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def country(self) -> str:
        """The two letters of its country."""

    @property
    def phone(self) -> str:
        """Its number, or nothing."""

    @property
    def hours(self) -> str:
        """Its opening hours in words, or nothing."""

    @property
    def out_of_hours(self) -> str:
        """What to do when it is closed."""

    @property
    def in_languages(self) -> Mapping[str, Mapping[str, str]]:
        """Name, hours and out_of_hours in further languages, by code."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A clinic's particulars in a patient's language."""

    clinic: str
    phone: str
    hours: str
    out_of_hours: str
    emergency: str
    crisis: str

    @classmethod
    def of(cls, clinic: Reachable, texts: Texts) -> Self:
        """The particulars of a clinic; the emergency number and the crisis line, if known, are those of its country."""
        words = clinic.in_languages.get(texts.language, {})
        country = texts.content.countries[clinic.country]
        return cls(
            clinic=words.get("name", clinic.name),
            phone=clinic.phone or texts.plain("start.no_phone"),
            hours=words.get("hours", clinic.hours) or texts.plain("start.no_hours"),
            out_of_hours=words.get("out_of_hours", clinic.out_of_hours),
            emergency=country.emergency,
            crisis=country.crisis or "",
        )

    def words(self) -> dict[str, str]:
        """The particulars as parameters of a text."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}
