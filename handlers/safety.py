"""/symptoms: "something feels wrong". Fixed texts, the emergency number first; for everybody, in any state."""

from handlers.callbacks import keyboard
from handlers.menus import go
from handlers.turn import Turn


async def show(turn: Turn) -> None:
    """The signs that cannot wait, the signs for today, and whom to call."""
    await turn.toast()
    words = turn.contact.words()
    key = "safety.page" if turn.clinic.phone else "safety.page_without_phone"
    await turn.say(turn.texts.say(key, **words), keyboard([go(turn.texts, "contact")]))
