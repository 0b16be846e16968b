"""Where each person is in a conversation: one row a chat, so that a restart changes nothing for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from storage.records import DialogRecord


@dataclass(frozen=True, kw_only=True)
class Dialogs:
    """The dialogs of one clinic, as seen in one transaction."""

    session: AsyncSession
    clinic_id: int

    async def get(self, chat_id: int) -> DialogRecord | None:
        """The dialog that is open in a chat."""
        row = await self._row(chat_id)
        return None if row is None else DialogRecord(name=row.name, step=row.step, data=dict(row.data))

    async def put(self, chat_id: int, dialog: DialogRecord, now: datetime) -> None:
        """Open a dialog in a chat, or move the open one on."""
        row = await self._row(chat_id) or tables.Dialog(
            clinic_id=self.clinic_id, chat_id=chat_id, name="", step="", updated_at=now
        )
        row.sqlmodel_update({"name": dialog.name, "step": dialog.step, "data": dict(dialog.data), "updated_at": now})
        self.session.add(row)
        await self.session.flush()

    async def end(self, chat_id: int) -> None:
        """Close the dialog of a chat, if there is one."""
        await self.session.exec(
            delete(tables.Dialog).where(
                col(tables.Dialog.clinic_id) == self.clinic_id, col(tables.Dialog.chat_id) == chat_id
            )
        )

    async def _row(self, chat_id: int) -> tables.Dialog | None:
        statement = select(tables.Dialog).where(
            tables.Dialog.clinic_id == self.clinic_id, tables.Dialog.chat_id == chat_id
        )
        return (await self.session.exec(statement)).first()
