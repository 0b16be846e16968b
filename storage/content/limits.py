"""What Telegram refuses, so that a text beyond it must never come into force.

A text that values or other texts are put into gets less than Telegram's own number, so that there is room for them.
"""

import re
from collections.abc import Iterator

from storage.content.markup import length, plain

MESSAGE = 4096
FILLED_MESSAGE = 3500
CAPTION = 1024
FILLED_CAPTION = 600
COMMAND = 256
LABEL = 120
"""Of a button; Telegram names no number, and shows no more."""
PART = 500
"""Of what stands in one message together with many others like it."""

CAPTIONS = {"plan.caption", "calendar.caption", "privacy.here_it_is", "start.done", "start.moved"}
"""What stands under a picture or a file."""

LABELS = re.compile(r"activities\.|families\.|menu\.|faq\.sections\.|faq\.entries\.\w+\.title|suits\.(reasons|cases)\.")
PARTS = re.compile(r"protocols\.|rules\.|habits\.|milestones\.|digest\.|can\.|units\.|treatments\.")


def refused(key: str, form: str) -> Iterator[str]:
    """Why Telegram would not take a message with this text."""
    what, most = _room(key, is_filled="{" in form)
    shown = length(form)
    if shown > most:
        yield f"{what} must have at most {most} characters, this has {shown}"
    if (key.startswith("commands.") or LABELS.match(key)) and not plain(form).strip():
        yield f"{what} must not be empty"


def _room(key: str, *, is_filled: bool) -> tuple[str, int]:
    if key.startswith("commands."):
        return "the description of a command", COMMAND
    if LABELS.match(key):
        return "a button", LABEL
    if key in CAPTIONS:
        return "a caption", FILLED_CAPTION if is_filled else CAPTION
    if PARTS.match(key):
        return "a part of a message", PART
    return "a message", FILLED_MESSAGE if is_filled else MESSAGE
