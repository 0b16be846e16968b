"""Each of the 53 facts of the clinic's guide is reached in the chat, by taps, in English and in Korean.

The table is `article_in_chat.yaml`, beside this file.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.world import MINA, World

SUJIN = 1003


@cache
def facts() -> dict[int, list[dict[str, Any]]]:
    """Of each fact the places that show it: `path`, and its words by language."""
    loaded: dict[int, list[dict[str, Any]]] = yaml.safe_load(
        Path(__file__).with_name("article_in_chat.yaml").read_text(encoding="utf-8")
    )
    return loaded


async def reads(world: World, who: int, path: tuple[str, ...]) -> str:
    """What stands there at the end of a path; each button must be on the message before it."""
    for step in path:
        if step.startswith("/"):
            await world.says(who, step)
            continue
        message = world.last(who)
        offered = {str(button.callback_data) for row in message.buttons for button in row}
        assert step in offered, f"{step} of {path} is not among {offered}"
        await world.presses(who, message.message_id, step)
    return world.reads(who)


def test_the_table_has_every_fact_and_words_for_each() -> None:
    assert sorted(facts()) == list(range(1, 54))
    assert all(place["en"] and place["ko"] for places in facts().values() for place in places)


@pytest.mark.parametrize(("who", "language"), [(MINA, "en"), (SUJIN, "ko")])
async def test_every_fact_of_the_guide_is_shown_where_the_table_says(world: World, who: int, language: str) -> None:
    world.fake.add_person(user_id=SUJIN, first_name="수진", language_code="ko")
    places = [(fact, tuple(place["path"]), place[language]) for fact, found in facts().items() for place in found]
    pages = {path: await reads(world, who, path) for path in dict.fromkeys(path for _, path, _ in places)}
    missing = [(fact, words) for fact, path, told in places for words in told if words not in pages[path]]
    assert missing == []
