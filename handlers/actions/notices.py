"""Notices to the clinic's chat that are about no patient."""

from datetime import timedelta
from typing import Any

from handlers.services import Services
from schedules.delivery import DeliveryKind, Lane
from storage.outbox import NewDelivery

NOTICE_LASTS = timedelta(days=7)
"""How long such a notice stays useful."""


async def tell_staff(services: Services, what: str, look: str, **words: Any) -> bool:
    """Queue `staff.<what>` to the clinic's chat, once for a `look` of whatever it is about; whether it was queued.

    A clinic without a chat is told nothing.
    """
    now = services.now()
    async with services.database.write() as session:
        chat_id = (await services.clinic(session)).staff_chat_id
        if chat_id is None:
            return False
        notice = NewDelivery(
            chat_id=chat_id,
            patient_id=None,
            kind=DeliveryKind.STAFF_NOTICE,
            lane=Lane.SAFETY,
            key=f"notice:{what}:{look}",
            due_at=now,
            valid_until=now + NOTICE_LASTS,
            params={"what": what, "words": words},
        )
        return await services.outbox(session).put(notice, now) is not None
