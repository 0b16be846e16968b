"""The shipped content with one saying where there are hundreds: read in a moment, for tests that read it often."""

import shutil
from pathlib import Path

import yaml

from storage.content import DEFAULT_CONTENT
from storage.content.documents import read_document


def slim(folder: Path) -> Path:
    """Write it into a folder that is not there yet; returns the folder."""
    shutil.copytree(DEFAULT_CONTENT, folder, ignore=shutil.ignore_patterns("fonts", "understanding"))
    for file in sorted((DEFAULT_CONTENT / "understanding").rglob("*.yaml")):
        name = file.relative_to(DEFAULT_CONTENT).as_posix()
        said = {key: [f"saying {number}"] for number, key in enumerate(read_document([DEFAULT_CONTENT], name).data)}
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(said), encoding="utf-8")
    return folder


def put(folder: Path, name: str, text: str) -> Path:
    """Write a file of a clinic's own folder; returns it."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
