"""The one file that turns Telegram's errors into outcomes of a delivery.

The rule behind every line: say "not sent" only on proof, say "refused" only for what would be refused again, and call
everything else "maybe sent". Beware of the library's family tree: BadRequest and TimedOut are NetworkErrors.
"""

import logging
from datetime import timedelta
from typing import Final

from telegram import Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.transport import NotSentError, ServerFaultError
from schedules.delivery import MaybeSent, Migrated, NotSent, Outcome, Reason, Refused, Sent, TokenRefused

_LOG = logging.getLogger(__name__)

FORBIDDEN: Final = (
    ("bot was blocked by the user", Reason.BLOCKED),
    ("user is deactivated", Reason.DEACTIVATED),
    ("initiate conversation", Reason.NEVER_STARTED),
    ("bot was kicked", Reason.CHAT_GONE),
    ("bot is not a member", Reason.CHAT_GONE),
    ("chat was deleted", Reason.CHAT_GONE),
    ("chat is deactivated", Reason.CHAT_GONE),
)
"""What a 403 says, and what it means; any other one is a refusal."""

BAD_REQUEST: Final = (
    ("chat not found", Reason.CHAT_GONE),
    ("user not found", Reason.CHAT_GONE),
    ("peer_id_invalid", Reason.CHAT_GONE),
    ("chat was deleted", Reason.CHAT_GONE),
    ("chat is deactivated", Reason.CHAT_GONE),
    ("input_user_deactivated", Reason.DEACTIVATED),
    ("user_is_blocked", Reason.BLOCKED),
    ("is too long", Reason.TOO_LONG),
    ("too_long", Reason.TOO_LONG),
    ("can't parse", Reason.BAD_TEXT),
    ("text is empty", Reason.BAD_TEXT),
    ("text must be non-empty", Reason.BAD_TEXT),
    ("have no rights", Reason.REFUSED),
    ("not enough rights", Reason.REFUSED),
    ("chat_write_forbidden", Reason.REFUSED),
)
"""What a 400 says, and what it means; any other one is our own fault and is logged as such."""

SERVER_FAULTS: Final = ("internal server error", "bad gateway", "service unavailable", "gateway timeout")
"""How Telegram's own description of a 5xx begins."""

_PAGE: Final = "parsing the server response"
"""What the library writes into an error whose body was a page, and no answer of Telegram's."""


def sent(message: Message) -> Sent:
    """The outcome of a call that was answered with a message."""
    return Sent(message.message_id)


def outcome_of(error: BaseException) -> Outcome:
    """What a failed attempt to send came to. Never raises; what it does not know may have been sent."""
    match error:
        case InvalidToken():
            return TokenRefused()
        case TelegramError() if _PAGE in error.message.casefold():
            return MaybeSent(Reason.ANSWER_LOST)
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case NotSentError() | RetryAfter() | Conflict():
            return _not_sent(error)
        case Forbidden() | BadRequest():
            return _refused(error)
        case _:
            return _by_description(error)


def flood_wait(error: RetryAfter) -> timedelta:
    """How long Telegram asks the bot to hold still."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _not_sent(error: NotSentError | RetryAfter | Conflict) -> NotSent:
    match error:
        case RetryAfter():
            return NotSent(Reason.FLOOD, flood_wait(error))
        case ServerFaultError() | Conflict():
            return NotSent(Reason.SERVER_ERROR)
        case _:
            return NotSent(Reason.NETWORK)


def _refused(error: Forbidden | BadRequest) -> Refused:
    if isinstance(error, Forbidden):
        return Refused(_meaning(error.message, FORBIDDEN) or Reason.REFUSED)
    reason = _meaning(error.message, BAD_REQUEST)
    if reason is None:
        _LOG.error("Telegram refused a message for a reason that is not in the table: %.120s", error.message)
    return Refused(reason or Reason.BAD_TEXT)


def _by_description(error: BaseException) -> NotSent | MaybeSent:
    """The library raises a bare NetworkError for every envelope without a class of its own; subclasses say less."""
    if isinstance(error.__cause__, ConnectionRefusedError):
        return NotSent(Reason.NETWORK)
    text = error.message.casefold() if type(error) is NetworkError else ""
    if text.startswith("too many requests"):
        return NotSent(Reason.FLOOD)
    if text.startswith(SERVER_FAULTS):
        return NotSent(Reason.SERVER_ERROR)
    return MaybeSent(Reason.ANSWER_LOST)


def _meaning(text: str, table: tuple[tuple[str, Reason], ...]) -> Reason | None:
    folded = text.casefold()
    return next((reason for words, reason in table if words in folded), None)
