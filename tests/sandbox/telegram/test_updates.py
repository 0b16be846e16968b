"""getUpdates: offsets, waiting, two pollers, webhooks, kinds, age."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox.telegram.core import Answer, FakeTelegram

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


@pytest.fixture
def three(fake: FakeTelegram, ann: int) -> list[int]:
    """The ids of three waiting updates."""
    for text in "abc":
        fake.send_text(ann, text)
    return [update["update_id"] for update in fake.pending_updates()]


async def test_update_ids_are_sequential(three: list[int]) -> None:
    assert three == list(range(three[0], three[0] + 3))


async def test_updates_stay_until_a_higher_offset_confirms_them(call: Any, three: list[int]) -> None:
    assert ids(await call("getUpdates")) == three
    assert ids(await call("getUpdates", offset=0)) == three
    assert ids(await call("getUpdates", offset=three[0])) == three
    assert ids(await call("getUpdates", offset=three[1])) == three[1:]
    assert ids(await call("getUpdates")) == three[1:]
    assert ids(await call("getUpdates", offset=three[2] + 1)) == []
    assert ids(await call("getUpdates")) == []


async def test_negative_offset_keeps_only_the_last_ones(call: Any, three: list[int]) -> None:
    assert ids(await call("getUpdates", offset=-2)) == three[1:]
    assert ids(await call("getUpdates")) == three[1:]
    assert ids(await call("getUpdates", offset=-10)) == three[1:]


@pytest.mark.parametrize(("limit", "got"), [(1, 1), (2, 2), (0, 3), (1000, 3)])
async def test_limit(call: Any, three: list[int], limit: int, got: int) -> None:
    assert ids(await call("getUpdates", limit=limit)) == three[:got]


async def test_poll_waits_for_an_update(fake: FakeTelegram, call: Any, ann: int) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(call("getUpdates", timeout=30))
        await asyncio.sleep(0)
        assert not poll.done()
        fake.send_text(ann, "hello")
    (update,) = poll.result()
    assert update["message"]["text"] == "hello"


async def test_poll_with_nothing_to_tell_ends_when_asked_to(fake: FakeTelegram, call: Any) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(call("getUpdates", timeout=30))
        await asyncio.sleep(0)
        fake.end_polls()
    assert poll.result() == []


async def test_second_poller_ends_the_older_with_a_conflict(fake: FakeTelegram, ann: int) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(fake.call("getUpdates", {"timeout": 30}))
        await asyncio.sleep(0)
        newer = group.create_task(fake.call("getUpdates", {"timeout": 30}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        fake.send_text(ann, "hello")
    assert (older.result().status, description(older.result())) == (409, OTHER)
    assert newer.result().status == 200
    assert len(json.loads(newer.result().body)["result"]) == 1


def description(answer: Answer) -> str:
    return str(json.loads(answer.body)["description"])


async def test_client_that_leaves_confirms_nothing(fake: FakeTelegram, call: Any, ann: int) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await fake.call("getUpdates", {"timeout": 30})
    fake.send_text(ann, "hello")
    assert len(await call("getUpdates")) == 1


async def test_webhook_and_polls_exclude_each_other(call: Any, refusal: Any) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(refusal("getUpdates", timeout=30))
        await asyncio.sleep(0)
        await call("setWebhook", url="https://a.example/hook")
    assert poll.result() == "Conflict: terminated by setWebhook request"
    assert await refusal("getUpdates") == WEBHOOK
    assert (await call("getWebhookInfo"))["url"] == "https://a.example/hook"
    await call("deleteWebhook")
    assert await call("getUpdates") == []
    words = await refusal("setWebhook", url="http://a.example/hook")
    assert words == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


@pytest.mark.usefixtures("three")
async def test_pending_updates_can_be_dropped(call: Any) -> None:
    assert (await call("getWebhookInfo"))["pending_update_count"] == 3
    await call("deleteWebhook", drop_pending_updates=True)
    assert await call("getUpdates") == []


async def test_allowed_updates_are_remembered_for_updates_to_come(fake: FakeTelegram, call: Any, ann: int) -> None:
    message_id = fake.send_text(ann, "before")
    assert len(await call("getUpdates", allowed_updates=["edited_message"])) == 1
    fake.send_text(ann, "not wanted")
    fake.edit_text(ann, message_id, "after")
    kinds = [set(update) - {"update_id"} for update in await call("getUpdates")]
    assert kinds == [{"message"}, {"edited_message"}]
    await call("getUpdates", allowed_updates=[])
    fake.send_text(ann, "wanted again")
    assert len(await call("getUpdates")) == 3


async def test_updates_older_than_a_day_are_gone(fake: FakeTelegram, call: Any, clock: Any, ann: int) -> None:
    fake.send_text(ann, "old")
    clock.forward(hours=23)
    fake.send_text(ann, "new")
    clock.forward(hours=1, seconds=1)
    (update,) = await call("getUpdates")
    assert update["message"]["text"] == "new"
