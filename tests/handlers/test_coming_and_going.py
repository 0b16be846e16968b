"""/stop and /start, a block and a return. Staff hear of a block once."""

from datetime import UTC, datetime

from bot.sandbox.telegram.faults import Refused
from tests.handlers.talk import notices, plan, walk
from tests.world import MINA, World


async def test_stop_ends_all_messages_at_once(registered: World) -> None:
    await registered.says(MINA, "/stop")
    assert registered.reads(MINA).startswith("Stopped. I will not write to you any more")
    heard = len(registered.heard(MINA))
    await registered.live_for(days=40)
    assert len(registered.heard(MINA)) == heard


async def until_the_first_try_has_failed(world: World) -> None:
    """Live until the message of day 1 waits for another try."""
    world.fake.faults.script("sendMessage", Refused(), when=lambda call: "Day 1" in str(call.get("text")))
    world.forgiven.add("Refused")
    await world.live_until(datetime(2026, 3, 2, 0, 0, tzinfo=UTC))
    assert [call.error for call in world.fake.ledger.refused()] == ["Refused"]
    assert len(world.digests(MINA)) == 1


async def test_what_waits_is_sent_a_little_later(registered: World) -> None:
    await until_the_first_try_has_failed(registered)
    await registered.live_for(hours=1)
    assert len(registered.digests(MINA)) == 2


async def test_stop_cancels_what_waits(registered: World) -> None:
    await until_the_first_try_has_failed(registered)
    await registered.says(MINA, "/stop")
    await registered.live_for(hours=1)
    assert len(registered.digests(MINA)) == 1


async def test_what_waits_is_held_for_somebody_who_blocks_and_sent_if_they_are_back_the_same_day(
    registered: World,
) -> None:
    await until_the_first_try_has_failed(registered)
    registered.fake.block(MINA)
    await registered.settle()
    await registered.live_for(hours=3)
    assert len(registered.fake.ledger.refused()) == 1
    registered.fake.unblock(MINA)
    await registered.live_for(hours=1)
    assert "Day 1" in registered.digests(MINA)[1].text
    await registered.live_for(days=1)
    assert len(registered.digests(MINA)) == 3


async def test_start_resumes_without_making_up_for_the_days_away(registered: World) -> None:
    await registered.says(MINA, "/stop")
    await registered.live_for(days=4)
    await registered.says(MINA, "/start")
    welcome = registered.fake.messages(MINA)[-2].text
    assert welcome.startswith("Welcome back, Mina! I am writing to you again.")
    assert "I write at 09:00" in welcome
    days = [one.text.splitlines()[0] for one in registered.digests(MINA)]
    assert ["Day 0" in days[0], "Day 4" in days[1], len(days)] == [True, True, 2]
    assert "could not write" not in registered.digests(MINA)[-1].text
    await registered.live_for(days=1)
    assert "Day 5" in registered.digests(MINA)[-1].text


async def test_stop_and_start_twice_are_as_good_as_once(registered: World) -> None:
    for words in ("/stop", "/stop", "/start", "/start"):
        await registered.says(MINA, words)
    assert registered.reads(MINA).startswith("Hello Mina! You are registered with")
    await registered.live_for(days=1)
    assert len(registered.digests(MINA)) == 2


async def test_a_pause_ends_with_a_stop(registered: World) -> None:
    await registered.says(MINA, "/settings")
    await walk(registered, "⏸ Pause", "14 days")
    await registered.says(MINA, "/stop")
    await registered.says(MINA, "/start")
    assert "I write at 09:00" in await plan(registered)


async def test_a_stranger_who_says_stop_gets_a_kind_word(world: World) -> None:
    await world.says(MINA, "/stop")
    assert world.reads(MINA).startswith("I do not write to you")


async def test_a_restart_keeps_a_stop(registered: World) -> None:
    await registered.says(MINA, "/stop")
    await registered.restart()
    await registered.live_for(days=3)
    assert len(registered.digests(MINA)) == 1


# a block


async def test_a_block_is_noticed_and_the_staff_are_told_once(registered: World) -> None:
    registered.fake.block(MINA)
    await registered.settle()
    heard = len(registered.heard(MINA))
    await registered.live_for(days=5)
    assert len(registered.heard(MINA)) == heard
    assert registered.fake.ledger.refused() == []
    (notice,) = notices(registered)
    assert notice.startswith("📵 Mina (patient 1) has blocked the bot or left Telegram.")


async def test_somebody_who_is_back_is_written_to_again_and_the_staff_hear_of_it(registered: World) -> None:
    registered.fake.block(MINA)
    await registered.live_for(days=3)
    registered.fake.unblock(MINA)
    await registered.live_for(days=1)
    assert notices(registered)[1:] == ["✅ Mina (patient 1) can be reached again."]
    lines = [one.text.splitlines()[0] for one in registered.digests(MINA)]
    assert ["Day 3" in lines[1], "Day 4" in lines[2], len(lines)] == [True, True, 3]


async def test_the_start_button_after_a_block_brings_everything_back(registered: World) -> None:
    registered.fake.block(MINA)
    await registered.live_for(days=2)
    registered.fake.press_start(MINA)
    await registered.settle()
    assert "You are registered with" in " ".join(registered.heard(MINA)[-2:])
    await registered.live_for(days=1)
    assert "Day 3" in registered.digests(MINA)[-1].text
    assert len(notices(registered)) == 2


async def test_a_pause_outlasts_a_block(registered: World) -> None:
    await registered.says(MINA, "/settings")
    await walk(registered, "⏸ Pause", "14 days")
    registered.fake.block(MINA)
    await registered.live_for(days=1)
    registered.fake.unblock(MINA)
    await registered.settle()
    assert "I am paused" in await plan(registered)


async def test_a_block_that_telegram_did_not_tell_of_shows_with_the_next_message(registered: World) -> None:
    registered.fake.deactivate(MINA)
    registered.forgiven.add("user is deactivated")
    await registered.live_for(days=6)
    assert len(registered.fake.ledger.refused()) == 1
    assert [notice[:18] for notice in notices(registered)] == ["📵 Mina (patient 1)"]


async def test_a_block_while_an_answer_is_on_its_way(registered: World) -> None:
    registered.fake.send_text(MINA, "/today")
    registered.fake.block(MINA)
    registered.forgiven.add("bot was blocked by the user")
    await registered.settle()
    await registered.live_for(days=2)
    assert len(notices(registered)) == 1


async def test_whoever_writes_is_reachable_even_if_telegram_has_not_said_so(registered: World) -> None:
    registered.fake.block(MINA)
    await registered.settle()
    registered.fake.unblock(MINA)
    drop_the_newest_update(registered)
    await registered.says(MINA, "/help")
    assert len(notices(registered)) == 2
    await registered.live_for(days=1)
    assert len(registered.digests(MINA)) == 2


def drop_the_newest_update(world: World) -> None:
    queue = world.fake.world.queue
    queue._forget([queue.last_id])


async def test_a_stopped_patient_who_blocks_is_nobodys_worry(registered: World) -> None:
    await registered.says(MINA, "/stop")
    registered.fake.block(MINA)
    await registered.live_for(days=2)
    assert notices(registered) == []
    registered.fake.unblock(MINA)
    await registered.live_for(days=2)
    assert len(registered.digests(MINA)) == 1
