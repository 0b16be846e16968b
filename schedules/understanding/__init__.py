"""What a person means by what they typed: signs of danger first, then questions.

Pure: a text, a lexicon and a situation in, meanings out.
"""

from schedules.understanding.lexicon import Lexicon
from schedules.understanding.model import (
    Care,
    Finding,
    Intent,
    Meaning,
    Sign,
    Situation,
    Tier,
    Understanding,
)
from schedules.understanding.understand import understand

__all__ = [
    "Care",
    "Finding",
    "Intent",
    "Lexicon",
    "Meaning",
    "Sign",
    "Situation",
    "Tier",
    "Understanding",
    "understand",
]
