"""Registering, as a dialogue."""

from tests.world import MINA


async def register_co2_today(world) -> None:
    await world.says(MINA, "/start")
    for label in ("☐ The clinic may use", "☐ Telegram stores", "✨ Laser", "Fractional", "Today", "✅ Yes"):
        await world.taps(MINA, label)


async def test_six_taps_register_a_treatment_of_today(world) -> None:
    await register_co2_today(world)
    for m in world.fake.messages(MINA):
        print(m.text or m.caption, [[b.text for b in r] for r in m.buttons])
    assert 0
