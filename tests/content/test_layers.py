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


def put(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


KOREAN = {
    "texts/ko/language.yaml": (
        "name: 한국어\nlocale: ko_KR\ndate: y년 M월 d일\nshort_date: M월 d일\n"
        "weekday_date: M월 d일 (EEE)\ntime: HH:mm\n"
    ),
    "texts/ko/units.yaml": 'days: {other: "{count}일"}\n',
    "texts/ko/digest.yaml": 'hello: {4: "🌤 {day}일째입니다."}\ndo: "✅ {done}"\n',
}


def test_one_field_of_the_clinics_own_replaces_the_shipped_one_and_leaves_the_rest(tmp_path: Path) -> None:
    put(tmp_path, "clinic.yaml", "name: Dr Kim\nzone: Europe/London\ncountry: GB\n")
    put(tmp_path, "protocols/prp.yaml", "rules:\n  sauna: {through_day: 21}\n")
    put(tmp_path, "texts/en/habits.yaml", "hat: A wide hat outside.\n")
    content = load_content(DEFAULT_CONTENT, tmp_path)
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


def test_a_mistake_in_the_clinics_folder_names_the_clinics_file(tmp_path: Path) -> None:
    put(tmp_path, "protocols/prp.yaml", "rules:\n  sauna: {through_day: soon}\n")
    with pytest.raises(ContentError) as told:
        load_content(DEFAULT_CONTENT, tmp_path)
    assert str(told.value).startswith(f"{tmp_path}/protocols/prp.yaml:2: rules.sauna.through_day: ")


def test_a_language_is_a_folder_and_borrows_what_it_lacks(tmp_path: Path) -> None:
    for name, text in KOREAN.items():
        put(tmp_path, name, text)
    content = load_content(DEFAULT_CONTENT, tmp_path)
    assert Texts(content, "ko").say("units.days", count=1) == "1일"
    assert Texts(content, "ko").say("habits.hat") == Texts(content, "en").say("habits.hat")


def test_a_whole_message_is_written_in_the_other_language_as_far_as_it_goes(tmp_path: Path) -> None:
    for name, text in (KOREAN | {"texts/ko/digest.yaml": 'hello: {4: "🌤 {day}일째입니다."}\n'}).items():
        put(tmp_path, name, text)
    message = journey(load_content(DEFAULT_CONTENT, tmp_path), Kind.PRP, date(2026, 3, 1), "ko")[3].text
    assert message.startswith("🌤 3일째입니다.\n<b>PRP</b> · 3월 4일 (수)")


def test_the_check_lists_what_a_language_lacks_and_where_its_placeholders_differ(tmp_path: Path) -> None:
    for name, text in KOREAN.items():
        put(tmp_path, name, text)
    put(tmp_path, "texts/ko/can.yaml", "backwards: x\n")
    found = [str(problem) for problem in check(load_content(DEFAULT_CONTENT, tmp_path))]
    assert (
        f"{DEFAULT_CONTENT.name}/texts/ko/protocols/co2.yaml: protocols.co2.bands.d0.expect: is missing."
        in "\n".join(found)
    )
    assert f"{tmp_path}/texts/ko/digest.yaml:2: digest.do: the placeholders differ from those of en: do, done." in found
    assert f"{tmp_path}/texts/ko/can.yaml:1: can.backwards: nothing asks for this key." in found


def test_yaml_words_stay_words(tmp_path: Path) -> None:
    put(tmp_path, "clinic.yaml", "hour: 08:30\nhours: no\nout_of_hours: off\n")
    clinic = load_content(DEFAULT_CONTENT, tmp_path).clinic
    assert (clinic.hour.isoformat(), clinic.hours, clinic.out_of_hours) == ("08:30:00", "no", "off")


def test_both_parsers_of_pyyaml_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load_content(DEFAULT_CONTENT)
    monkeypatch.setattr(documents, "LOADER", yaml.SafeLoader)
    assert load_content(DEFAULT_CONTENT) == fast
