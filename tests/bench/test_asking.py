"""Typed words: how well they are understood, how fast, and what it costs, measured by hand with `make bench`."""

from pathlib import Path

import pytest

from tests.bench.asking import (
    LANGUAGES,
    PARTS,
    measure_answers,
    measure_loading,
    measure_memory,
    measure_signs_beside_anything,
)
from tests.phrasebook import judged, understood

pytestmark = pytest.mark.bench


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_understanding(language: str, part: str) -> None:
    lines = list(judged(understood(language, part)).lines())
    print(f"\n{language}, {part} phrases")
    print("\n".join(f"  {line}" for line in lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_beside_anything(language: str) -> None:
    print(f"\n{language}, a sign and a harmless phrase in one message, joined by")
    for how, found, count in measure_signs_beside_anything(language):
        print(f"  {how:<22} {found / count:7.1%}  ({found}/{count})")
        assert found == count or "emergency, full stop" not in how


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_for_an_answer(language: str) -> None:
    costs = measure_answers(language)
    print(f"\nanswer to a text, {language}: {costs}")
    assert costs.p95 < 20


async def test_reading_the_content() -> None:
    read, first = await measure_loading()
    print(
        f"\nreading the content: {read:.2f} s of processor time; what is prepared beside the running bot: {first:.2f} s"
    )
    assert read < 1


async def test_memory(tmp_path: Path) -> None:
    before, after = await measure_memory(tmp_path, 200)
    print(f"\nmemory of the running bot: {before} MB after its start, {after} MB after 200 texts")
    assert after < 150
