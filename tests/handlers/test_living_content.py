"""A clinic's own folder in the chat: while the bot runs, over a restart, and with a mistake in it."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.ask import Asked, ask
from schedules.words import Kind
from storage.content import DEFAULT_CONTENT, Content, load_content
from storage.content.live import LiveContent
from tests.handlers.conftest import copied
from tests.handlers.talk import CO2, HEALTH, TELEGRAM, YES, notices, walk
from tests.slim import put
from tests.world import MINA, START, World, open_world

TODAY = date(2026, 3, 4)
PHRASE = "is the glimmerhut on"
THREE_WEEKS = "rules:\n  sauna: {through_day: 21}\n"
MISTAKE = "protocols/co2.yaml:2: rules.sauna.through_day: must be a whole number of 0 or more."


def write_own(folder: Path) -> Path:
    """A clinic with a word, a rule and a phrase of its own."""
    put(folder, "protocols/co2.yaml", THREE_WEEKS)
    put(folder, "texts/en/protocols/co2.yaml", "bands:\n  d2: {do: Rinse with the spray from our desk.}\n")
    put(folder, "understanding/en/examples.yaml", f"restriction.sauna: [{PHRASE}]\n")
    return folder


@pytest.fixture(scope="module")
def overridden(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return load_content(DEFAULT_CONTENT, write_own(tmp_path_factory.mktemp("own")))


@pytest.fixture
async def living(tmp_path: Path, content: Content, mina_before: Path, small: Path, own: Path) -> AsyncIterator[World]:
    """Mina has registered CO2 on Sunday 1 March, with a bot that follows a clinic's folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    async for world in copied(folder, content, mina_before):
        await restart(world, small, own)
        yield world


async def restart(world: World, small: Path, own: Path) -> None:
    """End the bot and start it on the clinic's folder as it is now."""
    world.live = LiveContent.open(small, own, world.folder / "afterglow.sqlite.content")
    await world.restart()
    await looks(world)


async def looks(world: World) -> None:
    """Let the bot look at the folder as often as it takes, and send what follows from it."""
    for _ in range(2):
        await world.runtime.look_at_content()
    await world.runtime.work_until_idle()


async def sauna(world: World, who: int = MINA) -> str:
    """Today's answer about the sauna."""
    await world.says(who, "/can")
    await world.presses(who, world.last(who).message_id, "can:sauna")
    return world.reads(who)


# a word, a rule and a phrase of the clinic's own


@pytest.fixture
async def changed(tmp_path: Path, overridden: Content, mina_before: Path) -> AsyncIterator[World]:
    """Mina has registered CO2 on Sunday 1 March with the clinic that has its own word, rule and phrase."""
    async for world in copied(tmp_path, overridden, mina_before):
        yield world


async def test_they_are_in_the_daily_message_in_can_and_in_what_is_answered_to_free_text(changed: World) -> None:
    await changed.live_until(START + timedelta(days=1, hours=20))
    assert "✅ Rinse with the spray from our desk." in changed.digests(MINA)[-1].text
    assert "22 Mar: " in changed.digests(MINA)[-1].text
    assert "Sun 22 Mar" in await sauna(changed)
    await changed.says(MINA, PHRASE)
    assert changed.reads(MINA).startswith("⛔ Not yet. Sauna")
    assert "until the end of Sun 22 Mar" in changed.reads(MINA)


def test_they_are_in_what_the_command_line_answers(overridden: Content, content: Content) -> None:
    asked = Asked(text=PHRASE, language="en", treatment=Kind.CO2, day=3)
    answered = ask(asked, overridden, TODAY)
    assert answered.intent == "restriction.sauna"
    assert "until the end of Sun 22 Mar" in answered.reply
    assert ask(asked, content, TODAY).intent != "restriction.sauna"
    usual = Asked(text="can i use the sauna", language="en", treatment=Kind.CO2, day=3)
    assert ask(usual, overridden, TODAY).intent == "restriction.sauna"  # the shipped phrases are still there


# while the bot runs


async def test_a_rule_that_is_changed_counts_at_once(living: World, own: Path) -> None:
    assert "Sun 15 Mar" in await sauna(living)
    put(own, "protocols/co2.yaml", THREE_WEEKS)
    await looks(living)
    assert "Sun 22 Mar" in await sauna(living)
    await living.live_until(START + timedelta(days=1))
    assert "22 Mar: " in living.digests(MINA)[-1].text


async def test_a_phrase_and_a_language_that_are_added_count_at_once(living: World, own: Path) -> None:
    put(own, "understanding/en/examples.yaml", f"restriction.sauna: [{PHRASE}]\n")
    put(own, "texts/ko/activities.yaml", "sauna: 사우나와 한증막\n")
    await looks(living)
    await living.says(MINA, PHRASE)
    assert living.reads(MINA).startswith("⛔ Not yet. Sauna")


async def test_a_mistake_changes_nothing_for_patients_and_is_told_to_the_clinic_once(living: World, own: Path) -> None:
    put(own, "protocols/co2.yaml", THREE_WEEKS)
    await looks(living)
    put(own, "protocols/co2.yaml", THREE_WEEKS.replace("21", "soon"))
    for _ in range(3):
        await looks(living)
    assert "Sun 22 Mar" in await sauna(living)
    (notice,) = notices(living)
    assert notice.startswith("⚠️ Our content folder has a mistake, so I keep to what it said before.")
    assert notice.endswith(MISTAKE)
    put(own, "protocols/co2.yaml", THREE_WEEKS.replace("21", "28"))
    await looks(living)
    assert notices(living)[1:] == ["✅ Our content folder is in order again, and in use."]
    assert "Sun 29 Mar" in await sauna(living)


async def test_a_mistake_that_is_there_at_the_start_leaves_the_last_good_rules_and_is_told_once(
    living: World, own: Path, small: Path
) -> None:
    put(own, "protocols/co2.yaml", THREE_WEEKS)
    await looks(living)
    put(own, "protocols/co2.yaml", THREE_WEEKS.replace("21", "soon"))
    put(own, "habits.yaml", "hat: {source: A99}\n")
    for _ in range(2):
        await restart(living, small, own)
    assert "Sun 22 Mar" in await sauna(living)
    (notice,) = notices(living)
    assert "habits.yaml:1: hat.source: 'A99' is not in sources.yaml." in notice
    assert notice.endswith("There is one more.")


async def test_the_menu_of_commands_follows_the_words(living: World, own: Path) -> None:
    put(own, "texts/en/commands.yaml", "today: How is my skin today?\n")
    await looks(living)
    shown = {command.command: command.description for command in living.fake.commands_for(MINA)}
    assert shown["today"] == "How is my skin today?"


RARELY = "all:\n  daily: {days: [0, 1, 4, 30]}\n"


async def test_a_cadence_that_is_changed_reaches_a_patient_whose_next_message_was_planned(
    living: World, own: Path
) -> None:
    await living.live_until(START + timedelta(days=1))
    put(own, "cadences.yaml", RARELY)
    await looks(living)
    before = len(living.digests(MINA))
    await living.live_until(START + timedelta(days=3, hours=12))
    assert len(living.digests(MINA)) == before
    await living.live_until(START + timedelta(days=4, hours=12))
    assert len(living.digests(MINA)) == before + 1
    (own / "cadences.yaml").unlink()
    put(own, "texts/en/habits.yaml", "hat: Wear a wide hat outdoors.\n")
    await looks(living)
    await living.live_until(START + timedelta(days=5, hours=12))
    assert len(living.digests(MINA)) == before + 2
    assert "Sorry" not in living.digests(MINA)[-1].text


async def test_a_cadence_that_was_changed_while_the_bot_was_off_counts_from_the_start(
    living: World, own: Path, small: Path
) -> None:
    await living.live_until(START + timedelta(days=1))
    before = len(living.digests(MINA))
    put(own, "cadences.yaml", RARELY)
    await restart(living, small, own)
    await living.live_until(START + timedelta(days=3, hours=12))
    assert len(living.digests(MINA)) == before


# a third language

GERMAN = {
    "clinic.yaml": "languages: [en, ko, de]\n",
    "texts/de/language.yaml": (
        "name: Deutsch\nlocale: de_DE\ndate: d. MMMM y\nshort_date: d. MMM\nweekday_date: EEEE, d. MMMM\ntime: HH:mm\n"
    ),
    "texts/de/settings.yaml": 'pause_days: {one: "{count} Tag", other: "{count} Tage"}\n',
    "texts/de/digest.yaml": 'hello: {2: "🌿 Tag {day}. Schön, dass du da bist."}\ndo: "✅ Heute: {do}"\n',
    "texts/de/activities.yaml": "sauna: Sauna und Dampfbad\n",
}


async def test_a_folder_makes_a_language_and_english_is_said_where_it_has_no_words(
    tmp_path: Path, small: Path, own: Path
) -> None:
    for name, text in GERMAN.items():
        put(own, name, text)
    async with open_world(tmp_path, load_content(small, own)) as world:
        world.fake.add_person(user_id=1003, first_name="Gerda", language_code="de-AT")
        await world.says(1003, "/start")
        await walk(world, HEALTH, TELEGRAM, *CO2, "Today", YES, who=1003)
        await world.live_until(START + timedelta(days=1))
        lines = world.heard(1003)[-1].splitlines()
        assert lines[0] == "🌿 Tag 1. Schön, dass du da bist."
        assert lines[1].endswith(" · Montag, 2. März")
        assert any(line.startswith("✅ Heute: ") for line in lines)
        assert any(line.startswith("🚫 ") for line in lines)
        assert "Sonntag, 15. März" in await sauna(world, 1003)
        await world.says(1003, "/can")
        assert "⛔ Sauna · to 15. März" in world.labels(1003)
        await world.says(1003, "/settings")
        assert "🌐 Language: Deutsch" in world.reads(1003)
        await world.taps(1003, "⏸ Pause")
        assert world.labels(1003)[:3] == ["3 Tage", "7 Tage", "14 Tage"]
