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
_SAID_SHORT = ("뀌", "귀")
"""바뀌어 is said and written 바껴; 쉬어 and 뛰어 stay as they are."""
_PALED = {"ㅏ": "ㅐ", "ㅓ": "ㅔ", "ㅑ": "ㅒ", "ㅕ": "ㅖ"}
_REGULAR_B = frozenset("잡입씹굽좁뽑접집업꼽")
"""Endings of stems in ㅂ that keep it: 잡아, 씹어; all others have 우."""
_ROUNDED_B = frozenset("돕곱")
_IRREGULAR_S = frozenset("낫짓긋붓잇젓")
"""Stems in ㅅ that lose it: 나아, 부어; 씻어, 벗어 and 솟아 keep it."""
_IRREGULAR_D = ("듣", "걷", "싣", "깨닫")
_IRREGULAR_H = frozenset("갛겋맣멓랗렇얗옇떻")
"""Endings of words for colours, and of 그렇 and 어떻; 좋아, 넣어 and 닿아 are regular."""
_PLAIN_REU = ("따르", "들르", "치르", "다다르")
"""Stems in 르 that only lose the ㅡ: 따라, 들러."""
_WITH_REO = "푸르"
"""Keeps its stem: 푸르러."""


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
        return [*plain, *_without_eu(stem, lead)]
    if vowel in "ㅟㅢ":
        return [*plain, *(_past(rest, lead, "ㅕ") if stem.endswith(_SAID_SHORT) else ())]
    return [*plain, *_past(rest, lead, _JOINED.get(vowel, vowel))]


def _without_eu(stem: str, lead: str) -> list[str]:
    """Of a stem in ㅡ before 아 and 어: 아파, 커; of one in 르 눌러, and 눌르 as it is often said."""
    rest = stem[:-1]
    vowel = "ㅏ" if rest and _apart(rest[-1])[1] in _BRIGHT else "ㅓ"
    if stem.endswith(_WITH_REO):
        return []
    if lead == "ㄹ" and rest and not stem.endswith(_PLAIN_REU):
        before = rest[:-1] + _with_final(rest[-1], "ㄹ")
        return [*_past(before, "ㄹ", vowel), f"{before}르"]
    return _past(rest, lead, vowel)


def _closed(stem: str, lead: str, vowel: str, final: str) -> list[str]:
    """Of a stem that ends in a consonant which changes: 가려워, 부어, 걸어, 힘든, 하얀."""
    rest = stem[:-1] + _syllable(lead, vowel, " ")
    match final:
        case "ㅂ" if stem[-1] not in _REGULAR_B:
            endings = ("와", "왔") if stem[-1] in _ROUNDED_B else ("워", "웠")
            return [rest + ending for ending in ("우", *endings, "운", "울", "움")]
        case "ㅅ" if stem[-1] in _IRREGULAR_S:
            return _before_vowels(rest, vowel)
        case "ㄷ" if stem.endswith(_IRREGULAR_D):
            return _before_vowels(stem[:-1] + _syllable(lead, vowel, "ㄹ"), vowel)
        case "ㄹ":
            return [*(stem[:-1] + _syllable(lead, vowel, new) for new in "ㄴㅂㄻ"), *_without_l(stem, rest)]
        case "ㅎ" if stem[-1] in _IRREGULAR_H:
            plain = [stem[:-1] + _syllable(lead, vowel, new) for new in " ㄴ"]
            return [*plain, *_past(stem[:-1], lead, _PALED.get(vowel, vowel))]
        case _:
            return []


def _without_l(stem: str, rest: str) -> list[str]:
    """A stem that has lost its ㄹ: 힘드, and 힘듬 as it is often written; 드는 where 드 would be too short."""
    if len(stem) == 1:
        return [rest + ending for ending in "는네니"]
    return [rest, rest[:-1] + _with_final(rest[-1], "ㅁ")]


def _before_vowels(rest: str, vowel: str) -> list[str]:
    """The rest of a stem before endings that begin with a vowel: 부어, 부었, 부은, 부을, 부음, 부으."""
    bright = ("아", "았") if vowel in _BRIGHT else ("어", "었")
    return [rest + ending for ending in (*bright, "은", "을", "음", "으")]


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
