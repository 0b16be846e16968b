"""/today and /plan: where a patient stands, at any moment."""

from dataclasses import replace

from handlers.menus import go, main_menu, under_digest, with_safety
from handlers.newcomers import patients_only
from handlers.rendering.digest import render_digest
from handlers.rendering.ics import Issue, render_ics
from handlers.summary import show_summary, treatment_list
from handlers.turn import Turn
from schedules.agenda import agenda
from schedules.digest import digest
from schedules.words import PatientStatus
from storage.records import PatientRecord

FILE_NAME = "aftercare.ics"
"""Neutral, as the titles in it are: a file name shows in a chat list and among downloads."""


@patients_only
async def today(turn: Turn, patient: PatientRecord) -> None:
    """Today's care, the same words as in the daily message."""
    await turn.toast()
    # A pause or a stop ends messages, not care: what is said of today does not depend on it.
    facts = replace(patient.facts, status=PatientStatus.ACTIVE, paused_through=None)
    found = digest(facts, turn.services.library, turn.today)
    if found is not None:
        await turn.say(render_digest(found, turn.texts, turn.clinic), under_digest(turn.texts))
        return
    booked = [t for t in patient.facts.treatments if t.on > turn.today]
    key = "plan.before" if booked else "plan.over" if patient.facts.treatments else "plan.empty"
    await turn.say(turn.texts.say(key, list=treatment_list(turn, patient)), main_menu(turn.texts))


@patients_only
async def plan(turn: Turn, patient: PatientRecord) -> None:
    """The whole plan as a picture and a list."""
    del patient
    await turn.toast()
    await show_summary(turn, "plan.caption")


@patients_only
async def phone_calendar(turn: Turn, patient: PatientRecord) -> None:
    """The dates of the plan as a file for the calendar of a phone."""
    await turn.toast()
    texts = turn.texts
    events = agenda(patient.facts.treatments, turn.services.library, turn.today)
    if not events:
        await turn.say(texts.say("calendar.empty"), main_menu(texts))
        return
    issue = Issue(issuer=turn.services.bot_id, now=turn.now, phone=turn.clinic.phone)
    await turn.document(
        render_ics(events, texts, issue),
        FILE_NAME,
        texts.say("calendar.caption"),
        with_safety(texts, [go(texts, "plan")]),
    )
