"""What tests of several rings begin with: content that is read in a moment, and a clinic's own folder over it."""

from pathlib import Path

import pytest

from tests.slim import slim


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with one saying where there are hundreds."""
    return slim(tmp_path_factory.mktemp("shipped") / "content")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of a clinic's own content, empty."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder
