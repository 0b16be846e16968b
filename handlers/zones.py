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
    names = (locale.time_zones.get(name, {}).get("city") for name in _names(zone.key))
    told = next((name for name in names if name), None)
    return str(told or get_timezone_location(zone, locale=locale, return_city=True)).rsplit("/", 1)[-1]


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


def find(text: str, locale: Locale) -> tuple[str, ...]:
    """The zones whose city was typed, in the language or in English, or begins so; best first, a handful at most.

    What follows the name does not count in a language that glues it on: "도쿄에 있어요".
    """
    wanted = _letters(text[:60])
    if len(wanted) < 2 and wanted.isascii():  # noqa: PLR2004 - one letter finds too much to be of use
        return ()
    places = ((place, name) for name in known() for place in _places(name, str(locale)))
    found = sorted((len(place), name) for place, name in places if _matches(wanted, place))
    return tuple(dict.fromkeys(_one_name(name) for _, name in found))[:MAX_FOUND]


def _matches(wanted: str, place: str) -> bool:
    if "/" in place:
        return wanted == place
    is_glued = len(place) > 1 and not place.isascii() and wanted.startswith(place)
    return place.startswith(wanted) or is_glued


def _letters(text: str) -> str:
    """A text to compare: small letters, without spaces."""
    return "".join(text.casefold().replace("_", " ").split())


@cache
def _places(name: str, language: str) -> tuple[str, ...]:
    """What a zone may be called by somebody who types: its whole name, its city in English, and in the language."""
    last = name.rsplit("/", 1)[-1]
    return tuple(dict.fromkeys(map(_letters, (last, city(ZoneInfo(name), Locale.parse(language)), name))))


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    """All names of a zone, by the one that stands for them."""
    found: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        found.setdefault(str(new), []).append(str(old))
    return {new: tuple(sorted(old)) for new, old in found.items()}


def _names(name: str) -> tuple[str, ...]:
    """A zone's own name and the others that it has had: the language may know it by any of them."""
    canonical = str(get_global("zone_aliases").get(name, name))
    return name, canonical, *_aliases().get(canonical, ())


def _one_name(name: str) -> str:
    """One name for a zone that has several, old and new."""
    canonical = get_global("zone_aliases").get(name, name)
    return str(canonical) if canonical in known() else name
