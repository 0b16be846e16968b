"""/settings: hour, zone, language, how often, pause. One card that changes with each tap; a choice counts at once."""

from datetime import time
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from handlers import asking
from handlers.actions import preferences
from handlers.callbacks import button, in_rows
from handlers.menus import with_safety
from handlers.newcomers import patients_only
from handlers.registration_screens import HOURS, hour_rows, zone_rows
from handlers.summary import when_line
from handlers.turn import Turn
from handlers.zones import COMMON, city, find, is_offered
from schedules.words import CadenceName
from storage.records import DialogRecord, PatientRecord

SECTION = "set"
PAUSES = (3, 7, 14)
"""The lengths of a pause that are offered, in days."""

ZONE_DIALOG = "zone"


@patients_only
async def menu(turn: Turn, patient: PatientRecord) -> None:
    """The card with what is chosen now."""
    await turn.toast()
    card = turn.texts.say("settings.card", **_shown(turn, patient)), with_safety(turn.texts, *_rows(turn, patient))
    if turn.is_tap_on(SECTION):
        await turn.show(*card)
    else:
        await turn.say(*card)


@patients_only
async def tapped(turn: Turn, patient: PatientRecord) -> None:
    """A choice, or the page that offers one."""
    word, value = turn.tap_word(0), turn.tap_word(1)
    if word in _PAGES and not value:
        await turn.toast()
        if word == "zones":
            await turn.keep_dialog(DialogRecord(name=ZONE_DIALOG, step="", data={}))
        rows = (*_page(turn, word), [button(turn.texts.plain("menu.back"), SECTION, "menu")])
        await turn.show(turn.texts.say(f"settings.{word}"), with_safety(turn.texts, *rows))
        return
    changed = await _change(turn, patient, word, value)
    if changed is not None:
        await turn.refresh()
        await turn.toast(turn.texts.plain("settings.saved"))
    await menu(turn)


async def typed_zone(turn: Turn) -> None:
    """A city typed after "other time zone"."""
    names = find(turn.text, turn.texts.locale)
    if not names and await asking.answered_sentence(turn):
        return
    key = "start.is_it_this_city" if names else "start.no_such_city"
    back = [button(turn.texts.plain("menu.back"), SECTION, "menu")]
    await turn.say(turn.texts.say(key), with_safety(turn.texts, *zone_rows(turn, SECTION, names), back))


async def close_zone_page(turn: Turn) -> None:
    """Whatever else a person does, the page is left: what they type later is not a city."""
    if turn.dialog is not None and turn.dialog.name == ZONE_DIALOG:
        await turn.keep_dialog(None)


async def _change(turn: Turn, patient: PatientRecord, word: str, value: str) -> PatientRecord | None:
    """Write one choice; None when the button says nothing that can be chosen."""
    services = turn.services
    number = turn.tap_number(1)
    match word:
        case "hour" if number in HOURS:
            changed = await preferences.set_hour(services, patient, time(number))
        case "zone" if is_offered(value, turn.clinic.zone):
            changed = await preferences.set_zone(services, patient, ZoneInfo(value))
        case "language" if value in _languages(turn):
            changed = await preferences.set_language(services, patient, value)
        case "often" if value in list(CadenceName):
            changed = await preferences.set_cadence(services, patient, CadenceName(value))
        case "pause" if number in PAUSES:
            changed = await preferences.pause(services, patient, number)
        case "resume":
            changed = await preferences.resume(services, patient)
        case _:
            return None
    return changed


def _languages(turn: Turn) -> tuple[str, ...]:
    return tuple(code for code in turn.clinic.languages if code in turn.services.content.languages)


def _shown(turn: Turn, patient: PatientRecord) -> dict[str, str]:
    texts, facts = turn.texts, patient.facts
    return {
        "time": texts.time(facts.hour),
        "city": city(facts.zone, texts.locale),
        "language": turn.services.content.languages[texts.language].name,
        "often": texts.plain(f"settings.cadence.{facts.cadence}"),
        "when": when_line(turn, patient),
    }


def _is_paused(turn: Turn, patient: PatientRecord) -> bool:
    return patient.facts.paused_through is not None and patient.facts.paused_through >= turn.today


def _rows(turn: Turn, patient: PatientRecord) -> list[list[InlineKeyboardButton]]:
    say = turn.texts.plain
    pause = "resume" if _is_paused(turn, patient) else "pauses"
    first = [
        button(say("settings.button.hours"), SECTION, "hours"),
        button(say("settings.button.zones"), SECTION, "zones"),
    ]
    second = [
        button(say("settings.button.often"), SECTION, "often"),
        button(say(f"settings.button.{pause}"), SECTION, pause),
    ]
    third = [button(say("settings.button.languages"), SECTION, "languages")] if len(_languages(turn)) > 1 else []
    return [first, second, third]


_PAGES = ("hours", "zones", "often", "pauses", "languages")


def _page(turn: Turn, page: str) -> list[list[InlineKeyboardButton]]:
    """The choices of a page."""
    say = turn.texts.plain
    if page == "hours":
        return hour_rows(turn, SECTION)
    if page == "zones":
        return zone_rows(turn, SECTION, COMMON)
    if page == "often":
        return [[button(say(f"settings.cadence.{name}"), SECTION, "often", name)] for name in CadenceName]
    if page == "pauses":
        return in_rows([button(say("settings.pause_days", count=days), SECTION, "pause", days) for days in PAUSES], 3)
    names = turn.services.content.languages
    return [[button(names[code].name, SECTION, "language", code)] for code in _languages(turn)]
