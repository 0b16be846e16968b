"""Files of a clinic's folder that nothing would read: a rule in one of them would be lost without a word."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from schedules.words import Kind
from storage.content.model import ContentError, Place
from storage.content.understanding import FILES
from storage.content.walk import YAML, yaml_files


def strangers(shipped: Path, folder: Path) -> Iterator[ContentError]:
    """A mistake for each YAML file of a folder that is not where its name is looked for."""
    known = {name for name in yaml_files(shipped) if "/" not in name}
    for name in sorted(yaml_files(folder)):
        if name not in known and not _is_in_place(name):
            near = get_close_matches(name, known | {f"protocols/{kind}.yaml" for kind in Kind}, 1)
            hint = f"; did you mean {near[0]}?" if near else "."
            yield ContentError(f"nothing reads a file of this name{hint}", Place(folder / name))


def _is_in_place(name: str) -> bool:
    *parts, last = name.split("/")
    stem = last.removesuffix(YAML[0])
    if last == stem:
        return False
    match parts:
        case ["protocols"]:
            return True  # the loader tells which kinds there are
        case ["texts", _, *_]:
            return True  # the check tells which keys there are
        case ["understanding", _]:
            return stem in FILES
        case _:
            return False
