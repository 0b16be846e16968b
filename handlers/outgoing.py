"""What a delivery says, composed from the facts at the moment of sending; or why it should not be sent after all."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import InlineKeyboardMarkup

from handlers.menus import under_digest
from handlers.rendering.digest import render_digest
from handlers.services import Services
from handlers.texts import Texts
from schedules.delivery import DeliveryKind, Reason, State
from schedules.digest import digest
from schedules.localtime import local_date
from schedules.words import PatientStatus
from storage.content.markup import plain
from storage.records import DeliveryRecord, PatientRecord


@dataclass(frozen=True, kw_only=True)
class Message:
    """A text in Telegram's HTML, and its buttons.

    `is_plain` says that the text is without markup.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    is_plain: bool = False

    def without_markup(self) -> "Message":
        """The same message as bare text: the second try when Telegram could not read the markup."""
        return replace(self, text=plain(self.text), is_plain=True)


@dataclass(frozen=True, kw_only=True)
class PutAside:
    """The facts have changed since the delivery was written: it ends here, without being sent."""

    state: State
    reason: Reason


async def compose(services: Services, session: AsyncSession, one: DeliveryRecord, now: datetime) -> Message | PutAside:
    """The message of a delivery as the facts stand at `now`, or why it is put aside."""
    if now >= one.valid_until:
        return PutAside(state=State.EXPIRED, reason=Reason.TOO_LATE)
    services = services.pinned()
    match one.kind:
        case DeliveryKind.DIGEST:
            return await _digest(services, session, one, now)
        case DeliveryKind.STAFF_NOTICE:
            return await _notice(services, session, one)
        case _:
            raise NotImplementedError(f"No text is known for deliveries of kind {one.kind.value}.")


async def _digest(services: Services, session: AsyncSession, one: DeliveryRecord, now: datetime) -> Message | PutAside:
    roll = await services.roll(session)
    patient = await roll.by_id(one.patient_id or 0)
    if patient is None:
        return PutAside(state=State.CANCELLED, reason=Reason.ERASED)
    unwanted = _unwanted(patient, now)
    if unwanted is not None:
        return unwanted
    on = date.fromisoformat(one.params["on"])
    missed = tuple(date.fromisoformat(day) for day in one.params["missed"])
    since = await services.outbox(session).last_digest_on(patient.id, on)
    found = digest(patient.facts, services.library, on, missed, since=since)
    if found is None:
        return PutAside(state=State.CANCELLED, reason=Reason.SUPERSEDED)
    texts = Texts(services.content, patient.language)
    return Message(text=render_digest(found, texts, roll.clinic), keyboard=under_digest(texts))


def _unwanted(patient: PatientRecord, now: datetime) -> PutAside | None:
    """Why a patient should not be written to now, as the facts stand."""
    match patient.facts.status:
        case PatientStatus.STOPPED:
            return PutAside(state=State.CANCELLED, reason=Reason.STOPPED)
        case PatientStatus.UNREACHABLE:
            return PutAside(state=State.HELD, reason=Reason.UNREACHABLE)
        case PatientStatus.ACTIVE:
            paused = patient.facts.paused_through
            if paused is not None and paused >= local_date(now, patient.facts.zone):
                return PutAside(state=State.CANCELLED, reason=Reason.PAUSED)
            return None


async def _notice(services: Services, session: AsyncSession, one: DeliveryRecord) -> Message | PutAside:
    roll = await services.roll(session)
    texts = Texts(services.content, services.spoken(roll.clinic))
    key = f"staff.{one.params['what']}"
    if "patient" in one.params:
        patient = await roll.by_id(int(one.params["patient"]))
        if patient is None:
            return PutAside(state=State.CANCELLED, reason=Reason.ERASED)
        text = texts.say(key, name=patient.name or texts.plain("staff.no_name"), number=patient.id)
    else:
        text = texts.say(key, **one.params["words"])
    return Message(text=f"{texts.say('staff.sent_again')}\n\n{text}" if one.is_repeat else text)
