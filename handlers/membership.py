"""A patient blocks the bot, or takes it back."""

from telegram import ChatMember, Update

from handlers.actions.leaving import come_back, lost
from handlers.services import Services
from handlers.turn import Turn, take
from schedules.words import PatientStatus


async def changed(update: Update, services: Services) -> None:
    """Note what Telegram says of our place in a private chat; nobody is written to."""
    turn = await take(update, services)
    member = update.my_chat_member
    if turn is None or turn.patient is None or member is None:
        return
    if member.new_chat_member.status == ChatMember.BANNED:
        async with services.database.write() as session:
            await lost(services, session, turn.patient, turn.now)
    else:
        await notice_return(turn)


async def notice_return(turn: Turn) -> None:
    """Whoever does something in the chat can be reached again, whether or not Telegram has said so."""
    if turn.patient is not None and turn.patient.facts.status is PatientStatus.UNREACHABLE:
        await come_back(turn.services, turn.patient)
        await turn.refresh()
