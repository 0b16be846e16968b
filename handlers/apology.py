"""What a person is told when their message could not be answered, whatever the cause."""

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.contact import Contact
from handlers.menus import with_safety
from handlers.outgoing import Message
from handlers.services import Services
from handlers.texts import Texts


async def apology(services: Services, session: AsyncSession, chat_id: int, code: str | None = None) -> Message:
    """A short apology in the person's language, with whom to call; a stranger's is that of their Telegram, `code`."""
    roll = await services.roll(session)
    patient = await roll.by_chat(chat_id)
    texts = Texts(services.content, patient.language if patient else services.spoken(roll.clinic, code))
    words = Contact.of(roll.clinic, texts).words()
    return Message(text=texts.say("fallback.failed", **words), keyboard=with_safety(texts))
