""" "Is it for me?": what the clinic's guide names for somebody's reasons and age. It never recommends by itself.

Everything chosen stands in the buttons: the letters of the reasons, then the age group. Nothing of it is kept.
"""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import button, in_columns, in_rows
from handlers.explained import opener
from handlers.menus import go, with_safety
from handlers.texts import Html
from handlers.turn import Turn
from schedules.words import Family, Kind
from storage.content import AgeGroup, Reason

SECTION = "suit"
OTHER_AGE = "other"
TICKS = {True: "☑", False: "☐"}


async def begin(turn: Turn) -> None:
    """The first question: why."""
    await turn.toast()
    await turn.say(*_reasons(turn, ()))


async def tapped(turn: Turn) -> None:
    """The next step; what is not there any more leads to the first question."""
    chosen = _chosen(turn, turn.tap_word(1))
    match turn.tap_word(0):
        case "ages" if not chosen:
            await turn.toast(turn.texts.plain("suits.none_chosen"), alert=True)
        case "ages":
            await _show(turn, turn.texts.say("suits.ask_age"), *_ages(turn, chosen))
        case "show":
            await _result(turn, chosen, _age(turn))
        case "careful":
            await _show(turn, turn.texts.say("suits.careful"), *_cases(turn, chosen))
        case "case":
            await _specialist(turn, chosen)
        case _:
            await turn.toast()
            await turn.show(*_reasons(turn, chosen))


async def _show(turn: Turn, text: Html, *rows: list[InlineKeyboardButton]) -> None:
    await turn.toast()
    await turn.show(text, with_safety(turn.texts, *rows))


def _chosen(turn: Turn, letters: str) -> tuple[Reason, ...]:
    """The reasons whose letters stand in a button, in the order of the guide."""
    return tuple(reason for reason in turn.services.content.choosing.reasons if reason.letter in letters)


def _letters(chosen: tuple[Reason, ...]) -> str:
    return "".join(reason.letter for reason in chosen)


def _age(turn: Turn) -> AgeGroup | None:
    """The age group of the button; None for any other age."""
    groups = turn.services.content.choosing.ages
    return next((group for group in groups if group.id == turn.tap_word(2)), None)


def _reasons(turn: Turn, chosen: tuple[Reason, ...]) -> tuple[Html, InlineKeyboardMarkup]:
    """The question why, as text and keyboard: each reason can be ticked, as many as there are."""
    buttons = []
    for reason in turn.services.content.choosing.reasons:
        others = tuple(other for other in chosen if other != reason)
        ticked = others if reason in chosen else (*chosen, reason)
        label = f"{TICKS[reason in chosen]} {turn.texts.plain(f'suits.reasons.{reason.id}')}"
        buttons.append(button(label, SECTION, "pick", _letters(ticked)))
    onward = [button(turn.texts.plain("suits.next"), SECTION, "ages", _letters(chosen))]
    return turn.texts.say("suits.ask_reasons"), with_safety(turn.texts, *in_rows(buttons, 1), onward)


def _ages(turn: Turn, chosen: tuple[Reason, ...]) -> list[list[InlineKeyboardButton]]:
    say, letters = turn.texts.plain, _letters(chosen)
    groups = [
        button(say(f"faq.entries.{group.id}.title"), SECTION, "show", letters, group.id)
        for group in turn.services.content.choosing.ages
    ]
    other = button(say("suits.other_age"), SECTION, "show", letters, OTHER_AGE)
    return in_rows([*groups, other, button(say("menu.back"), SECTION, "pick", letters)], 1)


async def _result(turn: Turn, chosen: tuple[Reason, ...], age: AgeGroup | None) -> None:
    """What the guide names for the age, then for each reason; and that a specialist comes first."""
    texts, careful = turn.texts, turn.services.content.choosing.careful
    for_age = texts.say(f"faq.entries.{age.id}.answer") if age else texts.say("suits.no_age")
    for_reasons = [
        texts.say("suits.line", reason=texts.plain(f"suits.reasons.{reason.id}"), named=_names(turn, reason.named))
        for reason in chosen
    ]
    text = texts.say(
        "suits.result",
        age=texts.plain(f"faq.entries.{age.id}.title" if age else "suits.other_age"),
        for_age=for_age,
        for_reasons=Html("\n".join(for_reasons)),
        cases=Html("\n".join(texts.say("suits.case_line", words=texts.plain(f"suits.cases.{c.id}")) for c in careful)),
    )
    here = _letters(chosen), age.id if age else OTHER_AGE
    named = dict.fromkeys(name for found in (age, *chosen) if found for name in found.named)
    await _show(
        turn,
        text,
        [button(texts.plain("suits.one_is_true"), SECTION, "careful", *here)],
        *in_columns([opener(turn, name) for name in named]),
        [button(texts.plain("menu.back"), SECTION, "ages", here[0]), go(texts, "contact")],
    )


def _names(turn: Turn, named: tuple[Family | Kind, ...]) -> Html:
    return turn.texts.listed(
        turn.texts.plain(f"protocols.{name}.short" if isinstance(name, Kind) else f"families.{name}") for name in named
    )


def _cases(turn: Turn, chosen: tuple[Reason, ...]) -> list[list[InlineKeyboardButton]]:
    """The careful cases, to tap the one that is true."""
    here = _letters(chosen), turn.tap_word(2)
    cases = [
        button(turn.texts.plain(f"suits.cases.{case.id}"), SECTION, "case", *here, case.id)
        for case in turn.services.content.choosing.careful
    ]
    return in_rows([*cases, button(turn.texts.plain("menu.back"), SECTION, "show", *here)], 1)


async def _specialist(turn: Turn, chosen: tuple[Reason, ...]) -> None:
    """One of the careful cases is true: neither yes nor no, but a person to ask."""
    texts, known = turn.texts, [case.id for case in turn.services.content.choosing.careful]
    key = f"suits.cases.{turn.tap_word(3)}" if turn.tap_word(3) in known else "suits.a_case"
    parts = [texts.say("suits.specialist", case=texts.plain(key))]
    if turn.clinic.phone:
        parts.append(texts.say("suits.reach", **turn.contact.words()))
    back = button(texts.plain("menu.back"), SECTION, "show", _letters(chosen), turn.tap_word(2))
    await _show(turn, Html("\n\n".join(parts)), [go(texts, "contact")], [back])
