"""/privacy: what is kept, the consents, a download of everything, and erasing it all at once."""

from handlers.actions import leaving, preferences
from handlers.actions.consents import ConsentKind
from handlers.actions.export import export
from handlers.callbacks import button
from handlers.menus import go, newcomer_menu, with_safety
from handlers.turn import Turn
from storage.records import PatientRecord

SECTION = "prv"


async def menu(turn: Turn) -> None:
    """What is kept; for a patient also the ways to change it."""
    await turn.toast()
    patient = turn.patient
    if patient is None:
        await _of_newcomer(turn)
        return
    async with turn.services.database.read() as session:
        consents = await (await turn.services.roll(session)).consents(patient.id)
    tips = consents.get(ConsentKind.TIPS, False)
    say = turn.texts.plain
    rows = [
        [button(f"{'☑' if tips else '☐'} {say('start.consent.tips')}", SECTION, "tips", int(not tips))],
        [button(say("privacy.download"), SECTION, "download"), button(say("privacy.erase"), SECTION, "erase")],
    ]
    text = turn.texts.say("privacy.card", clinic=turn.clinic.name, months=turn.clinic.retention_months)
    if turn.is_tap_on(SECTION):
        await turn.show(text, with_safety(turn.texts, *rows))
    else:
        await turn.say(text, with_safety(turn.texts, *rows))


async def tapped(turn: Turn) -> None:
    """One of the buttons of the card."""
    patient = turn.patient
    if patient is None:
        await _erase_answers(turn)
        return
    match turn.tap_word(0):
        case "tips":
            await preferences.set_tips(turn.services, patient, given=turn.tap_word(1) == "1")
            await turn.toast(turn.texts.plain("settings.saved"))
            await menu(turn)
        case "download":
            await _download(turn, patient)
        case "erase":
            await _ask(turn)
        case "really":
            await _erase(turn, patient)
        case _:
            await menu(turn)


async def _of_newcomer(turn: Turn) -> None:
    """Somebody who is not registered: at most the answers of an open card are kept."""
    if turn.dialog is None:
        await turn.say(turn.texts.say("privacy.nothing_kept", clinic=turn.clinic.name), newcomer_menu(turn.texts))
        return
    erase = [button(turn.texts.plain("privacy.erase"), SECTION, "answers")]
    await turn.say(turn.texts.say("privacy.only_answers", clinic=turn.clinic.name), with_safety(turn.texts, erase))


async def _erase_answers(turn: Turn) -> None:
    """Somebody who is not registered wants nothing kept: the answers of an open card go."""
    if turn.dialog is None or turn.tap_word(0) != "answers":
        await turn.toast(turn.texts.plain("privacy.already_erased"), alert=True)
        return
    await turn.keep_dialog(None)
    await turn.toast()
    await turn.show(turn.texts.say("privacy.nothing_kept", clinic=turn.clinic.name), newcomer_menu(turn.texts))


async def _download(turn: Turn, patient: PatientRecord) -> None:
    await turn.toast()
    document = await export(turn.services, patient)
    caption = turn.texts.say("privacy.here_it_is")
    await turn.document(document, "my-aftercare-data.json", caption, with_safety(turn.texts))


async def _ask(turn: Turn) -> None:
    await turn.toast()
    say = turn.texts.plain
    rows = [[button(say("privacy.really"), SECTION, "really")], [button(say("privacy.keep"), SECTION, "menu")]]
    await turn.show(turn.texts.say("privacy.ask", clinic=turn.clinic.name), with_safety(turn.texts, *rows))


async def _erase(turn: Turn, patient: PatientRecord) -> None:
    await leaving.erase(turn.services, patient)
    await turn.toast()
    await turn.show(
        turn.texts.say("privacy.erased", clinic=turn.clinic.name), with_safety(turn.texts, [go(turn.texts, "start")])
    )
