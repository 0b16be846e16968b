"""docs/delivery.md and the code say the same about the life of a delivery."""

import re
from datetime import timedelta

from bot.delivery.courier import BATCH
from bot.delivery.pacer import PaceLimits
from schedules import delivery
from schedules.delivery import MOVES, TERMINAL, Reason, State
from schedules.retry import BACKOFF, FLOOD_WAIT, MAX_ATTEMPTS, TOKEN_WAIT
from storage.outbox import LEASE
from tests.house.ground import documents, spans, table_rows

DOCUMENT = documents()["docs/delivery.md"]


def seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def test_the_table_of_moves_is_that_of_the_code() -> None:
    told = {cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[1])) for cells in table_rows(DOCUMENT, "From")}
    assert told == {state.value: {to.value for to in moves} for state, moves in MOVES.items()}


def test_the_drawing_shows_exactly_these_moves() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+)(?: : .*)?$", DOCUMENT, re.MULTILINE)
    assert sorted(drawn) == sorted((state.value, to.value) for state, moves in MOVES.items() for to in moves)


def test_the_drawing_ends_where_a_life_ends() -> None:
    assert set(re.findall(r"^    (\w+) --> \[\*\]$", DOCUMENT, re.MULTILINE)) == {state.value for state in TERMINAL}


def test_every_state_has_its_crash_policy() -> None:
    told = {
        word for cells in table_rows(DOCUMENT, "When the process dies in") for word in re.findall(r"`(\w+)`", cells[0])
    }
    assert told == set(State)


def test_every_outcome_and_every_reason_is_told() -> None:
    told = [" ".join(cells) for cells in table_rows(DOCUMENT, "What happened")]
    outcomes = {name for row in told for name in re.findall(r"`([A-Z]\w+)`", row)}
    assert outcomes == {each.__name__ for each in delivery.Outcome.__args__}
    words = {span for span in spans(DOCUMENT) if re.fullmatch(r"[a-z_]+", span)}
    assert set(Reason) - words == set()


def test_the_figures_are_those_of_the_code() -> None:
    pauses = [seconds(pause) for pause in BACKOFF]
    pace = PaceLimits()
    figures = [
        f"{', '.join(map(str, pauses[:-1]))} and then {pauses[-1]} seconds",
        f"{MAX_ATTEMPTS} tries",
        f"{seconds(FLOOD_WAIT)} seconds when Telegram does not say",
        f"{seconds(TOKEN_WAIT)} seconds later",
        f"lease of {seconds(LEASE)} seconds",
        f"at most {BATCH} at a time",
        f"{pace.per_second} messages a second",
        f"one message every {pace.chat_interval:g} second",
        f"burst of {pace.reply_burst} replies",
        f"{pace.group_per_minute} a minute",
    ]
    flowing = " ".join(DOCUMENT.split())
    assert [figure for figure in figures if figure not in flowing] == []
