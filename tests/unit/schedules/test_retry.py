"""What follows from the outcome of one attempt, row by row and as laws."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.delivery import (
    AT_REST,
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
    may,
)
from schedules.retry import BACKOFF, FLOOD_WAIT, MAX_ATTEMPTS, TOKEN_WAIT, Decision, decide
from tests.unit.schedules.builders import QUICK

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
EVENING = NOW + timedelta(hours=12)
SAFETY, DIGEST = Lane.SAFETY, Lane.DIGEST


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def decided(outcome: Outcome, **more: Any) -> Decision:
    scene: dict[str, Any] = {"lane": DIGEST, "attempts": 0, "at": NOW, "valid_until": EVENING}
    return decide(outcome, **(scene | more))


def test_a_message_that_was_taken_is_sent() -> None:
    assert decided(Sent(77)) == Decision(state=State.SENT, message_id=77)


@pytest.mark.parametrize(("attempts", "pause"), [(0, 2), (1, 5), (2, 15), (3, 60)])
@pytest.mark.parametrize("reason", [Reason.NETWORK, Reason.SERVER_ERROR])
def test_what_was_surely_not_sent_is_tried_again_after_a_growing_pause(
    reason: Reason, attempts: int, pause: int
) -> None:
    found = decided(NotSent(reason), attempts=attempts)
    assert found == Decision(state=State.QUEUED, reason=reason, next_try_at=NOW + seconds(pause))


def test_chance_lengthens_a_pause_by_half_at_most() -> None:
    found = decided(NotSent(Reason.NETWORK), attempts=2, jitter=1.0)
    assert found.next_try_at == NOW + seconds(22.5)


def test_a_pause_is_never_shorter_than_telegram_wishes() -> None:
    found = decided(NotSent(Reason.SERVER_ERROR, retry_after=seconds(40)), attempts=1)
    assert found.next_try_at == NOW + seconds(40)


def test_a_fault_of_telegrams_is_tried_five_times() -> None:
    assert MAX_ATTEMPTS == 5
    assert decided(NotSent(Reason.SERVER_ERROR), attempts=3).state is State.QUEUED
    found = decided(NotSent(Reason.SERVER_ERROR), attempts=4)
    assert (found.state, found.reason) == (State.FAILED, Reason.ATTEMPTS_USED_UP)


def test_an_outage_of_the_network_is_sat_out_while_the_message_is_useful() -> None:
    found = decided(NotSent(Reason.NETWORK), attempts=200)
    assert (found.state, found.next_try_at) == (State.QUEUED, NOW + BACKOFF[-1])


@pytest.mark.parametrize("left", [0.5, 2])
def test_a_try_that_would_come_too_late_is_not_made(left: float) -> None:
    found = decided(NotSent(Reason.NETWORK), valid_until=NOW + seconds(left))
    assert (found.state, found.reason, found.next_try_at) == (State.EXPIRED, Reason.TOO_LATE, None)


@pytest.mark.parametrize(("wish", "pause"), [(seconds(7), seconds(7)), (None, FLOOD_WAIT), (seconds(0), seconds(0))])
def test_a_429_holds_the_whole_bot_and_does_not_count(wish: timedelta | None, pause: timedelta) -> None:
    found = decided(NotSent(Reason.FLOOD, retry_after=wish), attempts=4, jitter=0.9)
    assert (found.state, found.reason, found.counts_as_attempt) == (State.QUEUED, Reason.FLOOD, False)
    assert found.next_try_at == found.gate_until == NOW + pause


UNCERTAIN = [
    ("a safety message is sent once more, marked", SAFETY, False, State.QUEUED, True),
    ("its repeat is not sent a third time", SAFETY, True, State.UNKNOWN, True),
    ("a digest stays unknown", DIGEST, False, State.UNKNOWN, False),
    ("a broadcast stays unknown", Lane.BROADCAST, False, State.UNKNOWN, False),
    ("a reply stays unknown", Lane.REPLY, False, State.UNKNOWN, False),
]


@pytest.mark.parametrize("reason", [Reason.ANSWER_LOST, Reason.KILLED_WHILE_SENDING])
@pytest.mark.parametrize(
    ("lane", "is_repeat", "state", "repeat_next"), [row[1:] for row in UNCERTAIN], ids=[row[0] for row in UNCERTAIN]
)
def test_what_may_have_been_sent(lane: Lane, is_repeat: bool, state: State, repeat_next: bool, reason: Reason) -> None:
    found = decided(MaybeSent(reason), lane=lane, is_repeat=is_repeat)
    assert (found.state, found.reason, found.is_repeat) == (state, reason, repeat_next)
    assert (found.next_try_at is None) == (state is State.UNKNOWN)


def test_a_safety_message_that_is_no_longer_useful_is_not_repeated() -> None:
    found = decided(MaybeSent(Reason.KILLED_WHILE_SENDING), lane=SAFETY, valid_until=NOW - seconds(1))
    assert (found.state, found.is_repeat) == (State.UNKNOWN, False)


@pytest.mark.parametrize("reason", sorted(UNREACHABLE_REASONS))
def test_a_patient_who_cannot_be_reached_is_marked(reason: Reason) -> None:
    found = decided(Refused(reason))
    assert found == Decision(state=State.FAILED, reason=reason, patient_unreachable=True)


@pytest.mark.parametrize("reason", [Reason.BAD_TEXT, Reason.TOO_LONG, Reason.REFUSED])
def test_a_refused_text_says_nothing_about_the_patient(reason: Reason) -> None:
    assert decided(Refused(reason)) == Decision(state=State.FAILED, reason=reason)


@pytest.mark.parametrize(
    "outcome", [Refused(Reason.BLOCKED), NotSent(Reason.SERVER_ERROR), NotSent(Reason.NETWORK, seconds(10**6))]
)
def test_a_repeat_never_ends_as_surely_not_sent(outcome: Outcome) -> None:
    found = decided(outcome, lane=SAFETY, is_repeat=True, attempts=4)
    assert (found.state, found.is_repeat) == (State.UNKNOWN, True)


def test_a_chat_that_moved_is_tried_at_its_new_address_at_once() -> None:
    found = decided(Migrated(-100123), attempts=2)
    assert (found.state, found.new_chat_id, found.next_try_at) == (State.QUEUED, -100123, NOW)
    assert not found.counts_as_attempt


def test_a_refused_token_fails_nothing_and_calls_the_operator() -> None:
    found = decided(TokenRefused(), attempts=4)
    assert (found.state, found.reason, found.counts_as_attempt) == (State.QUEUED, Reason.TOKEN_REFUSED, False)
    assert found.next_try_at == found.gate_until == NOW + TOKEN_WAIT
    assert found.page_operator


waits = st.none() | st.integers(0, 100_000).map(seconds)
reasons = st.sampled_from(Reason)
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    st.integers(1, 10**9).map(Sent),
    st.builds(NotSent, reasons, waits),
    reasons.map(MaybeSent),
    reasons.map(Refused),
    st.integers().map(Migrated),
    st.just(TokenRefused()),
)


scenes = st.fixed_dictionaries(
    {
        "lane": st.sampled_from(Lane),
        "attempts": st.integers(0, 9),
        "valid_until": st.integers(-100, 100_000).map(seconds).map(NOW.__add__),
        "is_repeat": st.booleans(),
        "jitter": st.floats(0, 1),
    }
)


@QUICK
@given(outcome=outcomes, scene=scenes)
def test_every_decision_is_a_legal_move_with_a_next_try_only_in_the_queue(
    outcome: Outcome, scene: dict[str, Any]
) -> None:
    found, is_repeat = decided(outcome, **scene), scene["is_repeat"]
    assert may(State.SENDING, found.state)
    assert (found.next_try_at is not None) == (found.state is State.QUEUED) == (found.state not in AT_REST)
    assert found.next_try_at is None or found.next_try_at >= NOW
    assert (found.state is State.SENT) == (found.message_id is not None) == isinstance(outcome, Sent)
    assert is_repeat <= found.is_repeat
    assert not (is_repeat and found.state in {State.FAILED, State.EXPIRED})


@QUICK
@given(lane=st.sampled_from(Lane), losses=st.integers(1, 9))
def test_however_often_the_answer_is_lost_there_are_two_copies_at_most(lane: Lane, losses: int) -> None:
    copies, is_repeat = 0, False
    for attempt in range(losses):
        found = decided(MaybeSent(Reason.ANSWER_LOST), lane=lane, attempts=attempt, is_repeat=is_repeat)
        copies, is_repeat = copies + 1, found.is_repeat
        if found.state is State.UNKNOWN:
            break
    assert copies <= (2 if lane is SAFETY else 1)
