"""What a text asks, by likeness to examples, chances of its words, and keywords; each question with its date."""

from collections.abc import Sequence

from schedules.understanding.alike import Compared
from schedules.understanding.lexicon import Lexicon
from schedules.understanding.model import Intent, Meaning, Situation
from schedules.understanding.particles import Particle
from schedules.understanding.plaintext import Clause
from schedules.understanding.when import asked_date

SURE, CLEARLY = 0.8, 0.1
"""From this likeness on an answer is given; from NEARLY_SURE on, if nothing else is nearly as like."""

NEARLY_SURE = 0.6

ALSO = 0.75
"""From this likeness on a clause is taken for a question of its own."""

TAG_BONUS = 0.30
"""What a keyword adds to the likeness."""

ACTIVITY_BONUS = 0.45
"""What the keyword of an activity adds: it is sure of its subject."""

A_HINT = 0.12
"""Below this likeness nothing is offered as "did you mean"."""

GUESSES = 3


def scored(clause: Clause, compared: Compared, lexicon: Lexicon, *, is_about_skin: bool = False) -> dict[Intent, float]:
    """How likely each intent is; where it is about the skin and names no activity, what is usual is likelier."""
    scores = compared.intents()
    for tag in lexicon.tags(clause):
        scores[tag] = scores.get(tag, 0.0) + (TAG_BONUS if tag.activity is None else ACTIVITY_BONUS)
    if is_about_skin and not lexicon.first_named(clause):
        scores[Intent.SIDE_EFFECTS] = scores.get(Intent.SIDE_EFFECTS, 0.0) + TAG_BONUS
    return scores


def _ranked(scores: dict[Intent, float]) -> list[tuple[Intent, float]]:
    order = list(Intent)
    return sorted(scores.items(), key=lambda item: (-item[1], order.index(item[0])))


def meanings(
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
    best = _surest(scores)
    for tag in lexicon.tags(whole):
        if tag.activity is not None:
            best.setdefault(tag, scores[tag])
    for part in parts if len(parts) > 1 else ():
        for intent, score in _ranked(scored(part, lexicon.known.compared(part), lexicon))[:1]:
            if score >= ALSO and intent not in _EMPTY:
                best.setdefault(intent, score)
    return {intent: score for intent, score in best.items() if intent not in _EMPTY} if len(best) > 1 else best


def _surest(scores: dict[Intent, float]) -> dict[Intent, float]:
    """The likeliest intent, if it is sure enough to be answered."""
    ranked = _ranked(scores)[:2]
    if not ranked:
        return {}
    (intent, score), lead = ranked[0], ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return {intent: score} if score >= SURE or (score >= NEARLY_SURE and lead >= CLEARLY) else {}


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


def asks_besides(meaning: Meaning, whole: Clause, lexicon: Lexicon) -> bool:
    """Whether a meaning beside a sign is really asked: an activity, or something whose keyword stands there."""
    if meaning.intent in _EMPTY or meaning.intent in {Intent.SIDE_EFFECTS, Intent.DIAGNOSIS, Intent.SAFETY}:
        return False
    return meaning.intent in lexicon.tags(whole)


def guesses(scores: dict[Intent, float]) -> tuple[Meaning, ...]:
    """What to offer when nothing is sure, likeliest first."""
    return tuple(Meaning(intent=intent, score=score) for intent, score in _ranked(scores)[:GUESSES] if score >= A_HINT)
