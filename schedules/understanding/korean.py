"""How Korean denies, remembers and supposes: all of it stands around the word, and mostly behind it.

Works on Hangul without spaces, so that "열은 전혀 안 나요" and "열은전혀안나요" are one.
"""

import re
from dataclasses import dataclass

from schedules.understanding.lexicon import Lexicon
from schedules.understanding.particles import Particle
from schedules.understanding.patterns import Span
from schedules.understanding.plaintext import Clause
from schedules.understanding.reading import DENIED, reading

REACH = 26
"""So many letters behind a word are searched for a denial."""

GONE_REACH = 14
"""So many letters behind a word are searched for "가라앉았어요"."""

SUPPOSED_REACH = 16
"""So many letters behind a word are searched for "생기면", "수 있나요"."""

TOLD_BEFORE, TOLD_AFTER = 34, 8
"""So many letters before and behind a word are searched for "작년에", "적 있어요"."""

_ELSEWHERE = re.compile(r"(?:쪽|편|짝|볼|뺨|눈|데|곳|나머지)[은는]")
"""Begins to tell of another place: "부었어요 오른쪽은 벌써 빠짐"."""

_NEGATED = re.compile(r"(?<![동입집볼코불])[안못몬덜]$")


@dataclass(frozen=True)
class Around:
    """A match with the text before and behind it; `own` is where the other parts of the match lie behind it."""

    before: str
    said: str
    behind: str
    own: tuple[Span, ...] = ()


def around(message: Clause, span: Span, spans: tuple[Span, ...]) -> Around:
    """What stands around a match, squeezed, whatever script the match is in."""
    if span.squeezed:
        own = tuple(Span(o.start - span.end, o.end - span.end, squeezed=True) for o in spans if o.squeezed)
        text = message.squeezed
        return Around(text[: span.start], text[span.start : span.end], text[span.end :], own)
    text = message.words
    before, said, behind = text[: span.start], text[span.start : span.end], text[span.end :]
    return Around(before.replace(" ", ""), said.replace(" ", ""), behind.replace(" ", ""))


def is_denied(text: Around, lexicon: Lexicon) -> bool:
    """Whether a denial stands behind, with only small words and other complaints between, or just before."""
    if any(found.end == len(text.before[-4:]) for found in _found(lexicon, Particle.NOT_BEFORE, text.before[-4:])):
        return not any(s.end == len(text.before[-4:]) for s in _found(lexicon, Particle.NEVER_NOT, text.before[-4:]))
    behind = text.behind[:REACH].split("||")[0]
    match = _denial(lexicon, behind)
    if match is None or any(own.start < match[1] and match[0] < own.end for own in text.own):
        return False
    start, end = match
    lead = (text.before + text.said)[-6:]
    wider = lead + text.behind[: REACH + 8]
    return not any(
        found.start < end + len(lead) and start + len(lead) < found.end
        for found in _found(lexicon, Particle.NEVER_NOT, wider)
    )


def how(message: Clause, spans: tuple[Span, ...], lexicon: Lexicon) -> str:
    """How something is told that is not denied: of another time, in case it should come, as over; else nothing."""
    if any(_is_history(around(message, span, spans), lexicon) for span in spans):
        return "history"
    last = around(message, max(spans, key=lambda span: span.end), spans)
    if _is_supposed(last, lexicon):
        return "asked"
    return "over" if _is_gone(last, lexicon) else ""


def _is_gone(text: Around, lexicon: Lexicon) -> bool:
    """Whether it is told as over, with no other complaint between."""
    behind = text.behind[:GONE_REACH].split("||")[0]
    for found in _found(lexicon, Particle.GONE, behind):
        between = behind[: found.start]
        if _NEGATED.search(between) or _ELSEWHERE.search(between) or _found(lexicon, Particle.COMPLAINT, between):
            return False
        return not any(s.start < found.end and found.start < s.end for s in _found(lexicon, Particle.NEVER_NOT, behind))
    return False


def _is_history(text: Around, lexicon: Lexicon) -> bool:
    """Whether it is told of another time, with nothing between that comes back to today."""
    before = text.before[-TOLD_BEFORE:].rsplit("||", maxsplit=1)[-1]
    told = _found(lexicon, Particle.HISTORY, before)
    if told and not _found(lexicon, Particle.BREAKS, before[told[-1].end :]):
        return True
    behind = text.behind[:TOLD_AFTER].split("||")[0]
    return any(
        not _found(lexicon, Particle.BREAKS, behind[: s.start]) for s in _found(lexicon, Particle.HISTORY, behind)
    )


def _is_supposed(text: Around, lexicon: Lexicon) -> bool:
    """Whether it is asked in case it should come, or about people in general."""
    behind = text.behind[:SUPPOSED_REACH].split("||")[0]
    if any(found.start <= 1 for found in _found(lexicon, Particle.WHAT_IF, behind)):
        return True
    general = _found(lexicon, Particle.IN_GENERAL, behind)
    return any(not _found(lexicon, Particle.BREAKS, behind[: found.start]) for found in general)


def _found(lexicon: Lexicon, name: Particle, text: str) -> list[Span]:
    """Where small words stand in a piece of squeezed text."""
    return [span for span in lexicon.particle(name).spans(Clause("  ", text)) if span.squeezed]


def _denial(lexicon: Lexicon, behind: str) -> tuple[int, int] | None:
    """Where a denial stands, with only small words, complaints and commas before it; the shortest way to it."""
    text = reading("  ", behind)
    denial = lexicon.particle(Particle.NOT_AFTER).hangul
    small = [node for name in (Particle.BRIDGE, Particle.COMPLAINT) if (node := lexicon.particle(name).hangul)]
    waiting, seen = [0], set()
    while denial is not None and waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        if ends := text.ends(denial, at):
            return at, ends[0] & ~DENIED
        steps = [end & ~DENIED for node in small for end in text.ends(node, at)]
        waiting += [*([at + 1] if behind[at : at + 1] == "|" else []), *reversed(steps)]
    return None
