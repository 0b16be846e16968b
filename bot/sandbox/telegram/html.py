"""Telegram's HTML, parsed as strictly as Telegram does: its tags only, its refusals, entities in UTF-16 units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.entities import checked_link, mentioned_user
from bot.sandbox.telegram.errors import ApiError, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset(SIMPLE) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACES = frozenset(b" \t\r\n\v\0")
HIGHEST = 0x10FFFF
FIRST_SURROGATE, LAST_SURROGATE = 0xD800, 0xDFFF
FIRST_ASTRAL = 0x10000
LONGEST_REFERENCE = 10


@dataclass
class _Open:
    name: str
    attributes: Mapping[str, str]
    offset: int
    start: int


def _refusal(message: str) -> ApiError:
    return bad_request(f"can't parse entities: {message}")


class _Parser:
    """One pass over the UTF-8 bytes; offsets in refusals are byte offsets, offsets in entities UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def here(self) -> int:
        """The byte at hand; 0 past the end."""
        return self.data[self.at] if self.at < len(self.data) else 0

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.data):
            byte = self.here()
            if byte == ord("<"):
                self.tag()
            elif byte == ord("&") and (decoded := self.reference()):
                self.emit(decoded)
            else:
                self.plain()
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return "".join(self.out), self.entities

    def emit(self, text: str) -> None:
        """Appends text to the result."""
        self.out.append(text)
        self.offset += sum(2 if ord(char) >= FIRST_ASTRAL else 1 for char in text)

    def plain(self) -> None:
        """Takes everything up to the next tag or reference; the byte at hand is plain whatever it is."""
        ends = [found for mark in (b"<", b"&") if (found := self.data.find(mark, self.at + 1)) > 0]
        end = min(ends, default=len(self.data))
        self.emit(self.data[self.at : end].decode())
        self.at = end

    def reference(self) -> str:
        """Decodes a character reference and steps over it; "" and no step if it is none Telegram knows."""
        start = self.at + 1
        end = start
        if self.data[start : start + 1] == b"#":
            decoded, end = self.number(start + 1)
        else:
            while end < len(self.data) and self.data[end : end + 1].isalpha():
                end += 1
            decoded = NAMED.get(self.data[start:end], "")
        if decoded:
            self.at = end + 1 if self.data[end : end + 1] == b";" else end
        return decoded

    def number(self, start: int) -> tuple[str, int]:
        """The character of a numeric reference whose digits start here, and where they end."""
        base, digits = (16, b"0123456789abcdefABCDEF") if self.data[start : start + 1] == b"x" else (10, b"0123456789")
        first = end = start + (base == 16)  # noqa: PLR2004 - sixteen is the base
        while end < len(self.data) and self.data[end] in digits:
            end += 1
        code = int(self.data[first:end] or b"0", base)
        if code == 0 or code >= HIGHEST or end - self.at >= LONGEST_REFERENCE:
            return "", end
        if FIRST_SURROGATE <= code <= LAST_SURROGATE:
            raise _refusal(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return chr(code), end

    def tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.here() == ord("/"):
            self.end_tag(begin)
        else:
            self.start_tag(begin)

    def word(self, stops: bytes = b">") -> str:
        """Takes what runs up to a space or one of the stops."""
        start = self.at
        while self.here() not in SPACES and self.here() not in stops:
            self.at += 1
        return self.data[start : self.at].decode()

    def skip_spaces(self) -> None:
        while self.at < len(self.data) and self.here() in SPACES:
            self.at += 1

    def start_tag(self, begin: int) -> None:
        name = self.word().lower()
        if self.at >= len(self.data):
            raise _refusal(f"Unclosed start tag at byte offset {begin}")
        if name not in TAGS:
            raise _refusal(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while True:
            self.skip_spaces()
            if self.at >= len(self.data):
                raise _refusal(f"Unclosed start tag at byte offset {begin}")
            if self.here() == ord(">"):
                break
            key, value = self.attribute(name, begin)
            attributes[key] = value
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(name, attributes, self.offset, len(self.out)))

    def attribute(self, tag: str, begin: int) -> tuple[str, str]:
        """Takes one name="value"; only <blockquote expandable> goes without a value."""
        key = self.word(b"=>")
        if not key:
            raise _refusal(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.skip_spaces()
        if self.here() != ord("="):
            if tag == "blockquote" and key == "expandable":
                return key, ""
            raise _refusal(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {begin}'
            )
        self.at += 1
        self.skip_spaces()
        if self.at >= len(self.data):
            raise _refusal(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return key, self.quoted() if self.here() in b"'\"" else self.token()

    def token(self) -> str:
        """Takes an unquoted value: letters, digits, dots and hyphens."""
        start = self.at
        while self.at < len(self.data) and (chr(self.here()).isalnum() or self.here() in b".-") and self.here() < 128:  # noqa: PLR2004 - ASCII
            self.at += 1
        if self.at < len(self.data) and self.here() not in SPACES and self.here() != ord(">"):
            raise _refusal(f"Unexpected end of name token at byte offset {start}")
        return self.data[start : self.at].decode().lower()

    def quoted(self) -> str:
        """Takes a quoted value with its references decoded."""
        quote = self.here()
        self.at += 1
        value = bytearray()
        while self.at < len(self.data) and self.here() != quote:
            if self.here() == ord("&") and (decoded := self.reference()):
                value += decoded.encode()
                continue
            value.append(self.here())
            self.at += 1
        self.at += 1
        return value.decode(errors="replace")

    def end_tag(self, begin: int) -> None:
        if not self.open:
            raise _refusal(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        name = self.word().lower()
        self.skip_spaces()
        if self.here() != ord(">"):
            raise _refusal(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            raise _refusal(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self.close(tag)

    def close(self, tag: _Open) -> None:
        """Adds the entity of a tag that held some text."""
        entity = _entity(tag, "".join(self.out[tag.start :]))
        if entity is None:
            return
        place = {"offset": tag.offset, "length": self.offset - tag.offset}
        last = self.entities[-1] if self.entities else {}
        same_place = place.items() <= last.items()
        if tag.name == "pre" and same_place and last.get("type") == "code" and "language" in last:
            last["type"] = "pre"
        elif tag.name == "code" and same_place and last.get("type") == "pre" and "language" in entity:
            last["language"] = entity["language"]
        else:
            self.entities.append({"type": entity.pop("type"), **place, **entity})


def _entity(tag: _Open, inner: str) -> dict[str, Any] | None:
    match tag.name:
        case "a":
            return _link(tag.attributes.get("href") or inner)
        case "code":
            language = tag.attributes.get("class", "")
            return {"type": "code"} | ({"language": language[9:]} if language.startswith("language-") else {})
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
        case "tg-emoji":
            return _emoji(tag.attributes.get("emoji-id", ""))
        case "tg-time":
            return _time(tag.attributes)
        case _:
            return {"type": SIMPLE.get(tag.name, tag.name)}


def _link(target: str) -> dict[str, Any] | None:
    user_id = mentioned_user(target)
    if user_id is not None:
        return {"type": "text_mention", "user": {"id": user_id, "is_bot": False, "first_name": ""}}
    url = checked_link(target)
    return {"type": "text_link", "url": url} if url else None


def _emoji(identifier: str) -> dict[str, Any]:
    if not identifier.lstrip("-").isdigit() or not 0 < abs(int(identifier)) < 2**63:
        raise _refusal("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _time(attributes: Mapping[str, str]) -> dict[str, Any]:
    unix = attributes.get("unix", "")
    if not unix.isdigit() or int(unix) == 0:
        raise _refusal("Invalid unix time specified")
    shape = attributes.get("format", "")
    return {"type": "date_time", "unix_time": int(unix)} | ({"date_time_format": shape} if shape else {})


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities, outermost first. Raises Telegram's "can't parse entities: ..." refusals."""
    plain, entities = _Parser(text).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return plain, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
