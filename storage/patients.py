"""Patients, their treatments and consents, and the pointer to what the plan says next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schedules.facts import Overrides
from schedules.plan import first_due
from schedules.protocol import Library
from schedules.words import Kind, PatientStatus
from storage import convert, tables
from storage.records import ClinicRecord, ConsentRecord, PatientRecord

_LONGEST_WAITING = (col(tables.Patient.next_due_at), col(tables.Patient.id))


@dataclass(frozen=True, kw_only=True)
class Roll:
    """The patients of one clinic, as seen in one transaction."""

    session: AsyncSession
    clinic: ClinicRecord
    library: Library

    async def by_chat(self, chat_id: int) -> PatientRecord | None:
        """The patient who is reached in this chat."""
        found = await self._load(
            select(tables.Patient).where(tables.Patient.clinic_id == self.clinic.id, tables.Patient.chat_id == chat_id)
        )
        return found[0] if found else None

    async def by_id(self, patient_id: int) -> PatientRecord | None:
        """The patient of this clinic with this id."""
        found = await self._load(
            select(tables.Patient).where(tables.Patient.clinic_id == self.clinic.id, tables.Patient.id == patient_id)
        )
        return found[0] if found else None

    async def by_treatment(self, treatment_id: int) -> PatientRecord | None:
        """The patient of this clinic who had this treatment."""
        row = await self.session.get(tables.Treatment, treatment_id)
        return await self.by_id(row.patient_id) if row is not None else None

    async def everybody(self) -> list[PatientRecord]:
        """All patients of the clinic, in the order of their numbers."""
        theirs = tables.Patient.clinic_id == self.clinic.id
        return await self._load(select(tables.Patient).where(theirs).order_by(col(tables.Patient.id)))

    async def in_care_after(self, patient_id: int, limit: int) -> list[PatientRecord]:
        """The next patients by number who get messages; begin with 0."""
        theirs = (col(tables.Patient.clinic_id) == self.clinic.id) & (col(tables.Patient.id) > patient_id)
        active = col(tables.Patient.status) == PatientStatus.ACTIVE.value
        return await self._load(
            select(tables.Patient).where(theirs, active).order_by(col(tables.Patient.id)).limit(limit)
        )

    async def due(self, now: datetime, limit: int) -> list[PatientRecord]:
        """The patients whose plan has something to say at `now`, longest waiting first."""
        return await self._load(select(tables.Patient).where(self._due(now)).order_by(*_LONGEST_WAITING).limit(limit))

    def _due(self, now: datetime) -> Any:
        return (col(tables.Patient.clinic_id) == self.clinic.id) & (col(tables.Patient.next_due_at) <= now)

    async def next_due_at(self) -> datetime | None:
        """The earliest pointer of all patients."""
        earliest = select(func.min(tables.Patient.next_due_at)).where(tables.Patient.clinic_id == self.clinic.id)
        return (await self.session.exec(earliest)).one()

    async def _load(self, statement: Any) -> list[PatientRecord]:
        rows: Sequence[tables.Patient] = (await self.session.exec(statement)).all()
        if not rows:
            return []
        treatments = await self._treatments(convert.saved(row.id) for row in rows)
        return [convert.patient(row, self.clinic, treatments[convert.saved(row.id)]) for row in rows]

    async def _treatments(self, patient_ids: Iterable[int]) -> dict[int, list[tables.Treatment]]:
        statement = (
            select(tables.Treatment)
            .where(col(tables.Treatment.patient_id).in_(list(patient_ids)))
            .order_by(col(tables.Treatment.performed_on), col(tables.Treatment.id))
        )
        found = defaultdict[int, list[tables.Treatment]](list)
        for row in (await self.session.exec(statement)).all():
            found[row.patient_id].append(row)
        return found

    async def add(self, *, chat_id: int, name: str, language: str, now: datetime, **columns: Any) -> int:
        """Add a patient; returns the id. The caller points it afterwards."""
        row = tables.Patient(
            clinic_id=self.clinic.id,
            chat_id=chat_id,
            name=name,
            language=language,
            created_at=now,
            **columns,
        )
        self.session.add(row)
        await self.session.flush()
        return convert.saved(row.id)

    async def change(self, patient_id: int, **columns: Any) -> PatientRecord:
        """Change what is known of a patient and move the pointer to fit."""
        if columns:
            await self._set(patient_id, **columns)
        return await self.point(patient_id)

    async def point(self, patient_id: int) -> PatientRecord:
        """Recompute a patient's pointer from the facts; to be called after any change of facts."""
        record = await self.by_id(patient_id)
        if record is None:
            raise LookupError("The patient is of another clinic.")
        next_due_at = first_due(record.facts, self.library)
        await self._set(patient_id, next_due_at=next_due_at)
        return replace(record, next_due_at=next_due_at)

    async def settle(self, settled: Mapping[int, tuple[date | None, datetime | None]]) -> None:
        """Store, by patient, through which date the plan is settled, and the next instant at which it speaks."""
        rows = [
            {"id": patient_id, "settled_through": through, "next_due_at": next_due_at}
            for patient_id, (through, next_due_at) in settled.items()
        ]
        if rows:
            await self.session.exec(update(tables.Patient), params=rows)

    async def postpone_first(self, now: datetime, until: datetime) -> int | None:
        """Have the plan of whoever is first in `due` asked again at `until`; returns who that is."""
        statement = select(tables.Patient.id).where(self._due(now)).order_by(*_LONGEST_WAITING).limit(1)
        patient_id = (await self.session.exec(statement)).first()
        if patient_id is not None:
            await self._set(patient_id, next_due_at=until)
        return patient_id

    async def _set(self, patient_id: int, **columns: Any) -> None:
        row = await self.session.get_one(tables.Patient, patient_id)
        row.sqlmodel_update(columns)
        self.session.add(row)

    async def add_treatment(self, patient_id: int, kind: Kind, on: date, *, skin_broken: bool, now: datetime) -> int:
        """Add a treatment; returns its id. The caller points the patient afterwards."""
        row = tables.Treatment(
            clinic_id=self.clinic.id,
            patient_id=patient_id,
            kind=kind.value,
            performed_on=on,
            skin_broken=skin_broken,
            created_at=now,
        )
        self.session.add(row)
        await self.session.flush()
        return convert.saved(row.id)

    async def change_treatment(self, patient_id: int, treatment_id: int, on: date) -> bool:
        """Correct the date of one of the patient's treatments; False when it is not (or no longer) theirs."""
        row = await self._own_treatment(patient_id, treatment_id)
        if row is None:
            return False
        row.performed_on = on
        self.session.add(row)
        await self.session.flush()
        return True

    async def correct_skin(self, patient_id: int, treatment_id: int, *, skin_broken: bool) -> None:
        """Correct whether one of the patient's treatments broke the skin."""
        row = await self._own_treatment(patient_id, treatment_id)
        if row is not None:
            row.skin_broken = skin_broken
            self.session.add(row)
            await self.session.flush()

    async def override(self, patient_id: int, treatment_id: int, told: Overrides) -> bool:
        """Store what the clinic said for one of the patient's visits; False when it is not theirs."""
        row = await self._own_treatment(patient_id, treatment_id)
        if row is None:
            return False
        row.overrides = convert.stored_overrides(told)
        self.session.add(row)
        await self.session.flush()
        return True

    async def remove_treatment(self, patient_id: int, treatment_id: int) -> bool:
        """Remove one of the patient's treatments; False when it is not (or no longer) theirs."""
        row = await self._own_treatment(patient_id, treatment_id)
        if row is None:
            return False
        await self.session.delete(row)
        await self.session.flush()
        return True

    async def _own_treatment(self, patient_id: int, treatment_id: int) -> tables.Treatment | None:
        row = await self.session.get(tables.Treatment, treatment_id)
        return row if row is not None and row.patient_id == patient_id else None

    async def consent(self, patient_id: int, kind: str, *, given: bool, wording: str, now: datetime) -> None:
        """Write down what a patient agreed to or took back."""
        self.session.add(
            tables.Consent(
                clinic_id=self.clinic.id, patient_id=patient_id, kind=kind, wording=wording, given=given, at=now
            )
        )
        await self.session.flush()

    async def consents(self, patient_id: int) -> dict[str, bool]:
        """The consents in force: the latest word on each kind."""
        return {one.kind: one.given for one in await self.consent_trail(patient_id)}

    async def consent_trail(self, patient_id: int) -> list[ConsentRecord]:
        """Every word of a patient on what they agree to, oldest first."""
        statement = (
            select(tables.Consent).where(tables.Consent.patient_id == patient_id).order_by(col(tables.Consent.id))
        )
        rows = (await self.session.exec(statement)).all()
        return [ConsentRecord(kind=row.kind, given=row.given, wording=row.wording, at=row.at) for row in rows]

    async def erase(self, patient: PatientRecord) -> None:
        """Delete everything that is kept of a patient, and of their chat, in this transaction.

        The bare update ids stay, so that a repeated update is still known as one. What came in after the update that
        is being handled, the first that waits, is left: it gets its answer, and is forgotten then.
        """
        here = self.clinic.id
        await self.session.exec(
            delete(tables.Dialog).where(
                col(tables.Dialog.clinic_id) == here, col(tables.Dialog.chat_id) == patient.chat_id
            )
        )
        theirs = (col(tables.InboxUpdate.clinic_id) == here) & (col(tables.InboxUpdate.chat_id) == patient.chat_id)
        waiting = select(func.min(tables.InboxUpdate.id)).where(theirs, tables.InboxUpdate.state == "new")
        being_handled = (await self.session.exec(waiting)).one()
        await self.session.exec(
            update(tables.InboxUpdate)
            .where(theirs, (col(tables.InboxUpdate.state) != "new") | (col(tables.InboxUpdate.id) == being_handled))
            .values(body=None, chat_id=None, state="done")
        )
        await self.session.exec(delete(tables.Patient).where(col(tables.Patient.id) == patient.id))
