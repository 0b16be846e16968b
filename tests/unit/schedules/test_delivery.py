"""The life of a delivery: every legal move, and no other."""

from itertools import product

import pytest

from schedules.delivery import (
    AT_REST,
    LANE_OF,
    MOVES,
    REASONS,
    TERMINAL,
    UNREACHABLE_REASONS,
    DeliveryKind,
    Lane,
    Reason,
    State,
    check_move,
    may,
)
from schedules.errors import IllegalMoveError

LEGAL = {
    "queued": "claimed expired merged cancelled held",
    "claimed": "sending queued failed expired merged cancelled held",
    "sending": "sent queued unknown failed expired",
    "unknown": "sent queued",
    "held": "queued expired merged cancelled",
}
PAIRS = list(product(State, State))


@pytest.mark.parametrize(("from_", "to"), PAIRS, ids=[f"{a}-{b}" for a, b in PAIRS])
def test_a_move_is_legal_only_if_the_life_of_a_delivery_knows_it(from_: State, to: State) -> None:
    legal = to.value in LEGAL.get(from_.value, "").split()
    assert may(from_, to) is legal
    if legal:
        check_move(from_, to)
    else:
        with pytest.raises(IllegalMoveError, match=f"that is {from_.value} cannot become {to.value}"):
            check_move(from_, to)


def test_nothing_is_sent_without_having_been_marked_as_sending() -> None:
    assert {state for state in State if may(state, State.SENT)} == {State.SENDING, State.UNKNOWN}
    assert {state for state in State if may(state, State.SENDING)} == {State.CLAIMED}
    assert {state for state in State if may(state, State.UNKNOWN)} == {State.SENDING}


def test_every_state_can_be_reached_and_the_terminal_ones_are_never_left() -> None:
    reached, fresh = {State.QUEUED}, {State.QUEUED}
    while fresh:
        fresh = {to for state in fresh for to in MOVES[state]} - reached
        reached |= fresh
    assert reached == set(State)
    assert {State.SENT, State.FAILED, State.EXPIRED, State.MERGED, State.CANCELLED} == TERMINAL
    assert {State.UNKNOWN} == AT_REST - TERMINAL


def test_every_reason_has_one_sentence_for_staff() -> None:
    assert set(REASONS) == set(Reason)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in REASONS.values())
    assert len(set(REASONS.values())) == len(Reason)
    assert set(Reason) > UNREACHABLE_REASONS


def test_every_kind_travels_in_a_lane_and_replies_go_first() -> None:
    assert set(LANE_OF) == set(DeliveryKind)
    assert sorted(Lane) == [Lane.REPLY, Lane.SAFETY, Lane.DIGEST, Lane.BROADCAST]
