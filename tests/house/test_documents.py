"""The documents tell the truth: files, links, make targets and commands that they name exist."""

import re
from typing import Any

import pytest
import typer.main

from bot.cli import app
from bot.settings import PREFIX, Settings
from handlers.router import COMMANDS
from tests.house.ground import ROOT, documents, shell_lines, spans, table_rows, texts

FILE = re.compile(r"[\w.*-]+(/[\w.*-]+)*(\.(py|md|yaml|toml|txt|js|css|html|svg|png|mako|example)|/)")
MADE_LATER = ("data/", ".venv/", "texts/", "protocols/")
"""What appears when the bot runs, and what is meant inside a clinic's own content folder."""
LINK = re.compile(r"""(?:\]\(|src=")(?!https?:|#)([^)"#]+)""")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
MAKE = re.compile(r"(?:^|[;&|] *)make ([a-z]+)")
AFTERGLOW = re.compile(r"^(?:\.venv/bin/)?(?:\w+=\S+ )*afterglow\b(.*)")
TOP = {path.name for path in ROOT.iterdir()}

every_document = pytest.mark.parametrize("name", documents())


def is_path(span: str) -> bool:
    """Whether the words in backticks mean a file or folder of the project."""
    if span.startswith(MADE_LATER) or not FILE.fullmatch(span):
        return False
    return "/" not in span or span.split("/", maxsplit=1)[0] in TOP or "." in span


def exists(name: str) -> bool:
    """Whether a path, or at least one file of a pattern, is there: from the root, or of that name anywhere."""
    return any(ROOT.glob(name)) or ("/" not in name and any(known.endswith(f"/{name}") for known in texts()))


@every_document
def test_every_file_that_is_named_exists(name: str) -> None:
    missing = [span for span in spans(documents()[name]) if is_path(span) and not exists(span)]
    assert missing == []


def test_a_file_that_is_not_there_would_be_seen() -> None:
    for span in ("bot/no_such.py", "docs/nowhere.md", "no_such.py", "tests/nowhere/", "no/such.py"):
        assert is_path(span)
        assert not exists(span)
    for span in ("/today", "Asia/Seoul", "queued", "schedules.delivery", "SPF 50+"):
        assert not is_path(span)


@every_document
def test_every_link_leads_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    assert [target for target in LINK.findall(documents()[name]) if not (folder / target).exists()] == []


@every_document
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = set(TARGET.findall(texts()["Makefile"]))
    asked = [target for line in shell_lines(documents()[name]) for target in MAKE.findall(line)]
    assert [target for target in asked if target not in targets] == []


def command_faults(words: str) -> list[str]:
    """What is wrong with the words after `afterglow`: commands and options that are not there."""
    command: Any = typer.main.get_command(app)
    for word in words.split("#", maxsplit=1)[0].split():
        if word.startswith("--"):
            options = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
            if word.split("=")[0] not in options | {"--help"}:
                return [f"{command.name} {word}"]
        elif hasattr(command, "commands"):
            if word not in command.commands:
                return [f"{command.name} {word}"]
            command = command.commands[word]
    return []


@every_document
def test_every_command_that_is_named_exists(name: str) -> None:
    asked = [found[1] for line in shell_lines(documents()[name]) if (found := AFTERGLOW.match(line.strip()))]
    assert [fault for words in asked for fault in command_faults(words)] == []


def test_a_command_that_is_not_there_would_be_seen() -> None:
    assert command_faults(" outbox drop") == ["outbox drop"]
    assert command_faults(" clinic set --fax 1") == ["set --fax"]
    assert command_faults(" clinic set --phone 1") == []


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    command: Any = typer.main.get_command(app)
    readme = documents()["README.md"]
    assert [name for name in command.commands if f"`afterglow {name}" not in readme] == []


def test_every_command_of_patients_is_in_the_readme_in_the_order_of_the_menu() -> None:
    rows = table_rows(documents()["README.md"], "Command")
    assert [cells[0].strip("`/") for cells in rows] == list(COMMANDS)


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    told = {cells[0].strip("`"): cells[1].strip("`") for cells in table_rows(documents()["README.md"], "Setting")}
    defaults = {PREFIX + name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert told == {name: "none" if default is None else str(default) for name, default in defaults.items()}


def test_the_example_settings_are_all_settings_with_their_defaults() -> None:
    lines = re.findall(rf"^# ?({PREFIX}\w+)=(.*)$", texts()[".env.example"], re.MULTILINE)
    defaults = {PREFIX + name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert dict(lines) == {name: "" if default is None else str(default) for name, default in defaults.items()}


@every_document
def test_no_document_names_a_setting_that_is_not_there(name: str) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    known |= {PREFIX}
    assert set(re.findall(rf"{PREFIX}[A-Z_]*", documents()[name])) - known == set()


def test_the_readme_shows_the_two_commands_first_and_is_short() -> None:
    readme = documents()["README.md"]
    assert shell_lines(readme)[:2] == ["make run", "make test"] or [
        line.split("#")[0].strip() for line in shell_lines(readme)[:2]
    ] == ["make run", "make test"]
    assert len(readme.splitlines()) <= 210


def test_every_log_action_that_the_operator_is_told_of_is_logged() -> None:
    told = [word for row in table_rows(documents()["docs/operating.md"], "action") for word in spans(row[0])]
    code = "\n".join(text for name, text in texts().items() if name.startswith("bot/"))
    assert told
    assert [action for action in told if f'action="{action}"' not in code] == []


GLOSSARY_ROW = re.compile(r"`([^`]+)`: (`\w+`(?:, `\w+`)*)")


def test_every_word_of_the_glossary_is_where_it_says() -> None:
    rows = table_rows(documents()["GLOSSARY.md"], "Word")
    assert len(rows) > 30
    wrong = []
    for word, _, where in rows:
        found = GLOSSARY_ROW.fullmatch(where)
        names = found[2].replace("`", "").split(", ") if found else []
        text = texts().get(found[1], "") if found else ""
        wrong += [f"{word}: {name}" for name in names if not re.search(rf"\b{name}\b", text)]
        wrong += [] if text else [f"{word}: {where}"]
    assert wrong == []


def test_the_words_of_the_glossary_stand_once_and_in_order() -> None:
    words = [row[0].lower() for row in table_rows(documents()["GLOSSARY.md"], "Word")]
    assert words == sorted(set(words))


HEADINGS = ["Context", "Decision", "Consequences", "Phases and deviations"]


@pytest.mark.parametrize("name", [name for name in documents() if name.startswith("docs/adr/")])
def test_every_decision_follows_the_template(name: str) -> None:
    text = documents()[name]
    number = name.removeprefix("docs/adr/")[:4]
    assert re.match(rf"# {number} [A-Z]\S* .*\n\nStatus: \w+", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert "" not in [part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE)]


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(name.removeprefix("docs/adr/")[:4]) for name in documents() if name.startswith("docs/adr/")]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > 6
