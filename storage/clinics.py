"""Clinics and their bots."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import convert, tables
from storage.records import ClinicRecord


async def first(session: AsyncSession) -> ClinicRecord | None:
    """The clinic of a deployment that serves one."""
    row = (await session.exec(select(tables.Clinic).order_by(col(tables.Clinic.id)).limit(1))).first()
    return convert.clinic(row) if row else None


async def get(session: AsyncSession, clinic_id: int) -> ClinicRecord:
    """A clinic by id; it must exist."""
    return convert.clinic(await session.get_one(tables.Clinic, clinic_id))


async def put(session: AsyncSession, clinic_id: int | None, **columns: Any) -> ClinicRecord:
    """Create a clinic, or change the columns given."""
    row = await session.get_one(tables.Clinic, clinic_id) if clinic_id else tables.Clinic(**columns)
    row.sqlmodel_update(columns)
    session.add(row)
    await session.flush()
    return convert.clinic(row)


async def put_bot(session: AsyncSession, clinic_id: int, bot_id: int, username: str) -> None:
    """Remember a bot of a clinic."""
    row = await session.get(tables.Bot, bot_id) or tables.Bot(id=bot_id, clinic_id=clinic_id, username=username)
    row.username = username
    session.add(row)
    await session.flush()


async def gate(session: AsyncSession, bot_id: int) -> datetime | None:
    """Until when the bot must send nothing, if Telegram has asked for that."""
    return (await session.get_one(tables.Bot, bot_id)).closed_until


async def close_gate(session: AsyncSession, bot_id: int, until: datetime) -> None:
    """Remember that the bot must send nothing before this instant. A gate is only ever moved later."""
    row = await session.get_one(tables.Bot, bot_id)
    row.closed_until = max(row.closed_until or until, until)
    session.add(row)


async def move_staff_chat(session: AsyncSession, clinic_id: int, old: int, new: int) -> None:
    """Follow the staff chat to its new address; any other chat changes nothing."""
    row = await session.get_one(tables.Clinic, clinic_id)
    if row.staff_chat_id == old:
        row.staff_chat_id = new
        session.add(row)


async def first_bot(session: AsyncSession) -> int | None:
    """The bot of a deployment that runs one; the latest where the token was changed for another bot's."""
    return (await session.exec(select(tables.Bot.id).order_by(col(tables.Bot.id).desc()).limit(1))).first()
