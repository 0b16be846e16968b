"""The answer to one thing that was asked, as Telegram HTML: by the calendar, the clinic's guide, or a person."""

from collections.abc import Callable, Mapping

from handlers.rendering.asker import Asker
from handlers.rendering.general import render_general
from handlers.rendering.rules import render_verdict
from handlers.rendering.treatment import render_treatment
from handlers.rendering.ways import ENTRIES
from handlers.texts import Html
from schedules.digest import session_window
from schedules.rules import Status, followed, verdict
from schedules.understanding import Intent, Meaning, Understanding
from schedules.words import Activity

BROKEN = frozenset({Status.NOT_YET, Status.REFRAIN})

AGE_ENTRIES = ((35, "age_20s_30s"), (48, "age_30s_40s"), (200, "age_40s_50s"))
"""Up to which age which entry; the guide's groups overlap, "mid 30s" begins at 35 and "late 40s" at 48."""


def answer_to(meaning: Meaning, found: Understanding, asker: Asker) -> Html:
    """The answer to one meaning."""
    if meaning.activity is not None:
        return _about_activity(meaning.activity, meaning, found, asker)
    own = OWN.get(meaning.intent)
    if own is not None:
        return own(found, asker)
    if meaning.intent in ENTRIES:
        return _entry(ENTRIES[meaning.intent], asker)
    return _by_group(meaning.intent, asker)


def _by_group(intent: Intent, asker: Asker) -> Html:
    """A person for what only a person can answer; a word about the service itself; otherwise that it is not known."""
    group, _, name = intent.value.partition(".")
    words = {**asker.contact.words(), "name": asker.name or asker.texts.plain("start.no_name")}
    match group:
        case "handoff":
            return Html("\n\n".join((asker.texts.say(f"ask.handoff.{name}"), asker.texts.say("ask.reach", **words))))
        case "bot":
            return asker.texts.say(f"ask.{name}", **words)
        case _:
            return asker.texts.say("ask.not_sure_at_all", **words)


def _entry(entry: str, asker: Asker) -> Html:
    title = asker.texts.say(f"faq.entries.{entry}.title")
    return asker.texts.say("faq.answer", title=title, answer=asker.texts.say(f"faq.entries.{entry}.answer"))


def _about_activity(activity: Activity, meaning: Meaning, found: Understanding, asker: Asker) -> Html:
    """By the calendar, on the date asked about; in general where no treatment is in care then."""
    on = meaning.on or asker.today
    treatments = followed(asker.treatments, on)
    if not treatments:
        return render_general(activity, asker.kinds or found.kinds, asker.texts, is_patient=asker.is_patient)
    told = verdict(treatments, asker.library, activity, on)
    text = render_verdict(told, on, treatments, asker.texts.content, asker.texts, today=asker.today)
    if not meaning.done:
        return text
    parts = [asker.texts.say(f"ask.done.{activity}"), text]
    if told.status in BROKEN:
        parts.append(asker.texts.say("ask.watch", **asker.contact.words()))
    return Html("\n\n".join(parts))


def _side_effects(_found: Understanding, asker: Asker) -> Html:
    """What is to be expected on this day of care, and what would not be; in general for others."""
    lines = []
    for treatment in asker.in_care:
        care, day = treatment.care(asker.library), treatment.care_day(asker.today)
        band = care.band(day)
        if band is not None:
            expect = asker.texts.say(f"protocols.{care.kind}.bands.{band.id}.expect")
            name = asker.texts.say(f"protocols.{treatment.kind}.short")
            lines.append(asker.texts.say("ask.side_effects_today", day=day, count=day, treatment=name, expect=expect))
    if not lines:
        lines.append(_entry(ENTRIES[Intent.SIDE_EFFECTS], asker))
    return Html("\n\n".join([*lines, asker.texts.say("ask.side_effects_check")]))


def _sessions(_found: Understanding, asker: Asker) -> Html:
    """The next-session windows of the treatments in care, as the clinic's guide gives them; then the guide itself."""
    lines = []
    for treatment in {t.kind: t for t in reversed(asker.in_care)}.values():
        name = asker.texts.say(f"protocols.{treatment.kind}.short")
        window = session_window(treatment, asker.library)
        if window is None:
            lines.append(asker.texts.say("ask.no_own_session", treatment=name))
        else:
            opens, closes = asker.texts.weekday_date(window.opens), asker.texts.weekday_date(window.closes)
            lines.append(asker.texts.say("ask.own_session", treatment=name, opens=opens, closes=closes))
    return Html("\n\n".join([*lines, _entry(ENTRIES[Intent.FREQUENCY], asker)]))


def _treatment(found: Understanding, asker: Asker) -> Html:
    """The card of the treatment that was named, or of one's own; otherwise how the treatments work."""
    kinds = found.kinds or asker.kinds or tuple(t.kind for t in asker.in_care)
    return render_treatment(kinds[0], asker.texts) if kinds else _entry("how_it_works", asker)


def _age(found: Understanding, asker: Asker) -> Html:
    """What the guide names for an age; without one how to choose."""
    entry = next(entry for limit, entry in AGE_ENTRIES if found.age < limit) if found.age else "which"
    return _entry(entry, asker)


def _candidacy(_found: Understanding, asker: Asker) -> Html:
    """Whom the treatments suit, and never without who must ask a specialist first."""
    return Html("\n\n".join([_entry("suits", asker), _entry("careful", asker)]))


def _donor_site(_found: Understanding, asker: Asker) -> Html:
    return asker.texts.say("ask.donor_site", **asker.contact.words())


OWN: Mapping[Intent, Callable[[Understanding, Asker], Html]] = {
    Intent.SIDE_EFFECTS: _side_effects,
    Intent.FREQUENCY: _sessions,
    Intent.TREATMENT_INFO: _treatment,
    Intent.AGE: _age,
    Intent.CANDIDACY: _candidacy,
    Intent.DONOR_SITE: _donor_site,
}
"""The intents whose answer depends on who asks, or on what was named."""
