"""The forms of a Korean verb or adjective: "번지~" in a pattern is 번지, 번져, 번졌, 번진, 번질, 번짐 or 번집.

Only the stem changes are made; endings that follow need not be known, because a pattern matches a part of a word.
"""

import re

_FIRST = 0xAC00
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_BRIGHT = "ㅏㅑㅗ"
_JOINED = {"ㅣ": "ㅕ", "ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅚ": "ㅙ"}
_PALED = {"ㅏ": "ㅐ", "ㅓ": "ㅔ", "ㅑ": "ㅒ", "ㅕ": "ㅖ"}


_STEM = re.compile(r"([^\s/]*_)?([가-힣]+)~")


def spelled_out(pattern: str) -> str:
    """A pattern with every stem that is marked with "~" in all its forms."""
    return _STEM.sub(lambda match: "/".join((match[1] or "") + form for form in forms(match[2])), pattern)


def forms(stem: str) -> tuple[str, ...]:
    """The stem as it looks before any ending, regular or not; the stem itself first."""
    lead, vowel, final = _apart(stem[-1])
    found = _open(stem, lead, vowel) if final == " " else _closed(stem, lead, vowel, final)
    return tuple(dict.fromkeys([stem, *found]))


def _open(stem: str, lead: str, vowel: str) -> list[str]:
    """Of a stem that ends in a vowel: 번진, 번질, 번짐, 번집; 번져, 번졌."""
    rest = stem[:-1]
    plain = [rest + _syllable(lead, vowel, final) for final in "ㄴㄹㅁㅂ"]
    if lead == "ㅎ" and vowel == "ㅏ":
        return [*plain, *_past(rest, lead, "ㅐ")]
    if vowel == "ㅡ":
        bright = bool(rest) and _apart(rest[-1])[1] in _BRIGHT
        if lead == "ㄹ" and rest:
            before = rest[:-1] + _with_final(rest[-1], "ㄹ")
            return [*plain, *_past(before, "ㄹ", "ㅏ" if bright else "ㅓ")]
        return [*plain, *_past(rest, lead, "ㅏ" if bright else "ㅓ")]
    return [*plain, *_past(rest, lead, _JOINED.get(vowel, vowel))]


def _closed(stem: str, lead: str, vowel: str, final: str) -> list[str]:
    """Of a stem that ends in a consonant which changes: 가려워, 부어, 힘든, 하얀."""
    rest = stem[:-1] + _syllable(lead, vowel, " ")
    match final:
        case "ㅂ":
            return [rest + ending for ending in ("우", "워", "웠", "운", "울", "움")]
        case "ㅅ":
            vowels = ("아", "았") if vowel in _BRIGHT else ("어", "었")
            return [rest + ending for ending in (*vowels, "은", "을", "음", "으")]
        case "ㄹ":
            return [stem[:-1] + _syllable(lead, vowel, new) for new in "ㄴㅂㄻ"]
        case "ㅎ":
            pale = _PALED.get(vowel, vowel)
            return [stem[:-1] + _syllable(lead, vowel, "ㄴ"), *_past(stem[:-1], lead, pale)]
        case _:
            return []


def _past(rest: str, lead: str, vowel: str) -> list[str]:
    return [rest + _syllable(lead, vowel, " "), rest + _syllable(lead, vowel, "ㅆ")]


def _apart(syllable: str) -> tuple[str, str, str]:
    lead, tail = divmod(ord(syllable) - _FIRST, len(_VOWELS) * len(_FINALS))
    return _LEADS[lead], _VOWELS[tail // len(_FINALS)], _FINALS[tail % len(_FINALS)]


def _syllable(lead: str, vowel: str, final: str) -> str:
    at = (_LEADS.index(lead) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_FINALS) + _FINALS.index(final)
    return chr(_FIRST + at)


def _with_final(syllable: str, final: str) -> str:
    lead, vowel, _ = _apart(syllable)
    return _syllable(lead, vowel, final)
