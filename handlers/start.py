"""/start, /stop and /help: the doors in, out, and to somebody who knows."""

from handlers import registration
from handlers.actions.leaving import come_back, stop
from handlers.menus import go, main_menu, newcomer_menu, ways_on, with_safety
from handlers.newcomers import welcome_staff
from handlers.registration_draft import Draft, Step
from handlers.summary import treatment_list, when_line
from handlers.turn import Turn
from schedules.words import PatientStatus
from storage.records import PatientRecord


async def start(turn: Turn) -> None:
    """Begin a registration, or welcome back somebody who is known."""
    await turn.toast()
    if turn.is_staff:
        await welcome_staff(turn)
    elif turn.patient is None:
        await registration.begin(turn, Draft(step=Step.CONSENT, is_newcomer=True))
    else:
        await _welcome_back(turn, turn.patient)


async def _welcome_back(turn: Turn, patient: PatientRecord) -> None:
    was_away = patient.facts.status is not PatientStatus.ACTIVE
    patient = await come_back(turn.services, patient)
    await turn.keep_dialog(None)
    key = "start.back_again" if was_away else "start.known"
    text = turn.texts.say(
        key,
        name=turn.called,
        list=treatment_list(turn, patient),
        when=when_line(turn, patient),
        clinic=turn.clinic.name,
    )
    await turn.say(text, main_menu(turn.texts))


async def leave(turn: Turn) -> None:
    """Stop all messages at once. For somebody who gets none: an open registration ends, and nothing is kept of it."""
    await turn.toast()
    if turn.patient is not None:
        await stop(turn.services, turn.patient)
        buttons = with_safety(turn.texts, [go(turn.texts, "start"), go(turn.texts, "privacy")])
        await turn.say(turn.texts.say("start.stopped", clinic=turn.clinic.name), buttons)
    elif turn.is_staff:
        await welcome_staff(turn)
    else:
        await turn.keep_dialog(None)
        await turn.say(turn.texts.say("start.nothing_to_stop"), newcomer_menu(turn.texts))


async def help_(turn: Turn) -> None:
    """What this is, what it can do, and what it cannot."""
    await turn.toast()
    if turn.is_staff:
        await welcome_staff(turn)
        return
    menu = ways_on(turn.texts, is_patient=turn.patient is not None)
    await turn.say(turn.texts.say("help.card", **turn.contact.words()), menu)


async def contact(turn: Turn) -> None:
    """How to reach a person at the clinic."""
    await turn.toast()
    key = "help.contact" if turn.clinic.phone else "help.contact_without_phone"
    await turn.say(turn.texts.say(key, **turn.contact.words()), with_safety(turn.texts))
