"""Questions and answers: every page and every answer is reached by taps, by anybody."""

import pytest

from tests.world import MINA, World


async def test_every_page_and_every_answer_is_reached_by_taps(world: World) -> None:
    await world.says(MINA, "/faq")
    card = world.last(MINA).message_id
    menu = [b for row in world.last(MINA).buttons for b in row if str(b.callback_data).startswith("faq:page")]
    answers = []
    for page in menu:
        await world.presses(MINA, card, str(page.callback_data))
        assert page.text.split(" ", 1)[1] in world.reads(MINA)
        entries = [b for row in world.last(MINA).buttons for b in row if str(b.callback_data).startswith("faq:entry")]
        for entry in entries:
            await world.presses(MINA, card, str(entry.callback_data))
            assert entry.text in world.reads(MINA).splitlines()[0]
            assert len(world.reads(MINA)) > len(entry.text) + 40
            answers.append(world.reads(MINA))
        await world.taps(MINA, "‹ Back")
        assert world.labels(MINA)[: len(entries)] == [entry.text for entry in entries]
        await world.taps(MINA, "‹ Back")
        assert world.labels(MINA)[: len(menu)] == [entry.text for entry in menu]
    assert len(menu) == len(world.content.faq)
    assert len(set(answers)) == len(answers) == sum(len(page.entries) for page in world.content.faq)
    assert world.last(MINA).message_id == card


@pytest.mark.parametrize("data", ["faq:page:gone", "faq:entry:gone", "faq:", "faq", "faq:entry"])
async def test_a_page_that_is_not_there_any_more_leads_to_the_menu(world: World, data: str) -> None:
    await world.says(MINA, "/faq")
    menu = world.reads(MINA)
    await world.taps(MINA, world.labels(MINA)[0])
    await world.presses(MINA, world.last(MINA).message_id, data)
    assert world.reads(MINA) == menu


async def test_a_patient_reads_them_too(registered: World) -> None:
    await registered.says(MINA, "/start")
    await registered.taps(MINA, "💬 Questions")
    assert "📞 The clinic" in registered.labels(MINA)
