"""House rules that a linter cannot see, or that it lets a `noqa` talk it out of."""

import ast
import re
from collections import Counter

import pytest

from tests.house.ground import PACKAGES, files, name_of, python, texts, tree

CLOCKS = {"bot/clock.py": 1, "bot/runtime.py": 1}
"""Where the machine is asked for the time, and how often: the clock itself, and APScheduler's first run."""
TASKS = {"bot/supervisor.py": 1}
"""Where a task is made that no group waits for."""
ASKS_THE_TIME = frozenset({("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")})
MAKES_A_TASK = frozenset({("asyncio", "create_task"), ("asyncio", "ensure_future"), ("loop", "create_task")})
NOQA = re.compile(r"#\s*noqa(?P<rest>.*)")
NOQA_WITH_REASON = re.compile(r": [A-Z]+[0-9]+(, [A-Z]+[0-9]+)* - \S.*")
IGNORE = re.compile(r"#\s*type:\s*ignore(?P<rest>.*)")
IGNORE_WITH_REASON = re.compile(r"\[[a-z, -]+\]  # \S.*")
CODE = ("bot", "handlers", "storage", "schedules", "tests", "docs")
HERE = "tests/house/test_sources.py"


def calls(tops: tuple[str, ...], wanted: frozenset[tuple[str, str]]) -> dict[str, int]:
    """How often each file calls one of these functions, written as `owner.name(…)`."""
    found = Counter(
        name
        for name in python(*tops)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if (_last(node.func.value), node.func.attr) in wanted
    )
    return dict(found)


def _last(node: ast.expr) -> str:
    """The last name of `a.b.c`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def without_reason(comment: re.Pattern[str], shape: re.Pattern[str]) -> list[str]:
    """The comments of a kind that do not say why."""
    return [
        f"{name}:{number} {line.strip()}"
        for name, text in python(*CODE).items()
        if name != HERE
        for number, line in enumerate(text.splitlines(), 1)
        if (found := comment.search(line)) and not shape.fullmatch(found["rest"])
    ]


def test_nobody_but_the_clock_asks_the_machine_for_the_time() -> None:
    assert calls(PACKAGES, ASKS_THE_TIME) == CLOCKS


def test_a_task_that_no_group_waits_for_is_started_at_the_known_doors_only() -> None:
    assert calls(PACKAGES, MAKES_A_TASK) == TASKS


def test_every_exception_from_a_lint_rule_says_why() -> None:
    assert without_reason(NOQA, NOQA_WITH_REASON) == []


def test_every_ignored_type_says_why() -> None:
    assert without_reason(IGNORE, IGNORE_WITH_REASON) == []


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: S105", "#noqa: S105 -", "# noqa - it is fine"])
def test_a_bare_noqa_would_be_seen(comment: str) -> None:
    found = NOQA.search(comment)
    assert found
    assert not NOQA_WITH_REASON.fullmatch(found["rest"])


def undocumented(name: str) -> list[str]:
    """The public names of a file that have no docstring."""
    found = [] if ast.get_docstring(tree(name)) else [name]
    waiting: list[tuple[str, ast.Module | ast.ClassDef]] = [(name, tree(name))]
    while waiting:
        where, holder = waiting.pop()
        for node in holder.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not _is_setter(node):
                found.append(f"{where} {node.name}")
            if isinstance(node, ast.ClassDef):
                waiting.append((f"{where} {node.name}", node))
    return found


def _is_setter(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "setter" for each in node.decorator_list)


def test_everything_public_says_what_it_promises() -> None:
    assert [each for name in python(*PACKAGES) for each in undocumented(name)] == []


REGISTRY = re.compile(r"py[p]i\.|python[h]osted|registry\.np[m]|proxy\.golan[g]|crates\.i[o]", re.IGNORECASE)
HOME = re.compile(r"(?<![\w.])/([h]ome|[r]oot|[U]sers|[t]mp|[w]ork|[v]ar/folders)/\w")


@pytest.mark.parametrize("pattern", [REGISTRY, HOME], ids=["registry", "home"])
def test_no_file_names_a_package_registry_or_somebodys_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [name for name, text in python(*CODE).items() if name != HERE and later.search(text)] == []


def test_file_names_are_plain() -> None:
    assert [name_of(path) for path in files() if not re.fullmatch(r"[\w./-]+", name_of(path))] == []
