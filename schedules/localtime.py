"""Wall time and instants: the only place that turns one into the other.

The rule for clock changes is that of RFC 5545: a wall time that does not exist moves forward by the gap, one that
exists twice means the first. Instants are aware and in UTC; wall dates and times belong to a named zone.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schedules.errors import NaiveInstantError

DAY = timedelta(days=1)


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """The wall time of an aware instant in a zone."""
    if at.tzinfo is None:
        raise NaiveInstantError
    return at.astimezone(zone)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The calendar date that a person in the zone reads at this instant."""
    return local(at, zone).date()


def instant(on: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time; a gap moves forward, an overlap takes the first."""
    return datetime.combine(on, wall.replace(fold=0), tzinfo=zone).astimezone(UTC)


def exists(on: date, zone: ZoneInfo) -> bool:
    """Whether the zone had this calendar day at all (Samoa skipped 30 December 2011)."""
    return local_date(instant(on, time(12), zone), zone) == on


def add_months(on: date, months: int) -> date:
    """The same day of the month, `months` later; the last day where the month is shorter."""
    years, month0 = divmod(on.month - 1 + months, 12)
    year, month = on.year + years, month0 + 1
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """The hours of a local day in which nothing is sent unasked: from `start` in the evening until `end`."""

    start: time = time(21)
    end: time = time(8)

    def covers(self, wall: time) -> bool:
        """Whether this wall time is a quiet one. Equal bounds mean no quiet hours."""
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end

    def open_until(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first instant after `at` at which quiet hours begin or the local day ends."""
        on = local_date(at, zone)
        starts = [] if self.start == self.end else [instant(on, self.start, zone), _second(on, self.start, zone)]
        return min(end for end in (*starts, instant(on + DAY, time(0), zone)) if end > at)

    def next_allowed(self, at: datetime, zone: ZoneInfo) -> datetime:
        """`at`, or the end of the quiet hours that it falls into."""
        wall = local(at, zone)
        if not self.covers(wall.time()):
            return at.astimezone(UTC)
        on = wall.date() if wall.time() < self.end else wall.date() + DAY
        end = instant(on, self.end, zone)
        return end if end > at else _second(on, self.end, zone)


def _second(on: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of the second of two equal wall times; of a single one, that one."""
    return datetime.combine(on, wall.replace(fold=1), tzinfo=zone).astimezone(UTC)
