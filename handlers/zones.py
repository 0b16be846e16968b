"""Time zones as people know them: by their cities."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

COMMON = (
    "Asia/Seoul",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Bangkok",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Paris",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "Pacific/Honolulu",
)
"""The zones offered as buttons; any other is found by typing its city."""

MAX_FOUND = 8
_HIDDEN = ("Etc/", "SystemV/", "US/", "posix/", "right/")


def city(zone: ZoneInfo, locale: Locale) -> str:
    """The name of a zone's city in a language; a zone within a state is named without the state."""
    return str(get_timezone_location(zone, locale=locale, return_city=True)).rsplit("/", 1)[-1]


def offset(zone: ZoneInfo, now: datetime) -> str:
    """How far a zone is from UTC at an instant: UTC+9, UTC−3:30."""
    moment = now.astimezone(zone).utcoffset()
    minutes = 0 if moment is None else round(moment.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


@cache
def known() -> frozenset[str]:
    """The names of all zones that have a place."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(_HIDDEN))


def is_offered(name: str, own: ZoneInfo) -> bool:
    """Whether a button may have offered this zone: one with a place, or the clinic's own."""
    return name in known() or name == own.key


def find(text: str) -> tuple[str, ...]:
    """The zones whose city, or name, begins with what was typed; best first, a handful at most."""
    wanted = " ".join(text[:60].casefold().replace("_", " ").split())
    if len(wanted) < 2:  # noqa: PLR2004 - one letter finds too much to be of use
        return ()
    places = {name: name.rsplit("/", 1)[-1].replace("_", " ").casefold() for name in known()}
    found = [name for name, place in places.items() if place.startswith(wanted) or name.casefold() == wanted]
    found.sort(key=lambda name: (len(places[name]), name))
    return tuple(dict.fromkeys(map(_one_name, found)))[:MAX_FOUND]


def _one_name(name: str) -> str:
    """One name for a zone that has several, old and new."""
    canonical = get_global("zone_aliases").get(name, name)
    return str(canonical) if canonical in known() else name
