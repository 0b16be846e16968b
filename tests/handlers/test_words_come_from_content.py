"""House style: no word that a person reads is written in the code; all come from content, by key."""

import ast
import re
from pathlib import Path

import pytest

from storage.content import DEFAULT_CONTENT

ROOT = DEFAULT_CONTENT.parent
FOLDERS = ("handlers", "handlers/actions", "handlers/rendering", "handlers/pictures", "bot", "bot/delivery")
FILES = sorted(file for folder in FOLDERS for file in (ROOT / folder).glob("*.py"))
SHOWN = {"say", "show", "toast", "picture", "document", "send_message", "answer", "edit_text", "button", "Message"}
"""What puts words before a person; the first argument of each, or `text` and `caption`, are those words."""

KEY = re.compile(r"[a-z_-]+(\.[a-z_0-9{}]*)+")
LETTER = re.compile(r"[^\W\d_]{2,}")


def spoken_literals(source: str) -> list[str]:
    """The words in string literals that a call would put before a person; text keys do not count."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in SHOWN:
            words = [*node.args[:2], *(k.value for k in node.keywords if k.arg in {"text", "caption"})]
            found += [text for word in words for text in _literals(word) if LETTER.search(text)]
    return [text for text in found if not KEY.fullmatch(text)]


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)]
    if isinstance(node, ast.BinOp | ast.IfExp):
        parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return [text for part in parts for text in _literals(part)]
    return []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('turn.say("Hello there")', ["Hello there"]),
        ('turn.toast("Saved" if done else "Gone")', ["Saved", "Gone"]),
        ('turn.show(f"Day {day}")', ["Day {}"]),
        ('bot.send_message(chat, text="Sorry")', ["Sorry"]),
        ('button("Back", section)', ["Back"]),
        ('turn.say(turn.texts.say("start.saved"))', []),
        ('button("‹", section, "cal")', []),
    ],
)
def test_the_search_finds_words_and_only_words(code: str, words: list[str]) -> None:
    assert spoken_literals(code) == words


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_words_in(file: Path) -> None:
    assert spoken_literals(file.read_text(encoding="utf-8")) == []
