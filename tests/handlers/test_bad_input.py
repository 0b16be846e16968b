"""Whatever people send: a short, kind, useful answer, or silence where that is right. Nothing changes by it."""

from io import BytesIO

import pytest
from PIL import Image

from bot.sandbox.telegram.core import FakeTelegram
from tests.handlers.talk import my_data, register
from tests.world import JUN, MINA, NURSE, SAFETY, World


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


SENT = {
    "a sticker": lambda fake: fake.send_sticker(MINA),
    "a voice note": lambda fake: fake.send_voice(MINA),
    "a photo": lambda fake: fake.send_photo(MINA, png(), "is this normal?"),
    "a video": lambda fake: fake.send_video(MINA, b"mp4"),
    "a document": lambda fake: fake.send_document(MINA, b"%PDF", "report.pdf"),
    "a contact": lambda fake: fake.send_contact(MINA),
    "a place": lambda fake: fake.send_location(MINA, 37.5, 127.0),
}


@pytest.mark.parametrize("what", SENT)
async def test_what_is_no_text_gets_an_honest_answer(registered: World, what: str) -> None:
    SENT[what](registered.fake)
    heard = len(registered.heard(MINA))
    await registered.settle()
    assert len(registered.heard(MINA)) == heard + 1
    assert "cannot look at pictures or hear voice notes" in registered.reads(MINA)
    assert "call 119" in registered.reads(MINA)
    assert SAFETY in registered.labels(MINA)


async def test_a_command_that_does_not_exist(registered: World) -> None:
    for command in ("/nonsense", "/TODAY_", "/plan_b", "/enrol", "/start_", "/x@AfterglowDemoBot"):
        await registered.says(MINA, command)
        assert "I do not know that command" in registered.reads(MINA)
        assert "☀️ Today" in registered.labels(MINA)


async def test_a_command_in_capitals_or_with_more_words_is_understood(registered: World) -> None:
    for command in ("/TODAY", "/today please", "/today@AfterglowDemoBot"):
        await registered.says(MINA, command)
        assert "Day 0" in registered.reads(MINA)


async def test_start_with_a_payload_nobody_knows_is_a_plain_start(world: World) -> None:
    world.fake.press_start(MINA, "x" * 64)
    await world.settle()
    assert "Tick the two needed boxes" in world.reads(MINA)


async def test_what_is_not_understood_is_told_so_and_that_nobody_reads_it(registered: World) -> None:
    for text in ("مرحبا", "🙂", "\u202edlrow", ".", "<&>"):
        await registered.says(MINA, text)
        assert "I am not sure what you mean, and nobody else reads this chat." in registered.reads(MINA)
        assert SAFETY in registered.labels(MINA)


async def test_ten_thousand_characters_get_short_answers(registered: World) -> None:
    before = await my_data(registered)
    heard = len(registered.heard(MINA))
    await registered.says(MINA, "my skin! " * 1112)
    answers = registered.heard(MINA)[heard:]
    assert len(answers) == 3  # Telegram cuts such a text into three messages
    assert all(answer.startswith("That is too long for me") and len(answer) < 400 for answer in answers)
    assert (await my_data(registered))["treatments"] == before["treatments"]


async def test_a_stranger_who_just_talks_is_shown_how_to_begin(world: World) -> None:
    await world.says(MINA, "hi, I had a laser yesterday")
    assert "▶️ Begin" in world.labels(MINA)


async def test_an_edited_message_is_met_with_silence(registered: World) -> None:
    await registered.says(MINA, "hello")
    mine = registered.fake.messages(MINA)[-2].message_id
    heard = registered.heard(MINA)
    for words in ("/stop", "help me", "/privacy"):
        registered.fake.edit_text(MINA, mine, words)
        await registered.settle()
    assert registered.heard(MINA) == heard
    assert (await my_data(registered))["status"] == "active"


async def test_a_typed_date_that_is_edited_later_changes_nothing(at_days: World) -> None:
    await at_days.says(MINA, "yesterday")
    mine = at_days.fake.messages(MINA)[-2].message_id
    at_days.fake.edit_text(MINA, mine, "a week ago")
    await at_days.settle()
    await at_days.taps(MINA, "✅ Yes")
    assert (await my_data(at_days))["treatments"][0]["date"] == "2026-02-28"


async def test_service_messages_are_met_with_silence(registered: World) -> None:
    heard = registered.heard(MINA)
    body = message_of(registered.fake, MINA) | {"pinned_message": message_of(registered.fake, MINA)}
    registered.fake.add_update({"message": body})
    await registered.settle()
    assert registered.heard(MINA) == heard


def message_of(fake: FakeTelegram, who: int) -> dict[str, object]:
    """A bare message of a person, as Telegram would write it."""
    person = fake.people[who]
    return {"message_id": 9000, "date": 1772341200, "chat": person.as_chat(), "from": person.as_user()}


# names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Mina</b> & <i>Co", "Hello <b>Mina</b> & <i>Co! 👋"),
        ("🌸Mina🌸", "Hello 🌸Mina🌸! 👋"),
        ("\u202eaniM\u202c", "Hello aniM! 👋"),
        ("שרה", "Hello שרה! 👋"),
        ("Mi\u200bna\u2060", "Hello Mina! 👋"),
        ("\u200b\u200d", "Hello there! 👋"),
        ("\u3164", "Hello there! 👋"),
        ("\u0301", "Hello there! 👋"),
        ("{clinic}", "Hello {clinic}! 👋"),
        ("M" * 64, f"Hello {'M' * 40}! 👋"),
        ("Mina\n\nCall 555", "Hello Mina Call 555! 👋"),
    ],
)
async def test_a_name_is_shown_as_plain_words(world: World, name: str, shown: str) -> None:
    world.fake.add_person(user_id=MINA, first_name=name)
    await world.says(MINA, "/start")
    assert world.reads(MINA).startswith(shown)


async def test_a_name_of_markup_stays_harmless_wherever_it_is_said(registered: World) -> None:
    await register(registered, JUN, ("🩸 PRP",))
    await registered.says(JUN, "/start")
    assert registered.reads(JUN).startswith("Hello Jun <b>&!")
    registered.fake.block(JUN)
    await registered.settle()
    assert registered.reads(NURSE).startswith("📵 Jun <b>& (patient 2)")


async def test_somebody_without_a_visible_name_is_still_greeted_and_named_to_the_staff(registered: World) -> None:
    registered.fake.add_person(user_id=JUN, first_name="\u200b")
    await register(registered, JUN, ("🩸 PRP",))
    assert "All set, there 🌅" in " ".join(registered.heard(JUN))
    registered.fake.block(JUN)
    await registered.settle()
    assert registered.reads(NURSE).startswith("📵 A patient (patient 2)")
