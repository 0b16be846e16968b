"""Somebody who is no patient, a stranger or the staff, asks for something that needs one."""

from collections.abc import Awaitable, Callable
from functools import wraps

from handlers.menus import newcomer_menu
from handlers.turn import Handler, Turn
from storage.records import PatientRecord

PatientHandler = Callable[[Turn, PatientRecord], Awaitable[None]]


def patients_only(handler: PatientHandler) -> Handler:
    """Call the handler with the patient; a stranger is told kindly how to begin, the staff what their chat is for."""

    @wraps(handler)
    async def guarded(turn: Turn) -> None:
        if turn.patient is not None:
            await handler(turn, turn.patient)
            return
        await turn.toast()
        if turn.is_staff:
            await welcome_staff(turn)
        else:
            await turn.say(turn.texts.say("start.register_first"), newcomer_menu(turn.texts))

    return guarded


async def welcome_staff(turn: Turn) -> None:
    """Say what the staff chat is for: nobody is a patient there."""
    await turn.say(turn.texts.say("staff.welcome", clinic=turn.clinic.name))
