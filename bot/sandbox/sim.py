"""The person's side as HTTP calls: what each path under /sim does. docs/sandbox-api.md describes them for people."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import asks, samples
from bot.sandbox.asks import BadAskError
from bot.sandbox.chatview import message_json, reply_keyboard
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.timemachine import NothingPlannedError, PastError, TimeMachine, TurnRefusedError

ANSWER_SECONDS = 3.0
POLL_SECONDS = 25.0
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})

Ask = TypeVar("Ask", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class SandboxPerson:
    """Somebody in the sandbox. `role` is "patient" or "staff"; `note` says under the name who this is."""

    user_id: int
    name: str
    role: str = "patient"
    note: str = "Patient"


@dataclass(frozen=True, kw_only=True)
class Sim:
    """The endpoints over one fake Telegram and one time machine; `zone` is where the page's times are read."""

    fake: FakeTelegram
    machine: TimeMachine
    people: Sequence[SandboxPerson]
    reset_all: Callable[[], Awaitable[None]]
    zone: ZoneInfo

    async def list_people(self, _request: Request) -> Response:
        """GET /sim/people"""
        rows = [{"id": p.user_id, "name": p.name, "role": p.role, "note": p.note} for p in self.people]
        return JSONResponse({"people": rows})

    async def send(self, request: Request) -> Response:
        """POST /sim/people/{id}/messages"""
        person, ask = self._person(request), await _ask(request, asks.TextAsk)
        return JSONResponse({"message_id": self.fake.send_text(person.user_id, ask.text, reply_to=ask.reply_to)})

    async def start(self, request: Request) -> Response:
        """POST /sim/people/{id}/start"""
        person, ask = self._person(request), await _ask(request, asks.StartAsk)
        return JSONResponse({"message_id": self.fake.press_start(person.user_id, ask.payload)})

    async def tap(self, request: Request) -> Response:
        """POST /sim/people/{id}/taps: returns when the bot has answered, after 3 s at the latest."""
        person, ask = self._person(request), await _ask(request, asks.TapAsk)
        callback_id = self.fake.tap(person.user_id, ask.message_id, ask.data, stale=ask.stale)
        return JSONResponse({"toast": await self._toast(callback_id)})

    async def edit(self, request: Request) -> Response:
        """POST /sim/people/{id}/edits"""
        person, ask = self._person(request), await _ask(request, asks.EditAsk)
        self.fake.edit_text(person.user_id, ask.message_id, ask.text)
        return JSONResponse({"message_id": ask.message_id})

    async def media(self, request: Request) -> Response:
        """POST /sim/people/{id}/media"""
        person, ask = self._person(request), await _ask(request, asks.MediaAsk)
        return JSONResponse({"message_id": self._send_sample(person.user_id, ask.kind)})

    async def block(self, request: Request) -> Response:
        """POST /sim/people/{id}/block"""
        person, _ = self._person(request), await _ask(request, asks.Nothing)
        self.fake.block(person.user_id)
        return JSONResponse({"blocked": True})

    async def unblock(self, request: Request) -> Response:
        """POST /sim/people/{id}/unblock"""
        person, _ = self._person(request), await _ask(request, asks.Nothing)
        self.fake.unblock(person.user_id)
        return JSONResponse({"blocked": False})

    async def chat(self, request: Request) -> Response:
        """GET /sim/people/{id}/chat"""
        person, after = self._person(request), _number(request, "after", 0)
        account = self.fake.people.get(person.user_id)
        if account is None:
            raise HTTPException(404, f"{person.name} is not here yet.")
        messages = self.fake.messages(person.user_id)
        commands = self.fake.commands_for(person.user_id)
        return JSONResponse(
            {
                "revision": self.fake.revision,
                "blocked": account.blocked,
                "about": self.fake.profile_text(person.user_id, "description"),
                "action": self.fake.chat_action(person.user_id),
                "commands": [{"command": c.command, "description": c.description} for c in commands],
                "reply_keyboard": reply_keyboard(messages),
                "messages": [message_json(message) for message in messages if message.message_id > after],
            }
        )

    async def file(self, request: Request) -> Response:
        """GET /sim/files/{file_id}"""
        file = self.fake.file(request.path_params["file_id"])
        if file is None:
            raise HTTPException(404, "There is no such file.")
        if file.mime_type in SHOWN_INLINE:
            return Response(file.content, media_type=file.mime_type, headers={"Cache-Control": "private, max-age=3600"})
        return Response(
            file.content, media_type="application/octet-stream", headers={"Content-Disposition": "attachment"}
        )

    async def clock(self, _request: Request) -> Response:
        """GET /sim/clock"""
        return JSONResponse(self._clock())

    async def turn(self, request: Request) -> Response:
        """POST /sim/clock: returns when everything that was due on the way has arrived."""
        body = await _body(request)
        ask = _checked(asks.TurnAsk, {"ask": body}).ask
        before = len(self.fake.ledger.arrivals)
        await self._turn(ask)
        arrived = [
            {"person": a.chat_id, "message_id": a.message_id, "at": a.at.isoformat(), "text": a.text}
            for a in self.fake.ledger.arrivals[before:]
        ]
        return JSONResponse({**self._clock(), "arrived": arrived})

    async def reset(self, request: Request) -> Response:
        """POST /sim/reset"""
        await _ask(request, asks.Nothing)
        async with self.machine.standing_still:
            await self.reset_all()
        return JSONResponse(self._clock())

    async def events(self, request: Request) -> Response:
        """GET /sim/events: answers at once if there is something newer than `since`, else within 25 s."""
        since = _number(request, "since", -1)
        if since <= self.fake.revision:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self.fake.changed(since)
            except TimeoutError:
                pass
        return JSONResponse({"revision": self.fake.revision})

    def _person(self, request: Request) -> SandboxPerson:
        return self._named(request.path_params["id"])

    def _named(self, user_id: int) -> SandboxPerson:
        for person in self.people:
            if person.user_id == user_id:
                return person
        raise HTTPException(404, f"Nobody here has the id {user_id}.")

    def _clock(self) -> dict[str, Any]:
        clock = self.machine.clock
        return {"now": clock.now().isoformat(), "zone": self.zone.key, "runs": clock.runs}

    async def _toast(self, callback_id: str) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while (answer := self.fake.toast(callback_id)) is None:
                    await self.fake.changed(self.fake.revision)
        except TimeoutError:
            return None
        said = answer.text or answer.url
        return {"text": answer.text, "alert": answer.show_alert, "url": answer.url} if said else None

    def _send_sample(self, user_id: int, kind: str) -> int:
        match kind:
            case "sticker":
                return self.fake.send_sticker(user_id)
            case "voice":
                return self.fake.send_voice(user_id, samples.SAMPLE_VOICE)
            case "photo":
                return self.fake.send_photo(user_id, samples.sample_photo())
            case "contact":
                return self.fake.send_contact(user_id)
            case _:
                return self.fake.send_document(user_id, samples.SAMPLE_DOCUMENT, samples.SAMPLE_DOCUMENT_NAME)

    async def _turn(self, ask: asks.Turn) -> None:
        match ask:
            case asks.NextMessage():
                await self._next_message(self._named(ask.person))
            case asks.GoToDay():
                await self._go_to_day(self._named(ask.person), ask.day)
            case asks.Advance():
                await self.machine.advance(timedelta(hours=ask.hours, days=ask.days))

    async def _next_message(self, person: SandboxPerson) -> None:
        try:
            await self.machine.next_message(person.user_id)
        except NothingPlannedError as error:
            hint = " Register a treatment first." if person.role == "patient" else ""
            raise TurnRefusedError(f"No message is planned for {person.name}.{hint}") from error

    async def _go_to_day(self, person: SandboxPerson, day: int) -> None:
        try:
            await self.machine.go_to_day(person.user_id, day)
        except NothingPlannedError as error:
            raise TurnRefusedError(f"{person.name} has no day {day} to go to. Register a treatment first.") from error
        except PastError as error:
            what = f"Day {day} is over; time only goes forward. Start afresh to see it again."
            raise TurnRefusedError(what) from error


async def _body(request: Request) -> object:
    raw = await request.body()
    if not raw:
        return {}
    try:
        return await request.json()
    except ValueError as error:
        raise BadAskError("The body is no JSON.") from error


async def _ask(request: Request, model: type[Ask]) -> Ask:
    return _checked(model, await _body(request))


def _checked(model: type[Ask], body: object) -> Ask:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise BadAskError(asks.sentence(error)) from error


def _number(request: Request, name: str, default: int) -> int:
    value = request.query_params.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise BadAskError(f"The parameter {name!r} must be a whole number.") from error
