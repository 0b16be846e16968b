"""The answer to "Can I …?", as Telegram HTML. Its first words are the answer; a bare yes is never among them."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.texts import Html, Texts
from schedules.facts import CLINIC_WORD, Treatment
from schedules.rules import Status, Verdict
from schedules.words import Activity, Rank
from storage.content import Content


def render_verdict(
    verdict: Verdict,
    on: date,
    treatments: Sequence[Treatment],
    content: Content,
    texts: Texts,
    *,
    today: date | None = None,
) -> Html:
    """Whether, until when, why and by whose word; and what still counts when a rule has ended.

    `today` is given where `on` may be another day: then that day is named.
    """
    deciding = [treatment for treatment in treatments if treatment.id in verdict.because]
    body = _body(verdict, deciding, content, texts)
    ahead = [texts.say("ask.on_date", date=texts.weekday_date(on))] if today and today != on else []
    still_on = today is not None and verdict.last_day is not None and today <= verdict.last_day
    answer = _answer(verdict, on, texts, by_then=still_on and bool(ahead))
    lines = [*ahead, answer, *body, *_conditions(verdict, texts), *riders(verdict, texts)]
    why = _why(verdict, on, deciding, texts)
    return Html("\n\n".join(part for part in ("\n".join(lines), why) if part))


def _answer(verdict: Verdict, on: date, texts: Texts, *, by_then: bool) -> Html:
    """The first line: the answer itself. `by_then`: the rule still holds today, and ends before the day in question."""
    key = "calendar.sunscreen.not_yet" if is_about_sunscreen(verdict) else f"can.{_case(verdict, on)}"
    return texts.say(
        "ask.ended_by_then" if by_then and verdict.status is Status.ENDED else key,
        activity=texts.say(f"activities.{verdict.activity}"),
        last_day=texts.weekday_date(verdict.last_day) if verdict.last_day else "",
        free_from=texts.weekday_date(verdict.free_from) if verdict.free_from else "",
    )


def is_about_sunscreen(verdict: Verdict) -> bool:
    """Whether the rule is that sunscreen must wait: nobody is told to keep out of the sun until a date."""
    return verdict.activity is Activity.SUN and verdict.status is Status.NOT_YET


def _case(verdict: Verdict, on: date) -> str:
    match verdict.status:
        case Status.NOT_YET:
            return "not_yet"
        case Status.REFRAIN:
            return "refrain_until" if verdict.last_day and verdict.last_day >= on else "refrain"
        case Status.ASK_CLINIC:
            return "ask_after" if verdict.last_day else "ask"
        case Status.ENDED:
            return "ended"
        case Status.ADVICE:
            return "advice.usual" if verdict.rank in {Rank.DEFAULT, Rank.PUBLIC} else "advice.guide"
        case Status.NO_RULE:
            return "no_rule"


def _body(verdict: Verdict, deciding: Sequence[Treatment], content: Content, texts: Texts) -> list[Html]:
    """What counts as this activity, then what the deciding treatments say of their own; theirs replaces an advice.

    The clinic's own start of sunscreen stands alone: the notes say to ask for it.
    """
    if is_about_sunscreen(verdict) and CLINIC_WORD.id in verdict.sources:
        return []
    own = dict.fromkeys(f"protocols.{t.care(content.library).kind}.notes.{verdict.activity}" for t in deciding)
    notes = list(dict.fromkeys(texts.say(key) for key in own if texts.has(key)))
    is_advice = verdict.status is Status.ADVICE
    key = f"rules.{verdict.activity}.{'advice' if is_advice else 'covers'}"
    if texts.has(key) and not (is_advice and notes):
        notes.insert(0, texts.say(key))
    return notes


def _conditions(verdict: Verdict, texts: Texts) -> Iterator[Html]:
    """What counts after the end of a window."""
    own = f"rules.{verdict.activity}.after"
    match verdict.status:
        case Status.NOT_YET if verdict.free_from and is_about_sunscreen(verdict):
            yield texts.say("calendar.sunscreen.then", free_from=texts.weekday_date(verdict.free_from))
        case Status.NOT_YET if verdict.free_from:
            yield texts.say(f"can.then.{verdict.after}", free_from=texts.weekday_date(verdict.free_from))
        case Status.ENDED if texts.has(own):
            yield texts.say(own)
        case Status.ENDED:
            yield texts.say(f"can.now.{verdict.after}")


def riders(verdict: Verdict, texts: Texts) -> Iterator[Html]:
    """What else counts: a sign that lengthens the wait, or a word that stands beside the rule for some days."""
    for beside in verdict.riders:
        yield texts.say(
            f"rules.{verdict.activity}.riders.{beside.id}.{'until' if beside.last_day else 'open'}",
            last_day=texts.weekday_date(beside.last_day) if beside.last_day else "",
        )


def _why(verdict: Verdict, on: date, deciding: Sequence[Treatment], texts: Texts) -> str:
    if not deciding:
        return ""
    names = [
        texts.say(
            "can.treatment",
            treatment=texts.say(f"protocols.{treatment.kind}.short"),
            date=texts.short_date(treatment.on),
            day=treatment.care_day(on),
            count=treatment.care_day(on),
        )
        for treatment in deciding
    ]
    return texts.say(f"can.why.{verdict.rank}", treatments=texts.listed(names))
