"""The card of a kind of treatment, as Telegram HTML: first what the clinic's guide says, then usual advice."""

from collections.abc import Iterable, Iterator

from handlers.texts import Html, Texts
from schedules.protocol import Course, Milestone
from schedules.words import Kind, Rank
from storage.content import AboutPart, SourceNote

GUIDE = frozenset({Rank.CLINIC, Rank.ARTICLE})


def render_treatment(kind: Kind, texts: Texts) -> Html:
    """What it is, how it works, its aims, whom the guide sees it for, the course, results and the days after.

    Each part stands under the one whose word it is; the course and the results are those of the protocol in force.
    """
    content = texts.content
    protocol = content.library[kind]
    guide: list[Html] = []
    usual: list[Html] = []
    for part, sources in content.about[kind].items():
        if part is not AboutPart.RISK:
            block = guide if _is_of_the_guide(content.sources[source] for source in sources) else usual
            block.append(_part(part, texts.say(f"protocols.{kind}.about.{part}"), texts))
    guide.append(_part(AboutPart.COURSE, _course(protocol.course, texts), texts))
    guide.append(_part("results", _results(protocol.milestones, texts), texts))
    blocks = [
        texts.say("explained.title", treatment=texts.say(f"protocols.{kind}.name")),
        Html("\n".join((texts.say("explained.guide"), *guide))),
        Html("\n".join((texts.say("explained.usual"), *usual))) if usual else "",
        texts.say(f"protocols.{kind}.about.risk") if AboutPart.RISK in content.about[kind] else "",
    ]
    return Html("\n\n".join(block for block in blocks if block))


def _is_of_the_guide(sources: Iterable[SourceNote]) -> bool:
    return all(source.rank in GUIDE for source in sources)


def _part(part: str, words: Html, texts: Texts) -> Html:
    return texts.say("explained.part", label=texts.say(f"explained.parts.{part}"), words=words)


def _course(course: Course | None, texts: Texts) -> Html:
    if course is None:
        return texts.say("explained.no_course")
    return texts.say(
        "explained.course",
        fewest=course.sessions_min,
        most=course.sessions_max,
        soonest=course.weeks_min,
        latest=course.weeks_max,
    )


def _results(milestones: Iterable[Milestone], texts: Texts) -> Html:
    said = list(_milestones(milestones, texts))
    return Html(" ".join(said)) if said else texts.say("explained.no_results")


def _milestones(milestones: Iterable[Milestone], texts: Texts) -> Iterator[Html]:
    for milestone in milestones:
        yield texts.say(f"explained.results.{milestone.id}", first=milestone.from_months, last=milestone.through_months)
