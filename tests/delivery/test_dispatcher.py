"""The dispatcher: in order within a chat, side by side between chats, each update once, and no poison stops it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Update
from telegram.ext import TypeHandler

from bot.dispatcher import MOST_CHATS
from bot.sandbox.telegram.faults import PoisonUpdate, Refused, TooManyRequests
from schedules.words import PatientStatus
from storage.inbox import MAX_ATTEMPTS, Inbox
from storage.records import InboxRecord
from tests.delivery.scene import JUN, MINA, NURSE, Scene

Handling = Callable[[Update], Awaitable[None]]


def words(update: Update) -> str:
    return (update.message and update.message.text) or ""


@pytest.fixture
def handled(scene: Scene) -> list[str]:
    """What was handled, in order, by a handler of the test in place of the conversations."""
    seen: list[str] = []

    async def note(update: Update) -> None:
        seen.append(words(update))

    handle_by(scene, note)
    return seen


def handle_by(scene: Scene, handling: Handling) -> None:
    async def call(update: Update, _: Any) -> None:
        await handling(update)

    application = scene.runtime._parts.application
    application.handlers.clear()
    application.add_handler(TypeHandler(Update, call))


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what happens next is no event, and comes at once
        await asyncio.sleep(0)


async def receive(scene: Scene) -> None:
    await scene.runtime.poll_once()
    await scene.runtime._parts.dispatcher.idle()


async def inbox(scene: Scene) -> list[tuple[Any, ...]]:
    async with scene.database.read() as session:
        connection = await session.connection()
        rows = await connection.exec_driver_sql("SELECT state, attempts, error FROM inbox_update ORDER BY id")
        return [tuple(row) for row in rows.all()]


async def test_updates_of_one_chat_are_handled_in_order(scene: Scene, handled: list[str]) -> None:
    for number in range(12):
        scene.fake.send_text(MINA, f"{number}")
    await receive(scene)
    assert handled == [f"{number}" for number in range(12)]


async def test_a_chat_that_is_stuck_keeps_no_other_waiting_and_its_own_in_order(scene: Scene) -> None:
    gate, seen = asyncio.Event(), []

    async def handle(update: Update) -> None:
        if words(update) == "stuck":
            await gate.wait()
        seen.append(words(update))

    handle_by(scene, handle)
    scene.fake.send_text(MINA, "stuck")
    scene.fake.send_text(MINA, "after it")
    scene.fake.send_text(JUN, "from another chat")
    await scene.runtime.poll_once()
    async with asyncio.timeout(2):
        await until(lambda: bool(seen))
    assert seen == ["from another chat"]
    gate.set()
    await scene.runtime._parts.dispatcher.idle()
    assert seen == ["from another chat", "stuck", "after it"]


async def test_what_comes_in_while_a_chat_is_busy_is_handled_right_after_without_a_knock(scene: Scene) -> None:
    gate, seen = asyncio.Event(), []

    async def handle(update: Update) -> None:
        await gate.wait()
        seen.append(words(update))

    handle_by(scene, handle)
    scene.fake.send_text(MINA, "first")
    await scene.runtime.poll_once()
    scene.fake.send_text(MINA, "second")
    await scene.runtime.poll_once()
    gate.set()
    await scene.runtime._parts.dispatcher.idle()
    assert seen == ["first", "second"]


async def test_what_comes_in_just_after_a_last_look_into_the_inbox_is_not_forgotten(
    scene: Scene, handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, looks = Inbox.waiting, 0

    async def look_and_then_be_late(*args: Any, **which: Any) -> list[InboxRecord]:
        nonlocal looks
        found = await real(*args, **which)
        if "chat_id" in which and not found and not looks:
            looks += 1
            scene.fake.send_text(MINA, "second")
            await scene.runtime.poll_once()
        return found

    monkeypatch.setattr(Inbox, "waiting", look_and_then_be_late)
    scene.fake.send_text(MINA, "first")
    await receive(scene)
    assert looks == 1
    assert handled == ["first", "second"]


async def test_of_very_many_chats_only_so_many_are_handled_at_a_time_and_all_in_the_end(scene: Scene) -> None:
    gate, at_once, seen = asyncio.Event(), 0, []

    async def handle(update: Update) -> None:
        nonlocal at_once
        at_once += 1
        await gate.wait()
        at_once -= 1
        seen.append(words(update))

    handle_by(scene, handle)
    for number in range(MOST_CHATS + 10):
        scene.fake.add_person(user_id=5000 + number, first_name="P")
        scene.fake.send_text(5000 + number, str(number))
    await scene.runtime.poll_once()
    await until(lambda: at_once == MOST_CHATS)
    await scene.runtime._parts.dispatcher.pump()
    assert len(scene.runtime._parts.dispatcher._busy) == MOST_CHATS
    gate.set()
    await scene.live_until_idle()
    assert sorted(map(int, seen)) == list(range(MOST_CHATS + 10))


async def test_an_update_that_comes_three_times_and_again_after_a_restart_is_handled_once(scene: Scene) -> None:
    scene.fake.send_text(MINA, "/help")
    (raw,) = scene.fake.pending_updates()
    store = scene.runtime._parts.poller._store
    for _ in range(3):
        await store([dict(raw)])
        await scene.live_until_idle()
    await scene.restart()
    await scene.runtime._parts.poller._store([dict(raw)])
    await receive(scene)
    await scene.live_until_idle()
    assert len(scene.heard()) == 1


async def test_killed_after_the_update_was_taken_in_it_is_handled_after_the_restart(scene: Scene) -> None:
    scene.fake.send_text(MINA, "/help")
    scene.runtime._parts.dispatcher.close()  # the death comes before anything is begun
    await scene.runtime.poll_once()
    await scene.runtime.poll_once()
    assert scene.fake.pending_updates() == []
    await scene.restart()
    await scene.live_until_idle()
    assert len(scene.heard()) == 1


async def test_a_poison_update_is_tried_three_times_then_set_aside_with_an_apology_and_the_next_one_answered(
    scene: Scene,
) -> None:
    tries = 0

    async def handle(update: Update) -> None:
        nonlocal tries
        if words(update) == "poison":
            tries += 1
            raise RuntimeError("what the patient wrote")

    handle_by(scene, handle)
    scene.fake.send_text(MINA, "poison")
    scene.fake.send_text(MINA, "harmless")
    scene.fake.send_text(JUN, "from another chat")
    await receive(scene)
    assert await inbox(scene) == [("new", 1, "RuntimeError"), ("new", 0, ""), ("done", 0, "")]
    for _ in range(4):
        scene.pass_time(seconds=15)
        await scene.live_until_idle()
    assert tries == MAX_ATTEMPTS
    assert await inbox(scene) == [("dead", 3, "RuntimeError"), ("done", 0, ""), ("done", 0, "")]
    (apology,) = scene.heard()
    assert apology.startswith("Sorry")


async def test_an_unreadable_update_is_set_aside_at_once_and_the_next_one_is_handled(
    scene: Scene, handled: list[str]
) -> None:
    for raw in ({"message": "nonsense"}, {"message": {"chat": {"id": MINA}}}, {"callback_query": {"id": 5}}):
        scene.fake.faults.script("getUpdates", PoisonUpdate(raw))
    scene.fake.send_text(MINA, "hello")
    for _ in range(4):
        await receive(scene)
    assert handled == ["hello"]
    states = [(state, attempts) for state, attempts, _ in await inbox(scene)]
    assert sorted(states) == [("dead", 0), ("dead", 0), ("dead", 0), ("done", 0)]


async def test_an_update_of_a_kind_from_the_future_is_handled_and_forgotten(scene: Scene) -> None:
    scene.fake.add_update({"hologram": {"from": {"id": MINA}}})
    await receive(scene)
    assert await inbox(scene) == [("done", 0, "")]


@pytest.mark.parametrize("fault", [Refused(), TooManyRequests(60)], ids=["no network", "429"])
async def test_that_telegram_takes_no_answer_says_nothing_against_the_update(scene: Scene, fault: Any) -> None:
    scene.fake.faults.script("sendMessage", *[fault] * 5)
    scene.fake.send_text(MINA, "/help")
    await receive(scene)
    for _ in range(12):
        scene.pass_time(seconds=61)
        await scene.live_until_idle()
    assert len(scene.heard()) == 1
    assert await inbox(scene) == [("done", 0, fault_name(fault))]


def fault_name(fault: Any) -> str:
    return {"Refused": "NetworkError", "TooManyRequests": "RetryAfter"}[type(fault).__name__]


async def test_an_answer_that_can_never_be_sent_is_given_up_in_the_end(scene: Scene) -> None:
    scene.fake.faults.script("sendMessage", *[Refused()] * 400)
    scene.fake.send_text(MINA, "/help")
    await receive(scene)
    for _ in range(40):
        scene.pass_time(seconds=60)
        await scene.live_until_idle()
    ((state, attempts, _),) = await inbox(scene)
    assert (state, attempts) == ("dead", MAX_ATTEMPTS)


async def test_who_blocks_us_before_the_answer_is_unreachable_and_the_clinic_is_told(scene: Scene) -> None:
    mina = await scene.patient()
    scene.fake.send_text(MINA, "/help")
    scene.fake.block(MINA)
    await receive(scene)
    await scene.live_until_idle()
    assert (await scene.the_patient(mina)).facts.status is PatientStatus.UNREACHABLE
    assert len(scene.heard(NURSE)) == 1
    assert {state for state, _, _ in await inbox(scene)} == {"done"}


async def test_an_update_is_not_lost_when_the_database_fails_in_the_middle(
    scene: Scene, handled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.fake.send_text(MINA, "hello")
    with monkeypatch.context() as patch:
        patch.setattr("storage.inbox.Inbox.done", None)
        await receive(scene)
    assert scene.runtime._parts.dispatcher._busy == set()
    await scene.live_until_idle()
    assert handled == ["hello", "hello"]
    assert [row[0] for row in await inbox(scene)] == ["done"]


async def test_nothing_is_begun_once_it_is_closed(scene: Scene, handled: list[str]) -> None:
    scene.runtime._parts.dispatcher.close()
    scene.fake.send_text(MINA, "hello")
    await receive(scene)
    scene.pass_time(seconds=1)
    assert handled == []
    assert await inbox(scene) == [("new", 0, "")]
