"""The spans of time that the bot may name: those of the protocols, of the clinic's guide, and of the public notes.

A span is a unit (h, d, w, m for hours, days, weeks, months) and a number. Whoever writes a new number into a text must
say here where it comes from.
"""

from functools import cache
from typing import Any

import yaml

from schedules.words import Kind
from storage.content import DEFAULT_CONTENT

Time = tuple[str, int]

GUIDE: frozenset[Time] = frozenset(
    {
        *(("w", 2), ("d", 14)),  # A41, sauna
        *(("w", 1), ("d", 7)),  # A42, exercise
        *(("m", 1), ("m", 2), ("m", 3), ("m", 6)),  # A48, results
        *(("w", 2), ("w", 4), ("w", 6), ("w", 8)),  # A49, intervals
    }
)
"""What the clinic's guide itself says."""
USUAL: frozenset[Time] = frozenset(
    {
        *(("d", 1), ("d", 2), ("d", 3), ("w", 1), ("w", 2)),  # DEF.makeup, DEF.shaving, DEF.waxing, DEF.sleep
        *(("h", 12), ("h", 24)),  # DEF.sunscreen, the first sunscreen after needling
        *(("h", 24), ("h", 48), ("d", 2), ("w", 2)),  # DEF.donor_site: the leak, the garment, company
        *(("d", 10), ("d", 14)),  # PUB: bruises after PRP or RF, after fat was taken
        *(("d", 3), ("d", 10)),  # RED.same_day: swelling or pain after day 3, open skin on day 10
        ("w", 2),  # PUB.cold_sores
    }
)
"""Usual advice and public notes for several treatments."""
OWN: dict[Kind, frozenset[Time]] = {
    Kind.PRP: frozenset({("d", 10), ("h", 6), ("w", 2)}),
    Kind.CO2: frozenset({("d", 10), ("w", 6)}),
    Kind.DUAL_LASER: frozenset({("h", 2), ("h", 3)}),
    Kind.TONING: frozenset(),
    Kind.ADSC: frozenset({("d", 10), ("h", 24), ("h", 48), ("m", 6), ("m", 12)}),
    Kind.PRP_ADSC: frozenset({("d", 10), ("h", 24), ("h", 48), ("m", 6), ("m", 12)}),
    Kind.DERMAROLLER: frozenset({("h", 24), ("h", 72), ("w", 4), ("w", 6)}),
    Kind.DERMAPEN: frozenset({("h", 24), ("h", 72), ("w", 4), ("w", 6)}),
    Kind.RF_MN: frozenset({("d", 10), ("h", 24), ("w", 4), ("w", 6)}),
    Kind.MESO: frozenset(),
}
"""What the day-by-day notes on one treatment say beyond the numbers of its file."""


@cache
def times_of(kind: Kind) -> frozenset[Time]:
    """The spans in a protocol's file, the first free day of each window, and those of the notes on the treatment."""
    own: dict[str, Any] = yaml.safe_load((DEFAULT_CONTENT / "protocols" / f"{kind}.yaml").read_text(encoding="utf-8"))
    days = {day for band in own["bands"].values() for day in band["days"]}
    days |= {habit[key] for habit in own["habits"].values() for key in ("from_day", "through_day") if key in habit}
    for rule in own["rules"].values():
        ends = [one["through_day"] for one in (rule, *rule.get("riders", {}).values()) if "through_day" in one]
        days |= {day + after for day in ends for after in (0, 1)}
    months = {month for one in own.get("milestones", {}).values() for month in one.get("months", ())}
    weeks = set(own.get("course", {}).get("weeks", ()))
    found = {("d", day) for day in days} | {("m", month) for month in months} | {("w", week) for week in weeks}
    return frozenset(found | OWN[kind])
