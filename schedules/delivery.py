"""The life of a delivery: its lanes, states and legal moves, and what one attempt to send it can come to.

Telegram has no idempotency key, so "maybe sent" is a state of its own, and nothing is sent while no row says `sending`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from schedules.errors import IllegalMoveError


class Lane(IntEnum):
    """The order in which messages leave; a lower number never waits for a higher one."""

    REPLY = 0
    SAFETY = 1
    DIGEST = 2
    BROADCAST = 3


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    DIGEST = "digest"
    CHECK_IN = "check_in"
    ALERT = "alert"
    ANSWER = "answer"
    BROADCAST = "broadcast"
    STAFF_NOTICE = "staff_notice"


LANE_OF: Mapping[DeliveryKind, Lane] = MappingProxyType(
    {
        DeliveryKind.ANSWER: Lane.REPLY,
        DeliveryKind.ALERT: Lane.SAFETY,
        DeliveryKind.STAFF_NOTICE: Lane.SAFETY,
        DeliveryKind.DIGEST: Lane.DIGEST,
        DeliveryKind.CHECK_IN: Lane.DIGEST,
        DeliveryKind.BROADCAST: Lane.BROADCAST,
    }
)
"""The lane that each kind travels in."""


class State(StrEnum):
    """Where a delivery is in its life."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    EXPIRED = "expired"
    MERGED = "merged"
    CANCELLED = "cancelled"
    HELD = "held"


_PUT_ASIDE = frozenset({State.EXPIRED, State.MERGED, State.CANCELLED, State.HELD})

MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        # A worker takes it, or it is put aside before anyone did.
        State.QUEUED: _PUT_ASIDE | {State.CLAIMED},
        # The lease ran out, a last look before sending put it aside, or its text cannot be made.
        State.CLAIMED: _PUT_ASIDE | {State.SENDING, State.QUEUED, State.FAILED},
        # `expired`: surely not sent, and the next try would come too late.
        State.SENDING: frozenset({State.SENT, State.QUEUED, State.UNKNOWN, State.FAILED, State.EXPIRED}),
        # A later tap in the chat proves that it arrived, or it is worth sending once more.
        State.UNKNOWN: frozenset({State.SENT, State.QUEUED}),
        # The patient came back, or it is let go.
        State.HELD: frozenset({State.QUEUED, State.EXPIRED, State.MERGED, State.CANCELLED}),
        State.SENT: frozenset(),
        State.FAILED: frozenset(),
        State.EXPIRED: frozenset(),
        State.MERGED: frozenset(),
        State.CANCELLED: frozenset(),
    }
)
"""Every legal move of a delivery, by the state it starts from."""

TERMINAL = frozenset(state for state, to in MOVES.items() if not to)
"""The states that a delivery never leaves."""

AT_REST = TERMINAL | {State.UNKNOWN}
"""The states that no worker moves on: the terminal ones, and `unknown`, which waits for proof or for a person."""


def may(from_: State, to: State) -> bool:
    """Whether a delivery in one state may move to the other."""
    return to in MOVES[from_]


def check_move(from_: State, to: State) -> None:
    """Raise IllegalMoveError unless the move is legal."""
    if not may(from_, to):
        raise IllegalMoveError(f"A delivery that is {from_.value} cannot become {to.value}.")


class Reason(StrEnum):
    """Why a delivery is where it is: a closed list. `REASONS` has a sentence for staff on each."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    CHAT_GONE = "chat_gone"
    NEVER_STARTED = "never_started"
    BAD_TEXT = "bad_text"
    TOO_LONG = "too_long"
    REFUSED = "refused"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a reason code, not a secret
    FLOOD = "flood"
    NETWORK = "network"
    SERVER_ERROR = "server_error"
    MOVED = "moved"
    ANSWER_LOST = "answer_lost"
    KILLED_WHILE_SENDING = "killed_while_sending"
    DOWNTIME = "downtime"
    TOO_LATE = "too_late"
    ATTEMPTS_USED_UP = "attempts_used_up"
    CANNOT_RENDER = "cannot_render"
    SUPERSEDED = "superseded"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    PAUSED = "paused"
    ERASED = "erased"


REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.BLOCKED: "The patient has blocked the bot.",
        Reason.DEACTIVATED: "The patient's Telegram account no longer exists.",
        Reason.CHAT_GONE: "Telegram does not know this chat any more.",
        Reason.NEVER_STARTED: "The patient has not pressed Start yet, so the bot may not write first.",
        Reason.BAD_TEXT: "Telegram could not read the formatting of the text.",
        Reason.TOO_LONG: "The text is longer than Telegram allows.",
        Reason.REFUSED: "Telegram refused the message and will not take it in this form.",
        Reason.TOKEN_REFUSED: "Telegram does not accept the bot's token; the message waits until that is repaired.",
        Reason.FLOOD: "Telegram asked the bot to slow down; the message waits its turn.",
        Reason.NETWORK: "Telegram could not be reached; the message was not sent and is tried again.",
        Reason.SERVER_ERROR: "Telegram had a fault of its own; the message was not sent and is tried again.",
        Reason.MOVED: "The chat has a new address; the message is sent there.",
        Reason.ANSWER_LOST: "The message went out but Telegram's answer was lost, so it may or may not have arrived.",
        Reason.KILLED_WHILE_SENDING: "The bot stopped while sending, so the message may or may not have arrived.",
        Reason.DOWNTIME: "The bot was not running while this message was useful.",
        Reason.TOO_LATE: "The message could not be sent while it was still useful.",
        Reason.ATTEMPTS_USED_UP: "Every try failed, and the bot has given up.",
        Reason.CANNOT_RENDER: "The text of the message could not be put together.",
        Reason.SUPERSEDED: "Newer facts or a newer message took the place of this one.",
        Reason.UNREACHABLE: "The patient cannot be reached at the moment; the message waits until they come back.",
        Reason.STOPPED: "The patient asked for no more messages.",
        Reason.PAUSED: "The patient has paused the messages.",
        Reason.ERASED: "The patient's data were erased on request.",
    }
)
"""One sentence on each reason, for staff."""

UNREACHABLE_REASONS = frozenset({Reason.BLOCKED, Reason.DEACTIVATED, Reason.CHAT_GONE, Reason.NEVER_STARTED})
"""The refusals that mean: this person cannot be reached at all."""


@dataclass(frozen=True)
class Sent:
    """Telegram took the message and gave it this id."""

    message_id: int


@dataclass(frozen=True)
class NotSent:
    """The message surely did not go out, and may be tried again; `retry_after` is Telegram's own wish."""

    reason: Reason
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class MaybeSent:
    """Nobody can tell whether the message went out."""

    reason: Reason


@dataclass(frozen=True)
class Refused:
    """The message was refused, and would be refused again."""

    reason: Reason


@dataclass(frozen=True)
class Migrated:
    """The message was refused because the chat lives at another id now."""

    new_chat_id: int


@dataclass(frozen=True)
class TokenRefused:
    """Telegram does not accept the bot's token: nothing can be sent, whatever the message."""


Outcome = Sent | NotSent | MaybeSent | Refused | Migrated | TokenRefused
"""What one attempt came to."""
