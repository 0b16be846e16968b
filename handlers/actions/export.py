"""Everything that is kept of a patient, in a form that they can read and take elsewhere."""

import json
from typing import Any

from handlers.services import Services
from schedules.facts import Treatment
from storage.records import ConsentRecord, DeliveryRecord, DialogRecord, PatientRecord

MOST_MESSAGES = 1000
"""The newest messages that are listed: more than five years of them."""


async def export(services: Services, patient: PatientRecord) -> bytes:
    """Everything kept of the patient, as a readable JSON document in UTF-8. Instants are in UTC."""
    async with services.database.read() as session:
        roll = await services.roll(session)
        consents = await roll.consent_trail(patient.id)
        deliveries = await services.outbox(session).of_patient(patient.id, limit=MOST_MESSAGES)
        dialog = await services.dialogs(session).get(patient.chat_id)
    facts = patient.facts
    document: dict[str, Any] = {
        "clinic": roll.clinic.name,
        "patient_number": patient.id,
        "name": patient.name,
        "telegram_chat_id": patient.chat_id,
        "language": patient.language,
        "time_zone": facts.zone.key,
        "message_time": facts.hour.isoformat("minutes"),
        "how_often": facts.cadence.value,
        "status": facts.status.value,
        "paused_through": facts.paused_through.isoformat() if facts.paused_through else None,
        "registered_at": patient.created_at.isoformat(),
        "agreements": [_agreement(one) for one in consents],
        "treatments": [_treatment(one) for one in facts.treatments],
        "messages": [_message(one) for one in deliveries],
        "open_conversation": _conversation(dialog),
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _agreement(one: ConsentRecord) -> dict[str, Any]:
    return {"to": one.kind, "given": one.given, "wording": one.wording, "at": one.at.isoformat()}


def _treatment(one: Treatment) -> dict[str, Any]:
    told = one.overrides
    return {
        "kind": one.kind.value,
        "date": one.on.isoformat(),
        "skin_broken": one.skin_broken,
        "clinic_days": {activity.value: day for activity, day in told.through_day.items()},
        "clinic_sunscreen_from_day": told.sunscreen_from_day,
    }


def _message(one: DeliveryRecord) -> dict[str, Any]:
    due_at = one.due_at.isoformat()
    return {"kind": one.kind.value, "for": one.params.get("on"), "due_at": due_at, "state": one.state.value}


def _conversation(dialog: DialogRecord | None) -> dict[str, Any] | None:
    return None if dialog is None else {"name": dialog.name, "step": dialog.step, **dialog.data}
