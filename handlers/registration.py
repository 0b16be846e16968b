"""Registering: what this is, consents, which treatment, when, at what hour. One card that changes as it is tapped.

The same card adds a further treatment or corrects a date. Where a person stands is a dialog row, so a restart changes
nothing; a tap on something already decided decides it again and goes on from there.
"""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from handlers import registration_screens as screens
from handlers.actions import register as actions
from handlers.actions.consents import NEEDED, ConsentKind
from handlers.calendar import read_day
from handlers.registration_draft import Draft, Step
from handlers.summary import show_summary
from handlers.turn import Turn
from handlers.zones import find, known
from schedules.dates import Ambiguous, DateVerdict, Found, judge_date, understand_date
from schedules.words import Family, Kind

_ORDER = tuple(Step)
_AT = {
    "tick": Step.CONSENT,
    "family": Step.FAMILY,
    "kind": Step.KIND,
    "day": Step.DAY,
    "cal": Step.DAY,
    "booked": Step.BOOKED,
    "hours": Step.TIME,
    "hour": Step.TIME,
    "zones": Step.TIME,
    "zone": Step.TIME,
    "done": Step.TIME,
}
"""The step at which each word of a button can be meant."""


async def begin(turn: Turn, draft: Draft) -> None:
    """Open the card in a new message."""
    await turn.keep_dialog(draft.dialog())
    await turn.say(*screens.screen(turn, draft))


async def tapped(turn: Turn) -> None:
    """A button of the card."""
    draft = Draft.of(turn.dialog)
    word = turn.tap_word(0)
    if word == "noop":
        await turn.toast()
    elif draft is None:
        await _nothing_open(turn)
    elif word == "cancel":
        await _cancel(turn)
    elif word == "back":
        await _go(turn, _back(draft))
    elif word not in _AT or _ORDER.index(_AT[word]) > _ORDER.index(draft.step):
        await turn.toast(turn.texts.plain("start.not_yet"))
        await turn.show(*screens.screen(turn, draft))
    else:
        await _apply(turn, replace(draft, step=_AT[word], view=""), word)


async def typed(turn: Turn, draft: Draft) -> bool:
    """Something typed while the card is open; True when the card could use it."""
    if draft.step is Step.DAY:
        await _typed_date(turn, draft)
        return True
    if draft.step is Step.TIME and draft.view == "zones":
        found = find(turn.text)
        await turn.say(*screens.found_zones(turn, draft, found))
        return True
    return False


async def _apply(turn: Turn, draft: Draft, word: str) -> None:
    match word:
        case "tick":
            await _tick(turn, draft)
        case "family" | "kind":
            await _choose(turn, draft, word)
        case "cal":
            await _go(turn, replace(draft, view=turn.tap_word(1)))
        case "day":
            await _day(turn, draft, read_day(turn.tap_word(1)))
        case "booked":
            await _booked(turn, draft)
        case "hours" | "zones":
            await _go(turn, replace(draft, view=word))
        case "hour" | "zone":
            await _when(turn, draft, word)
        case _:
            await _finish(turn, draft)


async def _go(turn: Turn, draft: Draft) -> None:
    """Keep the draft and show its card in place."""
    await turn.keep_dialog(draft.dialog())
    await turn.toast()
    await turn.show(*screens.screen(turn, draft))


async def _tick(turn: Turn, draft: Draft) -> None:
    try:
        kind = ConsentKind(turn.tap_word(1))
    except ValueError:
        await _go(turn, draft)
        return
    # The button says what it wants, so a double tap, or a tap handled again after a crash, does not take it back.
    wanted = turn.tap_word(2) == "1"
    consents = draft.consents | {kind} if wanted else draft.consents - {kind}
    step = Step.FAMILY if consents >= NEEDED else Step.CONSENT
    await _go(turn, replace(draft, consents=consents, step=step))


async def _choose(turn: Turn, draft: Draft, word: str) -> None:
    chosen = turn.tap_word(1)
    if word == "family" and chosen in list(Family):
        kinds = next(card.kinds for card in turn.services.content.families if card.family == chosen)
        if len(kinds) == 1 and screens.asks_about_skin(turn, kinds[0]) is False:
            await _go(turn, replace(draft, family=Family(chosen), kind=kinds[0], skin_broken=False, step=Step.DAY))
            return
        await _go(turn, replace(draft, family=Family(chosen), step=Step.KIND))
    elif word == "kind" and chosen in list(Kind):
        broken = turn.tap_word(2) == "1"
        await _go(turn, replace(draft, kind=Kind(chosen), skin_broken=broken, step=Step.DAY))
    else:
        await _go(turn, draft)


async def _typed_date(turn: Turn, draft: Draft) -> None:
    match understand_date(turn.text, turn.today):
        case Found(on):
            await _day(turn, draft, on)
        case Ambiguous(options):
            await turn.say(*screens.which_date(turn, options))
        case _:
            await turn.say(*screens.not_a_date(turn, draft))


async def _day(turn: Turn, draft: Draft, on: date | None) -> None:
    if on is None:
        await _go(turn, draft)
        return
    match judge_date(on, turn.today):
        case DateVerdict.PAST_OK:
            await _dated(turn, replace(draft, on=on))
        case DateVerdict.FUTURE:
            await _go(turn, replace(draft, on=on, step=Step.BOOKED))
        case verdict:
            await turn.toast()
            await turn.say(*screens.out_of_range(turn, draft, on, verdict))


async def _booked(turn: Turn, draft: Draft) -> None:
    if turn.tap_word(1) == "yes" and draft.on is not None:
        await _dated(turn, draft)
    else:
        await _go(turn, replace(draft, on=None, step=Step.DAY))


async def _dated(turn: Turn, draft: Draft) -> None:
    """The date is known: a newcomer chooses the hour, anybody else is done."""
    if draft.is_newcomer:
        await _go(turn, replace(draft, step=Step.TIME, view=""))
    else:
        await _finish(turn, draft)


async def _when(turn: Turn, draft: Draft, word: str) -> None:
    chosen = turn.tap_word(1)
    if word == "hour" and chosen.isdigit() and int(chosen) in screens.HOURS:
        draft = replace(draft, hour=time(int(chosen)))
    elif word == "zone" and chosen in known():
        draft = replace(draft, zone=ZoneInfo(chosen))
    await _go(turn, draft)


async def _finish(turn: Turn, draft: Draft) -> None:
    """Write the facts and show what follows from them."""
    await turn.toast()
    try:
        done = await _write(turn, draft)
    except actions.NotAllowedError:
        await turn.keep_dialog(None)
        await turn.show(turn.texts.say("start.start_over"))
        return
    await turn.refresh()
    await turn.show(turn.texts.say("start.saved" if done else "treatments.gone"))
    await show_summary(turn, "start.moved" if draft.moving else "start.done")


async def _write(turn: Turn, draft: Draft) -> bool:
    if draft.on is None:
        raise actions.NotAllowedError
    if draft.moving and turn.patient:
        return await actions.move_treatment(turn.services, turn.patient, draft.moving, draft.on) is not None
    if draft.kind is None:
        raise actions.NotAllowedError
    new = actions.NewTreatment(kind=draft.kind, on=draft.on, skin_broken=draft.skin_broken)
    if turn.patient and not draft.is_newcomer:
        await actions.add_treatment(turn.services, turn.patient, new)
        return True
    application = actions.Application(
        chat_id=turn.chat_id,
        name=turn.name,
        language=turn.texts.language,
        zone=draft.zone or turn.clinic.zone,
        hour=draft.hour or turn.clinic.hour,
        treatment=new,
        consents=draft.consents,
    )
    await actions.register(turn.services, application)
    return True


def _back(draft: Draft) -> Draft:
    """One step back: out of a sub-view first, then to the step before."""
    if draft.view:
        return replace(draft, view="")
    before = {Step.KIND: Step.FAMILY, Step.DAY: Step.FAMILY, Step.BOOKED: Step.DAY, Step.TIME: Step.DAY}
    return replace(draft, step=before.get(draft.step, draft.step))


async def _cancel(turn: Turn) -> None:
    await turn.keep_dialog(None)
    await turn.toast()
    await turn.show(turn.texts.say("start.cancelled"))


async def _nothing_open(turn: Turn) -> None:
    """A button of a card that is finished: a kind word, and where things stand."""
    if turn.patient and turn.tap_word(0) == "done":
        # The process may have ended between writing the facts and saying so.
        await turn.show(turn.texts.say("start.saved"))
    await turn.toast(turn.texts.plain("start.already_done" if turn.patient else "start.card_is_old"), alert=True)
