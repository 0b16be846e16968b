"""The person's side over HTTP: every call that docs/sandbox-api.md describes, against the real fake Telegram."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.sandbox import sim
from bot.sandbox.api import SandboxPerson, sandbox_app
from bot.sandbox.clock import TurnableClock
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.server import bot_api_app
from bot.sandbox.timemachine import TimeMachine

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
MINA, JUN, CLINIC = 1001, 1002, 1003


class DiaryBot:
    """A bot that sends Mina "day N" once a day at the hour of the start, on days 1 to 5."""

    def __init__(self, clock: TurnableClock, fake: FakeTelegram) -> None:
        self.clock = clock
        self.fake = fake
        self.sent = 0

    async def next_event_at(self) -> datetime | None:
        return START + (self.sent + 1) * DAY if self.sent < 5 else None

    async def next_message_at(self, chat_id: int) -> datetime | None:
        return await self.next_event_at() if chat_id == MINA else None

    async def care_day_at(self, chat_id: int, day: int) -> datetime | None:
        return START + day * DAY if chat_id == MINA else None

    async def work_until_idle(self) -> None:
        while (at := await self.next_event_at()) is not None and at <= self.clock.now():
            self.sent += 1
            await self.fake.call("sendMessage", {"chat_id": MINA, "text": f"day {self.sent}"})


class Scene:
    """A running sandbox without a server, and a client that talks to it."""

    def __init__(self) -> None:
        self.clock = TurnableClock(START)
        self.fake = FakeTelegram(now=self.clock.now)
        self.bot = DiaryBot(self.clock, self.fake)
        people = [
            SandboxPerson(user_id=MINA, name="Mina"),
            SandboxPerson(user_id=JUN, name="Jun"),
            SandboxPerson(user_id=CLINIC, name="Clinic", role="staff", note="Reception"),
        ]
        self.fill()
        self.app = sandbox_app(
            self.fake,
            TimeMachine(self.clock, self.bot),
            people=people,
            reset=self.reset,
            zone=ZoneInfo("Asia/Seoul"),
            bot_api=bot_api_app(self.fake),
        )
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://127.0.0.1:8080")

    def fill(self) -> None:
        for user_id, name in ((MINA, "Mina"), (JUN, "Jun"), (CLINIC, "Clinic")):
            self.fake.add_person(user_id=user_id, first_name=name)

    async def reset(self) -> None:
        self.fake.reset()
        self.fill()
        self.bot.sent = 0
        self.clock.restart(START)

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(f"/sim/{path}")

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.http.post(f"/sim/{path}", json={} if body is None else body)

    async def say(self, text: str, **extra: object) -> int:
        """The bot writes to Mina; gives the message's id."""
        answer = await self.fake.call("sendMessage", {"chat_id": MINA, "text": text, **extra})
        result = json.loads(answer.body)
        return int(result["result"]["message_id"])

    async def messages(self) -> list[dict[str, object]]:
        chat: dict[str, list[dict[str, object]]] = (await self.get(f"people/{MINA}/chat")).json()
        return chat["messages"]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    built = Scene()
    async with built.http:
        yield built


async def test_people_are_listed_with_their_roles(scene: Scene) -> None:
    people = (await scene.get("people")).json()["people"]
    assert [(p["id"], p["name"], p["role"]) for p in people] == [
        (MINA, "Mina", "patient"),
        (JUN, "Jun", "patient"),
        (CLINIC, "Clinic", "staff"),
    ]


async def test_start_reaches_the_bot_with_its_payload(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start", {"payload": "abc_1"})
    assert [update["message"]["text"] for update in scene.fake.pending_updates()] == ["/start abc_1"]


async def test_text_reaches_the_bot_and_stands_in_the_chat(scene: Scene) -> None:
    answer = await scene.post(f"people/{MINA}/messages", {"text": "Can I <b>swim</b>?"})
    assert scene.fake.pending_updates()[0]["message"]["text"] == "Can I <b>swim</b>?"
    [message] = await scene.messages()
    assert message["id"] == answer.json()["message_id"]
    assert (message["from"], message["kind"], message["text"]) == ("person", "text", "Can I <b>swim</b>?")


async def test_chat_shows_formatting_buttons_and_the_senders(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start")
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://example.org/"}]]
    await scene.say("<b>Day 1</b> is calm", parse_mode="HTML", reply_markup={"inline_keyboard": rows})
    message = (await scene.messages())[-1]
    assert (message["from"], message["text"]) == ("bot", "Day 1 is calm")
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    shown = message["buttons"]
    assert shown == [
        [{"text": "Yes", "style": "", "data": "y"}, {"text": "Site", "style": "", "url": "https://example.org/"}]
    ]


async def test_chat_after_a_message_gives_only_what_followed(scene: Scene) -> None:
    first = (await scene.post(f"people/{MINA}/messages", {"text": "one"})).json()["message_id"]
    await scene.post(f"people/{MINA}/messages", {"text": "two"})
    chat = (await scene.get(f"people/{MINA}/chat?after={first}")).json()
    assert [message["text"] for message in chat["messages"]] == ["two"]


async def test_chat_tells_commands_and_what_the_bot_says_about_itself(scene: Scene) -> None:
    await scene.fake.call("setMyCommands", {"commands": [{"command": "today", "description": "What today brings"}]})
    await scene.fake.call("setMyDescription", {"description": "Care after a treatment."})
    chat = (await scene.get(f"people/{MINA}/chat")).json()
    assert chat["commands"] == [{"command": "today", "description": "What today brings"}]
    assert chat["about"] == "Care after a treatment."


async def test_reply_keyboard_is_shown_until_the_bot_takes_it_away(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start")
    await scene.say("Which?", reply_markup={"keyboard": [[{"text": "Laser"}, {"text": "Other"}]]})
    await scene.say("Well?")
    shown = (await scene.get(f"people/{MINA}/chat")).json()["reply_keyboard"]
    assert [[button["text"] for button in row] for row in shown] == [["Laser", "Other"]]
    await scene.say("Thanks.", reply_markup={"remove_keyboard": True})
    assert (await scene.get(f"people/{MINA}/chat")).json()["reply_keyboard"] is None


async def _with_button(scene: Scene) -> int:
    await scene.post(f"people/{MINA}/start")
    return await scene.say("Agree?", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})


async def _answer_taps(scene: Scene, **answer: object) -> None:
    """The bot's side of a tap: waits until one is there and answers it."""
    while not (taps := [u["callback_query"] for u in scene.fake.pending_updates() if "callback_query" in u]):
        await scene.fake.changed(scene.fake.revision)
    await scene.fake.call("answerCallbackQuery", {"callback_query_id": taps[0]["id"], **answer})


async def test_tap_waits_for_the_bots_answer_and_gives_its_alert(scene: Scene) -> None:
    message_id = await _with_button(scene)
    async with asyncio.TaskGroup() as group:
        group.create_task(_answer_taps(scene, text="Noted.", show_alert=True))
        tap = group.create_task(scene.post(f"people/{MINA}/taps", {"message_id": message_id, "data": "y"}))
    assert tap.result().json() == {"toast": {"text": "Noted.", "alert": True, "url": ""}}


async def test_tap_answered_without_a_word_has_no_toast(scene: Scene) -> None:
    message_id = await _with_button(scene)
    async with asyncio.TaskGroup() as group:
        group.create_task(_answer_taps(scene))
        tap = group.create_task(scene.post(f"people/{MINA}/taps", {"message_id": message_id, "data": "y"}))
    assert tap.result().json() == {"toast": None}


async def test_tap_never_answered_ends_without_a_toast(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim, "ANSWER_SECONDS", 0.01)
    message_id = await _with_button(scene)
    answer = await scene.post(f"people/{MINA}/taps", {"message_id": message_id, "data": "y"})
    assert (answer.status_code, answer.json()) == (200, {"toast": None})


async def test_tap_on_a_button_that_is_not_there_is_refused(scene: Scene) -> None:
    message_id = await _with_button(scene)
    answer = await scene.post(f"people/{MINA}/taps", {"message_id": message_id, "data": "no"})
    assert answer.status_code == 409
    assert "no button" in answer.json()["error"]


async def test_stale_tap_reaches_the_bot_all_the_same(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim, "ANSWER_SECONDS", 0.01)
    message_id = await _with_button(scene)
    await scene.post(f"people/{MINA}/taps", {"message_id": message_id, "data": "old", "stale": True})
    assert scene.fake.pending_updates()[-1]["callback_query"]["data"] == "old"


async def test_edit_reaches_the_bot_and_is_marked(scene: Scene) -> None:
    message_id = (await scene.post(f"people/{MINA}/messages", {"text": "yesterday"})).json()["message_id"]
    await scene.post(f"people/{MINA}/edits", {"message_id": message_id, "text": "today"})
    [message] = await scene.messages()
    assert (message["text"], message["edited_at"]) == ("today", START.isoformat())
    assert scene.fake.pending_updates()[-1]["edited_message"]["text"] == "today"


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "document", "contact"])
async def test_samples_arrive_as_what_they_are(scene: Scene, kind: str) -> None:
    answer = await scene.post(f"people/{MINA}/media", {"kind": kind})
    assert answer.status_code == 200
    assert kind in scene.fake.pending_updates()[0]["message"]
    assert [message["kind"] for message in await scene.messages()] == [kind]


async def test_picture_can_be_looked_at_and_a_document_is_only_downloaded(scene: Scene) -> None:
    for kind in ("photo", "document"):
        await scene.post(f"people/{MINA}/media", {"kind": kind})
    photo, document = [message["file"] for message in await scene.messages()]
    assert isinstance(photo, dict)
    assert isinstance(document, dict)
    picture = await scene.get(f"files/{photo['id']}")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    file = await scene.get(f"files/{document['id']}")
    assert file.headers["content-disposition"] == "attachment"
    assert file.headers["content-type"] == "application/octet-stream"


async def test_unknown_file_is_not_found(scene: Scene) -> None:
    answer = await scene.get("files/photo-0-99")
    assert (answer.status_code, answer.json()) == (404, {"error": "There is no such file."})


async def test_block_and_unblock_are_seen_by_both_sides(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start")
    await scene.post(f"people/{MINA}/block")
    assert (await scene.get(f"people/{MINA}/chat")).json()["blocked"] is True
    assert (await scene.fake.call("sendMessage", {"chat_id": MINA, "text": "hello"})).status == 403
    refused = await scene.post(f"people/{MINA}/messages", {"text": "hello?"})
    assert refused.status_code == 409
    await scene.post(f"people/{MINA}/unblock")
    assert (await scene.get(f"people/{MINA}/chat")).json()["blocked"] is False


async def test_clock_tells_the_time_and_the_zone(scene: Scene) -> None:
    assert (await scene.get("clock")).json() == {"now": START.isoformat(), "zone": "Asia/Seoul", "runs": False}


async def test_next_message_turns_the_clock_and_tells_what_arrived(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start")
    turned = (await scene.post("clock", {"turn": "next_message", "person": MINA})).json()
    assert turned["now"] == (START + DAY).isoformat()
    assert [(a["person"], a["text"], a["at"]) for a in turned["arrived"]] == [
        (MINA, "day 1", (START + DAY).isoformat())
    ]


async def test_next_message_with_nothing_planned_says_what_to_do(scene: Scene) -> None:
    answer = await scene.post("clock", {"turn": "next_message", "person": JUN})
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "No message is planned for Jun. Register a treatment first.",
    )
    assert scene.clock.now() == START


async def test_hours_and_days_turn_the_clock_by_as_much(scene: Scene) -> None:
    await scene.post("clock", {"turn": "advance", "hours": 1})
    turned = (await scene.post("clock", {"turn": "advance", "days": 1})).json()
    assert turned["now"] == (START + DAY + timedelta(hours=1)).isoformat()


async def test_go_to_day_lets_every_day_before_arrive_in_order(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start")
    turned = (await scene.post("clock", {"turn": "day", "person": MINA, "day": 3})).json()
    assert [a["text"] for a in turned["arrived"]] == ["day 1", "day 2", "day 3"]


async def test_day_that_is_over_is_refused_kindly(scene: Scene) -> None:
    await scene.post("clock", {"turn": "advance", "days": 4})
    answer = await scene.post("clock", {"turn": "day", "person": MINA, "day": 3})
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "Day 3 is over; time only goes forward. Start afresh to see it again.",
    )


async def test_day_of_nobody_under_treatment_is_refused_kindly(scene: Scene) -> None:
    answer = await scene.post("clock", {"turn": "day", "person": JUN, "day": 3})
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "Jun has no day 3 to go to. Register a treatment first.",
    )


async def test_reset_empties_the_chats_and_brings_the_clock_back(scene: Scene) -> None:
    await scene.post(f"people/{MINA}/start")
    await scene.post("clock", {"turn": "advance", "days": 2})
    answer = await scene.post("reset")
    assert answer.json()["now"] == START.isoformat()
    assert await scene.messages() == []


async def test_events_answer_at_once_when_something_is_new(scene: Scene) -> None:
    known = (await scene.get("events")).json()["revision"]
    async with asyncio.TaskGroup() as group:
        heard = group.create_task(scene.get(f"events?since={known}"))
        group.create_task(scene.post(f"people/{MINA}/messages", {"text": "hello"}))
    assert heard.result().json()["revision"] > known


async def test_events_answer_with_the_same_revision_when_nothing_happens(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sim, "POLL_SECONDS", 0.01)
    known = scene.fake.revision
    assert (await scene.get(f"events?since={known}")).json() == {"revision": known}


async def test_release_ends_a_waiting_page_so_that_a_server_can_stop(scene: Scene) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(scene.get(f"events?since={scene.fake.revision}"))
        await asyncio.sleep(0)
        scene.app.release()


async def test_events_since_a_revision_of_an_earlier_run_answer_at_once(scene: Scene) -> None:
    assert (await scene.get("events?since=999999")).json() == {"revision": scene.fake.revision}


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        (f"people/{MINA}/messages", {}, "'text'"),
        (f"people/{MINA}/messages", {"text": ""}, "'text'"),
        (f"people/{MINA}/messages", {"text": "x", "txet": "y"}, "'txet'"),
        (f"people/{MINA}/messages", ["text"], "call"),
        (f"people/{MINA}/taps", {"message_id": "7", "data": "y"}, "'message_id'"),
        (f"people/{MINA}/media", {"kind": "dance"}, "'kind'"),
        (f"people/{MINA}/start", {"payload": "not allowed"}, "'payload'"),
        ("clock", {"turn": "back"}, "turn"),
        ("clock", {"turn": "advance", "hours": -1}, "'hours'"),
        ("clock", {"turn": "advance", "days": 4000}, "'days'"),
        ("clock", {"turn": "day", "person": MINA, "day": "three"}, "'day'"),
    ],
)
async def test_wrong_call_is_answered_with_one_sentence_that_names_the_field(
    scene: Scene, path: str, body: object, said: str
) -> None:
    answer = await scene.post(path, body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


async def test_body_that_is_no_json_is_refused(scene: Scene) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await scene.http.post(f"/sim/people/{MINA}/messages", content=b"{", headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": "The body is no JSON."})


async def test_parameter_that_is_no_number_is_refused(scene: Scene) -> None:
    answer = await scene.get(f"people/{MINA}/chat?after=last")
    assert (answer.status_code, answer.json()) == (400, {"error": "The parameter 'after' must be a whole number."})


@pytest.mark.parametrize("path", ["people/7/chat", "nothing", "files/a/b"])
async def test_what_is_not_there_is_answered_with_a_sentence(scene: Scene, path: str) -> None:
    answer = await scene.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(".")


async def test_wrong_method_is_answered_with_a_sentence(scene: Scene) -> None:
    answer = await scene.get("reset")
    assert (answer.status_code, answer.json()) == (405, {"error": "This address does not take that method."})


async def test_bot_api_face_answers_beside_the_page(scene: Scene) -> None:
    answer = await scene.http.post(f"/bot{scene.fake.token}/getMe")
    assert answer.json()["result"]["username"] == scene.fake.username
