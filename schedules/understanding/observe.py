"""What a text tells of, clause by clause, with denials, other times and mere questions taken out."""

from dataclasses import dataclass

from schedules.understanding import korean
from schedules.understanding.lexicon import Lexicon
from schedules.understanding.measures import measured
from schedules.understanding.particles import Particle
from schedules.understanding.patterns import Part, Span
from schedules.understanding.plaintext import Clause

REACH_WORDS = 5
"""So many words after "no" are denied by it."""

DENIED_AFTER_WORDS = 3
"""So many words on a denial is looked for that stands behind."""

OF_THE_PAST = "_history"
"""So end the names of observations that are told of the past: "had a keloid years ago"."""

ITEM_WORDS = 3
"""A denial goes on over a comma only along a list of short items."""


@dataclass(frozen=True)
class Observed:
    """Names of what is told. `now` is there; `over` was there and is gone; `asked` is asked in case it should come.

    `other` is denied, or of another time.
    """

    now: frozenset[str]
    over: frozenset[str]
    asked: frozenset[str]
    other: frozenset[str] = frozenset()

    @property
    def is_about_skin(self) -> bool:
        """Whether it speaks of any symptom at all, be it to deny it."""
        return bool(self.now or self.over or self.asked or self.other)


def observe(message: Clause, lexicon: Lexicon) -> Observed:
    """What a whole message tells of. Denied and long past things are left out."""
    meant = _without(message, lexicon.particle(Particle.IDIOM))
    now: set[str] = set()
    over: set[str] = set()
    asked: set[str] = set()
    other: set[str] = set()
    for name, spans in lexicon.observations.matches(meant):
        how = _how(meant, spans, lexicon)
        if how == "history" and name.endswith(OF_THE_PAST):
            how = "now"
        {"now": now, "over": over, "asked": asked}.get(how, other).add(name)
    told, denied = measured(meant.words, meant.squeezed)
    return Observed(
        frozenset((now - denied) | told), frozenset(over - now), frozenset(asked - now), frozenset(other | denied)
    )


def _without(message: Clause, said: Part) -> Clause:
    """The message with sayings taken out that are not meant."""
    words, squeezed = list(message.words), list(message.squeezed)
    for span in said.spans(message):
        target = squeezed if span.squeezed else words
        target[span.start : span.end] = "_" * (span.end - span.start)
    return Clause("".join(words), "".join(squeezed), message.ends_with)


def _how(message: Clause, spans: tuple[Span, ...], lexicon: Lexicon) -> str:
    """How something is told: now, over, asked, denied, or of another time."""
    if any(_denied(message, span, spans, lexicon) for span in spans):
        return "denied"
    latin = [span for span in spans if not span.squeezed]
    return korean.how(message, spans, lexicon) or (_how_in_latin(message, latin, lexicon) if latin else "now")


def _how_in_latin(message: Clause, spans: list[Span], lexicon: Lexicon) -> str:
    around = _sentence(message, spans[0])
    if not _has(message, lexicon.particle(Particle.AT_PRESENT)):
        if _has(around, lexicon.particle(Particle.HISTORY)):
            return "history"
        if _has(around, lexicon.particle(Particle.WHAT_IF)) or _has(around, lexicon.particle(Particle.IN_GENERAL)):
            return "asked"
    return "over" if any(_gone(message, span, lexicon) for span in spans) else "now"


def _sentence(message: Clause, span: Span) -> Clause:
    """The sentence around a match in Latin letters."""
    text = message.words
    start = text.rfind("||", 0, span.start) + 1
    end = text.find("||", span.end)
    piece = text[start : len(text) if end < 0 else end].strip("|")
    return Clause(f" {piece.strip()} ", "")


def _has(clause: Clause, part: Part) -> bool:
    return bool(part.spans(clause))


def _denied(message: Clause, span: Span, spans: tuple[Span, ...], lexicon: Lexicon) -> bool:
    if korean.is_denied(korean.around(message, span, spans), lexicon):
        return True
    own = [other for other in spans if not other.squeezed]
    return not span.squeezed and (
        _denied_before(message, span, own, lexicon) or _denied_after(message, span, own, lexicon)
    )


def _denied_after(message: Clause, span: Span, own: list[Span], lexicon: Lexicon) -> bool:
    """Whether one of the next words is a denial that stands behind: "yeol eopseoyo"."""
    words = message.words[span.end :].split("|")[0].split()[:DENIED_AFTER_WORDS]
    nots = [s for s in lexicon.particle(Particle.NOT_AFTER).spans(Clause(f" {' '.join(words)} ", "")) if not s.squeezed]
    by = span.end - 1
    return bool(nots) and not any(_inside(Span(nots[0].start + by, nots[0].end + by, False), other) for other in own)


def _denied_before(message: Clause, span: Span, own: list[Span], lexicon: Lexicon) -> bool:
    """Whether a word such as "no" stands before it, near enough and with nothing between that ends its reach."""
    no = [s for s in lexicon.particle(Particle.NOT_BEFORE).spans(message) if not s.squeezed and s.end <= span.start]
    if not no or any(_inside(no[-1], other) for other in own):
        return False
    if any(_inside(no[-1], s) for s in lexicon.particle(Particle.NEVER_NOT).spans(message) if not s.squeezed):
        return False
    between = message.words[no[-1].end : span.start]
    return _reaches(between, lexicon) and _is_list(between, message.words[span.end :])


def _reaches(between: str, lexicon: Lexicon) -> bool:
    ends = lexicon.particle(Particle.BREAKS).spans(Clause(f"{between.rstrip()} ", ""))
    return "||" not in between and not ends


def _is_list(between: str, after: str) -> bool:
    """Whether a denial still holds here: a few words on, or further along a list of short items with an "or"."""
    if "|" not in between:
        return len(between.split()) <= REACH_WORDS + between.split().count("or") + between.split().count("and")
    items = between.split("|")
    rest = after.split("||", maxsplit=1)[0].split()[: REACH_WORDS * 2]
    is_short = all(len(item.split()) <= ITEM_WORDS for item in items)
    return is_short and bool({"or", "nor", "any", "either"} & {*rest, *between.split()})


def _gone(message: Clause, span: Span, lexicon: Lexicon) -> bool:
    ahead = " ".join(message.words[span.end :].split("|")[0].split()[: REACH_WORDS + 1])
    return any(not s.squeezed for s in lexicon.particle(Particle.GONE).spans(Clause(f" {ahead} ", "")))


def _inside(inner: Span, outer: Span) -> bool:
    return inner.squeezed == outer.squeezed and inner.start < outer.end and outer.start < inner.end
