"""Register a patient, add a treatment, correct its date, remove it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.actions.consents import NEEDED, WORDING, ConsentKind
from handlers.services import Services
from schedules.dates import DateVerdict, judge_date
from schedules.delivery import DeliveryKind, Lane
from schedules.localtime import local_date
from schedules.words import CadenceName, Kind, PatientStatus
from storage.convert import minutes
from storage.outbox import NewDelivery, Outbox, digest_key
from storage.patients import Roll
from storage.records import PatientRecord

FIRST_DIGEST_LASTS = timedelta(hours=6)
"""How long the message of the registration day stays useful; the person is in the chat, so quiet hours do not count."""

MAX_TREATMENTS = 20
"""More treatments than anybody has in care at once: a guard, not a rule."""


class NotAllowedError(Exception):
    """The facts do not allow this: a needed consent is missing, a date is out of range, or there are too many."""


@dataclass(frozen=True, kw_only=True)
class NewTreatment:
    """A treatment as the patient told it."""

    kind: Kind
    on: date
    skin_broken: bool = False


@dataclass(frozen=True, kw_only=True)
class Application:
    """Everything that a registration has asked."""

    chat_id: int
    name: str
    language: str
    zone: ZoneInfo
    hour: time
    treatment: NewTreatment
    consents: frozenset[ConsentKind] = field(default_factory=frozenset)


async def register(services: Services, application: Application) -> PatientRecord:
    """Register the patient with a first treatment and queue the message of their first day.

    Doing it twice registers once: a patient who is there already gets the treatment added if it is a new one.
    Raises NotAllowedError when a needed consent is missing or the date is out of range.
    """
    if not application.consents >= NEEDED:
        raise NotAllowedError("A needed consent is missing.")
    now = services.now()
    async with services.database.write() as session:
        roll = await services.roll(session)
        patient = await roll.by_chat(application.chat_id)
        patient_id = patient.id if patient else await _add(roll, application, now)
        for kind in ConsentKind:
            given = kind in application.consents
            await roll.consent(patient_id, kind, given=given, wording=WORDING, now=now)
        record = await _add_treatment(roll, services.outbox(session), patient_id, application.treatment, now)
        await services.dialogs(session).end(application.chat_id)
    return record


async def _add(roll: Roll, application: Application, now: datetime) -> int:
    return await roll.add(
        chat_id=application.chat_id,
        name=application.name,
        language=application.language,
        now=now,
        zone=application.zone.key,
        digest_minutes=minutes(application.hour),
        cadence=CadenceName.DAILY.value,
        status=PatientStatus.ACTIVE.value,
        settled_through=local_date(now, application.zone) - timedelta(days=1),
    )


async def add_treatment(services: Services, patient: PatientRecord, new: NewTreatment) -> PatientRecord:
    """Add a treatment; today's message goes out now unless the patient has had one today.

    The same kind on the same date is the same treatment: then only the word on the skin is corrected. Raises
    NotAllowedError for a date out of range.
    """
    now = services.now()
    async with services.database.write() as session:
        roll = await services.roll(session)
        record = await _add_treatment(roll, services.outbox(session), patient.id, new, now)
        await services.dialogs(session).end(patient.chat_id)
    return record


async def move_treatment(
    services: Services, patient: PatientRecord, treatment_id: int, on: date
) -> PatientRecord | None:
    """Correct the date of a treatment; None when it is gone. Raises NotAllowedError for a date out of range."""
    now = services.now()
    _check_date(on, local_date(now, patient.facts.zone))
    async with services.database.write() as session:
        roll = await services.roll(session)
        moved = await roll.change_treatment(patient.id, treatment_id, on)
        await services.dialogs(session).end(patient.chat_id)
        return await roll.point(patient.id) if moved else None


async def remove_treatment(services: Services, patient: PatientRecord, treatment_id: int) -> PatientRecord | None:
    """Remove a treatment, and with it everything planned for it; None when it is gone already."""
    async with services.database.write() as session:
        roll = await services.roll(session)
        removed = await roll.remove_treatment(patient.id, treatment_id)
        return await roll.point(patient.id) if removed else None


async def _add_treatment(
    roll: Roll, outbox: Outbox, patient_id: int, new: NewTreatment, now: datetime
) -> PatientRecord:
    patient = await roll.point(patient_id)
    today = local_date(now, patient.facts.zone)
    _check_date(new.on, today)
    known = next((t for t in patient.facts.treatments if t.kind is new.kind and t.on == new.on), None)
    if known is not None:
        await roll.correct_skin(patient_id, known.id, skin_broken=new.skin_broken)
        return await roll.point(patient_id)
    if len(patient.facts.treatments) >= MAX_TREATMENTS:
        raise NotAllowedError("There are too many treatments.")
    await roll.add_treatment(patient_id, new.kind, new.on, skin_broken=new.skin_broken, now=now)
    if new.on > today or patient.facts.status is not PatientStatus.ACTIVE:
        return await roll.point(patient_id)
    await outbox.put(_first_digest(patient, today, now), now)
    return await roll.change(patient_id, settled_through=max(today, patient.facts.settled_through or today))


def _check_date(on: date, today: date) -> None:
    if judge_date(on, today) in {DateVerdict.TOO_OLD, DateVerdict.TOO_FAR}:
        raise NotAllowedError("The date is out of range.")


def _first_digest(patient: PatientRecord, today: date, now: datetime) -> NewDelivery:
    return NewDelivery(
        chat_id=patient.chat_id,
        patient_id=patient.id,
        kind=DeliveryKind.DIGEST,
        lane=Lane.DIGEST,
        key=digest_key(patient.id, today),
        due_at=now,
        valid_until=now + FIRST_DIGEST_LASTS,
        params={"on": today.isoformat(), "missed": []},
    )
