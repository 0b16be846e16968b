"""The clinic's folder while the bot runs and over a restart: what is good comes into force, a mistake never does."""

import os
import shutil
from pathlib import Path

import pytest

from schedules.protocol import Window
from schedules.words import Activity, Kind
from storage.content import Content, ContentError, load_content
from storage.content.copies import GoodCopy
from storage.content.live import LiveContent, Verdict
from tests.slim import put

PRP = "protocols/prp.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A clinic that wants three weeks without a sauna after PRP."""
    return put(tmp_path / "own", PRP, sauna(21)).parents[1]


@pytest.fixture
def copy_at(tmp_path: Path) -> Path:
    return tmp_path / "afterglow.sqlite.content"


def sauna(days: int | str) -> str:
    return f"rules:\n  sauna: {{through_day: {days}}}\n"


def days(content: Content) -> int:
    """The last day without a sauna after PRP."""
    rule = content.library[Kind.PRP].rule(Activity.SAUNA)
    assert isinstance(rule, Window)
    return rule.through_day


def looked(live: LiveContent, times: int = 2) -> list[Verdict]:
    """What that many looks find; each is taken as the bot would take it."""
    found = []
    for _ in range(times):
        verdict = live.look()
        if verdict is not None:
            live.take(verdict)
            found.append(verdict)
    return found


def told(verdicts: list[Verdict]) -> list[list[str]]:
    return [[f"{one.file.name}:{one.line}: {one.message}" for one in verdict.mistakes] for verdict in verdicts]


MISTAKE = ["prp.yaml:2: rules.sauna.through_day: must be a whole number of 0 or more."]


@pytest.fixture
def live(small: Path, own: Path, copy_at: Path) -> LiveContent:
    """A bot that has just started on a good folder, and has put a copy aside."""
    live = LiveContent.open(small, own, copy_at)
    assert looked(live) == []
    return live


def test_a_start_takes_the_clinics_folder_and_puts_a_copy_aside(live: LiveContent, copy_at: Path) -> None:
    assert (days(live.now), live.at_start) == (21, None)
    assert (copy_at / PRP).read_text(encoding="utf-8") == sauna(21)


def test_without_a_folder_of_the_clinics_own_nothing_is_looked_at_or_copied(small: Path, copy_at: Path) -> None:
    live = LiveContent.open(small, None, copy_at)
    assert (looked(live), days(live.now), copy_at.exists()) == ([], 14, False)


def test_a_change_comes_into_force_once_it_has_settled(live: LiveContent, own: Path, copy_at: Path) -> None:
    put(own, PRP, sauna(28))
    assert (looked(live, 1), days(live.now)) == ([], 21)
    (verdict,) = looked(live, 1)
    assert (days(live.now), verdict.mistakes, verdict.mended, verdict.kept) == (28, (), False, True)
    assert (copy_at / PRP).read_text(encoding="utf-8") == sauna(28)
    assert looked(live, 3) == []


def test_a_change_that_goes_on_is_waited_for(live: LiveContent, own: Path) -> None:
    for wanted in ("2", "25", "258", "30"):
        put(own, PRP, sauna(wanted))
        assert looked(live, 1) == []
    assert days(live.now) == 21
    assert len(looked(live, 1)) == 1
    assert days(live.now) == 30


def test_a_half_written_file_is_not_taken_and_not_told_of(live: LiveContent, own: Path) -> None:
    put(own, PRP, "rules:\n  sauna: {thro")
    assert looked(live, 1) == []
    put(own, PRP, sauna(28))
    assert told(looked(live)) == [[]]
    assert days(live.now) == 28


def test_what_changes_while_it_is_read_is_read_again(
    live: LiveContent, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_then_changes(*folders: Path) -> Content:
        content = load_content(*folders)
        monkeypatch.undo()
        put(own, PRP, sauna("soon"))
        return content

    put(own, PRP, sauna(28))
    looked(live, 1)
    monkeypatch.setattr("storage.content.live.load_content", and_then_changes)
    assert (looked(live, 1), days(live.now)) == ([], 21)
    assert told(looked(live)) == [MISTAKE]


def test_a_mistake_leaves_the_last_good_state_in_force_and_is_told_once(live: LiveContent, own: Path) -> None:
    put(own, PRP, sauna("soon"))
    assert told(looked(live, 4)) == [MISTAKE]
    assert days(live.now) == 21
    (own / PRP).touch()
    put(own, "texts/en/habits.yaml", "hat: A wide hat.\n")
    assert looked(live, 3) == []  # the same mistake, whatever else there is


def test_every_mistake_is_told_and_another_one_is_told_anew(live: LiveContent, own: Path) -> None:
    put(own, PRP, sauna("soon"))
    put(own, "habits.yaml", "hat: {source: A99}\n")
    (found,) = told(looked(live))
    assert found == ["habits.yaml:1: hat.source: 'A99' is not in sources.yaml.", *MISTAKE]
    (own / "habits.yaml").unlink()
    assert told(looked(live)) == [MISTAKE]


def test_a_mended_folder_comes_into_force_and_the_same_mistake_made_again_is_told_again(
    live: LiveContent, own: Path
) -> None:
    put(own, PRP, sauna("soon"))
    looked(live)
    put(own, PRP, sauna(21))
    (verdict,) = looked(live)
    assert (verdict.mended, days(live.now)) == (True, 21)
    put(own, PRP, sauna("soon"))
    assert told(looked(live)) == [MISTAKE]


@pytest.mark.parametrize(
    ("name", "text", "stops"),
    [
        ("texts/en/digest.yaml", "do: Do this.\n", True),
        ("texts/ko/habits.yaml", "hat: '<b>모자'\n", True),
        ("texts/en/commands.yaml", f"today: {'x' * 300}\n", True),
        ("texts/en/protocols/prp.yaml", f"bands: {{d0: {{do: '{'Wash it well. ' * 8}'}}}}\n", False),
        ("texts/ko/habits.yaml", "cap: 모자\n", False),
    ],
    ids=["placeholder", "markup", "limit", "long", "unasked"],
)
def test_words_stop_a_folder_only_when_they_could_not_be_said(
    live: LiveContent, own: Path, name: str, text: str, stops: bool
) -> None:
    put(own, name, text)
    put(own, PRP, sauna(28))
    (verdict,) = looked(live)
    assert (bool(verdict.mistakes), days(live.now)) == (stops, 21 if stops else 28)


def test_a_rule_that_the_clinic_takes_back_is_the_shipped_one_again(live: LiveContent, own: Path) -> None:
    put(own, "texts/en/habits.yaml", "hat: A wide hat.\n")
    looked(live)
    (own / PRP).unlink()
    looked(live)
    assert days(live.now) == 14


def test_a_folder_that_is_gone_or_empty_is_a_mistake_and_no_end_of_the_clinics_rules(
    live: LiveContent, own: Path
) -> None:
    shutil.rmtree(own)
    assert told(looked(live)) == [["own:None: there is no such content folder."]]
    own.mkdir()
    assert told(looked(live)) == [["own:None: the folder is empty, and had files before."]]
    assert days(live.now) == 21
    put(own, PRP, sauna(28))
    looked(live)
    assert days(live.now) == 28


def test_a_folder_that_may_not_be_read_is_a_mistake(live: LiveContent, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(at: str | Path) -> object:
        raise PermissionError(13, "Permission denied", str(at))

    monkeypatch.setattr(os, "scandir", refuses)
    assert told(looked(live)) == [["own:None: the folder cannot be read: Permission denied."]]
    assert days(live.now) == 21


def test_a_start_on_a_broken_folder_uses_the_copy_and_says_so(small: Path, own: Path, copy_at: Path) -> None:
    looked(LiveContent.open(small, own, copy_at))
    put(own, PRP, sauna("soon"))
    live = LiveContent.open(small, own, copy_at)
    assert live.at_start is not None
    assert (days(live.now), told([live.at_start])) == (21, [MISTAKE])
    assert looked(live, 3) == []
    put(own, PRP, sauna(28))
    (verdict,) = looked(live)
    assert (verdict.mended, days(live.now)) == (True, 28)


def test_a_start_without_the_folder_uses_the_copy(small: Path, own: Path, copy_at: Path) -> None:
    looked(LiveContent.open(small, own, copy_at))
    shutil.rmtree(own)
    assert days(LiveContent.open(small, own, copy_at).now) == 21
    own.mkdir()
    live = LiveContent.open(small, own, copy_at)
    assert (days(live.now), live.at_start is None) == (21, False)


def test_a_start_on_a_broken_folder_without_a_copy_stops_and_never_takes_the_shipped_rules(
    small: Path, own: Path, copy_at: Path
) -> None:
    put(own, PRP, sauna("soon"))
    with pytest.raises(ContentError, match=r"prp\.yaml:2: rules\.sauna\.through_day"):
        LiveContent.open(small, own, copy_at)
    put(own, PRP, sauna(21))
    put(own, "texts/en/digest.yaml", "do: Do this.\n")
    with pytest.raises(ContentError, match=r"digest\.yaml:1: digest\.do: the placeholders differ"):
        LiveContent.open(small, own, copy_at)


def test_a_copy_that_no_longer_goes_with_what_is_shipped_is_no_way_out(small: Path, own: Path, copy_at: Path) -> None:
    looked(LiveContent.open(small, own, copy_at))
    put(copy_at, "habits.yaml", "hat: {source: A99}\n")
    put(own, PRP, sauna("soon"))
    with pytest.raises(ContentError, match=r"own/protocols/prp\.yaml:2"):
        LiveContent.open(small, own, copy_at)


def test_a_broken_folder_never_takes_the_place_of_the_copy(live: LiveContent, own: Path, copy_at: Path) -> None:
    put(own, PRP, sauna("soon"))
    looked(live, 3)
    assert (copy_at / PRP).read_text(encoding="utf-8") == sauna(21)


def test_a_crash_between_the_two_renamings_leaves_a_whole_copy(small: Path, own: Path, copy_at: Path) -> None:
    looked(LiveContent.open(small, own, copy_at))
    copy = GoodCopy(copy_at)
    put(own, PRP, sauna(28))
    copy.prepare(own)
    copy_at.rename(copy_at.with_name(f"{copy_at.name}.before"))
    assert copy.folder is not None
    assert (copy.folder / PRP).read_text(encoding="utf-8") == sauna(21)
    looked(LiveContent.open(small, own, copy_at))
    assert (copy_at / PRP).read_text(encoding="utf-8") == sauna(28)


def test_a_copy_that_cannot_be_made_is_told_once_and_made_as_soon_as_it_can(
    live: LiveContent, own: Path, copy_at: Path
) -> None:
    in_the_way = copy_at.with_name(f"{copy_at.name}.next")
    in_the_way.write_text("a file", encoding="utf-8")
    put(own, PRP, sauna(28))
    (verdict,) = looked(live)
    assert (days(live.now), verdict.kept) == (28, False)
    assert looked(live, 2) == []
    in_the_way.unlink()
    assert looked(live, 1) == []
    assert (copy_at / PRP).read_text(encoding="utf-8") == sauna(28)
