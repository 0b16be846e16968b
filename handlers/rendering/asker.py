"""Who asks, as far as an answer depends on it: the treatments in care, the date there, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.contact import Contact
from handlers.texts import Texts
from schedules.facts import Treatment
from schedules.protocol import Library
from schedules.rules import followed
from schedules.understanding import Care, Situation
from schedules.words import Kind


@dataclass(frozen=True, kw_only=True)
class Asker:
    """A person with a question. `kinds` are treatments without a date, known of somebody who is no patient yet."""

    texts: Texts
    contact: Contact
    today: date
    treatments: tuple[Treatment, ...] = ()
    kinds: tuple[Kind, ...] = ()
    name: str = ""
    is_patient: bool = False
    has_phone: bool = True

    @property
    def library(self) -> Library:
        """The protocols in force."""
        return self.texts.content.library

    @property
    def in_care(self) -> Sequence[Treatment]:
        """The treatments followed today, the most recent first."""
        return followed(self.treatments, self.today)

    @property
    def situation(self) -> Situation:
        """What the understanding may know; the care that applies where the skin was broken counts as its kind."""
        cared = [Care(kind=t.care(self.library).kind, day=t.care_day(self.today)) for t in self.in_care]
        undated = [Care(kind=kind) for kind in self.kinds]
        latest = max((t.on for t in self.treatments), default=None)
        return Situation(today=self.today, care=(*cared, *undated), treated_on=latest)
