"""Housekeeping: deletes what is no longer needed, so that little is kept and nothing grows without end."""

from datetime import timedelta

from handlers.services import Services
from storage import purge

KEEP_UPDATES = timedelta(days=7)
"""How long the bare numbers of handled updates are kept, to know a repeated one."""


class Housekeeping:
    """Cleans up for one clinic."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def run_once(self) -> None:
        """Delete handled updates, abandoned conversations, and patients whose time of keeping is over."""
        now = self._services.now()
        async with self._services.database.write() as session:
            await purge.updates(session, self._services.bot_id, before=now - KEEP_UPDATES)
            await purge.dialogs(session, self._services.clinic_id, before=now - KEEP_UPDATES)
            await purge.patients(session, await self._services.clinic(session), now)
