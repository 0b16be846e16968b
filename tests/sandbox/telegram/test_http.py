"""The HTTP face: query, form, JSON, multipart; tokens; downloads; clients that leave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.faults import AnswerLost, Delay, ResetAfter, ResetBefore
from bot.sandbox.telegram.server import bot_api_app, serve


@pytest.fixture
async def http(fake: FakeTelegram) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the fake's server whose paths start behind the token."""
    async with serve(bot_api_app(fake)) as url, httpx.AsyncClient(base_url=f"{url}/bot{fake.token}/") as client:
        yield client


async def test_parameters_come_by_query_form_json_and_multipart(
    fake: FakeTelegram, http: httpx.AsyncClient, ann: int
) -> None:
    params = {"chat_id": ann, "text": "hi"}
    form = {**params, "reply_markup": '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'}
    rows = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    answers = [
        await http.get("sendMessage", params=params),
        await http.post("sendMessage", data=form),
        await http.post("sendMessage", json={**params, "reply_markup": rows}),
        await http.post("sendMessage", files={name: (None, str(value)) for name, value in form.items()}),
        await http.post("sendMessage", params={"chat_id": ann}, json={"text": "hi"}),
    ]
    assert [answer.json()["ok"] for answer in answers] == [True] * 5
    assert {call.params["chat_id"] for call in fake.ledger.calls_of("sendMessage")} == {ann}
    assert [len(seen.buttons) for seen in fake.messages(ann)[1:]] == [0, 1, 1, 1, 0]


async def test_upload_and_download(fake: FakeTelegram, http: httpx.AsyncClient, make_picture: Any, ann: int) -> None:
    content = make_picture()
    answer = await http.post("sendPhoto", data={"chat_id": ann}, files={"photo": ("a.png", content)})
    file_id = answer.json()["result"]["photo"][0]["file_id"]
    path = (await http.get("getFile", params={"file_id": file_id})).json()["result"]["file_path"]
    root = str(http.base_url).split("/bot")[0]
    assert (await http.get(f"{root}/file/bot{fake.token}/{path}")).content == content
    assert (await http.get(f"{root}/file/bot{fake.token}/photos/none.jpg")).status_code == 404
    assert (await http.get(f"{root}/file/bot1:wrong/{path}")).status_code == 401


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/elsewhere", 404, "Not Found"),
    ],
)
async def test_wrong_addresses(http: httpx.AsyncClient, path: str, status: int, words: str) -> None:
    root = str(http.base_url).split("/bot")[0]
    answer = await http.get(f"{root}{path}")
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": words}


async def test_body_that_is_no_json_object(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    assert (await http.post("getMe", content=b"{", headers=headers)).status_code == 400
    answer = await http.post("getMe", content=b"[]", headers=headers)
    assert answer.json()["description"] == "Bad Request: object expected as request body"


async def test_poll_of_a_client_that_left_is_no_second_poller(
    fake: FakeTelegram, http: httpx.AsyncClient, eventually: Any, ann: int
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await http.get("getUpdates", params={"timeout": 30}, timeout=0.05)
    await eventually(lambda: not fake.polling)
    fake.send_text(ann, "hello")
    answer = await http.get("getUpdates", params={"timeout": 30})
    assert [update["message"]["text"] for update in answer.json()["result"]] == ["hello"]
    assert [call.status for call in fake.ledger.calls] == [200]


async def test_held_call_is_carried_out_although_its_client_left(
    fake: FakeTelegram, http: httpx.AsyncClient, ann: int
) -> None:
    gate = asyncio.Event()
    fake.faults.script("sendMessage", Delay(gate))
    with pytest.raises(httpx.ReadTimeout):
        await http.post("sendMessage", data={"chat_id": ann, "text": "late"}, timeout=0.05)
    before = fake.revision
    gate.set()
    await fake.changed(before)
    assert [arrival.text for arrival in fake.ledger.arrivals] == ["late"]


async def test_two_pollers_over_http(fake: FakeTelegram, http: httpx.AsyncClient, eventually: Any, ann: int) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(http.get("getUpdates", params={"timeout": 30}))
        await eventually(lambda: fake.polling)
        newer = group.create_task(http.get("getUpdates", params={"timeout": 30}))
        assert (await older).status_code == 409
        await eventually(lambda: fake.polling)
        fake.send_text(ann, "hello")
    assert newer.result().status_code == 200


async def test_server_that_stops_ends_the_waiting_poll(fake: FakeTelegram, eventually: Any) -> None:
    async with asyncio.TaskGroup() as group, serve(bot_api_app(fake)) as url:
        client = httpx.AsyncClient()
        poll = group.create_task(client.get(f"{url}/bot{fake.token}/getUpdates?timeout=30", timeout=10))
        await eventually(lambda: fake.polling)
    assert poll.result().json() == {"ok": True, "result": []}
    await client.aclose()


async def test_reset_is_a_reset(fake: FakeTelegram, http: httpx.AsyncClient) -> None:
    fake.faults.script("getMe", ResetBefore())
    with pytest.raises(httpx.ReadError):
        await http.get("getMe")


async def test_poll_can_be_broken_too(fake: FakeTelegram, http: httpx.AsyncClient, ann: int) -> None:
    fake.send_text(ann, "hello")
    fake.faults.script("getUpdates", ResetBefore(), ResetAfter())
    for _ in range(2):
        with pytest.raises(httpx.ReadError):
            await http.get("getUpdates")
    assert len((await http.get("getUpdates")).json()["result"]) == 1


async def test_server_that_stops_ends_a_lost_answer(fake: FakeTelegram, eventually: Any, ann: int) -> None:
    fake.faults.script("sendMessage", AnswerLost())
    server = serve(bot_api_app(fake))
    async with httpx.AsyncClient(timeout=10) as client, asyncio.TaskGroup() as group, server as url:
        address = f"{url}/bot{fake.token}/sendMessage"
        lost = group.create_task(_failure(client.get(address, params={"chat_id": ann, "text": "x"})))
        await eventually(lambda: len(fake.ledger.arrivals) == 1)
    assert isinstance(lost.result(), httpx.ReadError)


async def _failure(call: Awaitable[httpx.Response]) -> httpx.TransportError | None:
    try:
        await call
    except httpx.TransportError as error:
        return error
    return None


async def test_mounted_app_serves_but_says_that_it_cannot_reset(fake: FakeTelegram) -> None:
    app = Starlette(routes=[Mount("/telegram", bot_api_app(fake))])
    fake.faults.script("getMe", ResetBefore())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://x/telegram/bot{fake.token}/") as client:
        with pytest.raises(RuntimeError, match="needs the Bot API app to be served on its own"):
            await client.get("getMe")
        assert (await client.get("getMe")).json()["ok"]
