"""The page as it is served: complete, local, and closed to other web sites."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.sandbox.api import PAGE, SandboxPerson, sandbox_app
from bot.sandbox.clock import TurnableClock
from bot.sandbox.guard import is_local
from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.timemachine import TimeMachine

ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "sandbox-api.md"
SCRIPTS = sorted(PAGE.glob("*.js"))
ASSETS = sorted(path.name for path in PAGE.iterdir())
Get = Callable[..., Awaitable[httpx.Response]]


class IdleBot:
    """A bot with nothing to do."""

    async def next_event_at(self) -> datetime | None:
        return None

    async def next_message_at(self, chat_id: int) -> datetime | None:
        assert chat_id
        return None

    async def care_day_at(self, chat_id: int, day: int) -> datetime | None:
        assert chat_id
        assert day >= 0
        return None

    async def work_until_idle(self) -> None:
        return None


async def _nothing() -> None:
    return None


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    clock = TurnableClock(datetime(2026, 3, 1, 8, tzinfo=UTC))
    fake = FakeTelegram(now=clock.now)
    fake.add_person(user_id=1, first_name="Mina")
    people = [SandboxPerson(user_id=1, name="Mina")]
    app = sandbox_app(fake, TimeMachine(clock, IdleBot()), people=people, reset=_nothing, zone=ZoneInfo("Asia/Seoul"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8080") as client:
        yield client


async def test_page_is_html_with_a_policy_that_lets_nothing_from_elsewhere_in(http: httpx.AsyncClient) -> None:
    answer = await http.get("/")
    policy = answer.headers["content-security-policy"]
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ASSETS)
async def test_every_asset_is_served(http: httpx.AsyncClient, name: str) -> None:
    assert (await http.get(f"/static/{name}")).status_code == 200


@pytest.mark.parametrize("name", ["Pretendard-Regular.otf", "Pretendard-SemiBold.otf"])
async def test_fonts_are_served_from_the_content_folder(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.get(f"/fonts/{name}")
    assert answer.content[:4] == b"OTTO"


@pytest.mark.parametrize("path", ["/static/../sim.py", "/static/%2e%2e/sim.py", "/fonts/..%2f..%2fpyproject.toml"])
async def test_nothing_outside_the_folders_is_served(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


def test_page_names_no_other_host() -> None:
    named = {}
    for path in PAGE.iterdir():
        hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text())) - {"www.w3.org"}
        if hosts:
            named[path.name] = hosts
    assert named == {}


def test_page_has_no_inline_script_or_style() -> None:
    html = (PAGE / "index.html").read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_turn_data_into_markup(path: Path) -> None:
    source = path.read_text()
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_imports_and_icons_name_files_that_are_there(path: Path) -> None:
    source = path.read_text()
    assert {name for name in re.findall(r'from "\./([\w.]+)"', source) if not (PAGE / name).exists()} == set()
    sprite = (PAGE / "icons.svg").read_text()
    assert {name for name in re.findall(r'icon\("(\w+)"\)', source) if f'id="{name}"' not in sprite} == set()


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1:8080", True),
        ("localhost", True),
        ("LOCALHOST:1", True),
        ("[::1]:8080", True),
        ("[::1]", True),
        ("", False),
        ("clinic.example", False),
        ("clinic.example:8080", False),
        ("localhost.clinic.example:8080", False),
        ("127.0.0.1.clinic.example", False),
        ("127.0.0.1:x", False),
        ("user@localhost", False),
    ],
)
def test_only_names_of_this_machine_are_local(host: str, *, local: bool) -> None:
    assert is_local(host) is local


@pytest.mark.parametrize("path", ["/", "/sim/people", "/static/app.js"])
async def test_foreign_host_name_is_refused(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers={"Host": "rebound.example:8080"})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example:8080"])
async def test_page_of_another_site_is_refused(http: httpx.AsyncClient, origin: str) -> None:
    answer = await http.post("/sim/people/1/messages", json={"text": "x"}, headers={"Origin": origin})
    assert answer.status_code == 403


async def test_own_page_is_let_through(http: httpx.AsyncClient) -> None:
    answer = await http.post("/sim/people/1/messages", json={"text": "x"}, headers={"Origin": "http://localhost:8080"})
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_form_that_another_site_could_send_changes_nothing(http: httpx.AsyncClient, kind: str) -> None:
    answer = await http.post("/sim/people/1/messages", content=b'{"text": "x"}', headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert (await http.get("/sim/people/1/chat")).json()["messages"] == []


def test_documentation_names_every_call_and_hook() -> None:
    text = DOC.read_text()
    source = (ROOT / "bot" / "sandbox" / "sim.py").read_text()
    calls = re.findall(r'"""((?:GET|POST) /sim/[\w/{}]+)', source)
    assert len(calls) == 14, "a new call needs a description"
    assert [call for call in calls if f"`{call}" not in text] == []
    scripts = "".join(path.read_text() for path in [*SCRIPTS, PAGE / "index.html"])
    hooks = {hook.split("$")[0] for hook in re.findall(r'(?:data-testid"?[:=]|testid:) ?["`]([\w$-]+)', scripts)}
    assert {hook for hook in hooks if f"`{hook}" not in text} == set()
