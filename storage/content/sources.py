"""The facts' sources by id: every rule, band and answer points here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from schedules.protocol import Source
from storage.content.documents import Document, FieldPath
from storage.content.mistakes import gathered
from storage.content.model import SourceNote
from storage.content.schema import SourceIn
from storage.content.shape import shaped_map


@dataclass(frozen=True)
class SourceBook:
    """Answers which source an id means."""

    notes: Mapping[str, SourceNote]

    def source(self, source_id: str, document: Document, path: FieldPath) -> Source:
        """The source with this id; raises ContentError about the field when sources.yaml lacks it."""
        note = self.notes.get(source_id)
        if note is None:
            raise document.mistake(path, f"{source_id!r} is not in sources.yaml.")
        return Source(id=note.id, rank=note.rank)

    def cited(self, source_ids: Sequence[str], document: Document, path: FieldPath) -> tuple[str, ...]:
        """The ids, each known; raises ContentError."""
        found = gathered(partial(self.source, source_id, document, path) for source_id in source_ids)
        return tuple(source.id for source in found)


def read_sources(document: Document) -> SourceBook:
    """All sources of sources.yaml; raises ContentError."""
    entries = shaped_map(SourceIn, document)
    return SourceBook(
        {name: SourceNote(id=name, rank=entry.rank, cites=entry.cites) for name, entry in entries.items()}
    )
