"""Renewal: brings the clinic's own content into force while the bot runs, and the plan of every patient with it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import structlog

from bot.logs import where
from bot.memory import polite
from handlers.actions.notices import tell_staff
from handlers.services import Services
from schedules.plan import repointed
from schedules.protocol import Library
from storage.content import Content
from storage.content.live import LiveContent, Verdict
from storage.content.model import Place
from storage.records import PatientRecord

log = structlog.get_logger(__name__)

PREPARE_AFTER = timedelta(seconds=5)
"""After the start; a question that comes sooner has it prepared at once."""

BATCH = 50
"""How many patients are pointed anew in one transaction."""


MOST_TOLD = 500
"""Letters of a mistake that the clinic's chat is told; what was written may be quoted in it."""

Stored = tuple[date | None, datetime | None]
"""Through which date a patient's plan is settled, and when it speaks next."""


def log_mistakes(verdict: Verdict) -> None:
    """Say each mistake that kept a folder from coming into force: its file, its line, and what is wrong."""
    for one in verdict.mistakes:
        place = str(Place(one.file, one.line))
        log.error("the content has a mistake", action="content_broken", place=place, mistake=one.message)


class Renewal:
    """Follows the content of one clinic. `changed` is called with content that has just come into force."""

    def __init__(
        self, services: Services, live: LiveContent, *, changed: Callable[[Content], Awaitable[None]] | None = None
    ) -> None:
        self._services = services
        self._live = live
        self._changed = changed
        self._pointed: Library | None = None
        self._untold = live.at_start

    async def prepare(self) -> None:
        """Have the content ready for the first question, so that nobody waits for it; not in the rush of the start."""
        await asyncio.sleep(PREPARE_AFTER.total_seconds())
        await asyncio.to_thread(self._prepare)

    def _prepare(self) -> None:
        with polite():
            self._live.prepare()

    async def look(self) -> bool:
        """Look at the clinic's folder once, and do what follows; whether something may be waiting to be sent."""
        told = await self._tell_of_start()
        verdict = await asyncio.to_thread(self._live.look)
        if verdict is not None:
            self._live.take(verdict)
            told = await self._tell(verdict) or told
        library = self._services.library
        if library != self._pointed:  # also at the start: the content may have changed while the bot was off
            await self._point_everybody()
            self._pointed = library
        if verdict is not None and verdict.content is not None and self._changed is not None:
            await self._changed(verdict.content)
        return told

    async def _tell_of_start(self) -> bool:
        verdict, self._untold = self._untold, None
        return verdict is not None and await self._tell_of_mistakes(verdict)

    async def _tell(self, verdict: Verdict) -> bool:
        if not verdict.kept:
            log.error("no copy of the content could be made for the next start", action="content_not_kept")
        if verdict.mistakes:
            log_mistakes(verdict)
            return await self._tell_of_mistakes(verdict)
        if verdict.content is not None:
            log.info("the clinic's content has changed", action="content_taken")
            return verdict.mended and await tell_staff(self._services, "content_mended", verdict.look)
        return False

    async def _tell_of_mistakes(self, verdict: Verdict) -> bool:
        first, *others = verdict.mistakes
        own = self._live.own
        file = first.file.relative_to(own) if own is not None and first.file.is_relative_to(own) else first.file
        said = f"{Place(file, first.line)}: {first.message}"[:MOST_TOLD]
        return await tell_staff(self._services, "content_broken", verdict.look, mistake=said, count=len(others))

    async def _point_everybody(self) -> None:
        """Move the pointers of all patients in care to where the rules in force put them."""
        last: int | None = 0
        while last is not None:
            last = await self._point_after(last)

    async def _point_after(self, last: int) -> int | None:
        """Point the next patients; returns the number of the last of them, or None when there is nobody left."""
        services = self._services
        async with services.database.read() as session:
            batch = await (await services.roll(session)).in_care_after(last, BATCH)
        moved = [patient.id for patient in batch if self._place(patient) != _stored(patient)]
        if moved:
            async with services.database.write() as session:
                roll = await services.roll(session)
                again = await roll.in_care_after(last, BATCH)
                places = {one.id: self._place(one) for one in again if one.id in moved}
                await roll.settle(places)
            log.info("plans were moved", action="plans_moved", count=len(moved))
        return batch[-1].id if batch else None

    def _place(self, patient: PatientRecord) -> Stored:
        """Where the patient's plan stands by the rules in force; as it is, where it cannot be made."""
        try:
            library, now = self._services.library, self._services.now()
            return repointed(patient.facts, library, now, patient.next_due_at, before=self._pointed)
        except Exception as error:  # noqa: BLE001 - one patient's plan must not stop the others'
            name = type(error).__name__
            log.error("no plan", action="plan_failed", patient=patient.id, error=name, where=where(error))  # noqa: TRY400 - the text of an error may carry a patient's words
            return _stored(patient)


def _stored(patient: PatientRecord) -> Stored:
    return patient.facts.settled_through, patient.next_due_at
