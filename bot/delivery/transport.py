"""The transport: python-telegram-bot's requests over aiohttp, honest about what surely did not leave the machine.

Every failure is one of two: `NotSentError`, when nothing was written to a socket or Telegram itself said that it did
nothing, and `MaybeSentError`, when the request may have been carried out. The bot token is part of each address, so no
error from here has an address in its text, or a cause that has one.
"""

import errno
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
from telegram._utils.defaultvalue import DefaultValue  # with ODVInput: the types of BaseRequest's own signatures
from telegram._utils.types import ODVInput
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.request import BaseRequest, RequestData

from schedules.retry import FLOOD_WAIT

_TOKEN = re.compile(r"/bot(\d+:[^/]+)")
_ELSEWHERE: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND})


class NotSentError(NetworkError):
    """The request surely was not carried out."""


class ServerFaultError(NotSentError):
    """Telegram answered that it has a fault of its own (a 5xx with its own envelope) and carried out nothing."""


class MaybeSentError(NetworkError):
    """The request may have been carried out; nobody can tell."""


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Limits in seconds. `read` starts when the request is written; None waits for ever."""

    read: float | None = 30.0
    write: float | None = 30.0
    connect: float | None = 10.0
    pool: float | None = 10.0


class AiohttpRequest(BaseRequest):
    """A `BaseRequest` that never repeats a POST, follows no redirect and uses no proxy from the environment."""

    KEEP_ALIVE: Final = 4.0
    """Seconds an idle connection is kept; below the five after which servers begin to close them."""

    def __init__(
        self,
        *,
        before_write: Callable[[], None] | None = None,
        timeouts: Timeouts | None = None,
        connections: int = 64,
    ) -> None:
        """`before_write` is called when the connection is there and no byte of the request is written.

        If it raises, nothing is written. `connections` is how many requests can be under way at once.
        """
        self._before_write = before_write
        self._timeouts = timeouts or Timeouts()
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The default read timeout in seconds."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the session; does nothing when it is open."""
        if self._session is None:
            trace = aiohttp.TraceConfig()
            # aiohttp 3.14 fires this when the connection is there, before it even serialises the headers.
            trace.on_request_headers_sent.append(self._on_headers)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=self.KEEP_ALIVE),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=False,
                trace_configs=[trace],
            )

    async def shutdown(self) -> None:
        """Close the session and its connections; does nothing when it is closed."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - BaseRequest's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request. Raises NotSentError or MaybeSentError when there is no answer of Telegram's to return."""
        defaults = self._timeouts
        limits = _limits(
            read=_given(read_timeout, defaults.read),
            write=_given(write_timeout, defaults.write),
            connect=_given(connect_timeout, defaults.connect),
            pool=_given(pool_timeout, defaults.pool),
        )
        status, payload = await self._exchange(method, url, request_data, limits)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return status, payload
        return status, _without_token(_telegrams_own(status, payload), url)

    async def _exchange(
        self, method: str, url: str, data: RequestData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        leg = _Leg()
        if self._session is None:
            raise NotSentError("The transport is not open")
        try:
            async with self._session.request(
                method, url, data=_body(data), timeout=limits, allow_redirects=False, trace_request_ctx=leg
            ) as response:
                return response.status, await response.read()
        except Exception as error:  # noqa: BLE001 - whatever it is, what counts is whether a byte was written
            failure = _failure(error, leg)
        # Raised out here to carry no context: the text of aiohttp's errors has the address, and with it the token.
        raise failure

    async def _on_headers(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, _params: aiohttp.TraceRequestHeadersSentParams
    ) -> None:
        if self._before_write is not None:
            self._before_write()
        context.trace_request_ctx.written = True

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as Telegram means it. Raises MaybeSentError for anything else, and quotes none of it."""
        answer = _json_object(payload)
        if answer is None:
            raise MaybeSentError("The answer is not Telegram's: no JSON object")
        return _Envelope(answer)


@dataclass
class _Leg:
    """One request on its way: whether any of it can have been written."""

    written: bool = False


class _Envelope(dict[str, Any]):
    """An answer that was asked for a result it does not have."""

    def __missing__(self, key: str) -> Any:
        raise MaybeSentError(f"The answer is not Telegram's: it has no {key}")


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _limits(
    *, read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """aiohttp knows no limit for writing, so the sum of all limits bounds the whole."""
    waiting = None if connect is None or pool is None else connect + pool
    total = None if waiting is None or read is None or write is None else waiting + write + read
    return aiohttp.ClientTimeout(total=total, connect=waiting, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mimetype) in data.multipart_data.items():
        # A buffer of our own: aiohttp closes what it is given, and warns of large plain bytes.
        buffer = BytesIO(content if isinstance(content, bytes) else content.read())
        form.add_field(name, buffer, filename=filename, content_type=mimetype)
    return form


def _failure(error: Exception, leg: _Leg) -> NetworkError:
    """The error to raise: its class says what is certain, its text only names the kind of trouble."""
    code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    trouble = f"{type(error).__name__}, {code}" if code else type(error).__name__
    if leg.written:
        return MaybeSentError(f"No answer after the request was written ({trouble})")
    return NotSentError(f"Not sent ({trouble})")


def _telegrams_own(status: int, payload: bytes) -> bytes:
    """The body of an answer that is no success, if BaseRequest will judge it rightly; the right error otherwise."""
    envelope = _json_object(payload)
    known = envelope is not None and _is_telegrams(envelope)
    if status == HTTPStatus.TOO_MANY_REQUESTS and not _retry_after(envelope):
        raise RetryAfter(FLOOD_WAIT)
    if known and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerFaultError(f"Telegram has a fault of its own (HTTP {status})")
    if known:
        return payload
    if status in _ELSEWHERE:
        raise InvalidToken(f"HTTP {status}, and not from Telegram: the token or the address of the API is wrong")
    raise MaybeSentError(f"HTTP {status}, and not from Telegram")


def _without_token(payload: bytes, url: str) -> bytes:
    """BaseRequest quotes the description in its errors, and a gateway may echo the address there."""
    token = _TOKEN.search(url)
    return payload.replace(token[1].encode(), b"***") if token else payload


def _is_telegrams(envelope: dict[str, Any]) -> bool:
    return isinstance(envelope.get("description"), str) and isinstance(envelope.get("parameters", {}), dict)


def _retry_after(envelope: dict[str, Any] | None) -> int:
    parameters = (envelope or {}).get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else 0
    return seconds if isinstance(seconds, int) else 0


def _json_object(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(payload)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
