"""Text as a call gives it, made into plain text and entities within Telegram's limits."""

import re
from typing import Any

from bot.sandbox.telegram.entities import found_by_itself, listed, shifted, utf16_length, without_nested_code
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.html import parse_html
from bot.sandbox.telegram.params import Args

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
MOST_ENTITIES = 100
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Formatted = tuple[str, list[dict[str, Any]]]


def message_text(args: Args) -> Formatted:
    """The text of a message. Raises Telegram's refusals of bad, empty and over-long text."""
    given = args.text("text")
    if not given:
        raise bad_request("message text is empty")
    text, entities = _formatted(given, args.text("parse_mode"), args.list("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption(args: Args) -> Formatted:
    """The caption of a file; may be empty. Raises Telegram's refusals of bad and over-long captions."""
    return caption_of(args.text("caption"), args.text("parse_mode"), args.list("caption_entities"))


def caption_of(given: str, parse_mode: str, entities: list[Any]) -> Formatted:
    """The caption of these parts."""
    text, found = _formatted(given, parse_mode, entities)
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, found


def plain(text: str) -> Formatted:
    """What a person typed, with the entities Telegram finds by itself."""
    return _formatted(text, "", [])


def _formatted(given: str, parse_mode: str, entities: list[Any]) -> Formatted:
    given = _CONTROLS.sub(" ", given.replace("\r", ""))
    match parse_mode.lower():
        case "html":
            text, found = parse_html(given)
        case "":
            text, found = given, listed(given, entities)
        case "markdown" | "markdownv2":
            raise bad_request(f"fake: {parse_mode} is not understood here, only HTML and entities")
        case _:
            raise bad_request("unsupported parse_mode")
    text, found = _trimmed(text, without_nested_code(found))
    found += found_by_itself(text, found)
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, found[:MOST_ENTITIES]


def _trimmed(text: str, entities: list[dict[str, Any]]) -> Formatted:
    bare = text.strip(" \n")
    if bare == text:
        return text, entities
    front = len(text) - len(text.lstrip(" \n"))
    return bare, shifted(entities, front, utf16_length(bare))
