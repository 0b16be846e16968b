"""YAML files as plain values with the place of every field, and one folder laid over another.

A plain word is a string unless it is a number, true, false or null: `NO` is Norway and `21:00` is a time of day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from storage.content.model import ContentError, Place

LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C is ten times as fast, and not part of every build of PyYAML."""

INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

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
        return ContentError(f"{self.place(path)}: {where}: {message}" if where else f"{self.place(path)}: {message}")


def read_documents(folders: Sequence[Path], under: str = "") -> Iterator[Document]:
    """Every YAML file under a sub-folder, each merged over the folders in order, by relative name."""
    names = sorted(
        {file.relative_to(folder).as_posix() for folder in folders for file in (folder / under).rglob("*.yaml")}
    )
    return (read_document(folders, name) for name in names)


def read_document(folders: Sequence[Path], name: str) -> Document:
    """One file, a later folder's fields over an earlier one's; raises ContentError when no folder has it."""
    found = [_read(folder / name, name) for folder in folders if (folder / name).is_file()]
    if not found:
        raise ContentError(f"{Place(folders[0] / name)}: the file is missing.")
    merged = found[0]
    for above in found[1:]:
        merged = _lay_over(merged, above)
    return merged


def _read(file: Path, name: str) -> Document:
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=LOADER)
    except UnicodeDecodeError as error:
        raise ContentError(f"{Place(file)}: the file is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentError(f"{Place(file, line)}: the file is not valid YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{Place(file)}: the file is not valid YAML.") from error
    places: dict[FieldPath, Place] = {(): Place(file)}
    data = {} if node is None else _value(node, (), file, places)
    return Document(name, data, places)


def _value(node: Node, path: FieldPath, file: Path, places: dict[FieldPath, Place]) -> Any:
    places.setdefault(path, Place(file, node.start_mark.line + 1))
    match node:
        case MappingNode():
            return _mapping(node, path, file, places)
        case SequenceNode():
            return [_value(item, (*path, at), file, places) for at, item in enumerate(node.value)]
        case ScalarNode():
            return _scalar(node)
    raise ContentError(f"{places[path]}: this kind of YAML is not used here.")


def _mapping(node: MappingNode, path: FieldPath, file: Path, places: dict[FieldPath, Place]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value)
        if key in values:
            where = ".".join(str(step) for step in (*path, key))
            raise ContentError(f"{Place(file, line)}: {where}: is written twice.")
        places[(*path, key)] = Place(file, line)
        values[key] = _value(value_node, (*path, key), file, places)
    return values


def _scalar(node: ScalarNode) -> Any:
    written = str(node.value)
    if node.style in {"'", '"', "|", ">"}:
        return written
    if INTEGER.fullmatch(written):
        return int(written)
    return WORDS.get(written, written)


def _lay_over(below: Document, above: Document) -> Document:
    data = _merge(below.data, above.data)
    kept = {path: place for path, place in below.places.items() if not _replaced(path, above.data)}
    return Document(below.name, data, kept | {path: place for path, place in above.places.items() if path or not kept})


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
