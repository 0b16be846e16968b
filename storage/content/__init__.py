"""The content folder: read once, checked, and handed out as frozen values."""

from pathlib import Path

from storage.content.cards import AboutPart, ActivityCard, AgeGroup, CarefulCase, Choosing, FamilyCard, Reason
from storage.content.checks import check
from storage.content.loader import load_content
from storage.content.model import (
    FALLBACK_LANGUAGE,
    ClinicCard,
    Content,
    ContentError,
    Country,
    FaqEntry,
    FaqSection,
    Language,
    MissingTextError,
    Plural,
    SourceNote,
    Text,
)
from storage.content.problems import Problem

DEFAULT_CONTENT = Path(__file__).parent.parent.parent / "content"
"""The content that ships with the package."""

__all__ = [
    "DEFAULT_CONTENT",
    "FALLBACK_LANGUAGE",
    "AboutPart",
    "ActivityCard",
    "AgeGroup",
    "CarefulCase",
    "Choosing",
    "ClinicCard",
    "Content",
    "ContentError",
    "Country",
    "FamilyCard",
    "FaqEntry",
    "FaqSection",
    "Language",
    "MissingTextError",
    "Plural",
    "Problem",
    "Reason",
    "SourceNote",
    "Text",
    "check",
    "load_content",
]
