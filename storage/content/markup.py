"""Telegram's HTML: which tags it takes, and what is left when they are gone."""

import re
from html.parser import HTMLParser

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote", "tg-spoiler"}
"""The tags that may stand in a text. Telegram knows a few more that need attributes we have no use for."""

BARE = re.compile(r"<(?![a-z/!])|&(?!(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);)")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {"href"} if tag == "a" else {"expandable"} if tag == "blockquote" else set()
        if tag not in TAGS:
            self.faults.append(f"<{tag}> is not a tag that Telegram takes")
        elif any(name not in allowed for name, _ in attrs):
            self.faults.append(f"<{tag}> has an attribute that Telegram does not take")
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.faults.append(f"<{tag}/> is not a tag that Telegram takes")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}--> is not taken by Telegram")


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def faults(html: str) -> list[str]:
    """What Telegram would refuse in this text; empty when it is well formed."""
    reader = _read(html)
    found = list(reader.faults)
    if reader.open and not found:
        found.append(f"<{reader.open[-1]}> is not closed")
    if BARE.search(html):
        found.append("a bare < or & must be written as &lt; or &amp;")
    return found


def plain(html: str) -> str:
    """The text as it is read, without markup."""
    return "".join(_read(html).words)


def length(html: str) -> int:
    """The length that Telegram counts against its limits: UTF-16 units after the markup is taken out."""
    return len(plain(html).encode("utf-16-le")) // 2
