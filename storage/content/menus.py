"""What the menus are made of: groups of treatments, activities, pages of questions."""

import re
from collections import Counter
from functools import partial

from schedules.words import Activity, Family, Kind
from storage.content.cards import ActivityCard, FamilyCard
from storage.content.documents import Document, FieldPath
from storage.content.mistakes import gathered, raise_all
from storage.content.model import FaqEntry, FaqSection
from storage.content.schema import ActivityIn, FamilyIn, FaqSectionIn
from storage.content.shape import shaped_map
from storage.content.sources import SourceBook

ID = re.compile(r"[a-z0-9_]{1,40}")
BAD_ID = "must be at most 40 small letters, digits and underscores: it goes into a button, which holds 64 bytes."
NO_FAMILY = f"is not a family; the families are {', '.join(Family)}."
NO_ACTIVITY = f"is not an activity; the activities are {', '.join(Activity)}."


def read_families(document: Document) -> tuple[FamilyCard, ...]:
    """The groups of kinds; raises ContentError."""
    entries = shaped_map(FamilyIn, document)
    named = [kind for entry in entries.values() for kind in entry.kinds]
    raise_all(
        [
            *(document.mistake((), f"{k} must stand in exactly one family.") for k in Kind if named.count(k) != 1),
            *(document.mistake((name,), NO_FAMILY) for name in entries if name not in set(Family)),
        ]
    )
    return tuple(
        FamilyCard(family=Family(name), icon=entry.icon, kinds=tuple(entry.kinds)) for name, entry in entries.items()
    )


def read_activities(document: Document) -> tuple[ActivityCard, ...]:
    """The entries of "Can I …?"; raises ContentError."""
    entries = shaped_map(ActivityIn, document)
    raise_all(
        [
            *(document.mistake((name,), NO_ACTIVITY) for name in entries if name not in set(Activity)),
            *(document.mistake((), f"{activity} is missing.") for activity in Activity if activity not in entries),
        ]
    )
    return tuple(ActivityCard(activity=Activity(name)) for name in entries)


def read_faq(document: Document, sources: SourceBook) -> tuple[FaqSection, ...]:
    """The pages of questions; raises ContentError."""
    pages = shaped_map(FaqSectionIn, document)
    ids: list[tuple[FieldPath, str]] = [((page_id,), page_id) for page_id in pages]
    ids += [((page_id, "entries", entry_id), entry_id) for page_id, page in pages.items() for entry_id in page.entries]
    seen = Counter(entry_id for path, entry_id in ids if len(path) > 1)
    raise_all(
        [
            *(document.mistake(path, BAD_ID) for path, id_ in ids if not ID.fullmatch(id_)),
            *(document.mistake(path, "stands on two pages.") for path, id_ in ids if len(path) > 1 and seen[id_] > 1),
        ]
    )
    return tuple(gathered(partial(_page, page_id, page, document, sources) for page_id, page in pages.items()))


def _page(page_id: str, page: FaqSectionIn, document: Document, sources: SourceBook) -> FaqSection:
    def entry(entry_id: str) -> FaqEntry:
        return FaqEntry(
            id=entry_id, sources=sources.cited(page.entries[entry_id], document, (page_id, "entries", entry_id))
        )

    return FaqSection(id=page_id, icon=page.icon, entries=tuple(gathered(partial(entry, one) for one in page.entries)))
