"""How well, how fast, and at what price typed words are answered."""

import asyncio
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from bot.ask import Asked, ask
from bot.clock import SystemClock
from schedules.understanding import Care, Situation, understand
from schedules.words import Kind
from tests.acceptance.process import BotProcess, bot_process
from tests.acceptance.telegram_side import TOKEN, telegram
from tests.phrasebook import TODAY, Phrase, harmless, phrases
from tests.shipped import shipped
from tests.signs import EMERGENCIES, SAME_DAY

LANGUAGES = ("en", "ko")
PARTS = ("tuning", "test")
STRANGERS = 5000
"""The first of the numbers of the people who write to the measured bot."""


@dataclass(frozen=True)
class Costs:
    """Milliseconds of processor time for an answer."""

    p50: float
    p95: float
    most: float

    def __str__(self) -> str:
        return f"p50 {self.p50:5.1f} ms, p95 {self.p95:5.1f} ms, most {self.most:5.1f} ms"


def measure_answers(language: str) -> Costs:
    """The whole way from a text to its reply, over all phrases of a language, each for the first time."""
    content, took = shipped(), []
    ask(Asked(text="hello", language=language), content, TODAY)
    for phrase in (phrase for part in PARTS for phrase in phrases(language, part)):
        asked = _asked(phrase, language)
        began = time.process_time()
        ask(asked, content, TODAY)
        took.append((time.process_time() - began) * 1000)
    return Costs(median(took), quantiles(took, n=100)[94], max(took))


def _asked(phrase: Phrase, language: str) -> Asked:
    treatment = Kind(phrase.treatment) if phrase.treatment else None
    return Asked(text=phrase.text, language=language, treatment=treatment, day=phrase.day)


def measure_signs_beside_anything(language: str) -> Iterator[tuple[str, int, int]]:
    """Signs put before and behind harmless phrases: how they are joined, how many were found, out of how many."""
    lexicon = shipped().lexicon
    for name, signs, day in (("emergency", EMERGENCIES, 1), ("same day", SAME_DAY, 7)):
        situation = Situation(today=TODAY, care=(Care(kind=Kind.PRP, day=day),))
        for how, between in (("full stop", ". "), ("comma", ", "), ("nothing", " ")):
            pairs = list(zip(harmless(language), cycle(signs[language]), strict=False))
            texts = [text for phrase, sign in pairs for text in _both_ways(phrase.text, sign, between)]
            found = sum(understand(text, lexicon, situation).tier is not None for text in texts)
            yield f"{name}, {how}", found, len(texts)


def _both_ways(text: str, sign: str, between: str) -> tuple[str, str]:
    return f"{sign}{between}{text}", f"{text.rstrip(' .')}{between}{sign}"


async def measure_loading() -> tuple[float, float]:
    """Seconds of processor time to read the content, and to answer the first text, in a process of its own."""
    script = (
        "import time\n"
        "from bot.ask import Asked, ask\n"
        "from datetime import date\n"
        "import gc\n"
        "from bot.cli import COLLECT_RARELY\n"
        "from storage.content import DEFAULT_CONTENT, load_content\n"
        "gc.freeze()\n"
        "gc.set_threshold(*COLLECT_RARELY)\n"
        "began = time.process_time()\n"
        "content = load_content(DEFAULT_CONTENT)\n"
        "read = time.process_time()\n"
        "ask(Asked(text='can i go to the sauna', language='en'), content, date(2026, 3, 1))\n"
        "print(read - began, time.process_time() - read)\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    read, first = map(float, out.split())
    return read, first


async def measure_memory(folder: Path, texts: int) -> tuple[int, int]:
    """Megabytes that the running bot holds when it has started, and when it has answered many texts."""
    said = [p.text for both in zip(phrases("en", "tuning"), phrases("ko", "tuning"), strict=False) for p in both]
    async with telegram(SystemClock().now) as (chat, address):
        settings = {"AFTERGLOW_BOT_TOKEN": TOKEN, "AFTERGLOW_API_BASE_URL": address}
        async with bot_process(folder, settings) as bot:
            await bot.start()
            await bot.says("action='started'")
            before = megabytes(bot)
            for number, text in enumerate(islice(cycle(said), texts)):
                chat.fake.add_person(user_id=STRANGERS + number, first_name="Somebody")
                chat.fake.send_text(STRANGERS + number, text)
            everybody = [STRANGERS + number for number in range(texts)]
            await chat.until(
                "an answer to everybody",
                lambda: all(len(chat.fake.messages(who)) > 1 for who in everybody),
                within=120,
            )
            return before, megabytes(bot)


def megabytes(bot: BotProcess) -> int:
    """What a process holds in memory."""
    assert bot._process is not None
    status = Path(f"/proc/{bot._process.pid}/status")
    if not status.exists():
        return -1
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) // 1024
