"""Clinics for tests that need no database."""

from storage.content import ClinicCard
from storage.records import ClinicRecord


def clinic_of(card: ClinicCard) -> ClinicRecord:
    """The clinic of a content folder, as it is stored at the first start."""
    return ClinicRecord(
        id=1,
        name=card.name,
        country=card.country,
        zone=card.zone,
        languages=card.languages,
        phone=card.phone,
        hours=card.hours,
        out_of_hours=card.out_of_hours,
        quiet=card.quiet,
        hour=card.hour,
        staff_chat_id=None,
        retention_months=12,
        in_languages=card.in_languages,
    )
