"""`survey` names every mistake of a run with its file and line, and whether it keeps the content from being used."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.content import ContentError, load_content
from storage.content.survey import survey
from tests.slim import put

SAUNA = "rules:\n  sauna: {through_day: 21}\n"


def said(small: Path, own: Path) -> list[str]:
    """Every problem, told from the clinic's folder."""
    return [str(one).removeprefix(f"{own}/") for one in survey(small, own).problems]


def stopping(small: Path, own: Path) -> list[str]:
    return [str(one).removeprefix(f"{own}/") for one in survey(small, own).problems if one.stops]


def test_a_folder_without_a_mistake_has_no_problem_and_is_measured(small: Path, own: Path) -> None:
    put(own, "protocols/prp.yaml", SAUNA)
    found = survey(small, own)
    assert (found.problems, found.content is None) == ([], False)
    rows = {(one.language, one.group): one for one in found.volumes}
    english, korean = rows["en", "treatments"], rows["ko", "treatments"]
    assert (english.unit, korean.unit, korean.grade) == ("words", "characters", None)
    assert english.grade is not None
    assert 0 < english.grade < 6
    assert english.longest is not None
    assert english.longest[0] > 8
    assert {group for _, group in rows} == {"treatments", "rules", "questions", "safety", "talk"}


def test_mistakes_of_many_kinds_are_told_in_one_run(small: Path, own: Path) -> None:
    put(own, "protocols/prp.yaml", "rules:\n  sauna: {through_day: soon}\n  exercise: {source: A99}\n")
    put(own, "protocols/co2.yaml", "habits:\n  cap: {}\nbands:\n  d4_5: {days: [4, 9]}\n  d1: {sources: [A98, A97]}\n")
    put(own, "habits.yaml", "hat: {source: A96}\n")
    put(own, "clinic.yaml", "name:\nzone: Seoul\n")
    put(own, "texts/en/habits.yaml", "hat: [1]\nhumidity: 3\n")
    put(own, "texts/ko/can.yaml", "back: 'x\n")
    put(own, "families.yaml", "laser: {kinds: [co2]}\n")
    told = said(small, own)
    for line in (
        "protocols/prp.yaml:2: rules.sauna.through_day: must be a whole number of 0 or more.",
        "habits.yaml:1: hat.source: 'A96' is not in sources.yaml.",
        "clinic.yaml:1: name: must be text; put it in quotes if it is a number.",
        "clinic.yaml:2: zone: must be the name of a time zone such as Asia/Seoul, not 'Seoul'.",
        "texts/en/habits.yaml:1: hat: must be a text that is not empty; put it in quotes if it is a number.",
        "texts/en/habits.yaml:2: humidity: must be a text that is not empty; put it in quotes if it is a number.",
        "families.yaml: dual_laser must stand in exactly one family.",
        "families.yaml: toning must stand in exactly one family.",
    ):
        assert line in told
    assert any(line.startswith("texts/ko/can.yaml:") and "not valid YAML" in line for line in told)
    assert len(set(told)) == len(told)


def test_one_protocol_file_tells_all_that_is_wrong_in_it(small: Path, own: Path) -> None:
    put(
        own,
        "protocols/co2.yaml",
        "rules:\n  sauna: {source: A99}\n  exercise: {source: A98}\nhabits:\n  cap: {}\n  scarf: {}\n"
        "bands:\n  d4_5: {days: [4, 9]}\n  d1: {sources: [A97, A96]}\n",
    )
    assert [line.split(": ", 1) for line in said(small, own)] == [
        ["protocols/co2.yaml:2", "rules.sauna.source: 'A99' is not in sources.yaml."],
        ["protocols/co2.yaml:3", "rules.exercise.source: 'A98' is not in sources.yaml."],
        ["protocols/co2.yaml:5", "habits.cap: is not in habits.yaml."],
        ["protocols/co2.yaml:6", "habits.scarf: is not in habits.yaml."],
        ["protocols/co2.yaml:9", "bands.d1.sources: 'A96' is not in sources.yaml."],
        ["protocols/co2.yaml:9", "bands.d1.sources: 'A97' is not in sources.yaml."],
    ]


def test_what_people_say_is_checked_name_by_name_and_pattern_by_pattern(small: Path, own: Path) -> None:
    put(own, "understanding/en/examples.yaml", "restriction.sauna: [steam cave]\nrestriction.golf: [a round of golf]\n")
    put(own, "understanding/en/grammar.yaml", "maybe: [perhaps]\n")
    put(own, "understanding/en/observations.yaml", "rash:\n  - '@nowhere'\n  - 'a + '\n  - fine\n")
    put(own, "understanding/ko/treatments.yaml", "co2: 레이저\n")
    put(own, "red_flags.yaml", "pain: {tier: routine}\nfever: {tier: soon}\n")
    told = said(small, own)
    for line in (
        "understanding/en/examples.yaml:2: restriction.golf: is not a name that is known here.",
        "understanding/en/grammar.yaml:1: maybe: is not a name that is known here.",
        "understanding/ko/treatments.yaml:1: co2: must be a list of texts.",
        "red_flags.yaml:1: pain.sources: is missing.",
        "red_flags.yaml:2: fever.tier: must be one of 'routine', 'same_day', 'emergency', not 'soon'.",
    ):
        assert line in told
    assert any(line.startswith("understanding/en/observations.yaml:2: rash.0: ") for line in told)
    assert any(line.startswith("understanding/en/observations.yaml:3: rash.1: ") for line in told)


def test_a_saying_that_stands_twice_is_told_and_stops_nothing(small: Path, own: Path) -> None:
    put(
        own,
        "understanding/en/examples.yaml",
        "restriction.sauna: [steam cave, Steam  Cave]\nrestriction.swimming: [steam cave]\n",
    )
    place = f"stands already at {own}/understanding/en/examples.yaml:1."
    assert said(small, own) == [
        f"understanding/en/examples.yaml:1: restriction.sauna.1: 'Steam  Cave' {place}",
        f"understanding/en/examples.yaml:2: restriction.swimming.0: 'steam cave' {place}",
    ]
    assert stopping(small, own) == []


WORDS = [
    ("texts/en/digest.yaml", "do: 'Do this today.'", "digest.do: the placeholders differ from those of en: do."),
    ("texts/en/digest.yaml", "do: 'Do {dun}.'", "digest.do: the placeholders differ from those of en: do, dun."),
    ("texts/ko/digest.yaml", "do: '오늘은 이렇게'", "digest.do: the placeholders differ from those of en: do."),
    ("texts/en/digest.yaml", "do: 'Do <b>{do}'", "digest.do: <b> is not closed."),
    ("texts/en/digest.yaml", "do: 'Do {do} & rest'", "digest.do: a bare < or & must be written as &lt; or &amp;."),
    ("texts/en/habits.yaml", "hat: {one: a, other: b}", "habits.hat: has plural forms, but nothing is counted here."),
    (
        "texts/en/commands.yaml",
        f"today: {'x' * 257}",
        "commands.today: the description of a command must have at most 256 characters, this has 257.",
    ),
    (
        "texts/en/plan.yaml",
        f"caption: '{{list}}{{when}}{'x' * 600}'",
        "plan.caption: a caption must have at most 600 characters, this has 612.",
    ),
    (
        "texts/en/habits.yaml",
        f"hat: {'x' * 501}",
        "habits.hat: a part of a message must have at most 500 characters, this has 501.",
    ),
    (
        "texts/en/activities.yaml",
        f"sauna: {'x' * 121}",
        "activities.sauna: a button must have at most 120 characters, this has 121.",
    ),
]


@pytest.mark.parametrize(("name", "text", "told"), WORDS, ids=[told for _, _, told in WORDS])
def test_words_that_the_code_or_telegram_could_not_use_stop_the_content(
    small: Path, own: Path, name: str, text: str, told: str
) -> None:
    put(own, name, f"{text}\n")
    assert stopping(small, own) == [f"{name}:1: {told}"]


def test_words_that_are_only_long_or_hard_stop_nothing(small: Path, own: Path) -> None:
    put(own, "texts/en/protocols/prp.yaml", f"bands:\n  d0: {{do: '{'Wash it well. ' * 8}'}}\n")
    put(own, "texts/ko/habits.yaml", "cap: 쓰세요\n")
    assert said(small, own) == [
        "texts/en/protocols/prp.yaml:2: protocols.prp.bands.d0.do: must have at most 12 words, this has 24.",
        "texts/ko/habits.yaml:1: habits.cap: nothing asks for this key.",
    ]
    assert stopping(small, own) == []


def test_a_question_of_the_clinics_own_needs_its_english_words_and_nothing_that_is_not_filled(
    small: Path, own: Path
) -> None:
    put(own, "faq.yaml", "aftercare:\n  entries: {parking: [CLINIC], Bus-Stop: [CLINIC]}\n")
    put(own, "sources.yaml", "CLINIC: {rank: clinic, cites: Our own word.}\n")
    assert "faq.yaml:2: aftercare.entries.Bus-Stop: must be at most 40 small letters" in "\n".join(said(small, own))
    put(own, "faq.yaml", "aftercare:\n  entries: {parking: [CLINIC]}\n")
    put(own, "texts/en/faq.yaml", "entries:\n  parking: {title: Parking, answer: 'Ask for a {ticket}.'}\n")
    assert stopping(small, own) == [
        "texts/en/faq.yaml:2: faq.entries.parking.answer: nothing fills these placeholders: ticket."
    ]
    (own / "texts/en/faq.yaml").unlink()
    assert [line.partition(": ")[2] for line in stopping(small, own)] == [
        "faq.entries.parking.answer: is missing.",
        "faq.entries.parking.title: is missing.",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("protocols.yaml", "; did you mean protocols/prp.yaml?"),
        ("habit.yaml", "; did you mean habits.yaml?"),
        ("protocol/prp.yaml", "; did you mean protocols/prp.yaml?"),
        ("protocols/prp.yml", "; did you mean protocols/prp.yaml?"),
        ("texts/en.yaml", "."),
        ("understanding/en/example.yaml", "."),
    ],
)
def test_a_rule_in_a_file_that_nothing_reads_is_not_lost_without_a_word(
    small: Path, own: Path, name: str, hint: str
) -> None:
    put(own, name, SAUNA)
    assert stopping(small, own) == [f"{name}: nothing reads a file of this name{hint}"]


def test_what_is_hidden_and_what_is_no_yaml_is_left_alone(small: Path, own: Path) -> None:
    for name in (
        ".git/x.yaml",
        "texts/.cache/language.yaml",
        "protocols/.#prp.yaml",
        "protocols/._co2.yaml",
        "README.md",
    ):
        put(own, name, "[")
    (own / "texts/.backup").mkdir()
    assert said(small, own) == []


def bombs(own: Path) -> Iterator[tuple[str, str]]:
    """Files that no person would write, and what is said of each."""
    lines = "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))
    yield f"a0: &a0 [x]\n{lines}\n", "this kind of YAML is not used here."
    yield "&a\nhat: *a\n", "this kind of YAML is not used here."
    yield "hat: " + "[" * 300_000, "the file is nested too deeply."
    yield "- " * 200_000 + "x", "the file is nested too deeply."
    yield "hat: x\n---\nhat: y\n", "this kind of YAML is not used here."
    yield "? [a, b]\n: c\n", "this kind of YAML is not used here."
    yield "hat: " + "x" * 1_000_001, "the file is larger than 1000 kB."
    yield "hat: {from_day: 99999999999999}\n", "must be at most 3650"
    del own


@pytest.mark.parametrize("at", range(8))
def test_a_file_that_no_person_would_write_is_refused_at_once(small: Path, own: Path, at: int) -> None:
    text, told = list(bombs(own))[at]
    put(own, "habits.yaml", text)
    (problem,) = stopping(small, own)
    assert problem.startswith("habits.yaml")
    assert told in problem


def test_bytes_that_are_no_text_and_files_that_are_no_files_are_named(small: Path, own: Path) -> None:
    (own / "habits.yaml").write_bytes(b"a: b\nhat: \xff\n")
    (own / "faq.yaml").symlink_to("faq.yaml")
    (own / "clinic.yaml").mkdir()
    os.mkfifo(own / "cadences.yaml")
    assert stopping(small, own) == [
        "cadences.yaml: is not a file that can be read.",
        "clinic.yaml: is not a file that can be read.",
        "faq.yaml: is not a file that can be read.",
        "habits.yaml:2: the file is not UTF-8 text.",
    ]


def test_links_are_followed_once(small: Path, own: Path, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "prp.yaml", SAUNA)
    (own / "protocols").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/again").symlink_to(tmp_path / "elsewhere")
    assert said(small, own) == []
    put(tmp_path / "elsewhere", "prp.yaml", "rules:\n  sauna: {through_day: soon}\n")
    assert len(stopping(small, own)) == 1


def test_a_byte_order_mark_is_no_mistake(small: Path, own: Path) -> None:
    (own / "clinic.yaml").write_bytes("name: 김 피부과\n".encode("utf-8-sig"))
    assert load_content(small, own).clinic.name == "김 피부과"


def test_a_language_that_babel_cannot_write_is_named(small: Path, own: Path) -> None:
    put(
        own,
        "texts/de/language.yaml",
        "name: Deutsch\nlocale: de_DE\ndate: QQQQQQQ\nshort_date: d. MMM\nweekday_date: EEE\ntime: d. MMM\n",
    )
    with pytest.raises(ContentError) as told:
        load_content(small, own)
    assert [str(one).removeprefix(f"{own}/texts/de/") for one in told.value.all] == [
        "language.yaml:3: date: 'QQQQQQQ' is not a pattern such as d MMM y or HH:mm.",
        "language.yaml:6: time: 'd. MMM' is not a pattern such as d MMM y or HH:mm.",
    ]
