"""The words of the plan picture, out of the texts of a language."""

from collections.abc import Sequence

from babel.dates import format_interval

from handlers.calendar import weekday_initials
from handlers.pictures.plan import PlanLabels
from handlers.pictures.plan_of import PictureWords
from handlers.rendering.rules import is_about_sunscreen
from handlers.texts import Texts
from handlers.turn import Turn
from schedules.digest import SessionWindow
from schedules.facts import Treatment
from schedules.protocol import After
from schedules.rules import Status, Verdict
from schedules.words import Activity


def plan_words(turn: Turn) -> PictureWords:
    """Everything that the picture says, for a clinic and in the patient's language."""
    texts = turn.texts
    say = texts.plain
    return PictureWords(
        title=say("picture.title"),
        note=say("picture.note"),
        footer=" · ".join(part for part in (turn.clinic.name, turn.clinic.phone) if part),
        labels=_labels(texts),
        badge=lambda day: _badge(turn, day),
        treatments=lambda treatments: _subtitle(turn, treatments),
        activity=lambda activity: _activity(texts, activity),
        detail=lambda verdict: _detail(turn, verdict),
        milestone=lambda milestone: say(f"picture.milestones.{milestone.id}"),
        next_visit=lambda window: _visit(turn, window),
    )


def _labels(texts: Texts) -> PlanLabels:
    say = texts.plain
    return PlanLabels(
        weekdays=weekday_initials(texts),
        first_weekday=0,
        months=lambda first, last: str(format_interval(first, last, "yMMMM", locale=texts.locale)),
        month=lambda month: str(texts.locale.months["stand-alone"]["abbreviated"][month]),
        short_date=texts.short_date,
        today=say("picture.today"),
        rules_heading=say("picture.rules"),
        months_heading=say("picture.months"),
        legend_care_day=say("picture.legend.care_day"),
        legend_rule=say("picture.legend.rule"),
        legend_end=say("picture.legend.end"),
        legend_message=say("picture.legend.message"),
        legend_session=say("picture.legend.session"),
    )


def _badge(turn: Turn, day: int) -> tuple[str, str]:
    word = "picture.days_to_go" if day < 0 else "picture.day"
    count = abs(day)
    return turn.texts.plain(word, count=count), turn.texts.plain("picture.day_number", day=count, count=count)


def _subtitle(turn: Turn, treatments: Sequence[Treatment]) -> str:
    texts = turn.texts
    return "\n".join(f"{texts.plain(f'protocols.{t.kind}.name')} · {texts.date(t.on)}" for t in treatments)


def _activity(texts: Texts, activity: Activity) -> str:
    """What a bar is about; one on the sun can only be about sunscreen, which is all that has dates there."""
    return texts.plain("calendar.sunscreen.short" if activity is Activity.SUN else f"activities.{activity}")


def _detail(turn: Turn, verdict: Verdict) -> str:
    texts = turn.texts
    if is_about_sunscreen(verdict) and verdict.free_from:
        return texts.plain("calendar.sunscreen.detail", date=texts.weekday_date(verdict.free_from))
    if verdict.status in {Status.REFRAIN, Status.ASK_CLINIC} or verdict.last_day is None:
        return texts.plain("picture.clinic_date")
    then_ask = verdict.after is After.ASK_CLINIC
    key = "picture.through_then_ask" if then_ask else "picture.through"
    return texts.plain(key, date=texts.weekday_date(verdict.last_day))


def _visit(turn: Turn, window: SessionWindow) -> str:
    """When the next visit may be; of which treatment, where the patient has had several kinds."""
    texts = turn.texts
    opens, closes = texts.short_date(window.opens), texts.short_date(window.closes)
    told = texts.plain("picture.next_visit", opens=opens, closes=closes)
    kinds = {treatment.kind for treatment in turn.patient.facts.treatments} if turn.patient else set()
    return f"{texts.plain(f'protocols.{window.treatment.kind}.short')} · {told}" if len(kinds) > 1 else told
