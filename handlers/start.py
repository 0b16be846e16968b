"""/start, /stop and /help: the doors in, out, and to somebody who knows."""

from handlers import registration
from handlers.actions.leaving import come_back, stop
from handlers.callbacks import keyboard
from handlers.menus import go, main_menu, newcomer_menu, with_safety
from handlers.newcomers import patients_only
from handlers.registration_draft import Draft, Step
from handlers.summary import treatment_list, when_line
from handlers.turn import Turn
from schedules.words import PatientStatus
from storage.records import PatientRecord


async def start(turn: Turn) -> None:
    """Begin a registration, or welcome back somebody who is known."""
    await turn.toast()
    if turn.is_staff:
        await turn.say(turn.texts.say("staff.welcome", clinic=turn.clinic.name))
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
        key, name=turn.name, list=treatment_list(turn, patient), when=when_line(turn, patient), clinic=turn.clinic.name
    )
    await turn.say(text, main_menu(turn.texts))


@patients_only
async def leave(turn: Turn, patient: PatientRecord) -> None:
    """Stop all messages at once."""
    await turn.toast()
    await stop(turn.services, patient)
    buttons = keyboard([go(turn.texts, "start")], [go(turn.texts, "privacy")], [go(turn.texts, "symptoms")])
    await turn.say(turn.texts.say("start.stopped", clinic=turn.clinic.name), buttons)


async def help_(turn: Turn) -> None:
    """What this is, what it can do, and what it cannot."""
    await turn.toast()
    if turn.is_staff:
        await turn.say(turn.texts.say("staff.welcome", clinic=turn.clinic.name))
        return
    menu = main_menu(turn.texts) if turn.patient else newcomer_menu(turn.texts)
    await turn.say(turn.texts.say("help.card", **turn.contact.words()), menu)


async def contact(turn: Turn) -> None:
    """How to reach a person at the clinic."""
    await turn.toast()
    key = "help.contact" if turn.clinic.phone else "help.contact_without_phone"
    await turn.say(turn.texts.say(key, **turn.contact.words()), with_safety(turn.texts))
