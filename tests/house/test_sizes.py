"""Small functions, small files: a hard stop for each, and a count of the middling ones that may only go down."""

import ast

import pytest

from tests.house.ground import PACKAGES, python, texts, tree

FUNCTION_AIM, FUNCTION_STOP = 25, 50
FILE_AIM, FILE_STOP = 200, 400
LONG_FUNCTIONS = 12
"""Functions of the packages over the aim. When you make one shorter, make this number smaller."""
LONG_FILES = 14
"""Files of the packages over the aim. The same goes for them."""


def functions(*tops: str) -> dict[str, int]:
    """The length of every function, docstring included, by file and name."""
    return {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name in python(*tops)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def lines(*tops: str) -> dict[str, int]:
    """The length of every Python file."""
    return {name: len(text.splitlines()) for name, text in python(*tops).items()}


def over(sizes: dict[str, int], limit: int) -> list[str]:
    """What is longer than the limit, the longest first."""
    return [f"{size} {what}" for what, size in sorted(sizes.items(), key=lambda one: -one[1]) if size > limit]


def test_no_function_is_longer_than_a_screen() -> None:
    assert over(functions(*PACKAGES, "tests", "docs"), FUNCTION_STOP) == []


def test_no_file_is_longer_than_a_sitting() -> None:
    assert over(lines(*PACKAGES, "tests", "docs"), FILE_STOP) == []


def test_style_sheets_and_scripts_of_the_page_are_short_too() -> None:
    page = {name: len(text.splitlines()) for name, text in texts().items() if name.endswith((".js", ".css"))}
    assert page
    assert over(page, FILE_STOP) == []


@pytest.mark.parametrize(
    ("found", "most"),
    [
        (over(functions(*PACKAGES), FUNCTION_AIM), LONG_FUNCTIONS),
        (over(lines(*PACKAGES), FILE_AIM), LONG_FILES),
    ],
    ids=["functions", "files"],
)
def test_what_is_over_the_aim_only_becomes_less(found: list[str], most: int) -> None:
    print("\n".join(found))  # noqa: T201 - what a failure should show
    assert len(found) <= most, "More than before: take the longest apart, or the newest."
    assert len(found) == most, f"Well done: now write {len(found)} into this file."
