"""The in-process face: tokens, causes of failures, the hook before each call."""

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.faults import AnswerLost, Delay, Refused, ResetAfter, ResetBefore
from bot.sandbox.telegram.request import InProcessRequest


async def test_causes_tell_how_sure_one_can_be(fake: FakeTelegram, ann: int) -> None:
    bot = Bot(fake.token, request=InProcessRequest(fake))
    fake.faults.script("sendMessage", Refused(), ResetBefore(), ResetAfter(), AnswerLost())
    causes = []
    for _ in range(4):
        with pytest.raises(NetworkError) as failed:
            await bot.send_message(ann, "x")
        causes.append(type(failed.value.__cause__))
    assert causes == [ConnectionRefusedError, ConnectionResetError, ConnectionResetError, TimeoutError]


@pytest.mark.parametrize("token", ["1:wrong", "nonsense"])
async def test_wrong_token_is_refused(fake: FakeTelegram, token: str) -> None:
    with pytest.raises(InvalidToken):
        await Bot(token, request=InProcessRequest(fake)).get_me()
    assert fake.ledger.calls == []


async def test_hook_runs_before_each_call_is_processed(fake: FakeTelegram, ann: int) -> None:
    seen: list[int] = []
    bot = Bot(fake.token, request=InProcessRequest(fake, before_call=lambda: seen.append(len(fake.ledger.arrivals))))
    await bot.send_message(ann, "one")
    await bot.send_message(ann, "two")
    assert seen == [0, 1]


async def test_hook_that_raises_stops_the_call(fake: FakeTelegram, ann: int) -> None:
    def refuse() -> None:
        raise RuntimeError("the recorder is full")

    bot = Bot(fake.token, request=InProcessRequest(fake, before_call=refuse))
    with pytest.raises(NetworkError) as failed:
        await bot.send_message(ann, "x")
    assert isinstance(failed.value.__cause__, ConnectionRefusedError)
    assert fake.ledger.calls == []


async def test_slow_answer_times_out(fake: FakeTelegram, ann: int) -> None:
    fake.faults.script("sendMessage", Delay(seconds=60))
    with pytest.raises(TimedOut) as failed:
        await Bot(fake.token, request=InProcessRequest(fake)).send_message(ann, "x", read_timeout=0.01)
    assert isinstance(failed.value.__cause__, TimeoutError)
    assert fake.ledger.arrivals == []
