"""Somebody who is not registered asks for something that needs a patient."""

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
            await turn.say(turn.texts.say("staff.welcome", clinic=turn.clinic.name))
        else:
            await turn.say(turn.texts.say("start.register_first"), newcomer_menu(turn.texts))

    return guarded
