"""Keeps other web sites out of the sandbox: local host names only, JSON where something changes, strict headers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """ASGI middleware. Another site could reach us by DNS rebinding or a form; both end here, with 403 or 415."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses what does not come from this machine's own pages and programs."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = _refusal(scope)
        await (refusal or self.app)(scope, receive, _with_headers(send))


def _refusal(scope: Scope) -> JSONResponse | None:
    headers = Headers(scope=scope)
    if not is_local(headers.get("host", "")):
        return JSONResponse({"error": "The sandbox answers on this machine's own address only."}, 403)
    origin = headers.get("origin")
    if origin is not None and not is_local(origin.partition("://")[2]):
        return JSONResponse({"error": "Pages of other sites may not use the sandbox."}, 403)
    if scope["method"] == "POST" and scope["path"].startswith("/sim/") and not _is_json(headers):
        return JSONResponse({"error": "Send JSON, with the header Content-Type: application/json."}, 415)
    return None


def is_local(host: str) -> bool:
    """Whether a Host header, with or without a port, names this machine."""
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdecimal():
        name = host
    return name.lower() in LOCAL_HOSTS


def _is_json(headers: Headers) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Cache-Control", "no-cache")
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
