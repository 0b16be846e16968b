"""What the house tests look at: the files of the project, its Python code, and its documents."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage", "schedules")
LEFT_OUT = frozenset({"data", "build", "dist", "venv", "__pycache__", ".env", ".git"})
OWN = re.compile(r"\..*|.*\.egg-info")
"""Folders at the top that tools and editors keep for themselves."""
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md", "docs/**/*.md")
FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project; nothing that was installed, cached or made by running it."""
    return tuple(sorted(_under(ROOT)))


def _under(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in LEFT_OUT:
            continue
        if path.is_dir():
            if path.parent != ROOT or path.name == ".ci" or not OWN.fullmatch(path.name):
                yield from _under(path)
        else:
            yield path


def name_of(path: Path) -> str:
    """A path as a reader of the project writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def texts() -> dict[str, str]:
    """Every text file of the project by its name; fonts and pictures are left out."""
    return {name_of(path): path.read_text(encoding="utf-8") for path in files() if _is_text(path)}


def _is_text(path: Path) -> bool:
    return path.suffix not in {".otf", ".png", ".jpg", ".ico"}


def python(*tops: str) -> dict[str, str]:
    """The Python files under these folders by name; generated migrations are left out."""
    return {
        name: text
        for name, text in texts().items()
        if name.endswith(".py") and name.split("/")[0] in tops and "/versions/" not in name
    }


@cache
def tree(name: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(texts()[name])


def documents() -> dict[str, str]:
    """The documents for people, by name."""
    found = {path for pattern in DOCUMENTS for path in ROOT.glob(pattern)}
    return {name_of(path): path.read_text(encoding="utf-8") for path in sorted(found)}


def spans(document: str) -> list[str]:
    """What a document puts between backticks within a line."""
    return SPAN.findall(FENCE.sub("", document))


def shell_lines(document: str) -> list[str]:
    """The lines of code that a reader may type: from shell blocks, continuations joined, and from backticks."""
    blocks = [body for language, body in FENCE.findall(document) if language in {"sh", "console"}]
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [*lines, *spans(document)]


def table_rows(document: str, heading: str) -> list[list[str]]:
    """The cells of the rows of the first table whose header begins with this word."""
    rows = document.partition(f"\n| {heading} |")[2].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
