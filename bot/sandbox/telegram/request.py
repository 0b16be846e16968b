"""The in-process face: PTB's transport without a network."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.sandbox.telegram.core import Answer, FakeTelegram
from bot.sandbox.telegram.errors import ApiError, not_found
from bot.sandbox.telegram.faults import AnswerLost, Refused, TransportFault
from bot.sandbox.telegram.files import Upload

READ_TIMEOUT = 5.0


class InProcessRequest(BaseRequest):
    """Hands the bot's calls to a FakeTelegram. `before_call` runs just before each call goes out.

    Failures come as from a real transport, with a cause that tells how sure one can be: ConnectionRefusedError (never
    sent), ConnectionResetError and TimeoutError (perhaps done).
    """

    def __init__(self, fake: FakeTelegram, before_call: Callable[[], None] | None = None) -> None:
        self.fake = fake
        self._before_call = before_call

    @property
    def read_timeout(self) -> float | None:
        """Real seconds an answer may take when the caller names none."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # noqa: PLR0917 - PTB's signature
        self,
        url: str,
        method: str,  # noqa: ARG002 - PTB's signature
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
    ) -> tuple[int, bytes]:
        """See BaseRequest.do_request."""
        seconds = self.read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with asyncio.timeout(seconds):
                answer = await self._answer(url, request_data)
        except TransportFault as error:
            raise _as_telegram(error) from _cause(error)
        except TimeoutError as error:
            raise TimedOut("no answer in time") from error
        return answer.status, answer.body

    async def _answer(self, url: str, request_data: RequestData | None) -> Answer:
        head, _, rest = url.partition("/file/bot")
        if rest:
            return self._download(rest)
        token, _, name = head.rpartition("/bot")[2].partition("/")
        try:
            self.fake.check_token(token)
        except ApiError as error:
            return Answer(error.status, error.body())
        self._connected()
        params = request_data.parameters if request_data is not None else {}
        return await self.fake.call(name, params, _uploads(request_data))

    def _connected(self) -> None:
        """Runs the hook; if it raises, nothing is sent, as with a connection that never stood."""
        if self._before_call is None:
            return
        try:
            self._before_call()
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing was sent
            refused = ConnectionRefusedError("the hook before the call raised")
            refused.__cause__ = error
            raise NetworkError("not sent") from refused

    def _download(self, rest: str) -> Answer:
        token, _, path = unquote(rest).partition("/")
        try:
            self.fake.check_token(token)
        except ApiError as error:
            return Answer(error.status, error.body())
        file = self.fake.download(path)
        return Answer(200, file.content, file.mime_type) if file is not None else Answer(404, not_found().body())


def _uploads(request_data: RequestData | None) -> dict[str, Upload]:
    if request_data is None or not request_data.contains_files:
        return {}
    uploads = {}
    for field, (name, content, mime_type) in request_data.multipart_data.items():
        data = content if isinstance(content, bytes) else content.read()
        uploads[field] = Upload(name=name, content=data, mime_type=mime_type)
    return uploads


def _as_telegram(error: TransportFault) -> NetworkError:
    if isinstance(error.fault, AnswerLost):
        return TimedOut("the answer was lost")
    return NetworkError(f"connection failed: {error}")


def _cause(error: TransportFault) -> OSError:
    match error.fault:
        case Refused():
            return ConnectionRefusedError("connection refused")
        case AnswerLost():
            return TimeoutError("no answer")
        case _:
            return ConnectionResetError("connection reset")
