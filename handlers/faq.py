"""/faq: questions and answers as a menu of pages, for everybody."""

from handlers.callbacks import button, in_rows
from handlers.explained import show_kind
from handlers.menus import go, with_safety
from handlers.turn import Turn
from schedules.words import Kind
from storage.content import FaqEntry, FaqSection

SECTION = "faq"


async def menu(turn: Turn) -> None:
    """The pages."""
    await turn.toast()
    buttons = [
        button(f"{page.icon} {turn.texts.plain(f'faq.sections.{page.id}')}", SECTION, "page", page.id)
        for page in turn.services.content.faq
    ]
    ways = [go(turn.texts, "treatments")], [go(turn.texts, "suits")], [go(turn.texts, "contact")]
    card = turn.texts.say("faq.menu"), with_safety(turn.texts, *in_rows(buttons, 1), *ways)
    if turn.is_tap_on(SECTION):
        await turn.show(*card)
    else:
        await turn.say(*card)


async def tapped(turn: Turn) -> None:
    """A page, an answer, or the way back; a page that the menu no longer has leads to the menu.

    The treatments had their answers here once: an old button leads to the card of the treatment.
    """
    content = turn.services.content
    section = content.faq_section(turn.tap_word(1)) if turn.tap_word(0) == "page" else None
    entry = content.faq_entry(turn.tap_word(1)) if turn.tap_word(0) == "entry" else None
    if section is not None:
        await _page(turn, section)
    elif entry is not None:
        await _answer(turn, entry)
    elif turn.tap_word(0) == "entry" and turn.tap_word(1) in set(Kind):
        await show_kind(turn, Kind(turn.tap_word(1)))
    else:
        await menu(turn)


async def _page(turn: Turn, section: FaqSection) -> None:
    await turn.toast()
    buttons = [
        button(turn.texts.plain(f"faq.entries.{entry.id}.title"), SECTION, "entry", entry.id)
        for entry in section.entries
    ]
    back = [button(turn.texts.plain("menu.back"), SECTION, "menu")]
    heading = turn.texts.say("faq.page", section=turn.texts.plain(f"faq.sections.{section.id}"))
    await turn.show(heading, with_safety(turn.texts, *in_rows(buttons, 1), back))


async def _answer(turn: Turn, entry: FaqEntry) -> None:
    await turn.toast()
    page = next(section for section in turn.services.content.faq if entry in section.entries)
    title = turn.texts.plain(f"faq.entries.{entry.id}.title")
    text = turn.texts.say("faq.answer", title=title, answer=turn.texts.say(f"faq.entries.{entry.id}.answer"))
    back = [button(turn.texts.plain("menu.back"), SECTION, "page", page.id), go(turn.texts, "contact")]
    await turn.show(text, with_safety(turn.texts, back))
