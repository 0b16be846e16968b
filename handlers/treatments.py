"""A patient's own treatments: add one, correct a date, remove one. Those of the guide are explained elsewhere."""

from telegram import InlineKeyboardButton

from handlers import registration
from handlers.actions.register import remove_treatment
from handlers.callbacks import button
from handlers.menus import go, with_safety
from handlers.newcomers import patients_only
from handlers.registration_draft import Draft, Step
from handlers.summary import show_summary, treatment_list
from handlers.turn import Turn
from schedules.facts import Treatment
from storage.records import PatientRecord

SECTION = "trt"


@patients_only
async def add(turn: Turn, patient: PatientRecord) -> None:
    """Ask for a further treatment."""
    del patient
    await turn.toast()
    await registration.begin(turn, Draft(step=Step.FAMILY, is_newcomer=False))


@patients_only
async def menu(turn: Turn, patient: PatientRecord) -> None:
    """The treatments, each with its buttons."""
    await turn.toast()
    rows = [[_named(turn, t, "one")] for t in reversed(patient.facts.treatments)]
    text = turn.texts.say("treatments.menu", list=treatment_list(turn, patient))
    card = text, with_safety(turn.texts, *rows, [go(turn.texts, "add")])
    if turn.is_tap_on(SECTION):
        await turn.show(*card)
    else:
        await turn.say(*card)


@patients_only
async def tapped(turn: Turn, patient: PatientRecord) -> None:
    """One treatment: what can be done with it, or doing it."""
    word = turn.tap_word(0)
    found = next((t for t in patient.facts.treatments if t.id == turn.tap_number(1)), None)
    if word == "menu":
        await menu(turn)
    elif found is None:
        await turn.toast(turn.texts.plain("treatments.gone"), alert=True)
    elif word == "move":
        await turn.toast()
        await registration.begin(turn, Draft(step=Step.DAY, is_newcomer=False, moving=found.id, kind=found.kind))
    elif word == "remove":
        await _ask(turn, found)
    elif word == "really":
        await _remove(turn, patient, found)
    else:
        await _one(turn, found)


async def _one(turn: Turn, treatment: Treatment) -> None:
    await turn.toast()
    say = turn.texts.plain
    rows = [
        [button(say("treatments.move"), SECTION, "move", treatment.id)],
        [button(say("treatments.remove"), SECTION, "remove", treatment.id)],
        [button(say("menu.back"), SECTION, "menu")],
    ]
    await turn.show(turn.texts.say("treatments.one", **_words(turn, treatment)), with_safety(turn.texts, *rows))


async def _ask(turn: Turn, treatment: Treatment) -> None:
    await turn.toast()
    say = turn.texts.plain
    rows = [
        [button(say("treatments.really"), SECTION, "really", treatment.id)],
        [button(say("treatments.keep"), SECTION, "menu")],
    ]
    await turn.show(turn.texts.say("treatments.ask", **_words(turn, treatment)), with_safety(turn.texts, *rows))


async def _remove(turn: Turn, patient: PatientRecord, treatment: Treatment) -> None:
    words = _words(turn, treatment)
    await remove_treatment(turn.services, patient, treatment.id)
    await turn.refresh()
    await turn.toast()
    await turn.show(turn.texts.say("treatments.removed", **words), with_safety(turn.texts))
    if turn.patient and turn.patient.facts.treatments:
        await show_summary(turn, "start.moved")
    else:
        await turn.say(turn.texts.say("plan.empty"), with_safety(turn.texts, [go(turn.texts, "add")]))


def _words(turn: Turn, treatment: Treatment) -> dict[str, str]:
    name = turn.texts.plain(f"protocols.{treatment.kind}.name")
    return {"treatment": name, "date": turn.texts.date(treatment.on)}


def _named(turn: Turn, treatment: Treatment, word: str) -> InlineKeyboardButton:
    words = _words(turn, treatment)
    return button(f"{words['treatment']} · {words['date']}", SECTION, word, treatment.id)
