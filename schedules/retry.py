"""What to do after one attempt to send: a pure decision, with time and chance as arguments.

A message that was surely not sent is tried again while it is useful. One that may have been sent is repeated only in
the safety lane, once, and marked. A refusal is final; a refused token or a 429 holds the whole bot and fails nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from schedules.delivery import (
    UNREACHABLE_REASONS,
    Lane,
    MaybeSent,
    Migrated,
    NotSent,
    Outcome,
    Reason,
    Refused,
    Sent,
    State,
    TokenRefused,
)

BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 60))
"""The pauses after the first, second … attempt; the last is kept from then on."""

MAX_ATTEMPTS = len(BACKOFF) + 1
"""How often a message is tried that reached Telegram's servers. Without a connection there is no such limit: an
outage says nothing against the message, which is tried until it is no longer useful."""

JITTER = 0.5
"""The share of a pause that chance may add, so that rows that failed together do not come back together."""

FLOOD_WAIT = timedelta(seconds=30)
"""How long the bot holds still after a 429 that does not say for how long."""

TOKEN_WAIT = timedelta(minutes=1)
"""How long the bot holds still before it asks again whether its token is accepted."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What becomes of the delivery, the bot and the patient.

    `next_try_at` is given when the state is `queued`. `is_repeat` is to be stored with the row: its next copy says that
    it is a repeat. `gate_until` holds every message of the bot. `message_id` and `new_chat_id` come from the outcome.
    """

    state: State
    reason: Reason | None = None
    next_try_at: datetime | None = None
    counts_as_attempt: bool = True
    is_repeat: bool = False
    gate_until: datetime | None = None
    patient_unreachable: bool = False
    page_operator: bool = False
    message_id: int | None = None
    new_chat_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    lane: Lane
    attempts: int
    at: datetime
    valid_until: datetime
    is_repeat: bool
    jitter: float


def decide(
    outcome: Outcome,
    *,
    lane: Lane,
    attempts: int,
    at: datetime,
    valid_until: datetime,
    is_repeat: bool = False,
    jitter: float = 0.0,
) -> Decision:
    """What follows from the outcome of an attempt, known at `at`; every outcome has an answer.

    `attempts` counts the tries before this one. `is_repeat` says that an earlier copy may have arrived. `jitter` is a
    number from 0 up to 1, drawn by the caller.
    """
    attempt = _Attempt(lane=lane, attempts=attempts, at=at, valid_until=valid_until, is_repeat=is_repeat, jitter=jitter)
    match outcome:
        case Sent(message_id):
            return Decision(state=State.SENT, message_id=message_id, is_repeat=is_repeat)
        case NotSent():
            return _not_sent(attempt, outcome)
        case MaybeSent(reason):
            return _maybe_sent(attempt, reason)
        case Refused(reason):
            return _give_up(attempt, State.FAILED, reason)
        case Migrated(new_chat_id):
            return replace(_wait(attempt, Reason.MOVED, at), new_chat_id=new_chat_id)
        case TokenRefused():
            until = at + TOKEN_WAIT
            return replace(_wait(attempt, Reason.TOKEN_REFUSED, until), gate_until=until, page_operator=True)


def _wait(attempt: _Attempt, reason: Reason, until: datetime) -> Decision:
    """Back to the queue without a mark against the message."""
    return Decision(
        state=State.QUEUED,
        reason=reason,
        next_try_at=until,
        counts_as_attempt=False,
        is_repeat=attempt.is_repeat,
    )


def _not_sent(attempt: _Attempt, outcome: NotSent) -> Decision:
    if outcome.reason is Reason.FLOOD:
        until = attempt.at + (FLOOD_WAIT if outcome.retry_after is None else outcome.retry_after)
        return replace(_wait(attempt, Reason.FLOOD, until), gate_until=until)
    if outcome.reason is not Reason.NETWORK and attempt.attempts + 1 >= MAX_ATTEMPTS:
        return _give_up(attempt, State.FAILED, Reason.ATTEMPTS_USED_UP)
    pause = BACKOFF[min(attempt.attempts, len(BACKOFF) - 1)] * (1 + JITTER * attempt.jitter)
    next_try_at = attempt.at + max(pause, outcome.retry_after or pause)
    if next_try_at >= attempt.valid_until:
        return _give_up(attempt, State.EXPIRED, Reason.TOO_LATE)
    return Decision(state=State.QUEUED, reason=outcome.reason, next_try_at=next_try_at, is_repeat=attempt.is_repeat)


def _maybe_sent(attempt: _Attempt, reason: Reason) -> Decision:
    next_try_at = attempt.at + BACKOFF[0]
    if attempt.lane is Lane.SAFETY and not attempt.is_repeat and next_try_at < attempt.valid_until:
        return Decision(state=State.QUEUED, reason=reason, next_try_at=next_try_at, is_repeat=True)
    return Decision(state=State.UNKNOWN, reason=reason, is_repeat=attempt.is_repeat)


def _give_up(attempt: _Attempt, state: State, reason: Reason) -> Decision:
    """An end without success; for a repeat it is `unknown`, because its first copy may have arrived."""
    return Decision(
        state=State.UNKNOWN if attempt.is_repeat else state,
        reason=reason,
        is_repeat=attempt.is_repeat,
        patient_unreachable=reason in UNREACHABLE_REASONS,
    )
