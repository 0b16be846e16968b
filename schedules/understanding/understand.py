"""The whole way from a text to what it means: signs of danger first, by fixed rules; then questions, by likeness."""

from collections.abc import Sequence
from itertools import combinations

from schedules.understanding.alike import MARGIN, Compared
from schedules.understanding.asked import asks_besides, guesses, meanings, scored
from schedules.understanding.lexicon import Lexicon
from schedules.understanding.measures import age
from schedules.understanding.model import Finding, Sign, Situation, Tier, Understanding
from schedules.understanding.observe import Observed, observe
from schedules.understanding.particles import Particle
from schedules.understanding.plaintext import Clause, clauses, join

MOST_LETTERS = 1000
"""So much of a text is searched for questions; signs are searched for in all of it."""

MUCH = 0.13
"""So much more like a sign than like harmless words a text must be that may well be about something else."""


def understand(text: str, lexicon: Lexicon, situation: Situation) -> Understanding:
    """What a text means to somebody in this situation. Any text is taken; the same text always means the same."""
    parts = clauses(text, lexicon.spelling.right)
    whole = join(parts)
    observed = observe(whole, lexicon)
    short = join(clauses(text[:MOST_LETTERS], lexicon.spelling.right)) if len(text) > MOST_LETTERS else whole
    compared = lexicon.known.compared(short)
    ruled = _likeliest_first(_findings(observed, lexicon, situation), compared)
    findings = ruled if short is not whole else _second_look(ruled, whole, compared, observed, lexicon)
    scores = scored(short, compared, lexicon, is_about_skin=observed.is_about_skin and not findings)
    asked = meanings(short, parts, scores, lexicon, situation)
    return Understanding(
        findings=findings,
        tier=_tier(findings, whole, lexicon),
        meanings=tuple(one for one in asked if asks_besides(one, short, lexicon)) if findings else asked,
        guesses=guesses(scores),
        unsure_sign=not findings and _may_be_sign(whole, observed, lexicon),
        seen=observed.now,
        kinds=tuple(lexicon.kinds(short)),
        age=age(short.words, short.squeezed),
        is_second_look=findings != ruled,
    )


def _is_only_denied(observed: Observed) -> bool:
    """Whether symptoms are named only as denied, over or feared, which likeness does not see."""
    return not observed.now and bool(observed.over or observed.asked or observed.other)


def _second_look(
    ruled: tuple[Finding, ...], whole: Clause, compared: Compared, observed: Observed, lexicon: Lexicon
) -> tuple[Finding, ...]:
    """What the rules saw, and a more urgent sign that the text is like.

    It must be much more like one where the rules saw something less urgent, or only what is denied, over or feared;
    and where it plainly asks whether one may do something.
    """
    is_question = bool(lexicon.particle(Particle.ASKS).spans(whole) and lexicon.first_named(whole))
    found = compared.sign(MUCH if ruled or is_question or _is_only_denied(observed) else MARGIN)
    if found is None or (ruled and found.tier <= max(one.tier for one in ruled)):
        return ruled
    return (found, *(one for one in ruled if one.sign is not found.sign))


def _may_be_sign(whole: Clause, observed: Observed, lexicon: Lexicon) -> bool:
    """Whether it may tell of something wrong that is not known here, or asks what to do in case of it."""
    return bool(observed.asked or lexicon.particle(Particle.SYMPTOM).spans(whole))


def _findings(observed: Observed, lexicon: Lexicon, situation: Situation) -> list[Finding]:
    """The signs that the rules see. What is over still counts where it needs an ambulance.

    Of the wish to die a mere "what if" counts too.
    """
    found = []
    for rule in lexicon.signs:
        told = rule.found(observed.now | (observed.asked if rule.sign is Sign.CRISIS else frozenset()), situation.care)
        past = rule.found(observed.now | observed.over, situation.care)
        if told is None and past is not None and past.tier is Tier.EMERGENCY:
            told = past
        if told is not None:
            found.append(told)
    return found


def _likeliest_first(findings: Sequence[Finding], compared: Compared) -> tuple[Finding, ...]:
    """The most urgent first; of those that are as urgent, what the text is most like, so that it is named first."""
    if len(findings) < 2:  # noqa: PLR2004 - nothing to put in order
        return tuple(findings)
    order, likeness = list(Sign), compared.signs()
    return tuple(sorted(findings, key=lambda one: (-one.tier, -likeness.get(one.sign, 0.0), order.index(one.sign))))


def _tier(findings: Sequence[Finding], whole: Clause, lexicon: Lexicon) -> Tier | None:
    """The most urgent tier; one up for two signs of the same day, or for what makes one graver."""
    if not findings:
        return None
    tier = max(finding.tier for finding in findings)
    signs = [finding.sign for finding in findings if finding.tier is Tier.SAME_DAY]
    together = any(not lexicon.is_one(a, b) for a, b in combinations(signs, 2))
    if tier is Tier.SAME_DAY and (together or lexicon.particle(Particle.GRAVER).spans(whole)):
        return Tier.EMERGENCY
    return tier
