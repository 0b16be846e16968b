"""A clinic's own folder over the shipped one, and another language beside English."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.journey import journey
from handlers.texts import Texts
from schedules.protocol import Window
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, ContentError, check, documents, load_content
from tests.slim import put, slim


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return slim(tmp_path_factory.mktemp("shipped") / "content")


GERMAN = {
    "texts/de/language.yaml": (
        "name: Deutsch\nlocale: de_DE\ndate: d. MMMM y\nshort_date: d. MMM\nweekday_date: EEE d. MMM\ntime: HH:mm\n"
    ),
    "texts/de/units.yaml": 'days: {one: "{count} Tag", other: "{count} Tage"}\n',
    "texts/de/digest.yaml": 'hello: {4: "🌤 Tag {day}. Guten Tag!"}\ndo: "✅ {done}"\n',
}
"""A third language, begun: a folder, and nothing else."""


def test_one_field_of_the_clinics_own_replaces_the_shipped_one_and_leaves_the_rest(
    shipped: Path, tmp_path: Path
) -> None:
    put(tmp_path, "clinic.yaml", "name: Dr Kim\nzone: Europe/London\ncountry: GB\n")
    put(tmp_path, "protocols/prp.yaml", "rules:\n  sauna: {through_day: 21}\n")
    put(tmp_path, "texts/en/habits.yaml", "hat: A wide hat outside.\n")
    content = load_content(shipped, tmp_path)
    sauna = content.library[Kind.PRP].rule(Activity.SAUNA)
    assert isinstance(sauna, Window)
    assert (sauna.through_day, sauna.source.id) == (21, "A41")
    assert (content.clinic.name, content.clinic.zone.key, content.clinic.hours[:7]) == (
        "Dr Kim",
        "Europe/London",
        "Mon-Fri",
    )
    assert Texts(content, "en").say("habits.hat") == "A wide hat outside."
    assert check(content) == []


def test_a_clinics_own_words_are_not_told_as_the_shipped_ones_in_another_language(
    shipped: Path, tmp_path: Path
) -> None:
    put(tmp_path, "clinic.yaml", "name: Dr Kim\nhours: Mon 9-12\nin_languages: {ko: {name: 김 피부과}}\n")
    clinic = load_content(shipped, tmp_path).clinic
    assert clinic.in_languages["ko"] == {"name": "김 피부과", "out_of_hours": "진료 시간이 아니면 응급실로 가세요."}


def test_a_mistake_in_the_clinics_folder_names_the_clinics_file(shipped: Path, tmp_path: Path) -> None:
    put(tmp_path, "protocols/prp.yaml", "rules:\n  sauna: {through_day: soon}\n")
    with pytest.raises(ContentError) as told:
        load_content(shipped, tmp_path)
    assert str(told.value).startswith(f"{tmp_path}/protocols/prp.yaml:2: rules.sauna.through_day: ")


def test_a_language_is_a_folder_and_borrows_what_it_lacks(shipped: Path, tmp_path: Path) -> None:
    for name, text in GERMAN.items():
        put(tmp_path, name, text)
    content = load_content(shipped, tmp_path)
    assert Texts(content, "de").say("units.days", count=1) == "1 Tag"
    assert Texts(content, "de").say("habits.hat") == Texts(content, "en").say("habits.hat")


def test_a_whole_message_is_written_in_the_other_language_as_far_as_it_goes(shipped: Path, tmp_path: Path) -> None:
    for name, text in (GERMAN | {"texts/de/digest.yaml": 'hello: {4: "🌤 Tag {day}. Guten Tag!"}\n'}).items():
        put(tmp_path, name, text)
    message = journey(load_content(shipped, tmp_path), Kind.PRP, date(2026, 3, 1), "de")[3].text
    assert message.startswith("🌤 Tag 3. Guten Tag!\n<b>PRP</b> · Mi. 4. März")


def test_the_check_lists_what_a_language_lacks_and_where_its_placeholders_differ(shipped: Path, tmp_path: Path) -> None:
    for name, text in GERMAN.items():
        put(tmp_path, name, text)
    put(tmp_path, "texts/de/can.yaml", "backwards: x\n")
    found = [str(problem) for problem in check(load_content(shipped, tmp_path))]
    assert f"{shipped.name}/texts/de/protocols/co2.yaml: protocols.co2.bands.d0.expect: is missing." in "\n".join(found)
    assert f"{tmp_path}/texts/de/digest.yaml:2: digest.do: the placeholders differ from those of en: do, done." in found
    assert f"{tmp_path}/texts/de/can.yaml:1: can.backwards: nothing asks for this key." in found


def test_yaml_words_stay_words(shipped: Path, tmp_path: Path) -> None:
    put(tmp_path, "clinic.yaml", "hour: 08:30\nhours: no\nout_of_hours: off\n")
    clinic = load_content(shipped, tmp_path).clinic
    assert (clinic.hour.isoformat(), clinic.hours, clinic.out_of_hours) == ("08:30:00", "no", "off")


def test_both_parsers_of_pyyaml_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load_content(DEFAULT_CONTENT)
    monkeypatch.setattr(documents, "LOADER", yaml.SafeLoader)
    assert load_content(DEFAULT_CONTENT) == fast
