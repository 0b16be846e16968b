"""Reply to a tap: our own time, measured by hand with `make bench` on a quiet machine."""

from pathlib import Path

import pytest

from tests.bench.tapping import measure_bare, measure_taps

pytestmark = pytest.mark.bench


async def test_reply_to_a_tap(tmp_path: Path) -> None:
    bare, taps = await measure_bare(300), await measure_taps(folder(tmp_path, "person"), 300)
    hasty = await measure_taps(folder(tmp_path, "hasty"), 300, pause=0)
    print(f"\nreply to a tap:               {taps}")
    print(f"with the next tap at once:    {hasty}")
    print(f"bare web app, one round trip: {bare}")
    print(f"ratio of the first to it:     p50 {taps.p50 / bare.p50:.1f}, p95 {taps.p95 / bare.p95:.1f}")
    assert taps.p95 < 50


def folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made
