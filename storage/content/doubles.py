"""Sayings that stand twice: harmless to the bot, and confusing to whoever keeps the files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.content.documents import Document, FieldPath, read_document
from storage.content.model import ContentError, Place
from storage.content.problems import Problem
from storage.content.understanding import FILES, FOLDER
from storage.content.walk import part_folders

EXAMPLES = "examples"
"""Two lists of this file must not share a saying: it would stand for both."""


def doubles(folders: Sequence[Path]) -> Iterator[Problem]:
    """A problem for each saying that stands twice in a list, and each example that stands for two intents."""
    for code in part_folders(folders, FOLDER):
        for name in FILES:
            yield from _in_file(folders, f"{FOLDER}/{code}/{name}.yaml", apart=name != EXAMPLES)


def _in_file(folders: Sequence[Path], name: str, *, apart: bool) -> Iterator[Problem]:
    first: dict[tuple[str, str], Place] = {}
    for document in _documents(folders, name):
        for path, said in _sayings(document):
            place = document.place(path)
            key = (str(path[0]) if apart else "", " ".join(said.casefold().split()))
            if key in first:
                where = ".".join(map(str, path))
                yield Problem(place.file, place.line, f"{where}: {said!r} stands already at {first[key]}.")
            first.setdefault(key, place)


def _documents(folders: Sequence[Path], name: str) -> Iterator[Document]:
    for folder in folders:
        try:
            yield read_document([folder], name)
        except ContentError:
            continue  # it is not there, or told already


def _sayings(document: Document) -> Iterator[tuple[FieldPath, str]]:
    for key, texts in document.data.items() if isinstance(document.data, dict) else ():
        for at, text in enumerate(texts) if isinstance(texts, list) else ():
            if isinstance(text, str):
                yield (key, at), text
