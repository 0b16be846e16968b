"""One turn of a conversation: what a person just did, who they are to us, and the ways to answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.callbacks import Tap, decode
from handlers.contact import Contact
from handlers.names import clean_name
from handlers.services import Services
from handlers.texts import Texts
from schedules.localtime import local_date
from storage.records import ClinicRecord, DialogRecord, PatientRecord

Handler = Callable[["Turn"], Awaitable[None]]

_NOTHING_TO_DO = ("message is not modified", "query is too old", "query id is invalid")
_CANNOT_EDIT = ("message can't be edited", "message to edit not found", "there is no text in the message to edit")


def _says(error: BadRequest, meanings: tuple[str, ...]) -> bool:
    """Whether Telegram's sentence means one of these; PTB writes its first letter large."""
    sentence = error.message.casefold()
    return any(meaning in sentence for meaning in meanings)


@dataclass(kw_only=True)
class Turn:
    """A person's turn in their private chat. Loaded by `take`; the handler answers through it.

    `patient` and `dialog` are as they stood when the turn began.
    """

    services: Services
    update: Update
    chat_id: int
    name: str
    clinic: ClinicRecord
    patient: PatientRecord | None
    dialog: DialogRecord | None
    texts: Texts
    now: datetime
    tap: Tap | None = None
    text: str = ""
    _answered: bool = field(default=False, repr=False)

    @property
    def today(self) -> date:
        """The local date of the patient, or of the clinic for somebody who is none yet."""
        return local_date(self.now, self.patient.facts.zone if self.patient else self.clinic.zone)

    @property
    def contact(self) -> Contact:
        """Whom to call."""
        return self.contact_in(self.texts)

    def contact_in(self, texts: Texts) -> Contact:
        """Whom to call, in another language than that of the turn."""
        return Contact.of(self.clinic, texts)

    @property
    def called(self) -> str:
        """What to call the person; a friendly word where Telegram gives no name that can be seen."""
        return self.name or self.texts.plain("start.no_name")

    def tap_word(self, at: int) -> str:
        """A word of the pressed button, or an empty one."""
        return self.tap.word(at) if self.tap else ""

    def tap_number(self, at: int) -> int:
        """A number of the pressed button, or -1."""
        return self.tap.number(at) if self.tap else -1

    def is_tap_on(self, section: str) -> bool:
        """Whether a button of this section was pressed: its message can be turned into the answer."""
        return self.tap is not None and self.tap.section == section

    @property
    def is_staff(self) -> bool:
        """Whether this is the clinic's own chat."""
        return self.chat_id == self.clinic.staff_chat_id

    async def say(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Message:
        """Send a new message."""
        return await self.update.get_bot().send_message(
            self.chat_id, text, parse_mode=ParseMode.HTML, reply_markup=keyboard
        )

    async def show(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Turn the pressed message into this one; where it cannot be turned, send a new one."""
        query = self.update.callback_query
        message = query.message if query else None
        if not isinstance(message, Message) or message.photo or message.document:
            await self.say(text, keyboard)
            return
        try:
            await message.edit_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
        except BadRequest as error:
            if _says(error, _NOTHING_TO_DO):
                return
            if not _says(error, _CANNOT_EDIT):
                raise
            await self.say(text, keyboard)

    async def picture(self, png: bytes, caption: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send a picture with a caption."""
        await self.update.get_bot().send_photo(
            self.chat_id, png, caption=caption, parse_mode=ParseMode.HTML, reply_markup=keyboard, filename="plan.png"
        )

    async def document(
        self, content: bytes, filename: str, caption: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Send a file with a caption."""
        await self.update.get_bot().send_document(
            self.chat_id, content, caption=caption, parse_mode=ParseMode.HTML, reply_markup=keyboard, filename=filename
        )

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the press itself; once a turn, and harmless when the press is too old."""
        query = self.update.callback_query
        if query is None or self._answered:
            return
        self._answered = True
        try:
            await query.answer(text[:200] or None, show_alert=alert)
        except BadRequest as error:
            if not _says(error, _NOTHING_TO_DO):
                raise

    async def refresh(self) -> None:
        """Read the patient and the dialog again, after facts were written."""
        async with self.services.database.read() as session:
            roll = await self.services.roll(session)
            self.patient = await roll.by_chat(self.chat_id)
            self.dialog = await self.services.dialogs(session).get(self.chat_id)
            self.clinic = roll.clinic
        if self.patient:
            self.texts = Texts(self.services.content, self.patient.language)
        self.clinic = self.clinic.spoken_in(self.texts.language)

    async def keep_dialog(self, dialog: DialogRecord | None) -> None:
        """Remember where the person is in a conversation, or that the conversation is over."""
        async with self.services.database.write() as session:
            dialogs = self.services.dialogs(session)
            if dialog is None:
                await dialogs.end(self.chat_id)
            else:
                await dialogs.put(self.chat_id, dialog, self.now)
        self.dialog = dialog


async def take(update: Update, services: Services) -> Turn | None:
    """The turn that an update of a private chat stands for; None when nobody there can be answered."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None or user.is_bot:
        return None
    services = services.pinned()
    async with services.database.read() as session:
        roll = await services.roll(session)
        patient = await roll.by_chat(chat.id)
        dialog = await services.dialogs(session).get(chat.id)
    language = patient.language if patient else services.spoken(roll.clinic, user.language_code)
    query = update.callback_query
    return Turn(
        services=services,
        update=update,
        chat_id=chat.id,
        name=clean_name(user.first_name),
        clinic=roll.clinic.spoken_in(language),
        patient=patient,
        dialog=dialog,
        texts=Texts(services.content, language),
        now=services.now(),
        tap=decode(query.data) if query and query.data else None,
        text=(update.message.text or update.message.caption or "") if update.message else "",
    )
