"""The HTTP face: a Bot API server, /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.telegram.core import Answer, FakeTelegram
from bot.sandbox.telegram.errors import ApiError, bad_request, not_found
from bot.sandbox.telegram.faults import AnswerLost, TransportFault
from bot.sandbox.telegram.files import Upload

GRACE_SECONDS = 3
FIELD_BYTES = 4 * 1024 * 1024


class BotApiApp(Starlette):
    """The ASGI app of one fake. `release()` ends what waits, so that a server can stop."""

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self._hanging: set[asyncio.Future[None]] = set()
        methods = ["GET", "POST"]
        super().__init__(
            routes=[
                Route("/file/bot{token}/{path:path}", self._file, methods=["GET"]),
                Route("/bot{token}/{method}", self._method, methods=methods),
            ],
            exception_handlers={HTTPException: _no_such_page},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request; remembers the server's own `send`, which alone can break the connection."""
        if scope["type"] == "http":
            scope.setdefault("server_send", send)
        await super().__call__(scope, receive, send)

    def release(self) -> None:
        """Ends the waiting poll and the calls whose answer is being lost."""
        self.fake.end_polls()
        for future in self._hanging:
            if not future.done():
                future.set_result(None)

    async def _method(self, request: Request) -> Response:
        try:
            self.fake.check_token(request.path_params["token"])
            params, files = await _read(request)
        except ApiError as error:
            return Response(error.body(), error.status, media_type="application/json")
        try:
            answer = await self._call(request, params, files)
        except TransportFault as fault:
            await self._break(request, hang=isinstance(fault.fault, AnswerLost))
            return _Nothing()
        if answer is None:
            return _Nothing()
        return Response(answer.body, answer.status, media_type=answer.content_type)

    async def _call(self, request: Request, params: Mapping[str, Any], files: Mapping[str, Upload]) -> Answer | None:
        """Makes the call; a long poll ends when its client leaves (None), any other call is carried out regardless."""
        method = request.path_params["method"]
        if method.lower() != "getupdates":
            return await self.fake.call(method, params, files)
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(_caught(self.fake.call(method, params, files)))
            watch = group.create_task(_gone(request))
            await asyncio.wait({poll, watch}, return_when=asyncio.FIRST_COMPLETED)
            watch.cancel()
            if not poll.done():
                poll.cancel()
                return None
        outcome = poll.result()
        if isinstance(outcome, TransportFault):
            raise outcome
        return outcome

    async def _break(self, request: Request, *, hang: bool) -> None:
        """Keeps silent until the client leaves, or breaks the connection at once."""
        if hang and await self._left(request):
            return
        _reset(request.scope)
        await _gone(request)

    async def _left(self, request: Request) -> bool:
        """Waits for the client to leave; false if the server is to stop before that."""
        released = asyncio.get_running_loop().create_future()
        self._hanging.add(released)
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(_gone(request))
            await asyncio.wait({released, watch}, return_when=asyncio.FIRST_COMPLETED)
            left = watch.done()
            watch.cancel()
        self._hanging.discard(released)
        return left

    async def _file(self, request: Request) -> Response:
        try:
            self.fake.check_token(request.path_params["token"])
        except ApiError as error:
            return Response(error.body(), error.status, media_type="application/json")
        file = self.fake.download(request.path_params["path"])
        if file is None:
            return Response(not_found().body(), 404, media_type="application/json")
        return Response(file.content, media_type="application/octet-stream")


class _Nothing(Response):
    """No answer at all: the connection is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends nothing."""


async def _no_such_page(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    return Response(not_found().body(), 404, media_type="application/json")


async def _caught(call: Awaitable[Answer]) -> Answer | TransportFault:
    """The call's outcome as a value, for a task group would bury the exception in a group."""
    try:
        return await call
    except TransportFault as fault:
        return fault


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _reset(scope: Scope) -> None:
    """Breaks the connection with a TCP reset. Works under uvicorn when this app is the outermost."""
    transport = getattr(getattr(scope["server_send"], "__self__", None), "transport", None)
    if transport is not None and transport.is_closing():
        return
    if transport is None:
        raise RuntimeError("a scripted reset needs the Bot API app to be served on its own by uvicorn")
    peer = transport.get_extra_info("socket")
    if peer is not None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters of a query, a form, JSON or multipart, and the uploaded files."""
    params: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind == "application/json":
        params |= _object(await request.body())
        return params, {}
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return params, {}
    async with request.form(max_part_size=FIELD_BYTES) as form:
        return await _form(params, form)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    if not isinstance(found, dict):
        raise bad_request("object expected as request body")
    return found


async def _form(params: dict[str, Any], form: FormData) -> tuple[dict[str, Any], dict[str, Upload]]:
    files = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            mime_type = value.content_type or "application/octet-stream"
            files[name] = Upload(name=value.filename or "file", content=await value.read(), mime_type=mime_type)
        else:
            params[name] = value
    return params, files


def bot_api_app(fake: FakeTelegram) -> BotApiApp:
    """The Bot API server of this fake, to be served on its own (scripted resets need that)."""
    return BotApiApp(fake)


@asynccontextmanager
async def serve(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves an app in the running loop and gives its base URL; port 0 takes any free one.

    At the end the app's `release()`, if it has one, ends what waits.
    """
    listener = socket.create_server((host, port))
    # Its connections inherit this; otherwise an answer in two writes waits 40 ms for the client's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        if (release := getattr(app, "release", None)) is not None:
            release()
        await server.shutdown(sockets=[listener])
