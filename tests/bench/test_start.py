"""From `python -m bot run` to a page that can be used, measured by hand with `make bench` on a quiet machine."""

from pathlib import Path

import pytest

from tests.bench.starting import measure_bare_python, measure_start

pytestmark = pytest.mark.bench


async def test_start_to_a_usable_page(tmp_path: Path) -> None:
    bare = await measure_bare_python()
    first, again = await measure_start(tmp_path), await measure_start(tmp_path)
    print(f"\nstart to a usable page: {first:.2f} s on a new database, {again:.2f} s on a known one")
    print(f"bare Python with Starlette and uvicorn imported: {bare:.2f} s; ratio {again / bare:.1f}")
    assert again < 5
