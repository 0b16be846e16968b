""" "Is it for me?": reasons, age, what the guide names, and the cases that a specialist decides."""

import pytest

from tests.handlers.talk import walk
from tests.world import JUN, MINA, World

SPECIALIST = "A talk with a specialist comes first."


async def begin(world: World, who: int = MINA) -> None:
    await world.says(who, "/faq")
    await world.taps(who, "🧭 Is it for me?")


async def to_result(world: World, *reasons: str, age: str = "Mid 30s to 40s") -> str:
    await begin(world)
    await walk(world, *(f"☐ {reason}" for reason in reasons), "Go on ›", age)
    return world.reads(MINA)


async def test_reasons_are_ticked_and_unticked_in_one_message(world: World) -> None:
    await begin(world)
    card = world.last(MINA).message_id
    await walk(world, "☐ Acne scars", "☐ Large pores")
    assert {label for label in world.labels(MINA) if label.startswith("☑")} == {"☑ Acne scars", "☑ Large pores"}
    await world.taps(MINA, "☑ Acne scars")
    assert {label for label in world.labels(MINA) if label.startswith("☑")} == {"☑ Large pores"}
    assert world.last(MINA).message_id == card


async def test_at_least_one_reason_is_needed(world: World) -> None:
    await begin(world)
    assert await world.taps(MINA, "Go on ›") == "Please tap at least one reason first."
    assert "What would you like to change?" in world.reads(MINA)


@pytest.mark.parametrize(
    ("reason", "named"),
    [
        ("Less firm skin", "baby laser and Stem cells"),
        ("Fine lines or deep wrinkles", "PRP, baby laser, Stem cells and Microneedling"),
        ("Acne scars", "Laser and Microneedling"),
        ("Dark marks or sun damage", "Laser"),
        ("Rough skin", "Laser and Microneedling"),
        ("Dull skin or uneven tone", "PRP, Laser and Stem cells"),
        ("Dry skin", "mesotherapy"),
        ("Skin that heals slowly", "PRP and Stem cells"),
        ("Large pores", "PRP, Laser and Microneedling"),
        ("I want a natural change", "PRP"),
    ],
)
async def test_a_reason_gets_what_the_guide_names_for_it(world: World, reason: str, named: str) -> None:
    assert f"• {reason}: {named}\n" in await to_result(world, reason)


@pytest.mark.parametrize(
    ("age", "named"),
    [
        ("Late 20s to early 30s", "mesotherapy (hydration), light laser toning and microneedling"),
        ("Mid 30s to 40s", "regular PRP, fractional laser, and mesotherapy with microneedling"),
        ("Late 40s, 50s and above", "stem cells, PRP with laser, and RF microneedling"),
        ("Another age", "names nothing for other ages"),
    ],
)
async def test_an_age_group_gets_what_the_guide_names_and_the_guide_alone(world: World, age: str, named: str) -> None:
    text = await to_result(world, "Rough skin", age=age)
    assert text.startswith("🧭 What your clinic's guide names")
    assert named in text
    assert SPECIALIST in text
    assert "No treatment is free of risk." in text
    for case in ("Pregnant or breastfeeding", "An infection now", "Scars that grow thick", "An autoimmune disease"):
        assert f"• {case}" in text


async def test_the_answer_never_recommends(world: World) -> None:
    text = (await to_result(world, "Acne scars", "Large pores")).lower()
    for word in ("recommend", "best for you", "you need", "suits you", "right for you", "we advise"):
        assert word not in text


@pytest.mark.parametrize(
    "case",
    ["Pregnant or breastfeeding", "An infection now", "Scars that grow thick (keloids)", "An autoimmune disease"],
)
async def test_a_careful_case_needs_a_specialists_decision(world: World, case: str) -> None:
    await to_result(world, "Rough skin")
    await walk(world, "⚠️ One of these is true for me", case)
    text = world.reads(MINA)
    assert text.startswith(f"{case}: this needs a specialist's decision.")
    assert "not a yes and not a no" in text
    assert SPECIALIST in text
    assert "+82 2 555 0100" in text
    assert "📞 The clinic" in world.labels(MINA)


async def test_a_named_treatment_opens_its_card(world: World) -> None:
    await to_result(world, "Dry skin", age="Late 20s to early 30s")
    await world.taps(MINA, "Laser toning")
    assert world.reads(MINA).startswith("Laser toning\n\n📘 Your clinic's guide:")


async def test_back_goes_step_by_step_and_keeps_what_was_chosen(world: World) -> None:
    await to_result(world, "Dry skin")
    await walk(world, "⚠️ One of these is true for me", "An infection now", "‹ Back")
    assert "• Dry skin: mesotherapy" in world.reads(MINA)
    await walk(world, "‹ Back", "‹ Back")
    assert "☑ Dry skin" in world.labels(MINA)


@pytest.mark.parametrize("data", ["suit", "suit:gone", "suit:pick:!?", "suit:ages", "suit:show", "suit:case:x:y:z"])
async def test_forged_and_old_buttons_are_met(world: World, data: str) -> None:
    await begin(world)
    before = len(world.fake.messages(MINA))
    await world.presses(MINA, world.last(MINA).message_id, data)
    assert len(world.fake.messages(MINA)) == before


async def test_nothing_of_it_is_kept(world: World) -> None:
    await to_result(world, "Dry skin")
    async with world.database.read() as session:
        assert await world.runtime.services.dialogs(session).get(MINA) is None


async def test_anybody_may_ask(registered: World) -> None:
    for who in (MINA, JUN):
        await begin(registered, who)
        assert "I cannot advise you." in registered.reads(who)
