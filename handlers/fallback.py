"""Whatever no conversation is waiting for: free text, stickers, voice notes, unknown commands, dead buttons."""

from handlers import asking, registration, settings
from handlers.menus import ways_on
from handlers.newcomers import welcome_staff
from handlers.registration_draft import Draft
from handlers.turn import Turn


async def text(turn: Turn) -> None:
    """Free text: a sign of danger first, then the open conversation if it waits for one, else a question."""
    if turn.is_staff:
        await welcome_staff(turn)
        return
    if await asking.alarmed(turn):
        return
    draft = Draft.of(turn.dialog)
    if draft is not None and await registration.typed(turn, draft):
        return
    if turn.dialog is not None and turn.dialog.name == settings.ZONE_DIALOG and turn.patient:
        await settings.typed_zone(turn)
        return
    await asking.answer(turn)


async def media(turn: Turn) -> None:
    """Photos, voice notes, stickers: nobody looks at them, and that must be said; words beside them are read."""
    if not turn.is_staff and await asking.alarmed(turn):
        return
    await _answer(turn, "fallback.media")


async def command(turn: Turn) -> None:
    """A command that does not exist."""
    if not turn.is_staff and await asking.alarmed(turn):
        return
    await _answer(turn, "fallback.command")


async def button(turn: Turn) -> None:
    """A button that this version does not know."""
    await turn.toast(turn.texts.plain("fallback.button"), alert=True)


async def _answer(turn: Turn, key: str) -> None:
    if turn.is_staff:
        await welcome_staff(turn)
        return
    menu = ways_on(turn.texts, is_patient=turn.patient is not None)
    await turn.say(turn.texts.say(key, **turn.contact.words()), menu)
