"""/treatments: every kind of treatment explained, for everybody, patient or not."""

from telegram import InlineKeyboardButton

from handlers.callbacks import button, in_rows
from handlers.menus import go, with_safety
from handlers.rendering.treatment import render_treatment
from handlers.turn import Turn
from schedules.words import Family, Kind
from storage.content import FamilyCard

SECTION = "exp"


async def menu(turn: Turn) -> None:
    """The families; a patient finds the way to their own treatments here, too."""
    await turn.toast()
    buttons = [opener(turn, card.family) for card in turn.services.content.families]
    own = [go(turn.texts, "mine")] if turn.patient else []
    ways = [go(turn.texts, "suits")], own, [go(turn.texts, "faq"), go(turn.texts, "contact")]
    card = turn.texts.say("explained.menu"), with_safety(turn.texts, *in_rows(buttons, 1), *ways)
    if turn.is_tap_on(SECTION):
        await turn.show(*card)
    else:
        await turn.say(*card)


async def tapped(turn: Turn) -> None:
    """A family, a card, or the way back; what is not there any more leads to the families."""
    word, name = turn.tap_word(0), turn.tap_word(1)
    if word == "family" and name in set(Family):
        await _family(turn, _card_of(turn, Family(name)))
    elif word == "kind" and name in set(Kind):
        await show_kind(turn, Kind(name))
    else:
        await menu(turn)


def opener(turn: Turn, named: Family | Kind) -> InlineKeyboardButton:
    """A button that opens a family or a kind; a family of one kind opens that kind."""
    if isinstance(named, Kind):
        return button(turn.texts.plain(f"protocols.{named}.name"), SECTION, "kind", named)
    card = _card_of(turn, named)
    label = f"{card.icon} {turn.texts.plain(f'families.{named}')}"
    return button(label, SECTION, *(("kind", card.kinds[0]) if len(card.kinds) == 1 else ("family", named)))


async def show_kind(turn: Turn, kind: Kind) -> None:
    """The card of a kind, in place of the pressed message."""
    await turn.toast()
    family = _card_of(turn, turn.services.library[kind].family)
    up = ("menu",) if len(family.kinds) == 1 else ("family", family.family)
    back = [button(turn.texts.plain("menu.back"), SECTION, *up), go(turn.texts, "contact")]
    await turn.show(render_treatment(kind, turn.texts), with_safety(turn.texts, [go(turn.texts, "suits")], back))


async def _family(turn: Turn, card: FamilyCard) -> None:
    await turn.toast()
    heading = turn.texts.say("explained.family", family=turn.texts.plain(f"families.{card.family}"))
    back = [button(turn.texts.plain("menu.back"), SECTION, "menu")]
    kinds = [opener(turn, kind) for kind in card.kinds]
    await turn.show(heading, with_safety(turn.texts, *in_rows(kinds, 1), back))


def _card_of(turn: Turn, family: Family) -> FamilyCard:
    return next(card for card in turn.services.content.families if card.family is family)
