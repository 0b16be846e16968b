"""`afterglow ask`: one question in words or for a program, and many of them line by line."""

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot import cli_ask
from tests.shipped import shipped

FIELDS = ["intent", "also", "tier", "reply", "confidence"]


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(cli_ask.command(shipped))
    return made


def said(app: typer.Typer, *words: str) -> str:
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    return found.stdout


def lines(app: typer.Typer, *given: object, code: int = 0) -> list[dict[str, Any]]:
    """What is answered to lines of input: texts as they stand, anything else as JSON."""
    text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in given)
    found = CliRunner().invoke(app, ["--jsonl"], input=text)
    assert found.exit_code == code, found.output
    return [json.loads(line) for line in found.stdout.splitlines()]


def asked(text: str, lang: str = "en", **more: object) -> dict[str, object]:
    return {"lang": lang, "text": text, "treatment": None, "day": None, **more}


def test_an_answer_is_printed_as_it_stands_in_the_chat(app: typer.Typer) -> None:
    out = said(app, "--treatment", "prp", "--day", "3", "can i go to the sauna")
    assert out.startswith("⛔ Not yet. Sauna")
    assert "<b>" not in out


def test_a_korean_question_is_answered_in_korean(app: typer.Typer) -> None:
    assert said(app, "--lang", "ko", "--treatment", "prp", "--day", "3", "사우나 가도 되나요").startswith(
        "⛔ 아직 안 돼요."
    )


def test_buttons_stand_in_brackets_below_the_words(app: typer.Typer) -> None:
    *_, last = said(app, "how do i stop these messages").strip().splitlines()
    assert last.startswith("[ ")
    assert last.endswith(" ]")


def test_a_program_gets_the_promised_fields(app: typer.Typer) -> None:
    found = json.loads(said(app, "--lang", "ko", "--treatment", "prp", "--day", "3", "--json", "사우나 가도 되나요"))
    assert list(found) == FIELDS
    assert found["intent"] == "restriction.sauna"
    assert found["also"] == []
    assert found["tier"] is None
    assert found["reply"].startswith("⛔ 아직 안 돼요.")
    assert 0 < found["confidence"] <= 1


def test_a_program_is_told_the_tier_of_a_sign_and_what_else_was_asked(app: typer.Typer) -> None:
    text = "there is pus coming out. can i go to the sauna?"
    found = json.loads(said(app, "--treatment", "prp", "--day", "3", "--json", text))
    assert found["intent"] == "redflag.infection"
    assert found["also"] == ["restriction.sauna"]
    assert found["tier"] == "same_day"
    assert found["reply"].startswith("☎️ Please call the clinic today")
    assert found["confidence"] == 1


def test_broken_skin_follows_the_stricter_care(app: typer.Typer) -> None:
    question = ("--treatment", "dual_laser", "--day", "2", "can i wear makeup")
    assert said(app, *question) != said(app, "--skin-broken", *question)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--lang", "xx", "hello"),
        ("--treatment", "botox", "hello"),
        ("--day", "-1", "--treatment", "prp", "hello"),
        ("--day", "soon", "hello"),
        ("--colour", "hello"),
    ],
)
def test_bad_usage_is_told_in_a_sentence_with_exit_code_2(app: typer.Typer, words: tuple[str, ...]) -> None:
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("text", ["", "   ", "🌶️", "\u200b", "a" * 5000])
def test_any_text_is_answered(app: typer.Typer, text: str) -> None:
    found = json.loads(said(app, "--json", "--", text))
    assert found["reply"]
    assert found["tier"] is None


def test_lines_are_answered_in_their_order(app: typer.Typer) -> None:
    texts = ["can i go to the sauna", "can i drink alcohol", "can i wear makeup", "can i go to the sauna"]
    found = lines(app, *(asked(text, treatment="prp", day=1) for text in texts))
    assert [one["intent"] for one in found] == [
        "restriction.sauna",
        "restriction.alcohol",
        "restriction.makeup",
        "restriction.sauna",
    ]
    assert found[0] == found[3]
    assert all(list(one) == FIELDS for one in found)


def test_a_line_may_leave_treatment_and_day_open(app: typer.Typer) -> None:
    nothing, no_day, left_out, known = lines(
        app,
        asked("can i go to the sauna"),
        asked("can i go to the sauna", treatment="prp"),
        {"lang": "en", "text": "can i go to the sauna"},
        asked("can i go to the sauna", treatment="prp", day=0),
    )
    assert nothing == left_out
    assert "not until day 14 is over" in nothing["reply"]
    assert no_day["reply"].startswith("After PRP:")
    assert known["reply"].startswith("⛔ Not yet.")


def test_a_line_that_cannot_be_read_is_answered_in_its_place_and_told_by_the_exit_code(app: typer.Typer) -> None:
    bad = ["no json", "[1, 2]", '{"lang": "en"}', asked("hi", lang="xx"), asked("hi", treatment="botox")]
    bad += [asked("hi", day=-1), asked("hi", day="soon"), '{"lang": "en", "text": "cut o', asked("hi", day=10**9)]
    found = lines(app, asked("hi"), *bad, asked("hi"), code=1)
    assert len(found) == len(bad) + 2
    assert all(list(one) == ["error"] and one["error"] for one in found[1:-1])
    assert found[0] == found[-1]
    assert list(found[0]) == FIELDS


def test_every_script_goes_through_unharmed(app: typer.Typer) -> None:
    found = CliRunner().invoke(app, ["--jsonl"], input=json.dumps(asked("사우나 가도 돼요?", "ko")) + "\n")
    assert "사우나" in found.stdout
    assert "\\u" not in found.stdout


def test_bytes_that_are_no_text_do_not_stop_the_rest(app: typer.Typer) -> None:
    given = b'{"lang": "en", "text": "can i go to the sauna \xff\xfe"}\n' + json.dumps(asked("hi")).encode()
    found = CliRunner().invoke(app, ["--jsonl"], input=given)
    assert found.exit_code == 0, found.output
    assert len(found.stdout.splitlines()) == 2


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\n\\n", "\\u2028"])
def test_escapes_in_a_line_are_answered_with_one_line(app: typer.Typer, text: str) -> None:
    found = CliRunner().invoke(app, ["--jsonl"], input=f'{{"lang": "en", "text": "hi {text}"}}\n')
    assert found.exit_code in {0, 1}, found.output
    assert isinstance(json.loads(found.stdout), dict)


def test_empty_lines_are_passed_over_and_no_lines_are_no_answers(app: typer.Typer) -> None:
    assert lines(app) == []
    assert len(lines(app, "", asked("hi"), "   ", asked("hi"), "")) == 2
