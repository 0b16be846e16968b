"""The end of a registration: the facts are written, and what follows from them is shown."""

from handlers.actions import register as actions
from handlers.menus import ways_on, with_safety
from handlers.registration_draft import Draft
from handlers.summary import show_summary
from handlers.turn import Turn


async def finish(turn: Turn, draft: Draft) -> None:
    """Write the facts and show what follows from them."""
    await turn.toast()
    try:
        done = await _write(turn, draft)
    except actions.NotAllowedError:
        await turn.keep_dialog(None)
        menu = ways_on(turn.texts, is_patient=turn.patient is not None)
        await turn.show(turn.texts.say("start.start_over"), menu)
        return
    await turn.refresh()
    await turn.show(turn.texts.say("start.saved" if done else "treatments.gone"), with_safety(turn.texts))
    await show_summary(turn, "start.moved" if draft.moving else "start.done")


async def _write(turn: Turn, draft: Draft) -> bool:
    """Write what the draft says; False when the treatment to correct is gone. Raises NotAllowedError."""
    if draft.on is None:
        raise actions.NotAllowedError
    if draft.moving and turn.patient:
        return await actions.move_treatment(turn.services, turn.patient, draft.moving, draft.on) is not None
    if draft.kind is None:
        raise actions.NotAllowedError
    new = actions.NewTreatment(kind=draft.kind, on=draft.on, skin_broken=draft.skin_broken)
    if turn.patient and not draft.is_newcomer:
        await actions.add_treatment(turn.services, turn.patient, new)
    else:
        await actions.register(turn.services, _application(turn, draft, new))
    return True


def _application(turn: Turn, draft: Draft, new: actions.NewTreatment) -> actions.Application:
    return actions.Application(
        chat_id=turn.chat_id,
        name=turn.name,
        language=turn.texts.language,
        zone=draft.zone or turn.clinic.zone,
        hour=draft.hour or turn.clinic.hour,
        treatment=new,
        consents=draft.consents,
    )
