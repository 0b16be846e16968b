"""Mina registers: what this is, consents, which treatment, today."""

import pytest

from handlers.texts import Texts
from schedules.words import Kind
from tests.handlers.talk import CO2, HEALTH, SIX_TAPS, TELEGRAM, TIPS, YES, my_data, plan_picture, register, walk
from tests.world import JUN, MINA, SAFETY, World

KINDS = {
    Kind.CO2: ("Fractional CO2 laser", *CO2),
    Kind.TONING: ("Laser toning", "✨ Laser", "Laser toning"),
    Kind.DUAL_LASER: ("Baby laser (Diol Dual)", "✨ Laser", "Baby laser (Diol Dual): skin not broken"),
    Kind.PRP: ("PRP", "🩸 PRP"),
    Kind.DERMAPEN: ("Dermapen", "🪡 Microneedling", "Dermapen"),
    Kind.DERMAROLLER: ("Dermaroller", "🪡 Microneedling", "Dermaroller"),
    Kind.RF_MN: ("RF microneedling", "🪡 Microneedling", "RF microneedling"),
    Kind.MESO: ("Mesotherapy (hydration)", "💧 Mesotherapy"),
    Kind.ADSC: ("Stem cells from own fat (ADSC)", "🧬 Stem cells", "Stem cells from own fat"),
    Kind.PRP_ADSC: ("PRP + stem cells", "🧬 Stem cells", "PRP + stem cells"),
}
"""The name in the plan, and the buttons that lead there."""


def heading(text: str) -> str:
    """The line of a daily message that names the treatments and the date."""
    return text.splitlines()[1].lower()


async def test_start_says_what_this_is_and_asks_before_anything_is_kept(world: World) -> None:
    await world.says(MINA, "/start")
    words = world.reads(MINA)
    for part in ("Hello Mina!", "Glow Skin Clinic", "I am automatic", "call 119", "What is kept", "/privacy", "/stop"):
        assert part in words
    assert world.labels(MINA) == [
        "☐ Care tips and news (optional)",
        "☐ The clinic may use my health data (needed)",
        "☐ Telegram stores it, maybe abroad (needed)",
        SAFETY,
    ]


async def test_six_taps_register_a_treatment_of_today(world: World) -> None:
    await world.says(MINA, "/start")
    assert len(SIX_TAPS) == 6
    await walk(world, *SIX_TAPS)
    assert plan_picture(world).caption.splitlines() == [
        "All set, Mina 🌅 Here is your plan.",
        "",
        "• Fractional CO2 laser, 1 March 2026 · day 0",
        "",
        "I write at 09:00, Seoul time.",
    ]
    (first,) = world.digests(MINA)
    assert "co2 laser · sun 1 mar" in heading(first.text)


@pytest.mark.parametrize("kind", Kind)
async def test_every_kind_of_treatment_can_be_registered(at_treatments: World, kind: Kind) -> None:
    name, *taps = KINDS[kind]
    await walk(at_treatments, *taps, "Today", YES)
    assert f"• {name}, 1 March 2026 · day 0" in plan_picture(at_treatments).caption
    assert [one["kind"] for one in (await my_data(at_treatments))["treatments"]] == [kind]
    (first,) = at_treatments.digests(MINA)
    assert Texts(at_treatments.content, "en").plain(f"protocols.{kind}.short").lower() in heading(first.text)
    assert "sun 1 mar" in heading(first.text)


async def test_a_laser_that_broke_the_skin_gets_the_stricter_care(world: World) -> None:
    await register(world, treatment=("✨ Laser", "Baby laser (Diol Dual): skin not broken"))
    await register(world, JUN, treatment=("✨ Laser", "Baby laser (Diol Dual): skin broken or not sure"))
    assert (await my_data(world, JUN))["treatments"][0]["skin_broken"] is True
    whole, broken = world.digests(MINA)[0].text, world.digests(JUN)[0].text
    assert heading(whole) == heading(broken)
    assert "alcohol" in broken
    assert "ointment" in broken
    assert "ointment" not in whole


@pytest.mark.usefixtures("drawn")
async def test_the_plan_comes_as_a_picture(world: World) -> None:
    await register(world)
    message = plan_picture(world)
    assert message.photo is not None
    file = world.fake.file(message.photo.file_id)
    assert file is not None
    assert file.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(message.caption) <= 1024


# consents


async def test_without_both_needed_consents_nothing_goes_on(world: World) -> None:
    for ticked in ((), (HEALTH,), (TELEGRAM,), (TIPS,), (TIPS, HEALTH)):
        await world.says(MINA, "/start")
        await walk(world, *ticked)
        card = world.last(MINA)
        await world.presses_all(
            MINA, card.message_id, ["reg:agreed", "reg:family:laser", "reg:day:20260301", "reg:done"]
        )
        assert "Tick the two needed boxes" in world.reads(MINA)
        assert world.last(MINA).message_id == card.message_id
    await world.says(MINA, "/today")
    assert "I do not know your treatment yet" in world.reads(MINA)


async def test_tips_are_a_free_choice_and_every_answer_is_kept_with_its_wording(world: World) -> None:
    await world.says(MINA, "/start")
    await walk(world, *SIX_TAPS)
    agreements = (await my_data(world))["agreements"]
    assert {one["to"]: one["given"] for one in agreements} == {"health": True, "telegram": True, "tips": False}
    assert {one["wording"] for one in agreements} == {"2026-11"}
    assert {one["at"] for one in agreements} == {"2026-03-01T05:00:00+00:00"}


async def test_tips_can_be_ticked(world: World) -> None:
    await world.says(MINA, "/start")
    await walk(world, TIPS, *SIX_TAPS)
    assert {one["to"]: one["given"] for one in (await my_data(world))["agreements"]}["tips"] is True


async def test_a_consent_can_be_taken_back_while_registering(world: World) -> None:
    await world.says(MINA, "/start")
    await walk(world, HEALTH, "☑ The clinic may use", TELEGRAM)
    assert "☐ The clinic may use my health data (needed)" in world.labels(MINA)
    await world.taps(MINA, HEALTH)
    assert "Which treatment" in world.reads(MINA)


async def test_one_step_back_from_the_treatments_are_the_consents(world: World) -> None:
    await world.says(MINA, "/start")
    await walk(world, HEALTH, TELEGRAM, "‹ Back", TIPS)
    assert world.labels(MINA)[0] == "☑ Care tips and news (optional)"
    await world.taps(MINA, "▶️ Go on")
    await walk(world, *CO2, "Today", YES)
    assert "All set" in plan_picture(world).caption
