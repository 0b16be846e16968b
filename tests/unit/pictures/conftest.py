"""A small library of protocols, two languages of words, and ready-made plans for the tests of the pictures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.pictures.model import Bar, Mark, MarkKind, PlanLabels, PlanPicture, Span, Tone
from handlers.pictures.plan_of import PictureWords
from schedules.digest import SessionWindow
from schedules.facts import PatientFacts, Treatment
from schedules.protocol import (
    After,
    Cadence,
    Course,
    Library,
    Milestone,
    OpenRule,
    Protocol,
    Rule,
    Source,
    Window,
)
from schedules.rules import Status, Verdict
from schedules.words import Activity, CadenceName, Family, Kind, Rank

ARTICLE = Source(id="article", rank=Rank.ARTICLE)
USUAL = Source(id="usual", rank=Rank.DEFAULT)
EVERY_DAY = Cadence(days=frozenset({*range(15), 17, 21, 25, 30, 45}), months=(2, 3, 4, 5, 6))
COURSES: dict[Kind, tuple[int, int]] = {Kind.MESO: (2, 4), Kind.PRP: (4, 6), Kind.CO2: (4, 8)}


def window(activity: Activity, through_day: int, after: After = After.IF_CALM, source: Source = ARTICLE) -> Window:
    """A window of a protocol."""
    return Window(activity=activity, through_day=through_day, after=after, source=source)


def _rules(kind: Kind) -> tuple[Rule, ...]:
    harvest = kind in {Kind.ADSC, Kind.PRP_ADSC}
    return (
        window(Activity.SAUNA, 14, After.IF_CLOSED),
        window(Activity.EXERCISE, 7, After.ASK_CLINIC if harvest or kind is Kind.CO2 else After.IF_CALM),
        OpenRule(activity=Activity.ALCOHOL, source=ARTICLE),
        OpenRule(activity=Activity.SMOKING, source=ARTICLE),
        window(Activity.MAKEUP, 9 if kind is Kind.CO2 else 1, After.IF_CLOSED, USUAL),
        OpenRule(activity=Activity.SWIMMING, source=USUAL, hard=False)
        if harvest
        else window(Activity.SWIMMING, 7, After.IF_CALM, USUAL),
        window(Activity.SHAVING, 2, After.IF_CALM, USUAL),
    )


def _protocol(kind: Kind) -> Protocol:
    weeks = COURSES.get(kind)
    early = (0, 0) if kind is Kind.MESO else (1, 2)
    return Protocol(
        kind=kind,
        family=Family.MESO,
        version=1,
        rules=_rules(kind),
        habits=(),
        bands=(),
        milestones=(
            Milestone(id="first", source=ARTICLE, from_months=early[0], through_months=early[1]),
            Milestone(id="best", source=ARTICLE, from_months=3, through_months=6),
        ),
        course=weeks and Course(sessions_min=3, sessions_max=5, weeks_min=weeks[0], weeks_max=weeks[1], source=ARTICLE),
        cadences=dict.fromkeys(CadenceName, EVERY_DAY),
    )


@pytest.fixture(scope="session")
def library() -> Library:
    """Protocols of all kinds, with the clinic's windows and a few usual ones."""
    return Library({kind: _protocol(kind) for kind in Kind})


def facts_of(*treatments: tuple[Kind, date]) -> PatientFacts:
    """The facts of a patient with these treatments."""
    return PatientFacts(
        zone=ZoneInfo("Asia/Seoul"),
        treatments=tuple(Treatment(id=index, kind=kind, on=on) for index, (kind, on) in enumerate(treatments, 1)),
    )


KINDS_EN: Mapping[Kind, str] = {
    Kind.PRP: "PRP",
    Kind.CO2: "Fractional CO2 laser",
    Kind.ADSC: "Fat stem cells (ADSC)",
    Kind.MESO: "Hydrating mesotherapy",
}
ACTIVITIES_EN: Mapping[Activity, str] = {
    Activity.SAUNA: "Sauna, steam room",
    Activity.EXERCISE: "Hard exercise",
    Activity.ALCOHOL: "Alcohol",
    Activity.SMOKING: "Smoking, vaping",
    Activity.MAKEUP: "Make-up",
    Activity.SWIMMING: "Swimming",
}
ACTIVITIES_KO: Mapping[Activity, str] = {
    Activity.SAUNA: "사우나·찜질방",
    Activity.EXERCISE: "과격한 운동",
    Activity.ALCOHOL: "음주",
    Activity.SMOKING: "흡연·전자담배",
    Activity.MAKEUP: "메이크업",
    Activity.SWIMMING: "수영장·바다",
}
MONTHS_EN = tuple(date(2026, month, 1).strftime("%B") for month in range(1, 13))
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_KO = ("일", "월", "화", "수", "목", "금", "토")


def day_en(on: date) -> str:
    """Sun 15 Mar."""
    return f"{WEEKDAYS_EN[on.weekday()]} {on.day} {MONTHS_EN[on.month - 1][:3]}"


def short_en(on: date) -> str:
    """15 Mar."""
    return f"{on.day} {MONTHS_EN[on.month - 1][:3]}"


def months_en(first: date, last: date) -> str:
    """March 2026, or March – April 2026."""
    one, other = MONTHS_EN[first.month - 1], MONTHS_EN[last.month - 1]
    return f"{one} {first.year}" if one == other else f"{one} – {other} {last.year}"


def detail_en(verdict: Verdict) -> str:
    """How a verdict ends, in English."""
    match verdict.status:
        case Status.NOT_YET if verdict.last_day and verdict.after is After.ASK_CLINIC:
            return f"through {day_en(verdict.last_day)}, then ask first"
        case Status.NOT_YET if verdict.last_day:
            return f"through {day_en(verdict.last_day)}"
        case Status.REFRAIN:
            return "clinic gives the date"
        case Status.ENDED if verdict.last_day:
            return f"ended {day_en(verdict.last_day)}"
        case _:
            return "ask the clinic first"


def subtitle_en(treatments: Sequence[Treatment]) -> str:
    """One line for each treatment."""
    return "\n".join(f"{KINDS_EN.get(t.kind, t.kind)} · {day_en(t.on)} {t.on.year}" for t in treatments)


def _next_en(window: SessionWindow) -> str:
    return f"Next visit {short_en(window.opens)} – {short_en(window.closes)}"


ENGLISH = PictureWords(
    title="Your care plan",
    note="The end of a rule is not a clearance. If skin is open, crusted or sore, ask first.",
    footer="Haneul Skin Clinic · +82 2 555 0134",
    badge=lambda day: ("Day", str(day)),
    treatments=subtitle_en,
    activity=lambda activity: ACTIVITIES_EN.get(activity, activity),
    detail=detail_en,
    milestone=lambda milestone: "First results" if milestone.id == "first" else "Best results, months 3 to 6",
    next_visit=_next_en,
    labels=PlanLabels(
        today="Today",
        rules_heading="What waits until when",
        months_heading="Your six months",
        legend_care_day="Care day",
        legend_rule="A rule holds",
        legend_end="A rule ends",
        legend_message="Message",
        legend_session="Next visit",
        weekdays=WEEKDAYS_EN,
        first_weekday=0,
        months=months_en,
        month=lambda month: MONTHS_EN[month - 1][:3],
        short_date=short_en,
    ),
)


def _detail_ko(verdict: Verdict) -> str:
    if verdict.status is Status.NOT_YET and verdict.last_day:
        return f"{verdict.last_day.month}월 {verdict.last_day.day}일까지"
    return "병원에서 날짜를 알려 드려요"


KOREAN = PictureWords(
    title="나의 케어 플랜",
    note="제한 기간이 끝나도 모두 괜찮다는 뜻은 아니에요. 피부가 아프거나 딱지가 있으면 먼저 병원에 물어보세요.",
    footer="하늘피부과의원 · 02-555-0134",
    badge=lambda day: ("시술 후", f"{day}일"),
    treatments=lambda treatments: "\n".join(f"프락셔널 CO2 레이저 · {t.on:%Y. %m. %d.}" for t in treatments),
    activity=lambda activity: ACTIVITIES_KO.get(activity, activity),
    detail=_detail_ko,
    milestone=lambda milestone: "첫 효과" if milestone.id == "first" else "가장 좋은 효과 · 3~6개월",
    next_visit=lambda window: f"다음 방문 {window.opens.month}월 {window.opens.day}일부터",
    labels=PlanLabels(
        today="오늘",
        rules_heading="언제까지 기다려야 하나요?",
        months_heading="앞으로 6개월",
        legend_care_day="시술 후 날짜",
        legend_rule="제한 기간",
        legend_end="제한이 끝나는 날",
        legend_message="안내 메시지",
        legend_session="다음 방문",
        weekdays=WEEKDAYS_KO,
        first_weekday=6,
        months=lambda first, _: f"{first.year}년 {first.month}월",
        month=lambda month: f"{month}월",
        short_date=lambda on: f"{on.month}월 {on.day}일",
    ),
)


@pytest.fixture(scope="session")
def english() -> PictureWords:
    """The picture's words in English."""
    return ENGLISH


@pytest.fixture(scope="session")
def korean() -> PictureWords:
    """The picture's words in Korean; its weeks begin on Sunday."""
    return KOREAN


LONG = "Wundheilungsunterstützende Gesichtsbehandlungsnachsorge mit außergewöhnlich langer Bezeichnung"


def wordy_plan(*, bars: int = 8, word: str = LONG) -> PlanPicture:
    """A plan whose every text is far too long, with as many bars as asked for."""
    start = date(2026, 3, 12)
    ends = [start + timedelta(days=7 * index) for index in range(bars - 1)]
    return PlanPicture(
        title=f"Ihr persönlicher {word}",
        subtitle="\n".join(f"{word} · Donnerstag, 12. März 2026" for _ in range(3)),
        today=start + timedelta(days=3),
        start=start,
        badge=("Behandlungstag", "Nummer 1234"),
        labels=PlanLabels(
            weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
            first_weekday=0,
            months=lambda first, last: f"{word}: {first} bis {last}",
            month=lambda month: f"{month}. Monat des Jahres",
            short_date=lambda on: f"{on.day}. {word}",
            today=f"Heute {word}",
            rules_heading=f"{word} {word}",
            months_heading=f"{word} {word}",
            legend_care_day=word,
            legend_rule=word,
            legend_end=word,
            legend_message=word,
            legend_session=word,
        ),
        bars=(
            *(
                Bar(label=word, detail=f"bis {word}", from_on=start, last_on=on, tone=tone, then_ask=True)
                for on, tone in zip(ends, list(Tone) * 3, strict=False)
            ),
            Bar(label=word, detail=word, from_on=start, last_on=None, tone=Tone.NO),
        ),
        marks=(
            *(Mark(on=start + timedelta(days=day), label="", kind=MarkKind.DIGEST) for day in range(15)),
            Mark(on=ends[0] if ends else start, label=word, kind=MarkKind.FREE),
            Mark(on=date(2026, 4, 12), label=word, kind=MarkKind.RESULT, through=date(2026, 5, 12)),
            Mark(on=date(2026, 9, 12), label=word, kind=MarkKind.RESULT),
        ),
        sessions=(Span(label=word, from_on=date(2026, 4, 1), last_on=date(2026, 4, 9)),),
        footer=f"{word}\n+49 30 555 0134",
        note=f"{word}. {word}. {word}.",
    )


@pytest.fixture(scope="session")
def wordy() -> Callable[..., PlanPicture]:
    """Makes plans of overlong words."""
    return wordy_plan


@pytest.fixture(scope="session")
def facts() -> Callable[..., PatientFacts]:
    """Makes the facts of a patient from pairs of kind and date."""
    return facts_of
