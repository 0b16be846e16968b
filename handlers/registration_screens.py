"""The cards of a registration: for each step its words and buttons. Nothing is decided or written here."""

from datetime import date, time
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.actions.consents import NEEDED, ConsentKind
from handlers.calendar import COMPACT, Span, month_buttons, read_day
from handlers.callbacks import button, in_rows
from handlers.menus import with_safety
from handlers.registration_draft import Draft, Step
from handlers.turn import Turn
from handlers.zones import COMMON, city, offset
from schedules.dates import AHEAD_DAYS, BACK_DAYS, DateVerdict
from schedules.localtime import DAY
from schedules.words import Kind

SECTION = "reg"
HOURS = tuple(range(8, 21))
"""The full hours at which the daily message may come: outside the usual quiet hours."""

Card = tuple[str, InlineKeyboardMarkup]


def screen(turn: Turn, draft: Draft) -> Card:
    """The card of the step that a draft is at."""
    match draft.step:
        case Step.CONSENT:
            return _consent(turn, draft)
        case Step.FAMILY:
            return _family(turn, draft)
        case Step.KIND:
            return _kind(turn, draft)
        case Step.DAY:
            return _day(turn, draft)
        case Step.BOOKED:
            return _booked(turn, draft)
        case Step.TIME:
            return _time(turn, draft)


def asks_about_skin(turn: Turn, kind: Kind) -> bool:
    """Whether the care of a kind depends on whether the skin was broken."""
    return turn.services.library[kind].when_skin_broken is not None


def _consent(turn: Turn, draft: Draft) -> Card:
    text = turn.texts.say(
        "start.welcome",
        name=turn.called,
        months=turn.clinic.retention_months,
        **turn.contact.words(),
    )
    rows = [[_tick(turn, kind, draft)] for kind in (ConsentKind.TIPS, ConsentKind.HEALTH, ConsentKind.TELEGRAM)]
    if draft.consents >= NEEDED:
        rows.append([button(turn.texts.plain("start.consent.go_on"), SECTION, "agreed")])
    return text, with_safety(turn.texts, *rows)


def _tick(turn: Turn, kind: ConsentKind, draft: Draft) -> InlineKeyboardButton:
    is_ticked = kind in draft.consents
    needed = "needed" if kind in NEEDED else "optional"
    label = f"{turn.texts.plain(f'start.consent.{kind}')} ({turn.texts.plain(f'start.consent.{needed}')})"
    return button(f"{'☑' if is_ticked else '☐'} {label}", SECTION, "tick", kind, int(not is_ticked))


def _family(turn: Turn, draft: Draft) -> Card:
    say = turn.texts.plain
    buttons = [
        button(f"{card.icon} {say(f'families.{card.family}')}", SECTION, "family", card.family)
        for card in turn.services.content.families
    ]
    return turn.texts.say("start.which_family"), with_safety(turn.texts, *in_rows(buttons, 1), _way_out(turn, draft))


def _kind(turn: Turn, draft: Draft) -> Card:
    say = turn.texts.plain
    card = next(card for card in turn.services.content.families if card.family is draft.family)
    buttons = []
    for kind in card.kinds:
        name = say(f"protocols.{kind}.name")
        if asks_about_skin(turn, kind):
            buttons.append(button(say("start.skin_whole", treatment=name), SECTION, "kind", kind, 0))
            buttons.append(button(say("start.skin_broken", treatment=name), SECTION, "kind", kind, 1))
        else:
            buttons.append(button(name, SECTION, "kind", kind))
    return turn.texts.say("start.which_kind"), with_safety(turn.texts, *in_rows(buttons, 1), _way_out(turn, draft))


def _day(turn: Turn, draft: Draft) -> Card:
    text = turn.texts.say("start.which_day")
    out = _way_out(turn, draft)
    month = read_day(draft.view)
    if month is not None:
        span = Span(first=turn.today - BACK_DAYS * DAY, last=turn.today + AHEAD_DAYS * DAY, today=turn.today)
        month = min(max(month, span.first), span.last)
        return text, with_safety(turn.texts, *month_buttons(turn.texts, SECTION, month, span), out)
    today = [
        _date_button(turn, turn.texts.plain("start.today"), turn.today),
        _date_button(turn, turn.texts.plain("start.yesterday"), turn.today - DAY),
    ]
    pick = [button(turn.texts.plain("start.calendar"), SECTION, "cal", turn.today.strftime(COMPACT))]
    return text, with_safety(turn.texts, today, pick, out)


def _date_button(turn: Turn, label: str, on: date) -> InlineKeyboardButton:
    return button(f"{label} · {turn.texts.weekday_date(on)}", SECTION, "day", on.strftime(COMPACT))


def _booked(turn: Turn, draft: Draft) -> Card:
    on = draft.on or turn.today
    text = turn.texts.say("start.booked", date=turn.texts.weekday_date(on))
    yes = button(turn.texts.plain("start.booked_yes"), SECTION, "booked", "yes")
    no = button(turn.texts.plain("start.booked_no"), SECTION, "booked", "no")
    return text, with_safety(turn.texts, [yes], [no])


def _time(turn: Turn, draft: Draft) -> Card:
    zone = draft.zone or turn.clinic.zone
    hour = draft.hour or turn.clinic.hour
    say, out = turn.texts.plain, _way_out(turn, draft)
    if draft.view == "hours":
        return turn.texts.say("start.which_hour"), with_safety(turn.texts, *hour_rows(turn, SECTION), out)
    if draft.view == "zones":
        return turn.texts.say("start.which_zone"), with_safety(turn.texts, *zone_rows(turn, SECTION, COMMON), out)
    at, place = turn.texts.time(hour), city(zone, turn.texts.locale)
    return turn.texts.say("start.when", time=at, city=place), with_safety(
        turn.texts,
        [button(say("start.when_yes", time=at), SECTION, "done")],
        [button(say("start.other_hour"), SECTION, "hours"), button(say("start.other_zone"), SECTION, "zones")],
        out,
    )


def hour_rows(turn: Turn, section: str) -> list[list[InlineKeyboardButton]]:
    """The hours to choose from."""
    return in_rows([button(turn.texts.time(time(hour)), section, "hour", hour) for hour in HOURS], 4)


def zone_rows(turn: Turn, section: str, names: tuple[str, ...]) -> list[list[InlineKeyboardButton]]:
    """Zones to choose from, the clinic's own first."""
    ordered = dict.fromkeys((turn.clinic.zone.key, *names)) if names is COMMON else names
    return in_rows([_zone_button(turn, section, name) for name in ordered], 2)


def _zone_button(turn: Turn, section: str, name: str) -> InlineKeyboardButton:
    zone = ZoneInfo(name)
    return button(f"{city(zone, turn.texts.locale)} ({offset(zone, turn.now)})", section, "zone", name)


def found_zones(turn: Turn, draft: Draft, names: tuple[str, ...]) -> Card:
    """What a typed city leads to."""
    if not names:
        return turn.texts.say("start.no_such_city"), screen(turn, draft)[1]
    return turn.texts.say("start.is_it_this_city"), with_safety(
        turn.texts, *zone_rows(turn, SECTION, names), _here(turn)
    )


def which_date(turn: Turn, options: tuple[date, ...]) -> Card:
    """A typed date that can be read in two ways: the person says which."""
    buttons = [button(turn.texts.date(on), SECTION, "day", on.strftime(COMPACT)) for on in options]
    return turn.texts.say("start.which_of_these"), with_safety(turn.texts, *in_rows(buttons, 1), _here(turn))


def not_a_date(turn: Turn, draft: Draft) -> Card:
    """A typed text that is no date."""
    return turn.texts.say("start.not_a_date"), screen(turn, draft)[1]


def out_of_range(turn: Turn, draft: Draft, on: date, verdict: DateVerdict) -> Card:
    """A date that is too old, or too far ahead."""
    key = "start.too_old" if verdict is DateVerdict.TOO_OLD else "start.too_far"
    return turn.texts.say(key, date=turn.texts.date(on), days=BACK_DAYS), screen(turn, draft)[1]


def _way_out(turn: Turn, draft: Draft) -> list[InlineKeyboardButton]:
    """Back, where there is something before; it names the page it stands on, so that a double tap goes back once."""
    is_first = draft.step is draft.first and not draft.view
    back = [] if is_first else [button(turn.texts.plain("menu.back"), SECTION, "back", draft.step, draft.view)]
    cancel = [] if draft.is_newcomer else [button(turn.texts.plain("menu.cancel"), SECTION, "cancel")]
    return back + cancel


def _here(turn: Turn) -> list[InlineKeyboardButton]:
    """Back from an answer to something typed, to the card itself."""
    return [button(turn.texts.plain("menu.back"), SECTION, "here")]
