"""The whole way from a text to what it means: signs of danger first, by fixed rules; then questions, by likeness."""

from collections.abc import Sequence
from itertools import combinations

from schedules.understanding.alike import MARGIN, Compared
from schedules.understanding.lexicon import Lexicon
from schedules.understanding.measures import age
from schedules.understanding.model import Finding, Intent, Meaning, Sign, Situation, Tier, Understanding
from schedules.understanding.observe import Observed, observe
from schedules.understanding.particles import Particle
from schedules.understanding.plaintext import Clause, clauses, join
from schedules.understanding.when import asked_date

MOST_LETTERS = 1000
"""So much of a text is searched for questions; signs are searched for in all of it."""

SURE = 0.5
"""From this likeness on an answer is given."""

MUCH = 0.13
"""So much more like a sign than like harmless words a text must be that may well be about something else."""

ALSO = 0.75
"""From this likeness on a clause is taken for a question of its own."""

TAG_BONUS = 0.30
"""What a keyword adds to the likeness."""

ACTIVITY_BONUS = 0.45
"""What the keyword of an activity adds: it is sure of its subject."""

A_HINT = 0.12
"""Below this likeness nothing is offered as "did you mean"."""

GUESSES = 3


def understand(text: str, lexicon: Lexicon, situation: Situation) -> Understanding:
    """What a text means to somebody in this situation. Any text is taken; the same text always means the same."""
    parts = clauses(text, lexicon.spelling.right)
    whole = join(parts)
    observed = observe(whole, lexicon)
    short = join(clauses(text[:MOST_LETTERS], lexicon.spelling.right)) if len(text) > MOST_LETTERS else whole
    compared = lexicon.known.compared(short)
    ruled = _likeliest_first(_findings(observed, lexicon, situation), compared)
    findings = ruled if short is not whole else _second_look(ruled, whole, compared, observed, lexicon)
    scores = _scores(short, compared, lexicon)
    if observed.is_about_skin and not findings and not lexicon.first_named(short):
        scores[Intent.SIDE_EFFECTS] = scores.get(Intent.SIDE_EFFECTS, 0.0) + TAG_BONUS
    meanings = _meanings(short, parts, scores, lexicon, situation)
    if findings:
        meanings = tuple(m for m in meanings if _asks_besides(m, short, lexicon))
    return Understanding(
        findings=findings,
        tier=_tier(findings, whole, lexicon),
        meanings=meanings,
        guesses=_guesses(scores),
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


def _guesses(scores: dict[Intent, float]) -> tuple[Meaning, ...]:
    """What to offer when nothing is sure, likeliest first."""
    return tuple(Meaning(intent=intent, score=score) for intent, score in _ranked(scores)[:GUESSES] if score >= A_HINT)


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


def _scores(clause: Clause, compared: Compared, lexicon: Lexicon) -> dict[Intent, float]:
    """How likely each intent is, from likeness to examples and from keywords."""
    scores = compared.intents()
    for tag in lexicon.tags(clause):
        scores[tag] = scores.get(tag, 0.0) + (TAG_BONUS if tag.activity is None else ACTIVITY_BONUS)
    return scores


def _ranked(scores: dict[Intent, float]) -> list[tuple[Intent, float]]:
    order = list(Intent)
    return sorted(scores.items(), key=lambda item: (-item[1], order.index(item[0])))


def _meanings(
    whole: Clause, parts: Sequence[Clause], scores: dict[Intent, float], lexicon: Lexicon, situation: Situation
) -> tuple[Meaning, ...]:
    """What is asked, likeliest first, with the date that it is about; what was done already has none."""
    on, done = asked_date(whole, situation), _is_done(whole, lexicon)
    return tuple(
        Meaning(
            intent=intent,
            score=score,
            activity=lexicon.activity(intent, whole),
            on=None if done else on,
            done=done and intent.activity is not None,
        )
        for intent, score in _in_order(_asked(whole, parts, scores, lexicon), lexicon.first_named(whole))
    )


def _asked(
    whole: Clause, parts: Sequence[Clause], scores: dict[Intent, float], lexicon: Lexicon
) -> dict[Intent, float]:
    """The intents of the whole message, of the activities named in it, and of each clause with one of its own."""
    best = {intent: score for intent, score in _ranked(scores)[:1] if score >= SURE}
    for tag in lexicon.tags(whole):
        if tag.activity is not None:
            best.setdefault(tag, scores[tag])
    for part in parts if len(parts) > 1 else ():
        for intent, score in _ranked(_scores(part, lexicon.known.compared(part), lexicon))[:1]:
            if score >= ALSO and intent not in _EMPTY:
                best.setdefault(intent, score)
    return {intent: score for intent, score in best.items() if intent not in _EMPTY} if len(best) > 1 else best


def _in_order(best: dict[Intent, float], first_named: dict[Intent, int]) -> list[tuple[Intent, float]]:
    """The likeliest first; where that is an activity, the activities as they are named, then the rest."""
    ranked = _ranked(best)
    if not ranked or ranked[0][0] not in first_named:
        return ranked
    named = sorted((item for item in ranked if item[0] in first_named), key=lambda item: first_named[item[0]])
    return named + [item for item in ranked if item[0] not in first_named]


_EMPTY = frozenset({Intent.SMALLTALK, Intent.OFFTOPIC})
"""Not a question of its own beside another."""


def _is_done(whole: Clause, lexicon: Lexicon) -> bool:
    """Whether it tells of something that happened, and does not ask whether one may."""
    return bool(lexicon.particle(Particle.DID).spans(whole)) and not lexicon.particle(Particle.ASKS).spans(whole)


def _asks_besides(meaning: Meaning, whole: Clause, lexicon: Lexicon) -> bool:
    """Whether a meaning beside a sign is really asked: an activity, or something whose keyword stands there."""
    if meaning.intent in _EMPTY or meaning.intent in {Intent.SIDE_EFFECTS, Intent.DIAGNOSIS, Intent.SAFETY}:
        return False
    return meaning.intent in lexicon.tags(whole)
