"""/symptoms: "something feels wrong". Fixed texts, the emergency number first; for everybody, in any state."""

from handlers.callbacks import keyboard
from handlers.contact import Contact
from handlers.menus import go
from handlers.texts import Texts
from handlers.turn import Turn
from storage.records import ClinicRecord


async def show(turn: Turn) -> None:
    """The signs that cannot wait, the signs for today, and whom to call."""
    await turn.toast()
    await turn.say(safety_page(turn.texts, turn.clinic), keyboard([go(turn.texts, "contact")]))


def safety_page(texts: Texts, clinic: ClinicRecord) -> str:
    """The page as Telegram HTML; the crisis line of the country stands in it where one is known."""
    contact = Contact.of(clinic, texts)
    keys = (
        "safety.page" if clinic.phone else "safety.page_without_phone",
        "safety.crisis" if contact.crisis else "safety.crisis_without_line",
        "safety.about",
    )
    return "\n\n".join(texts.say(key, **contact.words()) for key in keys)
