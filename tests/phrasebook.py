"""The labelled phrases of `tests/phrases`, and how well they are understood.

`python tests/phrasebook.py en tuning` prints the report with every miss.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from schedules.understanding import Care, Lexicon, Situation, Tier, Understanding, understand
from schedules.words import Kind
from tests.shipped import shipped

FOLDER = Path(__file__).parent / "phrases"
TODAY = date(2026, 3, 20)
"""A Friday."""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """What somebody typed, in which situation, and what it means. `ok` are other names that are right too."""

    text: str
    treatment: str | None
    day: int | None
    tier: str | None
    intent: str
    ok: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def situation(self) -> Situation:
        """The writer, `day` days after the treatment."""
        care = (Care(kind=Kind(self.treatment), day=self.day),) if self.treatment else ()
        treated_on = None if self.day is None else TODAY - timedelta(days=self.day)
        return Situation(today=TODAY, care=care, treated_on=treated_on)


def read(text: str, lexicon: Lexicon, kind: Kind = Kind.PRP, day: int = 3) -> Understanding:
    """What a text means to somebody some days after a treatment."""
    care = (Care(kind=kind, day=day),)
    return understand(text, lexicon, Situation(today=TODAY, care=care, treated_on=TODAY - timedelta(days=day)))


def ruled(found: Understanding) -> Tier | None:
    """The tier by the rules alone, which know denials and days; likeness to whole messages may add a sign."""
    return None if found.is_second_look else found.tier


def phrases(language: str, part: str) -> list[Phrase]:
    """The phrases of one file."""
    lines = (FOLDER / language / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_phrase(json.loads(line)) for line in lines if line.strip()]


def harmless(language: str) -> list[Phrase]:
    """The tuning phrases that tell of no sign."""
    return [phrase for phrase in phrases(language, "tuning") if phrase.tier is None]


def _phrase(entry: dict[str, object]) -> Phrase:
    lists = {name: tuple(entry.pop(name, None) or ()) for name in ("ok", "also")}  # type: ignore[arg-type]  # lists of texts
    return Phrase(**entry, **lists)  # type: ignore[arg-type]  # the files hold these very fields


@dataclass
class Report:
    """How phrases were understood."""

    total: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    intents: int = 0
    intents_right: int = 0
    also: int = 0
    also_found: int = 0
    misses: list[str] = field(default_factory=list, repr=False)

    def recall(self, tier: str) -> float:
        """The share of phrases of a tier that were given it, or a more urgent one."""
        return self.caught[tier] / self.total[tier]

    @property
    def false_alarms(self) -> float:
        """The share of harmless phrases that were given any tier."""
        return 1 - self.caught["none"] / self.total["none"]

    @property
    def accuracy(self) -> float:
        """The share of phrases whose first intent is right."""
        return self.intents_right / self.intents

    def lines(self) -> Iterator[str]:
        """The report as a person reads it."""
        for tier in ("emergency", "same_day", "routine"):
            counts = f"{self.caught[tier]}/{self.total[tier]}, exactly {self.exact[tier]}"
            yield f"recall {tier:<10} {self.recall(tier):7.1%}  ({counts})"
        harmless = self.total["none"]
        yield f"false alarms      {self.false_alarms:7.1%}  ({harmless - self.caught['none']}/{harmless})"
        yield f"intent right      {self.accuracy:7.1%}  ({self.intents_right}/{self.intents})"
        yield f"also found        {self.also_found}/{self.also}"


def judge(found: Sequence[Phrase], lexicon: Lexicon) -> Report:
    """Understand every phrase and compare."""
    return judged([(phrase, understand(phrase.text, lexicon, phrase.situation)) for phrase in found])


def judged(found: Sequence[tuple[Phrase, Understanding]]) -> Report:
    """Compare what was understood."""
    report = Report()
    for phrase, got in found:
        _judge_one(phrase, got, report)
    return report


@cache
def understood(language: str, part: str) -> list[tuple[Phrase, Understanding]]:
    """The phrases of one file, each with what the shipped content makes of it; once for all tests of a process."""
    lexicon = shipped().lexicon
    return [(phrase, understand(phrase.text, lexicon, phrase.situation)) for phrase in phrases(language, part)]


def _judge_one(phrase: Phrase, got: Understanding, report: Report) -> None:
    wanted = phrase.tier or "none"
    tier = got.tier.word if got.tier else "none"
    report.total[wanted] += 1
    is_caught = tier == "none" if wanted == "none" else got.tier is not None and got.tier >= Tier[wanted.upper()]
    report.caught[wanted] += is_caught
    report.exact[wanted] += tier == wanted
    first = got.intent
    is_right = first in {phrase.intent, *phrase.ok}
    report.intents += 1
    report.intents_right += is_right
    wanted_also = set(phrase.also)
    report.also += len(wanted_also)
    report.also_found += len(wanted_also & set(got.intents))
    if not is_caught or not is_right:
        kind = "TIER" if not is_caught else "intent"
        label = f"{phrase.treatment} {phrase.day} {wanted}/{phrase.intent} {','.join(phrase.ok)}"
        report.misses.append(
            f"{kind:<7}{phrase.text!r} [{label}] got {tier}/{','.join(got.intents)} saw {sorted(got.seen)}"
        )


if __name__ == "__main__":
    language, part = sys.argv[1:3]
    outcome = judge(phrases(language, part), shipped().lexicon)
    sys.stdout.write("\n".join([*sorted(outcome.misses), *outcome.lines(), ""]))
