"""What all acceptance tests share."""

import pytest

from tests.acceptance.browser import chromium


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `browser` is skipped without one, before anything is started for it."""
    if item.get_closest_marker("browser"):
        chromium()
