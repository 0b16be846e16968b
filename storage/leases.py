"""One bot, one owner: the lease that a worker holds while it polls, plans and sends for a bot."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables

LEASE = timedelta(seconds=30)


async def take(session: AsyncSession, bot_id: int, clinic_id: int, owner: str, now: datetime, *, force: bool) -> bool:
    """Take or renew the lease; False while another owner's has not run out.

    `force` is for a process that holds the lock on the database file: the former owner is surely gone.
    """
    row = await session.get(tables.BotLease, bot_id)
    if row is None:
        row = tables.BotLease(bot_id=bot_id, clinic_id=clinic_id, owner=owner, fence=1, expires_at=now + LEASE)
    elif row.owner == owner:
        row.expires_at = now + LEASE
    elif force or row.expires_at <= now:
        row.owner, row.fence, row.expires_at = owner, row.fence + 1, now + LEASE
    else:
        return False
    session.add(row)
    await session.flush()
    return True
