"""The plan as a picture with its list: after registering, after a change, and for /plan."""

import asyncio

from handlers.callbacks import button
from handlers.menus import GO, go, with_safety
from handlers.pictures.plan import draw_plan
from handlers.pictures.plan_of import has_plan, plan_picture
from handlers.plan_words import plan_words
from handlers.texts import Html
from handlers.turn import Turn
from handlers.zones import city
from schedules.rules import end_of_care
from schedules.words import PatientStatus
from storage.records import PatientRecord

MAX_LISTED = 6
"""Treatments listed in a caption; more would not fit beside the picture."""


async def show_summary(turn: Turn, heading: str) -> None:
    """Send the plan as a picture, with the treatments and the hour in its caption."""
    patient, texts = turn.patient, turn.texts
    if patient is None:
        return
    to_phone = [button(texts.plain("calendar.button"), GO, "calendar")]
    buttons = with_safety(
        texts,
        to_phone if has_plan(patient.facts, turn.today) else [],
        [go(texts, "today"), go(texts, "can")],
        [go(texts, "add"), go(texts, "mine")],
        [go(texts, "settings")],
    )
    caption = texts.say(heading, name=turn.called, list=treatment_list(turn, patient), when=when_line(turn, patient))
    if not has_plan(patient.facts, turn.today):
        await turn.say(caption, buttons)
        return
    picture = plan_picture(patient.facts, turn.services.library, turn.today, plan_words(turn))
    png = await asyncio.to_thread(draw_plan, picture)
    await turn.picture(png, caption, buttons)


def treatment_list(turn: Turn, patient: PatientRecord) -> Html:
    """A line for each treatment: its name, date and care day."""
    texts = turn.texts
    lines = []
    for treatment in sorted(patient.facts.treatments, key=lambda t: (t.on, t.id), reverse=True)[:MAX_LISTED]:
        name = texts.plain(f"protocols.{treatment.kind}.name")
        day = treatment.care_day(turn.today)
        key = (
            "plan.line_booked" if day < 0 else "plan.line_over" if turn.today > end_of_care(treatment) else "plan.line"
        )
        lines.append(texts.say(key, treatment=name, date=texts.date(treatment.on), day=day, count=day))
    return Html("\n".join(lines)) if lines else texts.say("plan.none")


def when_line(turn: Turn, patient: PatientRecord) -> Html:
    """When the daily message comes, or that it does not."""
    facts, texts = patient.facts, turn.texts
    if facts.status is PatientStatus.STOPPED:
        return texts.say("plan.stopped")
    if facts.paused_through is not None and facts.paused_through >= turn.today:
        return texts.say("plan.paused", date=texts.weekday_date(facts.paused_through))
    return texts.say("plan.when", time=texts.time(facts.hour), city=city(facts.zone, texts.locale))
