"""Every answer to "can I …?" agrees with the calendar of rules, reckoned anew from the files by other code.

All treatments, also where they broke the skin, all pairs, care days 0 to 60, all activities, both languages; by the
rules themselves, in the words of the answer, and in the reply to a typed question about a date.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import combinations_with_replacement, cycle, product
from typing import Any

import pytest
import yaml

from bot.ask import Asked, ask
from handlers.contact import Contact
from handlers.rendering.asker import Asker
from handlers.rendering.reply import reply_to
from handlers.rendering.rules import render_verdict
from handlers.texts import Texts
from schedules.facts import Treatment
from schedules.rules import Status, verdict
from schedules.understanding import Situation, understand
from schedules.words import Activity, Kind
from storage.content import DEFAULT_CONTENT, Content
from storage.content.markup import plain
from tests.shipped import shipped
from tests.typed_questions import typed

PROTOCOLS: dict[str, dict[str, Any]] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in (DEFAULT_CONTENT / "protocols").iterdir()
}
CARES = [*((kind, False) for kind in Kind), (Kind.DUAL_LASER, True)]
"""Every kind of treatment, and the one whose care is another's when it broke the skin."""
TODAY = date(2026, 3, 20)
DAYS = range(61)
EARLIER = 6
"""The first of two treatments was so many days before the second."""

NO_RULE, ADVICE, ENDED, ASK, NOT_YET, REFRAIN = range(6)
MARKS = {NO_RULE: "💬", ADVICE: "💬", ENDED: "📅", ASK: "❔", NOT_YET: "⛔", REFRAIN: "⛔"}
STATUS = {
    Status.NO_RULE: NO_RULE,
    Status.ADVICE: ADVICE,
    Status.ENDED: ENDED,
    Status.ASK_CLINIC: ASK,
    Status.NOT_YET: NOT_YET,
    Status.REFRAIN: REFRAIN,
}
Care = tuple[Kind, bool]
Answer = tuple[int, date | None]
"""How strict, and the last day of the waiting time."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENGLISH = re.compile(rf"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d+) ({'|'.join(MONTHS)})")
KOREAN = re.compile(r"(\d+)월 (\d+)일 ?\(([월화수목금토일])\)")


# reckoned from the files


@cache
def standing(care: Care, activity: str, day: int) -> tuple[int, int | None]:
    """How strict one treatment is on a care day, and the last care day of its waiting time."""
    kind, is_broken = care
    own = PROTOCOLS[PROTOCOLS[kind].get("when_skin_broken", kind) if is_broken else kind]
    rule, sunscreen_from = own["rules"].get(activity), own["habits"].get("sunscreen", {}).get("from_day", 0)
    if activity == "sun" and day < sunscreen_from:
        return NOT_YET, sunscreen_from - 1
    if rule is None or "advice" in rule:
        return (NO_RULE if rule is None else ADVICE), None
    if "open" in rule:
        return (REFRAIN if rule["open"] == "refrain" else ASK), None
    if day <= rule["through_day"]:
        return NOT_YET, rule["through_day"]
    return (ASK if rule.get("after") == "ask_clinic" else ENDED), rule["through_day"]


def reckoned(treated: Iterable[tuple[Care, date]], activity: str, on: date) -> Answer:
    """The strictest answer over all treatments that have happened, and the latest last day."""
    found = [(start, standing(care, activity, (on - start).days)) for care, start in treated if start <= on]
    ends = [start + timedelta(days=last) for start, (_, last) in found if last is not None]
    return max((strict for _, (strict, _) in found), default=NO_RULE), max(ends, default=None)


def dates_of(answer: Answer, activity: str, on: date) -> set[date]:
    """The dates that the first line of an answer must name."""
    strict, last = answer
    if last is None or strict in {NO_RULE, ADVICE} or (strict == REFRAIN and last < on):
        return set()
    is_from = strict == REFRAIN or (strict == NOT_YET and activity == "sun")
    return {last + timedelta(days=1)} if is_from else {last}


# read from the words


def dates_in(line: str, near: date) -> set[date]:
    """The dates that stand in a line; each must bear its own weekday."""
    found = {("월화수목금토일".index(name), int(m), int(d)) for m, d, name in KOREAN.findall(line)}
    weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    found |= {(weekdays.index(name), MONTHS.index(m) + 1, int(d)) for name, d, m in ENGLISH.findall(line)}
    return {_nearest(weekday, month, day, near) for weekday, month, day in found}


def _nearest(weekday: int, month: int, day: int, near: date) -> date:
    years = (date(near.year + offset, month, day) for offset in (-1, 0, 1))
    on = min(years, key=lambda one: abs(one - near))
    assert on.weekday() == weekday, on
    return on


def agrees(text: str, answer: Answer, activity: str, on: date) -> bool:
    """Whether the first line has the mark and the dates, and no other dates."""
    line = text.split("\n", maxsplit=1)[0]
    return line.startswith(MARKS[answer[0]]) and dates_in(line, on) == dates_of(answer, activity, on)


# what is compared


@pytest.fixture(scope="module")
def content() -> Content:
    return shipped()


@pytest.fixture(scope="module", params=["en", "ko"])
def texts(request: pytest.FixtureRequest, content: Content) -> Texts:
    return Texts(content, request.param)


def treatments_of(treated: Sequence[tuple[Care, date]]) -> tuple[Treatment, ...]:
    return tuple(
        Treatment(id=number, kind=kind, on=on, skin_broken=is_broken)
        for number, ((kind, is_broken), on) in enumerate(treated, start=1)
    )


def pairs() -> Iterator[tuple[tuple[Care, date], ...]]:
    """Two treatments, on the same day, or one after the other."""
    for first, second in combinations_with_replacement(CARES, 2):
        yield (first, TODAY), (second, TODAY)
        yield (first, TODAY - timedelta(days=EARLIER)), (second, TODAY)
        yield (second, TODAY - timedelta(days=EARLIER)), (first, TODAY)


def test_every_kind_and_activity_has_a_rule_to_agree_with() -> None:
    assert set(PROTOCOLS) == set(Kind)
    assert all(set(own["rules"]) == set(Activity) for own in PROTOCOLS.values())


def test_the_rules_of_every_treatment_and_pair_agree(content: Content) -> None:
    wrong = []
    for treated in (*(((care, TODAY),) for care in CARES), *pairs()):
        treatments = treatments_of(treated)
        for day, activity in product(DAYS, Activity):
            on = TODAY + timedelta(days=day)
            expected = reckoned(treated, activity, on)
            found = verdict(treatments, content.library, activity, on)
            if (STATUS[found.status], found.last_day) != expected:
                wrong.append((treated, activity, day, found, expected))
    assert wrong == []


def test_the_words_of_every_answer_agree(content: Content, texts: Texts) -> None:
    wrong = []
    for care, day, activity in product(CARES, DAYS, Activity):
        on = TODAY + timedelta(days=day)
        treated = ((care, TODAY),)
        treatments = treatments_of(treated)
        found = verdict(treatments, content.library, activity, on)
        text = plain(render_verdict(found, on, treatments, content, texts))
        if not agrees(text, reckoned(treated, activity, on), activity, on):
            wrong.append((care, day, activity, text))
    assert wrong == []


def test_the_words_for_pairs_agree(content: Content, texts: Texts) -> None:
    wrong, activities = [], list(Activity)
    for number, treated in enumerate(pairs()):
        treatments = treatments_of(treated)
        for day in DAYS:
            on, activity = TODAY + timedelta(days=day), activities[(number + day) % len(activities)]
            found = verdict(treatments, content.library, activity, on)
            text = plain(render_verdict(found, on, treatments, content, texts))
            if not agrees(text, reckoned(treated, activity, on), activity, on):
                wrong.append((treated, day, activity, text))
    assert wrong == []


# what is typed


def asker_of(texts: Texts, treated: Sequence[tuple[Care, date]]) -> Asker:
    contact = Contact.of(texts.content.clinic, texts)
    return Asker(texts=texts, contact=contact, today=TODAY, treatments=treatments_of(treated), is_patient=True)


@pytest.mark.parametrize("activity", Activity)
def test_the_reply_about_a_date_agrees(content: Content, texts: Texts, activity: Activity) -> None:
    wrong, on = [], TODAY + timedelta(days=2)
    found = understand(typed(activity, on, texts.language), content.lexicon, Situation(today=TODAY))
    for care, day in product(CARES, (0, 1, 2, 3, 4, 7, 8, 10, 11, 14, 15, 30, 60)):
        treated = ((care, on - timedelta(days=day)),)
        dated, _, text = plain(reply_to(found, asker_of(texts, treated)).text).partition("\n")
        if dates_in(dated, on) != {on} or not agrees(text, reckoned(treated, activity, on), activity, on):
            wrong.append((care, day, f"{dated}\n{text}"))
    assert wrong == []


@pytest.mark.parametrize("activity", Activity)
def test_whoever_asks_on_the_command_line_hears_the_same(content: Content, texts: Texts, activity: Activity) -> None:
    wrong, kinds = [], cycle(Kind)
    for ahead, day in ((1, 0), (4, 3), (11, 2), (14, 0), (26, 20)):
        on, kind = TODAY + timedelta(days=ahead), next(kinds)
        asked = Asked(text=typed(activity, on, texts.language), language=texts.language, treatment=kind, day=day)
        dated, _, text = ask(asked, content, TODAY).reply.partition("\n")
        treated = (((kind, False), TODAY - timedelta(days=day)),)
        if dates_in(dated, on) != {on} or not agrees(text, reckoned(treated, activity, on), activity, on):
            wrong.append((asked.text, kind, day, f"{dated}\n{text}"))
    assert wrong == []
