"""Guards against a slow bot. The limits leave room for a loaded machine; `make bench` gives the figures themselves."""

from pathlib import Path

import pytest

from tests.bench.starting import measure_start
from tests.bench.tapping import measure_taps

pytestmark = pytest.mark.acceptance


async def test_a_tap_is_answered_at_once(tmp_path: Path) -> None:
    figures = await measure_taps(tmp_path, 60)
    assert figures.p95 < 250, figures


async def test_the_sandbox_is_ready_soon_after_its_command(tmp_path: Path) -> None:
    assert await measure_start(tmp_path) < 10
