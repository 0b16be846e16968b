"""What a button carries: short words joined by colons, at most 64 bytes, never a name and never a right.

Who may do what is decided from the chat that pressed; an id in a button is only ever looked up within that chat's own
data. Buttons live for months, so a word once used keeps its meaning.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from storage.content.lengths import columns

MAX_BYTES = 64
MAX_DIGITS = 18
HALF_A_ROW = 20
"""So many columns of letters can be read in half the width of a phone of 360 pixels."""


class CallbackTooLongError(ValueError):
    """A button was given more than Telegram's 64 bytes."""


@dataclass(frozen=True)
class Tap:
    """A pressed button: the conversation it belongs to, and its words."""

    section: str
    words: tuple[str, ...]

    def word(self, at: int) -> str:
        """The word at a place, or an empty one: old or forged buttons may be short."""
        return self.words[at] if at < len(self.words) else ""

    def number(self, at: int) -> int:
        """The number at a place, or -1."""
        word = self.word(at)
        return int(word) if word.isascii() and word.isdigit() and len(word) <= MAX_DIGITS else -1


def encode(section: str, *words: object) -> str:
    """The data of a button."""
    data = ":".join((section, *(str(word) for word in words)))
    if len(data.encode()) > MAX_BYTES:
        raise CallbackTooLongError(f"The button {data!r} is longer than {MAX_BYTES} bytes.")
    return data


def decode(data: str) -> Tap:
    """The tap that a button's data stands for."""
    section, *words = data.split(":")
    return Tap(section=section, words=tuple(words))


def button(label: str, section: str, *words: object) -> InlineKeyboardButton:
    """A button with a label in plain text."""
    return InlineKeyboardButton(label, callback_data=encode(section, *words))


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Rows of buttons under a message; empty rows are left out."""
    return InlineKeyboardMarkup([row for row in rows if row])


def in_rows(buttons: list[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """Buttons in rows of a width."""
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]


def in_columns(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Two in a row where both can be read on a small phone; otherwise one."""
    rows: list[list[InlineKeyboardButton]] = []
    for each in buttons:
        beside = rows[-1] if rows else []
        if len(beside) == 1 and all(columns(b.text) <= HALF_A_ROW for b in (*beside, each)):
            beside.append(each)
        else:
            rows.append([each])
    return rows
