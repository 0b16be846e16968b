"""Which files and folders there are in a content folder, hidden ones left out."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.content.model import ContentError, Place

YAML = (".yaml", ".yml")
"""How the files end that are meant for us; only the first is read."""


def yaml_files(folder: Path) -> Iterator[str]:
    """The relative name of every YAML file under a folder, in no order; what is hidden is left out.

    Linked folders are walked as others are, each once, so a link that leads back to itself ends. Raises ContentError
    for a folder that cannot be read.
    """
    if not folder.is_dir():
        return
    seen: set[tuple[int, int]] = set()
    try:
        for at, folders, files in os.walk(folder, onerror=_raise, followlinks=True):
            stat = Path(at).stat()
            is_new = (stat.st_dev, stat.st_ino) not in seen
            seen.add((stat.st_dev, stat.st_ino))
            folders[:] = [name for name in folders if is_new and not name.startswith(".")]
            found = (name for name in files if is_new and name.endswith(YAML) and not name.startswith("."))
            yield from (Path(at, name).relative_to(folder).as_posix() for name in found)
    except OSError as error:
        at = str(error.filename or folder)
        raise ContentError(f"the folder cannot be read: {error.strerror}.", Place(Path(at))) from error


def _raise(error: OSError) -> None:
    raise error


def part_folders(folders: Sequence[Path], under: str) -> list[str]:
    """The names of the sub-folders under a place, over all folders; hidden ones are left out."""
    parts = (part for folder in folders for part in (folder / under).glob("*") if part.is_dir())
    return sorted({part.name for part in parts if not part.name.startswith(".")})
