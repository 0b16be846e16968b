"""The README's pictures can be taken again from the product as it is: Mina's registration, and her third day."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from PIL import Image

from tests.acceptance.process import PATIENCE

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]

SCRIPT = Path(__file__).parents[2] / "docs" / "screenshots.py"
MOST_BYTES = 400_000


async def test_the_pictures_of_the_readme_can_be_taken(tmp_path: Path) -> None:
    async with asyncio.timeout(2 * PATIENCE):
        script = await asyncio.create_subprocess_exec(
            *(sys.executable, SCRIPT, "--into", tmp_path), cwd=tmp_path, stdout=PIPE, stderr=STDOUT
        )
        said, _ = await script.communicate()
    assert script.returncode == 0, said.decode()
    sizes = {"sandbox.png": (1280, 820), "phone.png": (2 * 390, 2 * 844)}
    for name, size in sizes.items():
        with Image.open(tmp_path / name) as picture:
            assert picture.size == size
            assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 500  # a page, not an empty sheet
        assert (tmp_path / name).stat().st_size < MOST_BYTES
