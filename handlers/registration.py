"""Registering: what this is, consents, which treatment, when, at what hour. One card that changes as it is tapped.

The same card adds a further treatment or corrects a date. Where a person stands is a dialog row, so a restart changes
nothing; a tap on something already decided decides it again and goes on from there.
"""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from handlers import asking
from handlers import registration_screens as screens
from handlers.actions.consents import NEEDED, ConsentKind
from handlers.calendar import read_day
from handlers.menus import ways_on, with_safety
from handlers.registration_draft import Draft, Step
from handlers.registration_end import finish
from handlers.turn import Turn
from handlers.zones import find, is_offered
from schedules.dates import Ambiguous, DateVerdict, Found, judge_date, understand_date
from schedules.words import Family, Kind

_AT = {
    "tick": Step.CONSENT,
    "agreed": Step.CONSENT,
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
    elif word in {"back", "here"}:
        await _go(turn, _back(turn, draft) if word == "back" else draft)
    elif word not in _AT or not draft.has_reached(_AT[word]):
        await turn.toast(turn.texts.plain("start.not_yet"))
        await turn.show(*screens.screen(turn, draft))
    else:
        await _apply(turn, replace(draft, step=_AT[word], view=""), word)


async def typed(turn: Turn, draft: Draft) -> bool:
    """Something typed while the card is open; True when the card could use it."""
    if draft.step in {Step.DAY, Step.BOOKED}:
        await _typed_date(turn, replace(draft, step=Step.DAY, view=""))
        return True
    if draft.step is Step.TIME and draft.view == "zones":
        found = find(turn.text, turn.texts.locale)
        if found or not await asking.answered_sentence(turn):
            await turn.say(*screens.found_zones(turn, draft, found))
        return True
    return False


async def _apply(turn: Turn, draft: Draft, word: str) -> None:
    match word:
        case "tick":
            await _tick(turn, draft)
        case "agreed":
            await _go(turn, replace(draft, step=Step.FAMILY if draft.consents >= NEEDED else Step.CONSENT))
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
            await finish(turn, draft)


async def _go(turn: Turn, draft: Draft) -> None:
    """Keep the draft and show its card in place."""
    await turn.keep_dialog(draft.dialog())
    await turn.toast()
    await turn.show(*screens.screen(turn, draft))


async def _tick(turn: Turn, draft: Draft) -> None:
    """A box ticked or unticked; the last needed one leads on."""
    kind, is_given = turn.tap_word(1), turn.tap_word(2) == "1"
    if kind not in list(ConsentKind):
        await _go(turn, draft)
        return
    consents = draft.consents | {ConsentKind(kind)} if is_given else draft.consents - {ConsentKind(kind)}
    leads_on = kind in NEEDED and consents >= NEEDED
    await _go(turn, replace(draft, consents=consents, step=Step.FAMILY if leads_on else Step.CONSENT))


async def _choose(turn: Turn, draft: Draft, word: str) -> None:
    chosen = turn.tap_word(1)
    if word == "family" and chosen in list(Family):
        draft = replace(draft, family=Family(chosen), step=Step.KIND)
        kind = _only_kind(turn, draft)
        await _go(turn, replace(draft, kind=kind, skin_broken=False, step=Step.DAY) if kind else draft)
    elif word == "kind" and chosen in list(Kind):
        broken = turn.tap_word(2) == "1"
        await _go(turn, replace(draft, kind=Kind(chosen), skin_broken=broken, step=Step.DAY))
    else:
        await _go(turn, draft)


def _only_kind(turn: Turn, draft: Draft) -> Kind | None:
    """The kind that a family stands for when there is nothing to choose or to ask within it."""
    kinds = next(card.kinds for card in turn.services.content.families if card.family is draft.family)
    return kinds[0] if len(kinds) == 1 and not screens.asks_about_skin(turn, kinds[0]) else None


async def _typed_date(turn: Turn, draft: Draft) -> None:
    match understand_date(turn.text, turn.today):
        case Found(on):
            await _day(turn, draft, on)
        case Ambiguous(options):
            await turn.say(*screens.which_date(turn, options))
        case _:
            # A card may stay open for weeks: it must not swallow what is asked, or felt, meanwhile.
            if not await asking.answered(turn):
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
        await finish(turn, draft)


async def _when(turn: Turn, draft: Draft, word: str) -> None:
    chosen = turn.tap_word(1)
    if word == "hour" and (hour := turn.tap_number(1)) in screens.HOURS:
        draft = replace(draft, hour=time(hour))
    elif word == "zone" and is_offered(chosen, turn.clinic.zone):
        draft = replace(draft, zone=ZoneInfo(chosen))
    await _go(turn, draft)


def _back(turn: Turn, draft: Draft) -> Draft:
    """One step back: out of a sub-view first, then to the question before; only from the page that is open."""
    if (turn.tap_word(1), turn.tap_word(2)) != (draft.step, draft.view):
        return draft
    if draft.view:
        return replace(draft, view="")
    after_family = Step.FAMILY if draft.family is None or _only_kind(turn, draft) else Step.KIND
    before = {
        Step.FAMILY: Step.CONSENT,
        Step.KIND: Step.FAMILY,
        Step.DAY: after_family,
        Step.BOOKED: Step.DAY,
        Step.TIME: Step.DAY,
    }
    step = before.get(draft.step, draft.step)
    return replace(draft, step=step) if draft.has_reached(step) else draft


async def _cancel(turn: Turn) -> None:
    await turn.keep_dialog(None)
    await turn.toast()
    await turn.show(turn.texts.say("start.cancelled"), ways_on(turn.texts, is_patient=turn.patient is not None))


async def _nothing_open(turn: Turn) -> None:
    """A button of a card that is finished: a kind word, and where things stand."""
    if turn.patient and turn.tap_word(0) == "done":
        # The process may have ended between writing the facts and saying so.
        await turn.show(turn.texts.say("start.saved"), with_safety(turn.texts))
    await turn.toast(turn.texts.plain("start.already_done" if turn.patient else "start.card_is_old"), alert=True)
