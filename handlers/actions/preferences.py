"""What a patient may choose: hour, zone, language, how often, pause, and the care tips."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from handlers.actions.consents import WORDING, ConsentKind
from handlers.services import Services
from schedules.localtime import local_date
from schedules.words import CadenceName
from storage.convert import minutes
from storage.records import PatientRecord


async def set_hour(services: Services, patient: PatientRecord, hour: time) -> PatientRecord:
    """Change the wall time of the daily message."""
    return await _change(services, patient, digest_minutes=minutes(hour))


async def set_zone(services: Services, patient: PatientRecord, zone: ZoneInfo) -> PatientRecord:
    """Change the zone whose wall time counts; what was settled stays settled."""
    return await _change(services, patient, zone=zone.key)


async def set_language(services: Services, patient: PatientRecord, language: str) -> PatientRecord:
    """Change the language; unknown ones change nothing."""
    if language not in services.content.languages:
        return patient
    return await _change(services, patient, language=language)


async def set_cadence(services: Services, patient: PatientRecord, cadence: CadenceName) -> PatientRecord:
    """Change how often the patient hears from us."""
    return await _change(services, patient, cadence=cadence.value)


async def pause(services: Services, patient: PatientRecord, days: int) -> PatientRecord:
    """Say nothing unasked today and for the following days, `days` in all; what falls into them is not made up for."""
    today = local_date(services.now(), patient.facts.zone)
    return await _change(services, patient, paused_through=today + timedelta(days=days - 1))


async def resume(services: Services, patient: PatientRecord) -> PatientRecord:
    """End a pause. The days gone by are not made up for; today's message comes if there is to be one."""
    if patient.facts.paused_through is None:
        return patient
    yesterday = local_date(services.now(), patient.facts.zone) - timedelta(days=1)
    settled = max(yesterday, patient.facts.settled_through or yesterday)
    return await _change(services, patient, paused_through=None, settled_through=settled)


async def set_tips(services: Services, patient: PatientRecord, *, given: bool) -> None:
    """Give or take back the consent to care tips and news."""
    async with services.database.write() as session:
        roll = await services.roll(session)
        await roll.consent(patient.id, ConsentKind.TIPS, given=given, wording=WORDING, now=services.now())


async def _change(services: Services, patient: PatientRecord, **columns: object) -> PatientRecord:
    async with services.database.write() as session:
        roll = await services.roll(session)
        return await roll.change(patient.id, **columns)
