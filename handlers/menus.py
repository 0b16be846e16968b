"""The buttons that stand under many messages, so that the ways on are always the same."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import button, keyboard
from handlers.texts import Texts

GO = "go"
"""The section of the buttons that open a part of the bot, as its command does."""


def go(texts: Texts, where: str) -> InlineKeyboardButton:
    """A button that opens a part of the bot."""
    return button(texts.plain(f"menu.{where}"), GO, where)


def main_menu(texts: Texts) -> InlineKeyboardMarkup:
    """The ways on for a patient."""
    return keyboard(
        [go(texts, "today"), go(texts, "plan")],
        [go(texts, "can"), go(texts, "faq")],
        [go(texts, "settings"), go(texts, "contact")],
        [go(texts, "symptoms")],
    )


def under_digest(texts: Texts) -> InlineKeyboardMarkup:
    """The buttons of the daily message."""
    return keyboard([go(texts, "can"), go(texts, "plan")], [go(texts, "symptoms")])


def newcomer_menu(texts: Texts) -> InlineKeyboardMarkup:
    """The ways on for somebody who is not registered."""
    return keyboard(
        [go(texts, "start")],
        [go(texts, "treatments"), go(texts, "suits")],
        [go(texts, "faq"), go(texts, "contact")],
        [go(texts, "symptoms")],
    )


def ways_on(texts: Texts, *, is_patient: bool) -> InlineKeyboardMarkup:
    """The ways on for whoever it is."""
    return main_menu(texts) if is_patient else newcomer_menu(texts)


def with_safety(texts: Texts, *rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Rows of buttons with "something feels wrong" below them: it is one tap away from every message."""
    return keyboard(*rows, [go(texts, "symptoms")])
