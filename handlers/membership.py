"""A patient blocks the bot, or takes it back."""

from telegram import ChatMember, Update

from handlers.actions.leaving import come_back, lost
from handlers.services import Services
from handlers.turn import take
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
    elif turn.patient.facts.status is PatientStatus.UNREACHABLE:
        await come_back(services, turn.patient)
