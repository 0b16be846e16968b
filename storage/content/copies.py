"""How a content folder looks from outside, and a copy of the last good one to fall back on."""

import hashlib
import os
import shutil
from pathlib import Path

from storage.content.model import ContentError
from storage.content.walk import YAML, yaml_files


def look_of(folder: Path) -> str:
    """A fingerprint that changes when anything about the YAML files of a folder changes; reads no file.

    A folder that is not there, and one that cannot be read, have a fingerprint too.
    """
    try:
        lines = [f"{name} {_look(folder / name)}" for name in sorted(yaml_files(folder))]
    except ContentError as error:
        lines = [str(error)]
    said = "\n".join([str(folder.is_dir()), *lines])
    return hashlib.sha256(said.encode(errors="backslashreplace")).hexdigest()[:16]


def _look(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError as error:
        return str(error.errno)
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino} {stat.st_mode}"


class GoodCopy:
    """A copy of the last folder that was good, which a start falls back on.

    It is put in place by renaming, so that a crash leaves either the old one or the new one, and never a half.
    """

    def __init__(self, at: Path) -> None:
        self._at = at
        self._next = at.with_name(f"{at.name}.next")
        self._before = at.with_name(f"{at.name}.before")

    @property
    def folder(self) -> Path | None:
        """Where the copy is; None when none was ever made."""
        return next((folder for folder in (self._at, self._before) if folder.is_dir()), None)

    def prepare(self, folder: Path) -> None:
        """Write this folder's YAML files beside the copy; raises OSError."""
        shutil.rmtree(self._next, ignore_errors=True)
        self._next.mkdir(parents=True)
        for name in _names(folder):
            _write(self._next / name, (folder / name).read_bytes())

    def put_in_place(self) -> None:
        """Make what was prepared the copy; raises OSError, and then the old one is still there."""
        if self._at.is_dir():
            shutil.rmtree(self._before, ignore_errors=True)
            self._at.rename(self._before)
        self._next.rename(self._at)
        shutil.rmtree(self._before, ignore_errors=True)

    def holds(self, folder: Path) -> bool:
        """Whether the copy has the same files with the same words; raises OSError."""
        if self.folder is None:
            return False
        names = _names(folder)
        return names == _names(self.folder) and all(
            (folder / name).read_bytes() == (self.folder / name).read_bytes() for name in names
        )


def _names(folder: Path) -> set[str]:
    return {name for name in yaml_files(folder) if name.endswith(YAML[0])}


def _write(file: Path, said: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.write(said)
        opened.flush()
        os.fsync(opened.fileno())
