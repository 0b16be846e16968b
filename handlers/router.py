"""Which conversation an update belongs to. Everything registered here is for private chats; groups get one sentence."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import (
    can,
    explained,
    fallback,
    faq,
    membership,
    privacy,
    registration,
    registration_screens,
    safety,
    settings,
    start,
    suits,
    today,
    treatments,
)
from handlers.membership import notice_return
from handlers.menus import GO
from handlers.newcomers import welcome_staff
from handlers.services import Services
from handlers.turn import Handler, Turn, take

COMMANDS: dict[str, Handler] = {
    "start": start.start,
    "today": today.today,
    "plan": today.plan,
    "can": can.menu,
    "faq": faq.menu,
    "treatments": explained.menu,
    "symptoms": safety.show,
    "contact": start.contact,
    "settings": settings.menu,
    "privacy": privacy.menu,
    "stop": start.leave,
    "help": start.help_,
}
"""Every command of a patient, in the order of the menu. Each has `commands.<name>` as its description."""

PLACES: dict[str, Handler] = {
    **COMMANDS,
    "calendar": today.phone_calendar,
    "add": treatments.add,
    "mine": treatments.menu,
    "suits": suits.begin,
}
"""What a `go` button can open."""

SECTIONS: dict[str, Handler] = {
    registration_screens.SECTION: registration.tapped,
    can.SECTION: can.answer,
    faq.SECTION: faq.tapped,
    explained.SECTION: explained.tapped,
    suits.SECTION: suits.tapped,
    settings.SECTION: settings.tapped,
    treatments.SECTION: treatments.tapped,
    privacy.SECTION: privacy.tapped,
}
"""Whose buttons begin with which word."""

_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
_GROUPS = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE

PtbCallback = Callable[[Update, Any], Coroutine[Any, Any, None]]


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], services: Services) -> None:
    """Register every conversation with the application."""
    turned = _turned(services)
    found: list[BaseHandler[Any, Any, Any]] = [
        *(CommandHandler(name, turned(_command(handler)), filters=_PRIVATE) for name, handler in COMMANDS.items()),
        CallbackQueryHandler(turned(_tapped)),
        MessageHandler(_PRIVATE & filters.COMMAND, turned(_command(fallback.command))),
        MessageHandler(_PRIVATE & filters.TEXT, turned(fallback.text)),
        MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, turned(fallback.media)),
        CommandHandler(["start", "help"], _in_group(services), filters=_GROUPS),
        ChatMemberHandler(_membership(services), ChatMemberHandler.MY_CHAT_MEMBER),
    ]
    application.add_handlers(found)


def _turned(services: Services) -> Callable[[Handler], PtbCallback]:
    """Make a handler of turns into one that PTB can call."""

    def wrap(handler: Handler) -> PtbCallback:
        async def call(update: Update, _context: object) -> None:
            turn = await take(update, services)
            if turn is not None:
                await notice_return(turn)
                await handler(turn)

        return call

    return wrap


def _command(handler: Handler) -> Handler:
    """A command, which leaves a page that waits for a city."""

    async def call(turn: Turn) -> None:
        await settings.close_zone_page(turn)
        await handler(turn)

    return call


async def _tapped(turn: Turn) -> None:
    """A pressed button: to the conversation whose word it begins with."""
    await settings.close_zone_page(turn)
    tap = turn.tap
    if tap is None or turn.update.effective_chat is None or turn.update.effective_chat.type != "private":
        await turn.toast()
        return
    handler = PLACES.get(tap.word(0)) if tap.section == GO else SECTIONS.get(tap.section)
    await (handler or fallback.button)(turn)


def _in_group(services: Services) -> PtbCallback:
    async def call(update: Update, _context: object) -> None:
        turn = await take(update, services)
        if turn is None:
            return
        if turn.is_staff:
            await welcome_staff(turn)
        else:
            await turn.say(turn.texts.say("fallback.group", bot=services.bot_username))

    return call


def _membership(services: Services) -> PtbCallback:
    async def call(update: Update, _context: object) -> None:
        await membership.changed(update, services)

    return call
