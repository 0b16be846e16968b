"""Housekeeping: deletes what is no longer needed, so that little is kept and nothing grows without end."""

import asyncio
from datetime import timedelta

from handlers.services import Services
from storage import migrate, purge

KEEP_UPDATES = timedelta(days=7)
"""How long the bare numbers of handled updates are kept, to know a repeated one; and talks that nobody goes on with."""

KEEP_NOTICES = timedelta(days=90)
"""How long notices to the clinic are kept once they came to rest."""

KEEP_COPIES = timedelta(days=30)
"""How long the copies of the database from before migrations are kept: they hold what was erased since."""


class Housekeeping:
    """Cleans up for one clinic."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def run_once(self) -> None:
        """Delete what is no longer needed, and patients whose time of keeping is over; leave no trace of either."""
        now = self._services.now()
        database = self._services.database
        async with database.write() as session:
            await purge.updates(session, self._services.bot_id, before=now - KEEP_UPDATES)
            await purge.dialogs(session, self._services.clinic_id, before=now - KEEP_UPDATES)
            await purge.notices(session, self._services.bot_id, before=now - KEEP_NOTICES)
            await purge.patients(session, await self._services.clinic(session), now)
        await database.fold_journal()
        await asyncio.to_thread(migrate.drop_old_copies, database.url, now - KEEP_COPIES)
