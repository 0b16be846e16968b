"""The transport against a server that misbehaves on command."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from telegram import InputFile
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.delivery.flight import FlightRecorder, Landing, Stage, note_writing
from bot.delivery.transport import AiohttpRequest, MaybeSentError, NotSentError, ServerFaultError, Timeouts
from tests.delivery.rude_server import (
    OK,
    PAGE,
    TOKEN,
    Play,
    RudeServer,
    answer,
    close_after_reading,
    close_before_reading,
    error,
    garbage,
    half_an_answer,
    half_and_silence,
    hang,
    reset,
)

PATIENT = Timeouts()
QUICK = Timeouts(read=0.05)


def timeouts_for(play: Play) -> Timeouts:
    return QUICK if play in (hang, half_and_silence) else PATIENT


def params(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


@asynccontextmanager
async def transport(
    timeouts: Timeouts = PATIENT, *, before_write: Callable[[], None] | None = None, connections: int = 8
) -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(before_write=before_write, timeouts=timeouts, connections=connections) as opened:
        yield opened


async def failure_of(server: RudeServer) -> TelegramError:
    async with server.open() as url, transport(timeouts_for(server.plays[0])) as request:
        with pytest.raises(TelegramError) as caught:
            await request.post(url, params(chat_id=1, text="hello"))
        return caught.value


async def test_an_answer_comes_back_as_its_result_and_the_form_arrives_whole() -> None:
    server = RudeServer(OK)
    async with server.open() as url, transport() as request:
        assert await request.post(url, params(chat_id=-5, text="a&b=ü 😀", reply_markup={"k": [1]})) == {
            "message_id": 7
        }
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert b"application/x-www-form-urlencoded" in head
    assert parse_qs(body.decode()) == {"chat_id": ["-5"], "text": ["a&b=ü 😀"], "reply_markup": ['{"k": [1]}']}


async def test_files_go_as_multipart_with_their_names_and_types() -> None:
    server = RudeServer(OK)
    photo, attached = InputFile(b"\x89PNG-bytes", "plan.png"), InputFile(b"%PDF-1", "care.pdf", attach=True)
    async with server.open() as url, transport() as request:
        await request.post(url, params(chat_id=1, photo=photo, media=attached, caption="Day 3"))
    request_bytes = server.requests[0]
    assert b"Content-Type: multipart/form-data; boundary=" in request_bytes
    assert b'name="photo"; filename="plan.png"' in request_bytes
    assert b"Content-Type: image/png\r\n" in request_bytes
    assert b"\r\n\r\n\x89PNG-bytes\r\n" in request_bytes
    assert f'name="{attached.attach_name}"; filename="care.pdf"'.encode() in request_bytes
    assert f"attach://{attached.attach_name}".encode() in request_bytes
    assert b'name="caption"\r\n\r\nDay 3\r\n' in request_bytes


async def test_a_file_is_retrieved_as_it_is() -> None:
    server = RudeServer(answer(200, b"\x00\xff raw"))
    async with server.open() as url, transport() as request:
        assert await request.retrieve(url) == b"\x00\xff raw"


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(close_before_reading, id="closed before it was read"),
        pytest.param(close_after_reading, id="closed after it was read"),
        pytest.param(reset, id="reset"),
        pytest.param(hang, id="no answer in time"),
        pytest.param(garbage, id="garbage"),
        pytest.param(half_an_answer, id="half an answer"),
        pytest.param(half_and_silence, id="half an answer, then silence"),
        pytest.param(answer(502, PAGE), id="502 page"),
        pytest.param(answer(403, PAGE), id="403 page of a proxy, not a block by the patient"),
        pytest.param(answer(400, PAGE), id="400 page"),
        pytest.param(answer(200, PAGE), id="login page of a hotel network"),
        pytest.param(answer(200, b"[]"), id="200 with a list"),
        pytest.param(answer(200, {"ok": True}), id="200 without a result"),
        pytest.param(answer(500, {"error": "not Telegram's form"}), id="500 with strange JSON"),
        pytest.param(answer(400, {"description": "x", "parameters": [1]}), id="400 with strange parameters"),
        pytest.param(answer(307, b"", "Location: /elsewhere"), id="redirect"),
    ],
)
async def test_what_was_written_and_not_answered_may_have_been_sent_and_is_never_repeated(play: Play) -> None:
    server = RudeServer(play)
    assert type(await failure_of(server)) is MaybeSentError
    assert server.connections == 1
    assert len(server.requests) == (0 if play is close_before_reading else 1)


@pytest.mark.parametrize(
    ("play", "expected"),
    [
        (error(400, "Bad Request: chat not found"), BadRequest("Chat not found")),
        (error(403, "Forbidden: bot was blocked by the user"), Forbidden("Forbidden: bot was blocked by the user")),
        (error(401, "Unauthorized"), InvalidToken("Unauthorized")),
        (error(404, "Not Found"), InvalidToken("Not Found")),
        (error(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter(7)),
        (error(429, "Too Many Requests"), RetryAfter(30)),
        (error(429, "Too Many Requests", retry_after="soon"), RetryAfter(30)),
        (answer(429, PAGE), RetryAfter(30)),
        (error(500, "Internal Server Error"), ServerFaultError("Telegram has a fault of its own (HTTP 500)")),
        (error(502, "Bad Gateway"), ServerFaultError("Telegram has a fault of its own (HTTP 502)")),
    ],
)
async def test_what_telegram_says_keeps_its_meaning(play: Play, expected: TelegramError) -> None:
    caught = await failure_of(RudeServer(play))
    assert (type(caught), str(caught)) == (type(expected), str(expected))


@pytest.mark.parametrize("status", [401, 404])
async def test_a_page_instead_of_the_api_counts_as_a_wrong_token_or_address(status: int) -> None:
    assert isinstance(await failure_of(RudeServer(answer(status, PAGE))), InvalidToken)


async def test_a_refused_connection_is_surely_not_sent() -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        async with transport() as request:
            with pytest.raises(NotSentError, match="ECONNREFUSED"):
                await request.post(f"http://127.0.0.1:{unused.getsockname()[1]}/bot{TOKEN}/getMe")


async def test_an_unknown_host_is_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    async with transport() as request:
        with pytest.raises(NotSentError, match="DNS"):
            await request.post(f"http://telegram.example/bot{TOKEN}/getMe")


async def test_a_connection_that_is_never_accepted_is_surely_not_sent() -> None:
    async with transport(Timeouts(connect=0.05, pool=0.05)) as request:
        with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as full:
            callers = [socket.socket() for _ in range(4)]
            for caller in callers:
                caller.setblocking(False)
                caller.connect_ex(full.getsockname())
            with pytest.raises(NotSentError, match="Timeout"):
                await request.post(f"http://127.0.0.1:{full.getsockname()[1]}/bot{TOKEN}/getMe")
            for caller in callers:
                caller.close()


async def test_a_request_that_finds_no_free_connection_is_surely_not_sent() -> None:
    server = RudeServer(hang)
    patient = Timeouts(read=60, connect=0.02, pool=0.02)
    async with server.open() as url, transport(patient, connections=1) as request, asyncio.TaskGroup() as group:
        first = group.create_task(request.do_request(url, "POST"))
        await server.asked.wait()
        with pytest.raises(NotSentError, match="Timeout"):
            await request.post(url, params(chat_id=1))
        first.cancel()
    assert len(server.requests) == 1


async def test_a_closed_transport_and_a_file_name_that_cannot_be_sent_are_surely_not_sent() -> None:
    closed = AiohttpRequest()
    with pytest.raises(NotSentError):
        await closed.post("http://127.0.0.1:1/bot1:a/getMe")
    server = RudeServer(OK)
    async with server.open() as url, transport() as request:
        with pytest.raises(NotSentError):
            await request.post(url, params(photo=InputFile(b"x", "a\r\nb.png")))
    assert server.connections == 0


async def test_the_note_comes_after_the_connection_and_before_the_first_byte() -> None:
    """The hook refuses: had a byte been written before it was called, the server would have it."""
    server = RudeServer(OK)
    connected: list[int] = []

    def refuse() -> None:
        connected.append(1)
        raise OSError(28, "No space left on device")

    async with server.open() as url:
        async with transport(before_write=refuse) as request:
            with pytest.raises(NotSentError, match="ENOSPC"):
                await request.post(url, params(chat_id=1, text="x" * 200_000))
        await server.connected.wait()
    assert (connected, server.received, server.requests) == ([1], 0, [])


async def test_the_note_is_made_on_new_and_on_kept_connections_and_not_without_one() -> None:
    notes: list[str] = []
    server = RudeServer(OK)
    async with transport(before_write=lambda: notes.append("note")) as request:
        with closing(socket.socket()) as unused:
            unused.bind(("127.0.0.1", 0))
            with pytest.raises(NotSentError):
                await request.post(f"http://127.0.0.1:{unused.getsockname()[1]}/bot{TOKEN}/getMe")
        assert notes == []
        async with server.open() as url:
            await request.post(url, params(chat_id=1))
            await request.post(url, params(chat_id=1))
    assert (notes, server.connections) == (["note", "note"], 1)


async def test_each_flight_on_board_is_noted_by_its_own_request_and_only_once_it_is_written(tmp_path: Path) -> None:
    notes = FlightRecorder(tmp_path / "flights", boot=lambda: UUID(int=1))
    server = RudeServer(OK)
    seen: list[dict[tuple[int, int], Landing]] = []
    async with server.open() as url, transport(before_write=note_writing) as request:

        async def send(delivery_id: int, address: str) -> None:
            with notes.board(delivery_id, 1):
                await request.post(address, params(chat_id=1))
                await written.wait()

        written = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(send(1, url))
            await server.asked.wait()
            with notes.board(2, 1):
                with pytest.raises(NotSentError):
                    await request.post(f"http://127.0.0.1:1/bot{TOKEN}/sendMessage")
                seen.append(notes.recover())
            written.set()
    notes.close()
    assert seen == [{(1, 1): Landing(stage=Stage.WRITING), (2, 1): Landing(stage=Stage.BOARDED)}]


async def test_a_post_on_a_connection_that_has_gone_stale_is_not_sent_twice() -> None:
    server = RudeServer(OK, close_after_reading)
    async with server.open() as url, transport() as request:
        await request.post(url, params(chat_id=1, text="first"))
        with pytest.raises(MaybeSentError):
            await request.post(url, params(chat_id=1, text="second"))
    assert (len(server.requests), server.connections) == (2, 1)


async def test_the_library_itself_would_repeat_an_idempotent_call_so_the_last_test_can_fail() -> None:
    server = RudeServer(OK, close_after_reading, answer(200, b"file"))
    async with server.open() as url, transport() as request:
        await request.post(url, params(chat_id=1))
        assert await request.retrieve(url) == b"file"
    assert (len(server.requests), server.connections) == (3, 2)


async def test_idle_connections_are_kept_for_less_than_servers_keep_them() -> None:
    async with transport() as request:
        assert request._session is not None
        connector = request._session.connector
        assert connector is not None
        assert (connector._keepalive_timeout, connector.limit) == (4.0, 8)
        assert request.read_timeout == 30.0


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    async with RudeServer(OK).open() as url, transport() as request:
        assert await request.post(url) == {"message_id": 7}


async def test_timeouts_of_a_call_win_over_the_defaults() -> None:
    async with RudeServer(hang).open() as url, transport(Timeouts()) as request:
        with pytest.raises(MaybeSentError, match="SocketTimeoutError"):
            await request.post(url, params(chat_id=1), read_timeout=0.02)


async def test_a_server_that_stops_reading_a_large_upload_is_given_up_as_maybe() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        limits = Timeouts(read=0.02, write=0.05, connect=0.02, pool=0.02)
        async with transport(limits) as request:
            url = f"http://127.0.0.1:{deaf.getsockname()[1]}/bot{TOKEN}/sendDocument"
            with pytest.raises(MaybeSentError, match="TimeoutError"):
                await request.post(url, params(document=InputFile(b"x" * 20_000_000, "big.bin")))


async def test_opening_and_closing_twice_does_no_harm() -> None:
    request = AiohttpRequest()
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


@pytest.mark.parametrize(
    "play",
    [
        close_before_reading,
        close_after_reading,
        reset,
        hang,
        garbage,
        half_an_answer,
        *(answer(status, PAGE) for status in (200, 307, 400, 401, 403, 404, 409, 429, 500, 502)),
        *(error(status, f"Nothing at /bot{TOKEN}/x") for status in (400, 401, 403, 404, 409, 413, 429, 500)),
    ],
)
async def test_the_token_is_in_no_error_log_line_or_repr(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    async with RudeServer(play).open() as url, transport(timeouts_for(play)) as request:
        with pytest.raises(TelegramError) as caught:
            await request.post(url, params(chat_id=1, text="x" * 100_000))
        shown = [repr(request), *all_text_of(caught.value)]
    assert "CANARY" not in "\n".join([*shown, caplog.text])


async def test_the_token_is_in_no_error_when_there_is_no_connection(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with transport(Timeouts(connect=0.01, pool=0.01)) as request:
        for address in ("http://127.0.0.1:1", "ftp://127.0.0.1", "http://", "http://[bad"):
            with pytest.raises(NetworkError) as caught:
                await request.post(f"{address}/bot{TOKEN}/getMe")
            assert "CANARY" not in "\n".join([*all_text_of(caught.value), caplog.text])


def all_text_of(error: BaseException | None) -> list[str]:
    """Whatever a log could show of an error, its causes and contexts, suppressed or not."""
    if error is None:
        return []
    own = [str(error), repr(error), repr(error.args), "".join(traceback.format_exception(error))]
    return [*own, *all_text_of(error.__cause__), *all_text_of(error.__context__)]
