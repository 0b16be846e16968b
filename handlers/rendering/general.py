"""A rule in general, for somebody whose treatment day is not known: never a date, never a clearance."""

from collections.abc import Sequence

from handlers.texts import Html, Texts
from schedules.protocol import Advice, OpenRule, Rule, Window
from schedules.words import Activity, Kind


def render_general(activity: Activity, kinds: Sequence[Kind], texts: Texts, *, is_patient: bool) -> Html:
    """What the protocols say of an activity after these kinds of treatment, or after any if none are named."""
    named = [(kind, texts.content.library[kind].rule(activity)) for kind in kinds or tuple(Kind)]
    rules = [rule for _, rule in named if rule is not None]
    lines = [_in_words(activity, rules, texts), *_notes(activity, rules, texts)]
    if kinds:
        names = texts.listed(texts.say(f"protocols.{kind}.short") for kind in kinds)
        lines.insert(0, texts.say("ask.general.kind", treatment=names))
    if any(isinstance(rule, Window) for rule in rules):
        lines.append(texts.say("ask.general.after"))
    if not is_patient:
        lines.append(texts.say("ask.general.register"))
    return Html("\n".join(lines))


def _in_words(activity: Activity, rules: Sequence[Rule], texts: Texts) -> Html:
    """One sentence where all protocols agree; otherwise that it depends on the treatment."""
    name = texts.say(f"activities.{activity}")
    if rules and all(isinstance(rule, OpenRule) for rule in rules):
        is_hard = any(isinstance(rule, OpenRule) and rule.hard for rule in rules)
        return texts.say("ask.general.refrain" if is_hard else "ask.general.ask", activity=name)
    if rules and all(isinstance(rule, Advice) for rule in rules):
        return texts.say("ask.general.advice", activity=name)
    days = {rule.through_day if isinstance(rule, Window) else None for rule in rules}
    day = next(iter(days), None)
    if len(days) == 1 and day is not None:
        return texts.say("ask.general.window", activity=name, day=day, count=day)
    return texts.say("ask.general.varies", activity=name)


def _notes(activity: Activity, rules: Sequence[Rule], texts: Texts) -> list[Html]:
    is_advice = any(isinstance(rule, Advice) for rule in rules)
    keys = [f"rules.{activity}.{'advice' if is_advice else 'covers'}"]
    return [texts.say(key) for key in keys if texts.has(key)]
