"""/can: the menu of activities, and today's exact answer to each."""

from telegram import InlineKeyboardButton

from handlers.callbacks import button, in_columns
from handlers.menus import go, main_menu, with_safety
from handlers.newcomers import patients_only
from handlers.rendering.rules import is_about_sunscreen, render_verdict
from handlers.summary import treatment_list
from handlers.turn import Turn
from schedules.rules import Status, Verdict, followed, verdict, verdicts
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
    buttons = [_entry(turn, answers[card.activity]) for card in cards]
    text = turn.texts.say("can.menu", date=turn.texts.weekday_date(turn.today))
    rows = with_safety(turn.texts, *in_columns(buttons))
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


def _entry(turn: Turn, found: Verdict) -> InlineKeyboardButton:
    """A button that says today's answer: its sign, the activity in short, and the last day of a rule with an end."""
    is_sunscreen = is_about_sunscreen(found)
    name = turn.texts.plain("calendar.sunscreen.short" if is_sunscreen else f"rules.{found.activity}.short")
    ends = found.last_day if found.status is Status.NOT_YET else None
    label = turn.texts.plain(
        "can.button_until" if ends else "can.button",
        mark=MARKS[found.status],
        activity=name[:1].upper() + name[1:],
        last_day=turn.texts.short_date(ends) if ends else "",
    )
    return button(label, SECTION, found.activity)
