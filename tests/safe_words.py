"""What the bot must never say, N1 to N14, as functions that find the words which break a rule, in both languages.

A rule looks at one text as it is read, without markup. What it must know besides stands in `Said`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.banned_words import (
    ASSERTED,
    BLAME,
    CALL,
    CLAIMS,
    CLEARANCES,
    COMFORT,
    DISEASES,
    DISSUADING,
    DOSES,
    ENDS,
    GUIDE,
    KOREAN_DATE,
    MEDICINES,
    NAMED,
    NEVER_PHOTOS,
    NO_YES,
    NOBODY,
    NOT_BY_YOURSELF,
    OF_THE_GUIDE,
    PHOTOS,
    PROMISES,
    RISK,
    SEEN,
    STILL,
    TAKING,
    TIMES,
    UNITS,
    YES,
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text that a person reads, and when.

    `tier` is the word of the most urgent sign that it answers. `durations` are the spans of time that may be named, as
    unit and number; None where they are not looked at. `names` are words that tell of a treatment. `guardian` and
    `asks_first` are the sentences that must stand alone, or first. `fixed` are the paragraphs that alone may stand
    beside a sign that cannot wait.
    """

    text: str
    tier: str | None = None
    durations: frozenset[tuple[str, int]] | None = None
    names: Sequence[str] = ()
    is_planned: bool = False
    is_minor: bool = False
    guardian: str = ""
    may_be_a_sign: bool = False
    asks_first: str = ""
    fixed: frozenset[str] = frozenset()


Rule = Callable[[Said], Iterator[str]]
URGENT = frozenset({"same_day", "emergency"})


def _found(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (match[0].strip() for match in pattern.finditer(text))


def no_diagnosis(said: Said) -> Iterator[str]:
    """N1: nothing is called by the name of a disease, and beside a sign not even in general."""
    general = OF_THE_GUIDE.sub("", said.text)
    yield from _found(DISEASES, general)
    yield from _found(NAMED, said.text if said.tier in URGENT else "")
    yield from _found(ASSERTED, general)


def no_medicine(said: Said) -> Iterator[str]:
    """N2: no dose, no name of a drug, nothing to start or to stop."""
    text = NOT_BY_YOURSELF.sub("", said.text)
    for pattern in (DOSES, MEDICINES, TAKING):
        yield from _found(pattern, text)


def no_comfort(said: Said) -> Iterator[str]:
    """N3: beside any sign nothing calms."""
    yield from _found(COMFORT, said.text if said.tier else "")


def no_photos(said: Said) -> Iterator[str]:
    """N4: no photo is asked for, or read."""
    yield from _found(PHOTOS, NEVER_PHOTOS.sub("", said.text))


def nothing_cleared(said: Said) -> Iterator[str]:
    """N5: beside a sign that cannot wait stand fixed words alone; none of them clears anything."""
    if said.tier not in URGENT:
        return
    yield from _found(CLEARANCES, said.text)
    if said.fixed:
        yield from (part for part in said.text.split("\n\n") if part not in said.fixed)


def paragraphs(text: str, more: Sequence[str] = ()) -> set[str]:
    """The paragraphs of a text, each alone and with one sentence of `more` behind it."""
    return {" ".join((part, *added)) for part in text.split("\n\n") for added in ((), *((one,) for one in more))}


def no_claim_that_staff_know(said: Said) -> Iterator[str]:
    """N6: nobody is said to have seen, or to have been told."""
    yield from _found(SEEN, NOBODY.sub("", said.text))


def no_bare_yes(said: Said) -> Iterator[str]:
    """N7: no activity is allowed; where a rule has ended, what still counts for the skin stands behind it."""
    yield from _found(YES, NO_YES.sub("", said.text))
    for part in said.text.split("\n\n"):
        for end in ENDS.finditer(part):
            if not STILL.search(part, end.end()):
                yield f"{end[0]} (and no word on the skin)"


def times(text: str) -> Iterator[tuple[tuple[str, int], str]]:
    """Every span of time as unit and number (h, d, w, m, y), with the words it stands in; calendar dates are none."""
    undated = KOREAN_DATE.sub("", text)
    for match in (match for pattern in TIMES for match in pattern.finditer(undated)):
        unit = UNITS[match["unit"].lower()]
        yield from (((unit, int(number)), match[0]) for number in (match["a"], match["b"]) if number)


def no_invented_time(said: Said) -> Iterator[str]:
    """N8: every number of hours, days, weeks or months is known from the rules, the guide or the own dates."""
    if said.durations is not None:
        yield from (words for time, words in times(said.text) if time not in said.durations)


def no_promise(said: Said) -> Iterator[str]:
    """N9: nothing is promised; a claim is the guide's own, comes with the risk, and never beside a sign."""
    yield from _found(PROMISES, RISK.sub("", said.text))
    for claim in _found(CLAIMS, said.text):
        if said.tier:
            yield f"{claim} (beside a sign)"
        if not GUIDE.search(said.text):
            yield f"{claim} (not told as the guide's word)"
        if not RISK.search(said.text):
            yield f"{claim} (without the risk)"


def no_blame(said: Said) -> Iterator[str]:
    """N10: nobody is scolded for what they did."""
    yield from _found(BLAME, said.text)


def never_dissuades(said: Said) -> Iterator[str]:
    """N11: nobody is kept from calling, and beside a sign that cannot wait everybody is told to."""
    yield from _found(DISSUADING, said.text)
    if said.tier in URGENT and not CALL.search(said.text):
        yield "(nothing about whom to call)"


def first_line_names_no_treatment(said: Said) -> Iterator[str]:
    """N12: the line of a planned message or an alarm that shows on a lock screen names no treatment."""
    first = said.text.split("\n", maxsplit=1)[0].casefold()
    if said.is_planned or said.tier in URGENT:
        yield from (
            name for name in said.names if re.search(rf"(?<![a-z]){re.escape(name.casefold())}(?![a-z])", first)
        )


def only_a_guardian(said: Said) -> Iterator[str]:
    """N13: somebody under 18 is answered with the guardian alone, after what a sign asks for."""
    if said.is_minor and said.tier not in URGENT:
        rest = said.text.removesuffix(said.guardian).strip() if said.guardian else said.text
        is_named = bool(said.guardian) and said.text.endswith(said.guardian)
        if not is_named:
            yield "(no word about a guardian)"
        elif rest and said.tier is None:
            yield rest


def signs_first(said: Said) -> Iterator[str]:
    """N14: where the text may tell of a symptom, the question about signs stands before any answer."""
    if said.may_be_a_sign and (not said.asks_first or not said.text.startswith(said.asks_first)):
        yield said.text.split("\n", maxsplit=1)[0]


RULES: Mapping[str, Rule] = {
    "N1": no_diagnosis,
    "N2": no_medicine,
    "N3": no_comfort,
    "N4": no_photos,
    "N5": nothing_cleared,
    "N6": no_claim_that_staff_know,
    "N7": no_bare_yes,
    "N8": no_invented_time,
    "N9": no_promise,
    "N10": no_blame,
    "N11": never_dissuades,
    "N12": first_line_names_no_treatment,
    "N13": only_a_guardian,
    "N14": signs_first,
}


def broken(said: Said, *rules: str) -> list[str]:
    """The rules that a text breaks, each with the words; all rules unless some are named."""
    return [f"{name}: {words}" for name in rules or RULES for words in RULES[name](said)]
