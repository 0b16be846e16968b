"""What every conversation may use, in one typed place instead of a bag of strings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlmodel.ext.asyncio.session import AsyncSession

from schedules.protocol import Library
from storage import clinics
from storage.content import FALLBACK_LANGUAGE, Content
from storage.database import Database
from storage.dialogs import Dialogs
from storage.outbox import Outbox
from storage.patients import Roll
from storage.records import ClinicRecord


@dataclass(frozen=True, kw_only=True)
class Services:
    """The surroundings of a conversation with one clinic's bot."""

    database: Database
    source: Callable[[], Content]
    """Gives the content in force, which may change while the bot runs."""
    clinic_id: int
    bot_id: int
    bot_username: str
    now: Callable[[], datetime]

    @property
    def content(self) -> Content:
        """What the clinic says now."""
        return self.source()

    def pinned(self) -> Self:
        """The same with the content as it is at this moment: whatever is said in one go is said from one content."""
        content = self.content
        return replace(self, source=lambda: content)

    @property
    def library(self) -> Library:
        """The protocols in force."""
        return self.content.library

    def spoken(self, clinic: ClinicRecord, code: str | None = None) -> str:
        """The language to speak: the one asked for if the clinic speaks it, else the clinic's first."""
        wanted = (code or "").split("-")[0].lower()
        known = [language for language in clinic.languages if language in self.content.languages]
        return wanted if wanted in known else (known[0] if known else FALLBACK_LANGUAGE)

    async def clinic(self, session: AsyncSession) -> ClinicRecord:
        """The clinic as it stands now."""
        return await clinics.get(session, self.clinic_id)

    async def roll(self, session: AsyncSession) -> Roll:
        """The clinic's patients, within a transaction."""
        return Roll(session=session, clinic=await self.clinic(session), library=self.library)

    def outbox(self, session: AsyncSession) -> Outbox:
        """The bot's deliveries, within a transaction."""
        return Outbox(session=session, clinic_id=self.clinic_id, bot_id=self.bot_id)

    def dialogs(self, session: AsyncSession) -> Dialogs:
        """The clinic's open conversations, within a transaction."""
        return Dialogs(session=session, clinic_id=self.clinic_id)
