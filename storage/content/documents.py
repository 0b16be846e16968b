"""YAML files as plain values with the place of every field, and one folder laid over another.

A plain word is a string unless it is a number, true, false or null: `NO` is Norway and `21:00` is a time of day.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from storage.content.mistakes import gathered
from storage.content.model import ContentError, Place
from storage.content.walk import YAML, yaml_files

LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C is ten times as fast, and not part of every build of PyYAML."""

INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

LARGEST = 1_000_000
"""Bytes of a file; whatever is larger was not written by a person."""

DEEPEST = 20
"""No file that a person writes goes so deep."""

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The value of one file, over all folders, and where each field of it was written."""

    name: str
    data: Any
    places: dict[FieldPath, Place] = field(repr=False)

    def place(self, path: FieldPath) -> Place:
        """Where a field stands; for one that is not there, where its parent stands."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]

    def mistake(self, path: FieldPath, message: str) -> ContentError:
        """The error to raise about a field of this file."""
        where = ".".join(str(step) for step in path)
        return ContentError(f"{where}: {message}" if where else message, self.place(path))


def read_documents(folders: Sequence[Path], under: str) -> list[Document]:
    """Every YAML file under a sub-folder, each merged over the folders in order, by relative name."""
    names = {f"{under}/{name}" for folder in folders for name in yaml_files(folder / under) if name.endswith(YAML[0])}
    return gathered(partial(read_document, folders, name) for name in sorted(names))


def read_document(folders: Sequence[Path], name: str) -> Document:
    """One file, a later folder's fields over an earlier one's; raises ContentError when no folder has it."""
    files = [folder / name for folder in folders if os.path.lexists(folder / name)]
    if not files:
        raise ContentError("the file is missing.", Place(folders[0] / name))
    merged, *rest = gathered(partial(_read, file, name) for file in files)
    for above in rest:
        merged = _lay_over(merged, above)
    return merged


def _read(file: Path, name: str) -> Document:
    try:
        reader = _Reader(file)
        return Document(name, reader.data, reader.places)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentError(f"the file is not valid YAML: {error.problem}.", Place(file, line)) from error
    except yaml.YAMLError as error:
        raise ContentError("the file is not valid YAML.", Place(file)) from error


def _text(file: Path) -> str:
    """The words of a file; raises ContentError for one that is none, or far too large."""
    try:
        if not file.is_file():
            raise ContentError("is not a file that can be read.", Place(file))
        with file.open("rb") as opened:
            found = opened.read(LARGEST + 1)
    except OSError as error:
        raise ContentError(f"the file cannot be read: {error.strerror}.", Place(file)) from error
    if len(found) > LARGEST:
        raise ContentError(f"the file is larger than {LARGEST // 1000} kB.", Place(file))
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise ContentError("the file is not UTF-8 text.", Place(file, line)) from error


class _Reader:
    """The plain values of a file, each noted with its place.

    It goes through PyYAML's events and not its nodes: those end the process where a file is nested a thousandfold.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._events = yaml.parse(_text(file), Loader=LOADER)
        self.places: dict[FieldPath, Place] = {(): Place(file)}
        self.data: Any = {}
        begun = [next(self._events), next(self._events)]
        if isinstance(begun[1], DocumentStartEvent):
            self.data = self._value(next(self._events), ())
            *_, after = next(self._events), next(self._events)
            if isinstance(after, DocumentStartEvent):
                raise self._unused(after)

    def _unused(self, event: Event) -> ContentError:
        return ContentError("this kind of YAML is not used here.", self._place(event))

    def _place(self, event: Event) -> Place:
        return Place(self._file, event.start_mark.line + 1 if event.start_mark else None)

    def _value(self, event: Event, path: FieldPath) -> Any:
        self.places.setdefault(path, self._place(event))
        if len(path) > DEEPEST:
            raise ContentError("the file is nested too deeply.", self._place(event))
        match event:
            case ScalarEvent():
                return _scalar(event)
            case MappingStartEvent():
                return self._mapping(path)
            case SequenceStartEvent():
                return [self._value(item, (*path, at)) for at, item in enumerate(self._until(SequenceEndEvent))]
        raise self._unused(event)  # an alias: a few of them can stand for billions of values

    def _until(self, end: type[Event]) -> Iterator[Event]:
        """What comes up to the end of this list; whoever asks takes what is inside of each on their way."""
        while not isinstance(event := next(self._events), end):
            yield event

    def _mapping(self, path: FieldPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key in self._until(MappingEndEvent):
            if not isinstance(key, ScalarEvent):
                raise self._unused(key)
            name, place = str(key.value), self._place(key)
            if name in values:
                where = ".".join(str(step) for step in (*path, name))
                raise ContentError(f"{where}: is written twice.", place)
            self.places[(*path, name)] = place
            values[name] = self._value(next(self._events), (*path, name))
        return values


def _scalar(event: ScalarEvent) -> Any:
    written = str(event.value)
    if event.style in {"'", '"', "|", ">"}:
        return written
    if INTEGER.fullmatch(written):
        return int(written)
    return WORDS.get(written, written)


def _lay_over(below: Document, above: Document) -> Document:
    data = _merge(below.data, above.data)
    kept = {path: place for path, place in below.places.items() if not _replaced(path, above.data)}
    return Document(below.name, data, kept | above.places)


def _merge(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return below | {key: _merge(below.get(key), value) for key, value in above.items()}
    return above


def _replaced(path: FieldPath, above: Any) -> bool:
    """Whether the upper folder puts something else than a mapping at this path or on the way to it."""
    for step in path:
        if not isinstance(above, dict) or step not in above:
            return False
        above = above[step]
        if not isinstance(above, dict):
            return True
    return False
