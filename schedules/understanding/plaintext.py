"""A message made comparable: one spelling for what sounds or looks alike, cut into sentences and clauses.

Latin words are kept as words with single spaces; Hangul is squeezed, because people put spaces where they like.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

_QUOTES = re.compile(r"['’‘`´ʼ]")
_OWN_S = re.compile(r"\b(?!(?:he|here|how|it|let|she|that|there|what|when|where|who)['’])([a-z]{3,})['’]s\b")
"""The s of "my throat's tight", but not that of "she's"."""
_SENTENCE = re.compile(r"[.!?。！？…\n\r;]+(?![0-9])|(?<=[^0-9]),|,(?=[^0-9])|[|/](?=\s)|\s[-–—]+\s")
_TOKEN = re.compile(r"[0-9]+(?:[.,:][0-9]+)?|[a-zÀ-ÿ]+|[가-힣]+|[%°℃℉]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_LETTERS = re.compile(r"([0-9])(?=[a-z가-힣])|([a-z])(?=[0-9])")

_FIRST, _LAST = 0xAC00, 0xD7A3
_VOWELS, _FINALS = 21, 28
_SAME_VOWEL = {1: 5, 3: 7, 10: 11, 15: 11}
"""Vowels that sound alike today and are mixed up in writing: ㅐ as ㅔ, ㅒ as ㅖ, ㅙ and ㅞ as ㅚ."""
_SAME_FINAL = {6: 4, 20: 19, 27: 0}
"""Finals that are mixed up: ㄶ as ㄴ (않, 안), ㅆ as ㅅ, a stray ㅎ as none (낳, 나)."""


class _Letters(dict[int, int | None]):
    """What each letter becomes, worked out when it is first seen; what cannot be seen becomes nothing."""

    def __missing__(self, code: int) -> int | None:
        seen = None if unicodedata.category(chr(code)) == "Cf" else code
        self[code] = _syllable(code) if _FIRST <= code <= _LAST else seen
        return self[code]


_LETTER = _Letters()


def canonical(text: str) -> str:
    """One form for all spellings: lower case, composed, without marks that cannot be seen, like sounds alike."""
    seen = unicodedata.normalize("NFKC", text.casefold()).translate(_LETTER)
    return _QUOTES.sub("", _OWN_S.sub(r"\1", seen))


def _syllable(code: int) -> int:
    lead, rest = divmod(code - _FIRST, _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    vowel, final = _SAME_VOWEL.get(vowel, vowel), _SAME_FINAL.get(final, final)
    return _FIRST + (lead * _VOWELS + vowel) * _FINALS + final


@dataclass(frozen=True)
class Clause:
    """A piece of a message between two stops. `words` has a space at both ends; `squeezed` has none at all."""

    words: str
    squeezed: str
    ends_with: str = ""

    @cached_property
    def has_hangul(self) -> bool:
        """Whether any letter is Hangul."""
        return any("가" <= letter <= "힣" for letter in self.squeezed)


def clauses(text: str, spelled: Callable[[str], str] = lambda word: word) -> tuple[Clause, ...]:
    """The clauses of a message in order; `spelled` puts the spelling of one Latin word right."""
    return tuple(_clauses(canonical(text), spelled))


def _clauses(text: str, spelled: Callable[[str], str]) -> Iterator[Clause]:
    at = 0
    stops = [*((m.start(), m.end(), m[0]) for m in _SENTENCE.finditer(text)), (len(text), len(text), "")]
    for start, end, stop in stops:
        tokens = [_word(token, spelled) for token in _TOKEN.findall(spaced(text[at:start]))]
        at = end
        if tokens:
            yield Clause(words=f" {' '.join(tokens)} ", squeezed="".join(tokens), ends_with=stop.strip()[:1])


def spaced(text: str) -> str:
    """Numbers apart from the letters beside them: "co2" is "co 2", "3days" is "3 days"."""
    return _LETTERS.sub(r"\1\2 ", text)


def _word(token: str, spelled: Callable[[str], str]) -> str:
    if "a" <= token[0] <= "z":
        return spelled(_LONG_RUN.sub(r"\1\1", token))
    return _LONG_RUN.sub(r"\1\1", token) if not token[0].isdigit() else token.replace(",", ".")


def join(parts: tuple[Clause, ...]) -> Clause:
    """The whole message as one clause, with a bar at each comma and two at the end of each sentence."""
    words, squeezed = " ", ""
    for part in parts:
        bar = "|" if part.ends_with == "," else "||"
        words += f"{part.words.strip()} {bar} "
        squeezed += part.squeezed + bar
    return Clause(words=words, squeezed=squeezed, ends_with=parts[-1].ends_with if parts else "")
