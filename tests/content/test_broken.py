"""A mistake in the content folder stops the start with one sentence that names the file and the field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.content import ContentError, check, load_content
from tests.slim import slim

Spoil = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return slim(tmp_path_factory.mktemp("original") / "content")


@pytest.fixture
def folder(tmp_path: Path, original: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "content"))


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    def replace(name: str, old: str, new: str) -> Path:
        file = folder / name
        before = file.read_text(encoding="utf-8")
        assert old in before
        file.write_text(before.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace


CO2 = "protocols/co2.yaml"
DAY_SENTENCE = ": rules.sauna.through_day: must be a whole number of 0 or more."
BROKEN = [
    (
        CO2,
        "through_day: 14",
        "through_day: two weeks",
        DAY_SENTENCE,
    ),
    (CO2, "through_day: 14", "through_day: -1", DAY_SENTENCE),
    (CO2, "through_day: 14", "through_day: 1.5", DAY_SENTENCE),
    (
        CO2,
        "after: if_closed",
        "after: later",
        ": rules.sauna.after: must be one of 'if_calm', 'if_closed',",
    ),
    (CO2, "source: A41", "source: A99", ": rules.sauna.source: 'A99' is not in sources.yaml."),
    (CO2, "  sauna: ", "  sauna_: ", ": rules.sauna_: must be one of"),
    (CO2, "  flying: {advice: true, source: DEF.flying}\n", "", ": rules: flying is missing."),
    (
        CO2,
        "{open: refrain, source: A43}",
        "{source: A43}",
        ": rules.alcohol: must have exactly one of through_day",
    ),
    (CO2, "open: refrain", "open: maybe", ": rules.alcohol.open: must be one of 'refrain', 'ask', not 'maybe'."),
    (CO2, "family: laser", "family: lasers", ": family: must be one of"),
    (CO2, "version: 1\n", "", ": version: is missing."),
    (CO2, "version: 1", "version: 1\ncolour: pink", ": colour: is not a field that is known here."),
    (CO2, "version: 1", "version: 1\nversion: 2", ": version: is written twice."),
    (CO2, "  hat: {}", "  cap: {}", ": habits.cap: is not in habits.yaml."),
    (CO2, "days: [4, 5]", "days: [5, 4]", ": bands.d4_5.days: must be written from the smaller to the larger number."),
    (CO2, "days: [4, 5]", "days: [5, 5]", ": bands.d4_5.days: must begin with day 4."),
    (CO2, "days: [76, 190]", "days: [76, 100]", ": bands.m3_6.days: must reach at least day 184."),
    (CO2, "days: [0, 0]", "days: [0]", ": bands.d0.days"),
    (CO2, "weeks: [4, 8]", "weeks: [0, 8]", ": course.weeks.0: must be a whole number of 1 or more."),
    (CO2, "rules:", "rules: [", "the file is not valid YAML"),
    ("sources.yaml", "rank: article", "rank: gospel", ": A1.rank: must be one of"),
    (
        "habits.yaml",
        "source: A35",
        "source: 35",
        ": sunscreen.source: must be text; put it in quotes",
    ),
    ("cadences.yaml", "days: [0, 1, 3, 7, 14, 30]", "days: []", ": all.essential.days: must not be empty."),
    (
        "cadences.yaml",
        "all: [0, 1, 3, 7, 14]",
        "all: [0, soon]",
        ": checkins.all.1: must be a whole number of 0 or more.",
    ),
    (CO2, "sun: {advice: true,", "sun: {through_day: 5,", ": rules.sun: must be an advice; when sunscreen starts is"),
    (CO2, "asks: [sun]", "asks: [sunscreen]", ": bands.m1_2.asks.0: must be one of 'sauna', 'exercise',"),
    ("families.yaml", "dual_laser, ", "", ": dual_laser must stand in exactly one family."),
    ("families.yaml", "laser: {", "lasers: {", ": lasers: is not a family"),
    ("activities.yaml", "sauna: {", "saunas: {", ": saunas: is not an activity"),
    ("activities.yaml", "flying: {}\n", "", ": flying is missing."),
    ("faq.yaml", "sun: [A35", "sun: [A355", ": aftercare.entries.sun: 'A355' is not in sources.yaml."),
    ("faq.yaml", "sauna: [A41]", "sauna: []", ": aftercare.entries.sauna: must not be empty."),
    ("clinic.yaml", "zone: Asia/Seoul", "zone: Seoul", ": zone: must be the name of a time zone such as Asia/Seoul"),
    ("clinic.yaml", "country: KR", "country: XX", ": country: 'XX' has no entry in countries.yaml."),
    ("clinic.yaml", "[en, ko]", "[en, fr]", ": languages: there is no folder texts/fr."),
    ("clinic.yaml", "\n  ko:", "\n  fr:", ": in_languages: there is no folder texts/fr."),
    (
        "clinic.yaml",
        "    hours: 평일",
        "    phone: 평일",
        ": in_languages.ko.phone: is not a field that is known here.",
    ),
    ("clinic.yaml", 'start: "21:00"', 'start: "25:00"', ": quiet.start: must be a time of day such as 21:00."),
    ("clinic.yaml", 'phone: "+82 2 555 0100"', "phone: ask at the desk", ": phone: must be a phone number"),
    ("clinic.yaml", "name: Glow Skin Clinic (demo)", "name:", ": name: must be text"),
    ("countries.yaml", 'emergency: "119"', "emergency: 119", ": KR.emergency: must be text; put it in quotes"),
    ("texts/en/can.yaml", 'back: "', 'back: ["', "the file is not valid YAML"),
    ("texts/en/units.yaml", 'one: "{count} day"', "one: 1", ": days.one: must be a text that is not empty."),
    ("texts/en/habits.yaml", "garment: garment on", "garment:", ": garment: must be a text that is not empty"),
    (
        "texts/en/language.yaml",
        "locale: en_GB",
        "locale: zz_ZZ",
        ": locale: 'zz_ZZ' is not a locale",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), BROKEN)
def test_a_mistake_is_told_with_file_and_field(spoil: Spoil, name: str, old: str, new: str, sentence: str) -> None:
    folder = spoil(name, old, new)
    with pytest.raises(ContentError) as told:
        load_content(folder)
    assert f"content/{name}" in str(told.value)
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_the_line_of_the_mistake_is_told(spoil: Spoil) -> None:
    folder = spoil(CO2, "through_day: 14", "through_day: no")
    line = next(n for n, row in enumerate((folder / CO2).read_text().splitlines(), 1) if "through_day: no" in row)
    with pytest.raises(ContentError, match=rf"content/protocols/co2\.yaml:{line}: rules\.sauna\.through_day"):
        load_content(folder)


def test_a_missing_file_and_a_missing_folder_are_named(folder: Path) -> None:
    (folder / CO2).unlink()
    with pytest.raises(ContentError, match=r"co2\.yaml: the file is missing\."):
        load_content(folder)
    with pytest.raises(ContentError, match="nowhere: there is no such content folder"):
        load_content(folder / "nowhere")


def test_a_protocol_for_no_kind_is_named(folder: Path) -> None:
    shutil.copy(folder / CO2, folder / "protocols/co3.yaml")
    with pytest.raises(ContentError, match=r"co3\.yaml: 'co3' is not a kind of treatment"):
        load_content(folder)


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / "clinic.yaml").write_bytes(b"name: \xff\xfe")
    with pytest.raises(ContentError, match=r"clinic\.yaml:1: the file is not UTF-8 text"):
        load_content(folder)


WORDING = [
    ("texts/en/protocols/co2.yaml", "  d0:", "  dd0:", "protocols.co2.bands.d0.expect: is missing."),
    ("texts/en/protocols/co2.yaml", "  d0:", "  dd0:", "protocols.co2.bands.dd0.expect: nothing asks for this key."),
    (
        "texts/en/activities.yaml",
        "sauna: ",
        "sauna: A very, very long name for a room in which it is very hot ",
        "a button",
    ),
    ("texts/en/faq.yaml", "<b>{section}</b>", "<b>{section}", "<b> is not closed."),
    ("texts/en/faq.yaml", "<b>{section}</b>", "<h1>{section}</h1>", "<h1> is not a tag that Telegram takes."),
    ("texts/en/can.yaml", "Your clinic decides.", "You & your clinic decide.", "a bare < or & must be written as"),
    ("texts/en/can.yaml", "{activity}: there", "{Activity}: there", "a placeholder must be written as {name}."),
    ("texts/en/faq.yaml", "Drink at least", "Drink " * 200 + "at least", "an answer must have at most 900 characters"),
    (
        "texts/en/protocols/co2.yaml",
        "Wash only as your clinic showed you.",
        "Wash " * 20 + ".",
        "protocols.co2.bands.d1.do: must have at most 12 words",
    ),
    (
        "texts/en/safety.yaml",
        "Do not drive yourself.",
        "Notwithstanding aforementioned considerations, precautionary consultation opportunities necessitate " * 9,
        "reads at school grade",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), WORDING)
def test_wording_that_needs_work_is_listed_with_its_file(
    spoil: Spoil, name: str, old: str, new: str, message: str
) -> None:
    found = [str(problem) for problem in check(load_content(spoil(name, old, new)))]
    assert [line for line in found if f"content/{name}" in line and message in line]
