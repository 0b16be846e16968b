"""Sujin's Telegram is in Korean: everything she reads is Korean, from the first word to the last."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.telegram.core import FakeTelegram
from handlers import can
from storage.content import Content
from storage.content.markup import plain
from tests.handlers.conftest import Place, copied
from tests.handlers.talk import walk
from tests.world import MINA, SAFETY_KO, World

SUJIN = 1003
HEALTH, TELEGRAM = "☐ 건강정보", "☐ 텔레그램"
CO2 = ("✨", "프락셔널 CO2 레이저")

KNOWN = {"PRP", "CO2", "SPF", "RF", "ADSC", "UTC", "AHA", "BHA", "LED", "FDA", "NHS", "L", "C", "English"}
"""What Koreans write in Latin letters too; and the language that a button offers in its own name."""
NO_WORDS = re.compile(r"(?<!\w)[/@][a-z_]+|\{[a-z_]+\}")
OTHER = re.compile(r"[^\W\d_가-힣ℹ][^\W_가-힣]*")
"""A word in any other letters than those of Hangul."""


def foreign(words: str) -> list[str]:
    """The words in a text that no Korean would leave so."""
    return [word for word in OTHER.findall(NO_WORDS.sub("", plain(words))) if word not in KNOWN]


def seen_by(fake: FakeTelegram, who: int) -> Iterator[str]:
    """Every text, toast and button that ever reached a chat, also those that were changed later."""
    taps = {query.id for query in fake.world.callbacks.values() if query.user_id == who}
    for call in fake.ledger.calls:
        if call.params.get("chat_id") == who or call.params.get("callback_query_id") in taps:
            yield from (str(call.params[key]) for key in ("text", "caption") if call.params.get(key))
            rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
            yield from (button["text"] for row in rows for button in row)


def not_korean(world: World) -> list[str]:
    """What Sujin has seen that is not Korean."""
    seen = dict.fromkeys(seen_by(world.fake, SUJIN))
    return [words for words in seen if foreign(words)]


def seoul(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour - 9, tzinfo=UTC)


async def meet_sujin(world: World) -> None:
    world.fake.add_person(user_id=SUJIN, first_name="수진", language_code="ko-KR")


async def register_sujin(world: World) -> None:
    await meet_sujin(world)
    await world.says(SUJIN, "/start")
    await walk(world, HEALTH, TELEGRAM, *CO2, "오늘", "✅ 네", who=SUJIN)


@pytest.fixture
def met_before(place: Place) -> Path:
    return place(meet_sujin)


@pytest.fixture
def registered_before(place: Place) -> Path:
    return place(register_sujin)


async def read_through(folder: Path, content: Content, like: Path) -> AsyncIterator[World]:
    """A copy of a place; at the end, all that Sujin has seen is held against Korean."""
    async for world in copied(folder, content, like):
        yield world
        assert not_korean(world) == []


@pytest.fixture
async def met(tmp_path: Path, content: Content, met_before: Path) -> AsyncIterator[World]:
    """Sujin has an account and has not written yet."""
    async for world in read_through(tmp_path, content, met_before):
        yield world


@pytest.fixture
async def sujin(tmp_path: Path, content: Content, registered_before: Path) -> AsyncIterator[World]:
    """Sujin has registered CO2 today, on Sunday 1 March 2026 at 14:00 in Seoul."""
    async for world in read_through(tmp_path, content, registered_before):
        yield world


@pytest.fixture
async def unread(tmp_path: Path, content: Content, registered_before: Path) -> AsyncIterator[World]:
    """Sujin has registered, and will read English too."""
    async for world in copied(tmp_path, content, registered_before):
        yield world


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("⛔ <b>아직 안 돼요.</b> Sauna: 3월 15일까지", ["Sauna"]),
        ("SPF 50+ · 물 2 L · /plan 에서 · CO2 레이저 (UTC+9)", []),
        ("digest.hello.3", ["digest", "hello"]),
    ],
)
def test_a_word_left_in_english_is_found(words: str, found: list[str]) -> None:
    assert foreign(words) == found


async def test_english_to_a_korean_is_found(met: World) -> None:
    await met.says(SUJIN, "/help")
    assert not_korean(met) == []
    await met.says(MINA, "/help")
    message = met.last(MINA)
    assert foreign(message.text)
    assert all(foreign(label) for label in met.labels(MINA))


async def test_what_a_stranger_can_see(met: World) -> None:
    for command in ("/help", "/today", "/plan", "/can", "/settings", "/contact", "/privacy", "/stop", "/nonsense"):
        await met.says(SUJIN, command)
    assert met.heard(SUJIN)[0].startswith("글로우 피부과 (데모)의 시술 후 관리 안내를")
    assert "진료 시간: 평일 10:00–19:00, 토요일 10:00–15:00." in met.heard(SUJIN)[0]
    for words in ("안녕하세요", "사우나 가도 돼요?", "얼굴이 화끈거리고 열이 나요", "쀓뛟", "가" * 1100):
        await met.says(SUJIN, words)
    met.fake.send_voice(SUJIN)
    await met.settle()
    assert met.reads(SUJIN).startswith("사진이나 음성은 제가 확인하지 못하고")


async def test_registering_with_every_detour(met: World) -> None:
    await met.says(SUJIN, "/start")
    assert met.reads(SUJIN).startswith("수진님, 안녕하세요! 👋 글로우 피부과 (데모)의 시술 후 관리 안내예요.")
    assert met.labels(SUJIN)[1] == "☐ 건강정보 이용에 동의해요 (필수)"
    await walk(met, HEALTH, TELEGRAM, *CO2, "📅 다른 날", "›", "‹ 뒤로", who=SUJIN)
    for words in ("얼굴이 아파요", "2020년 1월 1일", "2028년 1월 1일", "3/4/26"):
        await met.says(SUJIN, words)
    await met.says(SUJIN, "내일모레")
    assert met.reads(SUJIN) == "3월 3일 (화): 아직 오지 않은 날이에요. 이날로 예약하셨나요?"
    await met.taps(SUJIN, "아니요")
    await met.says(SUJIN, "오늘이요")
    await walk(met, "🕘 다른 시간", "18:00", "🌍 다른 시간대", who=SUJIN)
    await met.says(SUJIN, "아틀란티스")
    assert "제가 모르는 도시예요" in met.reads(SUJIN)
    await met.says(SUJIN, "도쿄에 있어요")
    await walk(met, "도쿄 (UTC+9)", "✅ 네, 18:00 좋아요", who=SUJIN)
    assert "다 됐어요, 수진님 🌅 관리 일정이에요." in " ".join(met.heard(SUJIN))
    assert "도쿄 시간으로 18:00에 메시지를 보내 드려요." in " ".join(met.heard(SUJIN))


async def test_a_city_is_found_under_its_name_in_english_too(met: World) -> None:
    await met.says(SUJIN, "/start")
    await walk(met, HEALTH, TELEGRAM, *CO2, "어제", "🌍 다른 시간대", who=SUJIN)
    await met.says(SUJIN, "los angeles")
    assert met.labels(SUJIN)[0] == "로스앤젤레스 (UTC−8)"


async def test_the_messages_of_the_days(sujin: World) -> None:
    await sujin.live_until(seoul(17))
    told = {one.at.day: plain(one.text) for one in sujin.digests(SUJIN)}
    day_0, day_1, day_8, day_15 = told[1], told[2], told[9], told[16]
    assert day_0.startswith("🌙 오늘 고생하셨어요. 푹 쉬세요.\n프락셔널 CO2 레이저 · 3월 1일 (일)\n")
    assert "• 3월 15일 (일)까지: 사우나\n• 병원에서 정해 줄 때까지: 음주, 흡연" in day_0
    assert day_1.startswith("🌿 1일째예요. 반가워요.\nCO2 레이저 · 3월 2일 (월)\n")
    assert "📅 다시 시작하기 전에 병원에 물어보세요: 격한 운동" in day_8
    assert "📅 제한 기간 끝: 사우나. 피부나 상처가 다 아물지 않았으면 병원에 먼저 물어보세요." in day_15
    for words in told.values():
        assert "시술" not in words.partition("\n")[0]
        assert "레이저" not in words.partition("\n")[0]


async def test_days_without_a_message_are_told(sujin: World) -> None:
    await sujin.wake_up_at(seoul(3, 10))
    assert "3월 2일 (월)에는 메시지를 못 보냈어요." in sujin.reads(SUJIN)
    await sujin.wake_up_at(seoul(6, 10))
    assert "3월 4일 (수)부터 3월 5일 (목)까지 메시지를 못 보냈어요." in sujin.reads(SUJIN)


@pytest.mark.parametrize("day", [1, 9, 16])
async def test_every_answer_to_whether_it_is_allowed(sujin: World, day: int) -> None:
    await sujin.live_until(seoul(day, 15))
    await sujin.says(SUJIN, "/can")
    message = sujin.last(SUJIN)
    answers = [b.callback_data for row in message.buttons for b in row if str(b.callback_data).startswith("can:")]
    assert len(answers) >= 16
    for data in answers:
        await sujin.presses(SUJIN, message.message_id, str(data))
        assert sujin.reads(SUJIN)[0] in can.MARKS.values()
    await sujin.presses(SUJIN, message.message_id, "can:sauna")
    first = "3월 15일 (일)까지 쉬어 주세요." if day < 16 else "3월 15일 (일)까지였어요."
    assert first in sujin.reads(SUJIN).splitlines()[0]


async def test_there_and_back_between_the_languages(unread: World) -> None:
    await unread.says(SUJIN, "/settings")
    assert unread.labels(SUJIN)[:2] == ["🕘 받는 시간", "🌍 시간대"]
    await unread.taps(SUJIN, "🌐 언어")
    assert unread.labels(SUJIN)[:2] == ["English", "한국어"]
    assert not_korean(unread) == []
    assert await unread.taps(SUJIN, "English") == "Saved ✓"
    await unread.says(SUJIN, "/contact")
    assert unread.reads(SUJIN).startswith("Glow Skin Clinic (demo)")
    await unread.live_until(seoul(2))
    assert unread.reads(SUJIN).startswith("🌿 Day 1.")
    await unread.says(SUJIN, "/settings")
    await unread.taps(SUJIN, "🌐 Language")
    assert await unread.taps(SUJIN, "한국어") == "저장했어요 ✓"
    unread.fake.ledger.clear()
    await unread.says(SUJIN, "/contact")
    assert unread.reads(SUJIN).startswith("글로우 피부과 (데모)")
    await unread.live_until(seoul(3))
    assert unread.reads(SUJIN).startswith("☀️ 2일째예요.")
    assert not_korean(unread) == []


async def test_every_choice_of_the_settings(sujin: World) -> None:
    await sujin.says(SUJIN, "/settings")
    for page, choice in (("🕘", "12:00"), ("✉️", "중요한 날에만"), ("⏸", "3일"), ("▶️", ""), ("🌍", "뉴욕")):
        await sujin.taps(SUJIN, page)
        if choice:
            assert await sujin.taps(SUJIN, choice) == "저장했어요 ✓"
    assert "🌍 시간대: 뉴욕" in sujin.reads(SUJIN)


async def test_the_menu_of_questions_and_every_answer(sujin: World) -> None:
    await sujin.says(SUJIN, "/faq")
    message = sujin.last(SUJIN)
    for section in sujin.content.faq:
        await sujin.presses(SUJIN, message.message_id, f"faq:page:{section.id}")
        for entry in section.entries:
            await sujin.presses(SUJIN, message.message_id, f"faq:entry:{entry.id}")


async def test_the_page_for_alarms(sujin: World) -> None:
    await sujin.says(SUJIN, "/symptoms")
    words = sujin.reads(SUJIN)
    assert words.startswith("🚨 지금 바로 119에 전화하세요.")
    assert "☎️ 오늘 병원에 꼭 전화하세요. +82 2 555 0100" in words
    assert "지금 109에 전화하세요" in words
    assert "쓰신 글도 병원에 전달되지 않아요" in words
    for promise in ("전달됩니다", "목록에 올렸", "확인했", "정상", "괜찮", "걱정"):
        assert promise not in words


async def test_my_data_and_goodbye(sujin: World) -> None:
    await sujin.says(SUJIN, "/privacy")
    await walk(sujin, "☐ 관리 정보", "⬇️ 내려받기", "🗑 모두 삭제", "아니요", who=SUJIN)
    await sujin.says(SUJIN, "/stop")
    assert sujin.reads(SUJIN).startswith("중지했어요. 이제 메시지를 보내지 않아요.")
    await sujin.says(SUJIN, "/start")
    assert sujin.reads(SUJIN).startswith("수진님, 다시 오셨네요!")
    await sujin.says(SUJIN, "/privacy")
    await walk(sujin, "🗑 모두 삭제", "네, 모두 삭제", who=SUJIN)
    assert sujin.reads(SUJIN).startswith("모두 삭제했어요.")


async def test_the_treatments_and_the_plan(sujin: World) -> None:
    await sujin.says(SUJIN, "/plan")
    assert "• 프락셔널 CO2 레이저, 2026년 3월 1일 · 시술 당일" in sujin.reads(SUJIN)
    await walk(sujin, "➕ 시술 추가", "💧", "어제", who=SUJIN)
    await sujin.says(SUJIN, "/plan")
    assert "2026년 2월 28일 · 1일째" in sujin.reads(SUJIN)
    await sujin.says(SUJIN, "/today")
    assert SAFETY_KO in sujin.labels(SUJIN)


@pytest.mark.usefixtures("drawn")
async def test_the_plan_picture_can_be_drawn(sujin: World) -> None:
    await sujin.says(SUJIN, "/plan")
    assert sujin.last(SUJIN).photo


async def test_the_command_menu_of_a_korean_telegram(sujin: World) -> None:
    shown = sujin.fake.commands_for(SUJIN)
    assert {"can": "오늘 해도 되는지 확인", "stop": "메시지 그만 받기"}.items() <= {
        one.command: one.description for one in shown
    }.items()
    assert [one for one in shown if foreign(one.description)] == []
