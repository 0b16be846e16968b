"""/can: the menu of activities, and today's exact answer to each."""

from telegram import InlineKeyboardButton

from handlers.callbacks import button, in_rows
from handlers.menus import go, main_menu, with_safety
from handlers.newcomers import patients_only
from handlers.rendering.rules import render_verdict
from handlers.summary import treatment_list
from handlers.turn import Turn
from schedules.rules import Status, followed, verdict, verdicts
from schedules.words import Activity
from storage.records import PatientRecord

SECTION = "can"
MARKS = {
    Status.REFRAIN: "⛔",
    Status.NOT_YET: "⛔",
    Status.ASK_CLINIC: "❔",
    Status.ENDED: "📅",
    Status.ADVICE: "💬",
    Status.NO_RULE: "💬",
}
"""The sign that the answer begins with, before the name of each activity; a tick would look like a clearance."""


@patients_only
async def menu(turn: Turn, patient: PatientRecord) -> None:
    """The activities, each with the sign of today's answer."""
    await turn.toast()
    if not followed(patient.facts.treatments, turn.today):
        await _nothing_to_answer(turn, patient)
        return
    answers = verdicts(patient.facts.treatments, turn.services.library, turn.today)
    cards = turn.services.content.activities
    buttons = [_entry(turn, card.icon, card.activity, answers[card.activity].status) for card in cards]
    text = turn.texts.say("can.menu", date=turn.texts.weekday_date(turn.today))
    rows = with_safety(turn.texts, *in_rows(buttons, 2))
    if turn.is_tap_on(SECTION):
        await turn.show(text, rows)
    else:
        await turn.say(text, rows)


async def _nothing_to_answer(turn: Turn, patient: PatientRecord) -> None:
    """No treatment is in care today: the only one is still to come, or there is none."""
    if any(treatment.on > turn.today for treatment in patient.facts.treatments):
        text = turn.texts.say("can.before", list=treatment_list(turn, patient))
        await turn.say(text, main_menu(turn.texts))
    else:
        await turn.say(turn.texts.say("can.no_treatment"), with_safety(turn.texts, [go(turn.texts, "add")]))


@patients_only
async def answer(turn: Turn, patient: PatientRecord) -> None:
    """Today's answer about one activity; `menu` goes back."""
    wanted = turn.tap_word(0)
    if wanted == "menu" or wanted not in list(Activity) or not followed(patient.facts.treatments, turn.today):
        await menu(turn)
        return
    await turn.toast()
    treatments, library = patient.facts.treatments, turn.services.library
    found = verdict(treatments, library, Activity(wanted), turn.today)
    text = render_verdict(found, turn.today, treatments, turn.services.content, turn.texts)
    back = [button(turn.texts.plain("can.back"), SECTION, "menu"), go(turn.texts, "contact")]
    await turn.show(text, with_safety(turn.texts, back))


def _entry(turn: Turn, icon: str, activity: Activity, status: Status) -> InlineKeyboardButton:
    return button(f"{MARKS[status]} {icon} {turn.texts.plain(f'activities.{activity}')}", SECTION, activity)
