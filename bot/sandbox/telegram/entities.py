"""Message entities: those a call lists, those Telegram finds by itself, links, and UTF-16 lengths."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox.telegram.errors import bad_request

TYPES = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
    | {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"}
    | {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
)
NEEDED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_HOST = r"(?:[\w-]+\.)+[a-z]{2,}|localhost|\d{1,3}(?:\.\d{1,3}){3}"
_FOUND_BY_ITSELF = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}(?!\w)", re.IGNORECASE)),
    (
        "url",
        re.compile(
            rf"(?<![\w@])(?:https?://(?:{_HOST})|(?:[\w-]+\.)+(?:com|org|net|io|me|eu|example))(?::\d+)?(?:/[^\s<>\"]*)?(?<![.,;:!?)])(?!\w)",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/@])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&/])#(?!\d+\b)\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{6,18}\d(?!\w)")),
)
_LINK = re.compile(
    rf"^(?:(?P<scheme>[a-z][a-z0-9+.-]*):(?://)?)?(?P<host>{_HOST})(?P<rest>(?::\d+)?(?:[/?#]\S*)?)$", re.IGNORECASE
)
_TELEGRAM_LINK = re.compile(r"^(?:tg|ton|tonsite)://\S+$", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def link_error(url: str) -> str:
    """Why Telegram would not take this URL, in its words; "" if it would."""
    if _TELEGRAM_LINK.match(url):
        return ""
    if not url:
        return "URL host is empty"
    scheme = url.split("://", 1)[0].lower() if "://" in url else "http"
    if scheme not in ("http", "https"):
        return "Unsupported URL protocol"
    return "" if _LINK.match(url) else "Wrong HTTP URL"


def checked_link(url: str) -> str:
    """The URL as Telegram keeps it (a scheme, and a path), or "" if it is none."""
    if link_error(url):
        return ""
    if _TELEGRAM_LINK.match(url):
        return url
    found = _LINK.match(url)
    if found is None:
        return ""
    whole = url if found["scheme"] else f"http://{url}"
    return whole if found["rest"].lstrip(":0123456789") else f"{whole}/"


def mentioned_user(url: str) -> int | None:
    """The user id of a tg://user?id=... link, or None."""
    found = re.fullmatch(r"tg://user\?id=(\d+)", url, re.IGNORECASE)
    return int(found[1]) if found else None


def listed(text: str, entities: Sequence[Any]) -> list[dict[str, Any]]:
    """The entities a call lists, checked against the text. Raises Telegram's refusals."""
    length = utf16_length(text)
    checked = [_checked(entity, length) for entity in entities]
    kept = [entity for entity in checked if entity["length"] > 0]
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _checked(entity: Any, length: int) -> dict[str, Any]:
    if not isinstance(entity, Mapping):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, size = entity.get("type"), entity.get("offset"), entity.get("length")
    if kind not in TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    for name, value in (("offset", offset), ("length", size)):
        if not isinstance(value, int):
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    needed = NEEDED.get(kind)
    if needed is not None and needed not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    if kind == "text_link" and (error := link_error(str(entity["url"]))):
        raise bad_request(f"entity URL '{entity['url']}' is invalid: {error}")
    assert isinstance(offset, int)  # noqa: S101 - checked above, for the type checker
    assert isinstance(size, int)  # noqa: S101 - checked above, for the type checker
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if offset > length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + size > length:
        end = offset + size
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        )
    return dict(entity)


def found_by_itself(text: str, taken: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The URLs, commands, mentions, numbers in the text that no link or code entity covers already."""
    if not any(mark in text for mark in "/@#+."):
        return []
    blocked = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in taken
        if entity["type"] in ("text_link", "text_mention", "code", "pre", "custom_emoji", "date_time")
    ]
    found: list[dict[str, Any]] = []
    for kind, start, end in _matches(text):
        if all(end <= first or start >= last for first, last in blocked):
            blocked.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    return found


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            yield kind, start, start + utf16_length(match.group())


def without_nested_code(entities: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entities without those that lie inside code or pre, where Telegram allows none."""
    codes = [entity for entity in entities if entity["type"] in ("code", "pre")]

    def inside(entity: Mapping[str, Any]) -> bool:
        end = entity["offset"] + entity["length"]
        return any(
            code is not entity and code["offset"] <= entity["offset"] and end <= code["offset"] + code["length"]
            for code in codes
            if not (entity["type"] == "pre" and code["type"] == "code")
        )

    return [entity for entity in entities if not inside(entity)]


def shifted(entities: Sequence[Mapping[str, Any]], by: int, length: int) -> list[dict[str, Any]]:
    """The entities moved left and cut to a text of this length, the empty ones dropped."""
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - by)
        end = min(length, entity["offset"] + entity["length"] - by)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return moved
