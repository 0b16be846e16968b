"""The sandbox as one web app: the page, the person's side under /sim, and the Bot API face if it is given."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.asks import BadAskError
from bot.sandbox.guard import Guard
from bot.sandbox.sim import SandboxPerson, Sim
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.errors import FakeTelegramError
from bot.sandbox.telegram.server import BotApiApp
from bot.sandbox.timemachine import TimeMachine, TurnRefusedError

__all__ = ["SandboxApp", "SandboxPerson", "sandbox_app"]

PAGE = Path(__file__).parent / "page"
FONTS = Path(__file__).parents[2] / "content" / "fonts"
STATUS_OF: dict[type[Exception], int] = {BadAskError: 400, FakeTelegramError: 409, TurnRefusedError: 409}


class SandboxApp(Starlette):
    """The app to serve on loopback."""

    def __init__(self, fake: FakeTelegram, sim: Sim, bot_api: BotApiApp | None) -> None:
        self.fake = fake
        self.bot_api = bot_api
        handlers = dict.fromkeys(STATUS_OF, _refusal) | {HTTPException: _http_error, Exception: _http_error}
        super().__init__(
            routes=_routes(sim, bot_api),
            middleware=[Middleware(Guard)],
            exception_handlers=handlers,
        )

    def release(self) -> None:
        """Lets every call that waits answer now. Call it when a server is told to stop, or it waits for the page."""
        with self.fake.world.change():
            pass
        if self.bot_api is not None:
            self.bot_api.release()


def sandbox_app(
    fake: FakeTelegram,
    machine: TimeMachine,
    *,
    people: Sequence[SandboxPerson],
    reset: Callable[[], Awaitable[None]],
    zone: ZoneInfo,
    bot_api: BotApiApp | None = None,
) -> SandboxApp:
    """The sandbox's web app. `reset` starts everything afresh; `zone` is the one in which the page shows times."""
    sim = Sim(fake=fake, machine=machine, people=people, reset_all=reset, zone=zone)
    return SandboxApp(fake, sim, bot_api)


def _routes(sim: Sim, bot_api: BotApiApp | None) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Route("/", _page),
        Mount("/static", StaticFiles(directory=PAGE)),
        Mount("/fonts", StaticFiles(directory=FONTS)),
        Mount("/sim", routes=_sim_routes(sim)),
    ]
    if bot_api is not None:
        routes.append(Mount("/", bot_api))
    return routes


def _sim_routes(sim: Sim) -> list[BaseRoute]:
    one = "/people/{id:int}"
    return [
        Route("/people", sim.list_people),
        Route(f"{one}/messages", sim.send, methods=["POST"]),
        Route(f"{one}/start", sim.start, methods=["POST"]),
        Route(f"{one}/taps", sim.tap, methods=["POST"]),
        Route(f"{one}/edits", sim.edit, methods=["POST"]),
        Route(f"{one}/media", sim.media, methods=["POST"]),
        Route(f"{one}/block", sim.block, methods=["POST"]),
        Route(f"{one}/unblock", sim.unblock, methods=["POST"]),
        Route(f"{one}/chat", sim.chat),
        Route("/files/{file_id}", sim.file),
        Route("/clock", sim.clock),
        Route("/clock", sim.turn, methods=["POST"]),
        Route("/reset", sim.reset, methods=["POST"]),
        Route("/events", sim.events),
    ]


async def _page(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


async def _refusal(_request: Request, error: Exception) -> Response:
    status = next(code for kind, code in STATUS_OF.items() if isinstance(error, kind))
    return JSONResponse({"error": str(error) or (error.__doc__ or "").strip()}, status)


async def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "Something went wrong."
    said = detail if detail.endswith(".") else "There is nothing at this address."
    if status == 405:  # noqa: PLR2004 - HTTP's "method not allowed"
        said = "This address does not take that method."
    return JSONResponse({"error": said}, status)
