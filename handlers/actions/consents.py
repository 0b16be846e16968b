"""What a patient agrees to, and in which wording."""

from enum import StrEnum


class ConsentKind(StrEnum):
    """The three things that are asked; the first two are needed, the third is free."""

    HEALTH = "health"
    TELEGRAM = "telegram"
    TIPS = "tips"


NEEDED = frozenset({ConsentKind.HEALTH, ConsentKind.TELEGRAM})

WORDING = "2026-11"
"""The version of the consent texts; a change of what they mean gets a new one."""
