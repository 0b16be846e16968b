"""The content that a start takes: the clinic's, else the loud copy of its last good state, else none at all."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import serve
from bot.settings import Settings
from storage.content import DEFAULT_CONTENT, ContentError
from storage.content.copies import GoodCopy
from storage.content.live import LiveContent
from storage.database import database_url
from tests.slim import put

WIDE = "hat: A wide hat outside.\n"
BROKEN = "hat: '<b>A wide hat'\n"


@pytest.fixture(autouse=True)
def little_is_shipped(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serve.DEFAULT_CONTENT == DEFAULT_CONTENT
    monkeypatch.setattr(serve, "DEFAULT_CONTENT", small)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return put(tmp_path / "own", "texts/en/habits.yaml", WIDE).parents[2]


def started(tmp_path: Path, own: Path | None) -> tuple[LiveContent, list[str]]:
    """The content of a start on the database of this folder, and what the log says of it."""
    url = database_url(f"sqlite:///{tmp_path / 'afterglow.sqlite'}")
    with capture_logs() as lines:
        live = serve.content_at_start(Settings(content_dir=own), url)
    return live, [line["action"] for line in lines]


def hat(live: LiveContent) -> object:
    return live.now.languages["en"].texts["habits.hat"]


def test_a_start_on_a_good_folder_says_nothing(tmp_path: Path, own: Path) -> None:
    live, said = started(tmp_path, own)
    assert (hat(live), said) == ("A wide hat outside.", [])


def test_a_start_on_a_broken_folder_runs_on_the_copy_and_is_loud(tmp_path: Path, own: Path) -> None:
    started(tmp_path, own)[0].look()
    put(own, "texts/en/habits.yaml", BROKEN)
    live, said = started(tmp_path, own)
    assert (hat(live), said) == ("A wide hat outside.", ["content_broken", "content_copy_used"])


def test_a_broken_folder_without_a_copy_stops_the_start_in_one_sentence(tmp_path: Path, own: Path) -> None:
    put(own, "texts/en/habits.yaml", BROKEN)
    with pytest.raises(ContentError, match=r"own/texts/en/habits\.yaml:1: habits\.hat: <b> is not closed\.$"):
        started(tmp_path, own)


def test_a_start_that_forgets_the_clinics_folder_is_warned(tmp_path: Path, own: Path) -> None:
    copy = GoodCopy(tmp_path / "afterglow.sqlite.content")
    copy.prepare(own)
    copy.put_in_place()
    _, said = started(tmp_path, None)
    assert said == ["content_not_own"]
