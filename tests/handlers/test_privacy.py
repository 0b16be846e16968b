"""What is kept of Mina, shown, downloaded, erased."""

import sqlite3
from contextlib import closing

from tests.handlers.talk import TIPS, add, my_data, plan, register, to_days, walk
from tests.world import DATABASE, MINA, NURSE, World

ZEPHYRINE = 7_345_612_309
"""A person whose name and number occur nowhere else."""


async def test_a_stranger_is_told_that_nothing_is_kept(world: World) -> None:
    await world.says(MINA, "/privacy")
    assert "Nothing about you is kept" in world.reads(MINA)


async def test_the_answers_of_an_unfinished_card_are_named_and_can_be_erased(at_days: World) -> None:
    card = at_days.last(MINA).message_id
    await at_days.says(MINA, "/privacy")
    assert "Only what you have tapped so far is kept" in at_days.reads(MINA)
    await at_days.taps(MINA, "🗑 Erase everything")
    assert "Nothing about you is kept" in at_days.reads(MINA)
    assert "earlier time" in await at_days.presses(MINA, card, "reg:day:20260301")


async def test_an_unfinished_card_is_forgotten_after_a_week(at_days: World) -> None:
    card = at_days.last(MINA).message_id
    await at_days.live_for(days=8)
    await at_days.runtime._parts.housekeeping.run_once()
    await at_days.says(MINA, "/privacy")
    assert "Nothing about you is kept" in at_days.reads(MINA)
    assert "earlier time" in await at_days.presses(MINA, card, "reg:day:20260301")


async def test_the_card_says_what_is_kept(registered: World) -> None:
    await registered.says(MINA, "/privacy")
    words = registered.reads(MINA)
    for part in ("first name", "chat number", "treatments and dates", "after 12 months", "Telegram keeps its own copy"):
        assert part in words
    assert registered.labels(MINA)[:3] == ["☐ Care tips and news", "⬇️ Download", "🗑 Erase everything"]


async def test_tips_are_turned_on_and_off_and_both_are_remembered(registered: World) -> None:
    await registered.says(MINA, "/privacy")
    assert await registered.taps(MINA, TIPS) == "Saved ✓"
    assert "☑ Care tips and news" in registered.labels(MINA)
    assert await registered.taps(MINA, "☑ Care tips", times=2) == "Saved ✓"
    assert "☐ Care tips and news" in registered.labels(MINA)
    trail = [one["given"] for one in (await my_data(registered))["agreements"] if one["to"] == "tips"]
    assert trail[:2] == [False, True]
    assert trail[-1] is False


async def test_the_download_holds_everything(registered: World) -> None:
    await add(registered, ("✨ Laser", "Baby laser (Diol Dual): skin broken or not sure"), "Yesterday")
    await registered.live_for(days=2)
    found = await my_data(registered)
    assert found | {"agreements": 0, "messages": 0} == {
        "clinic": "Glow Skin Clinic (demo)",
        "patient_number": 1,
        "name": "Mina",
        "telegram_chat_id": MINA,
        "language": "en",
        "time_zone": "Asia/Seoul",
        "message_time": "09:00",
        "how_often": "daily",
        "status": "active",
        "paused_through": None,
        "registered_at": "2026-03-01T05:00:00+00:00",
        "agreements": 0,
        "treatments": [
            {
                "kind": "dual_laser",
                "date": "2026-02-28",
                "skin_broken": True,
                "clinic_days": {},
                "clinic_sunscreen_from_day": None,
            },
            {
                "kind": "co2",
                "date": "2026-03-01",
                "skin_broken": False,
                "clinic_days": {},
                "clinic_sunscreen_from_day": None,
            },
        ],
        "messages": 0,
        "open_conversation": None,
    }
    assert [one["for"] for one in found["messages"]] == ["2026-03-03", "2026-03-02", "2026-03-01"]
    assert {one["state"] for one in found["messages"]} == {"sent"}
    document = registered.last(MINA).document
    assert document is not None
    assert document.name == "my-aftercare-data.json"


async def test_the_download_shows_an_open_conversation_too(registered: World) -> None:
    await registered.says(MINA, "/plan")
    await walk(registered, "➕ Add a treatment", "✨ Laser")
    assert (await my_data(registered))["open_conversation"]["family"] == "laser"


# erasing


async def test_erasing_is_asked_about_first(registered: World) -> None:
    await registered.says(MINA, "/privacy")
    await walk(registered, "🗑 Erase everything", "No, keep it")
    assert registered.reads(MINA).startswith("Your data")
    assert "Fractional CO2 laser" in await plan(registered)


async def test_after_erasing_the_messages_end_and_a_new_start_is_possible(registered: World) -> None:
    await registered.says(MINA, "/privacy")
    await registered.taps(MINA, "🗑 Erase everything")
    toast = await registered.taps(MINA, "Yes, erase it all", times=2)
    assert toast == "Nothing about you is kept here."
    assert "Nothing about you is kept here any more" in registered.reads(MINA)
    heard = len(registered.heard(MINA))
    await registered.live_for(days=10)
    assert len(registered.heard(MINA)) == heard
    await register(registered)
    assert len(registered.digests(MINA)) == 2


async def test_of_an_erased_person_nothing_is_left_in_any_table_or_in_the_file(world: World) -> None:
    world.fake.add_person(user_id=ZEPHYRINE, first_name="Zephyrine")
    await world.says(NURSE, "/start")
    await register(world, ZEPHYRINE)
    await add(world, ("🩸 PRP",), who=ZEPHYRINE)
    await to_some_places(world)
    world.fake.block(ZEPHYRINE)
    await world.settle()
    world.fake.unblock(ZEPHYRINE)
    await world.live_for(days=1)
    assert "Zephyrine" in world.reads(NURSE)
    assert traces(world) != []
    await world.says(ZEPHYRINE, "/privacy")
    await walk(world, "🗑 Erase everything", "Yes, erase it all", who=ZEPHYRINE)
    assert traces(world) == []
    await world.switch_off()
    content = (world.folder / DATABASE).read_bytes()
    await world.switch_on()
    for trace in (b"Zephyrine", str(ZEPHYRINE).encode(), ZEPHYRINE.to_bytes(6, "big")):
        assert trace not in content


async def to_some_places(world: World) -> None:
    for words in ("/settings", "Zephyrine is my name", "/stop", "/start"):
        await world.says(ZEPHYRINE, words)


def traces(world: World) -> list[str]:
    """Every cell of the database that names the person."""
    found = []
    with closing(sqlite3.connect(world.folder / DATABASE)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of our own tables
                found += [f"{table}: {cell}" for cell in row if str(ZEPHYRINE) in str(cell) or "Zephyrine" in str(cell)]
    return found


async def test_nothing_is_kept_of_somebody_who_only_looked(world: World) -> None:
    world.fake.add_person(user_id=ZEPHYRINE, first_name="Zephyrine")
    await to_days(world, ZEPHYRINE)
    await world.says(ZEPHYRINE, "/stop")
    assert "nothing you told me is kept" in world.reads(ZEPHYRINE)
    assert [one for one in traces(world) if not one.startswith("inbox_update")] == []
    assert "Zephyrine" not in " ".join(traces(world))
