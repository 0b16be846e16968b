"""/treatments: every kind is explained to anybody; and what became of the old buttons of that name."""

import pytest

from schedules.words import Kind
from tests.handlers.talk import walk
from tests.world import JUN, MINA, World


async def opens(world: World, data: str, who: int = MINA) -> str:
    """What a button turns the newest message into."""
    await world.presses(who, world.last(who).message_id, data)
    return world.reads(who)


async def test_every_kind_is_reached_by_taps_in_one_message_and_the_way_back_leads_up(world: World) -> None:
    await world.says(JUN, "/treatments")
    start, card = world.reads(JUN), world.last(JUN).message_id
    titles = []
    for family in [b for row in world.last(JUN).buttons for b in row if str(b.callback_data).startswith("exp:")]:
        await opens(world, str(family.callback_data), JUN)
        kinds = [b for row in world.last(JUN).buttons for b in row if str(b.callback_data).startswith("exp:kind")]
        for kind in kinds:
            titles.append((await opens(world, str(kind.callback_data), JUN)).splitlines()[0])
            await world.taps(JUN, "‹ Back")
        titles += [] if kinds else [world.reads(JUN).splitlines()[0]]
        await world.taps(JUN, "‹ Back")
        assert world.reads(JUN) == start
    texts = world.content.languages["en"].texts
    assert sorted(titles) == sorted(str(texts[f"protocols.{kind}.name"]) for kind in Kind)
    assert world.last(JUN).message_id == card


async def test_a_card_tells_what_how_aims_whom_visits_results_and_the_days_after(world: World) -> None:
    await world.says(MINA, "/treatments")
    await walk(world, "✨ Laser", "Fractional CO2 laser")
    lines = world.reads(MINA).splitlines()
    assert lines[0] == "Fractional CO2 laser"
    assert [line.split(".")[0] for line in lines[2:10]] == [
        "📘 Your clinic's guide:",
        "What it is",
        "How it works",
        "Aims",
        "For whom",
        "Visits",
        "Results",
        "",
    ]
    assert "Visits. 3 to 5 times, 4 to 8 weeks apart." in world.reads(MINA)
    assert "after 1 to 2 months. The most can be seen after 3 to 6 months." in world.reads(MINA)
    assert lines[10] == "💬 Usual advice:"
    assert "swelling peaks on days 2 to 3" in lines[11]
    assert lines[-1].startswith("No treatment is free of risk.")


@pytest.mark.parametrize("kind", [Kind.ADSC, Kind.PRP_ADSC, Kind.DERMAPEN, Kind.DERMAROLLER, Kind.RF_MN])
async def test_no_number_and_no_date_is_invented(world: World, kind: Kind) -> None:
    await world.says(MINA, "/treatments")
    guide = (await opens(world, f"exp:kind:{kind}")).split("💬")[0]
    assert "Visits. The guide gives no number. Your clinic decides." in guide
    assert "Results. The guide gives no date." in guide


async def test_a_clinics_own_course_stands_on_the_card(world: World) -> None:
    await world.says(MINA, "/treatments")
    assert "Visits. 3 to 4 times, 4 to 6 weeks apart." in await opens(world, "exp:kind:prp")
    assert "Visits. 3 to 5 times, 2 to 4 weeks apart." in await opens(world, "exp:kind:meso")
    assert "Results. Moist skin right after the treatment." in world.reads(MINA)


@pytest.mark.parametrize("data", ["exp:", "exp", "exp:kind:gone", "exp:family:gone", "exp:family", "exp:kind"])
async def test_what_is_not_there_any_more_leads_to_the_list(world: World, data: str) -> None:
    await world.says(MINA, "/treatments")
    start = world.reads(MINA)
    await world.taps(MINA, "✨ Laser")
    assert await opens(world, data) == start


async def test_a_patient_finds_the_way_to_their_own_treatments(registered: World) -> None:
    await registered.says(MINA, "/treatments")
    await walk(registered, "✏️ Change a treatment", "Fractional CO2 laser · 1 March 2026")
    assert registered.reads(MINA) == "Fractional CO2 laser, 1 March 2026"


async def test_a_stranger_is_not_offered_what_they_do_not_have(world: World) -> None:
    await world.says(MINA, "/treatments")
    assert "✏️ Change a treatment" not in world.labels(MINA)


async def test_old_buttons_still_lead_somewhere_sensible(registered: World) -> None:
    await registered.says(MINA, "/plan")
    plan = registered.last(MINA).message_id
    await registered.presses(MINA, plan, "go:treatments")
    assert registered.reads(MINA).startswith("Treatments explained")
    assert "✏️ Change a treatment" in registered.labels(MINA)
    await registered.presses(MINA, plan, "trt:menu")
    assert registered.reads(MINA).startswith("Which treatment?")
    await registered.says(MINA, "/faq")
    assert (await opens(registered, "faq:entry:prp")).startswith("PRP\n\n📘 Your clinic's guide:")
    assert (await opens(registered, "faq:page:treatments")).startswith("Questions and answers")
    assert "💉 Treatments explained" in registered.labels(MINA)


async def test_a_newcomer_finds_it_before_registering(world: World) -> None:
    await world.says(MINA, "/help")
    await world.taps(MINA, "💉 Treatments explained")
    assert world.reads(MINA).startswith("Treatments explained")
