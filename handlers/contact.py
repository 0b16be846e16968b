"""Whom to call, as the texts name it; what the clinic has not given is said so instead of left blank."""

from dataclasses import dataclass
from typing import Self

from handlers.texts import Texts
from storage.records import ClinicRecord


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
    def of(cls, clinic: ClinicRecord, texts: Texts) -> Self:
        """The particulars of a clinic; the emergency number and the crisis line, if known, are those of its country."""
        country = texts.content.countries[clinic.country]
        return cls(
            clinic=clinic.name,
            phone=clinic.phone or texts.plain("start.no_phone"),
            hours=clinic.hours or texts.plain("start.no_hours"),
            out_of_hours=clinic.out_of_hours,
            emergency=country.emergency,
            crisis=country.crisis or "",
        )

    def words(self) -> dict[str, str]:
        """The particulars as parameters of a text."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}
