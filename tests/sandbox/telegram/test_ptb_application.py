"""A whole PTB Application against both faces: polling, commands, pictures, taps, edits, downloads."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from PIL import Image
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Update,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.telegram.core import FakeTelegram
from bot.sandbox.telegram.messages import ChatMessage
from bot.sandbox.telegram.request import InProcessRequest
from bot.sandbox.telegram.server import bot_api_app, serve


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return file.getvalue()


async def on_start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    name = context.args[0] if context.args else "nobody"
    await update.message.reply_html(f"<b>Hello</b> {name}", reply_markup=button)
    await update.message.reply_photo(picture(), caption="plan")


async def on_tap(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG001 - PTB's signature
    query = update.callback_query
    assert query is not None
    await query.answer("Saved")
    await query.edit_message_text("done")


async def on_photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG001 - PTB's signature
    assert update.message is not None
    file = await update.message.photo[-1].get_file()
    content = await file.download_as_bytearray()
    await update.message.reply_text(f"{len(content)} bytes", reply_to_message_id=update.message.message_id)


async def on_membership(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.my_chat_member is not None
    context.bot_data["status"] = update.my_chat_member.new_chat_member.status


@pytest.fixture(params=["process", "http"])
async def app(fake: FakeTelegram, request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    """A running Application that polls the fake by either face."""
    async with AsyncExitStack() as stack:
        builder = ApplicationBuilder().token(fake.token).job_queue(None)
        if request.param == "process":
            builder = builder.request(InProcessRequest(fake)).get_updates_request(InProcessRequest(fake))
        else:
            url = await stack.enter_async_context(serve(bot_api_app(fake)))
            builder = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
        app = builder.build()
        app.add_handler(CommandHandler("start", on_start))
        app.add_handler(CallbackQueryHandler(on_tap))
        app.add_handler(MessageHandler(filters.PHOTO, on_photo))
        app.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        async with app:
            await app.start()
            await app.updater.start_polling(poll_interval=0, timeout=5)
            yield app
            fake.end_polls()
            await app.updater.stop()
            await app.stop()


async def until(fake: FakeTelegram, user_id: int, count: int) -> list[ChatMessage]:
    """The chat, once it holds so many messages."""
    async with asyncio.timeout(5):
        revision = 0
        while len(fake.messages(user_id)) < count:
            revision = await fake.changed(revision)
    return fake.messages(user_id)


@pytest.mark.usefixtures("app")
async def test_start_picture_tap_and_edit(fake: FakeTelegram, ben: int) -> None:
    fake.press_start(ben, "token_7")
    _, hello, plan = await until(fake, ben, 3)
    assert (hello.text, hello.entities) == ("Hello token_7", ({"type": "bold", "offset": 0, "length": 5},))
    assert plan.photo is not None
    assert (plan.caption, plan.photo.width, plan.photo.height) == ("plan", 64, 48)
    query = fake.tap(ben, hello.message_id, "go")
    async with asyncio.timeout(5):
        revision = fake.revision - 1
        while not fake.messages(ben)[1].edited:
            revision = await fake.changed(revision)
    assert (fake.messages(ben)[1].text, fake.messages(ben)[1].buttons) == ("done", ())
    toast = fake.toast(query)
    assert toast is not None
    assert toast.text == "Saved"
    assert fake.ledger.refused() == []


@pytest.mark.usefixtures("app")
async def test_bot_downloads_what_a_person_sends(fake: FakeTelegram, ann: int) -> None:
    content = picture()
    sent = fake.send_photo(ann, content)
    answer = (await until(fake, ann, 3))[-1]
    assert (answer.text, answer.reply_to) == (f"{len(content)} bytes", sent)


async def test_ptb_understands_all_answers(fake: FakeTelegram, app: Any, ann: int) -> None:
    bot = app.bot
    await bot.set_my_commands([BotCommand("today", "x")], scope=BotCommandScopeChat(ann), language_code="en")
    assert [entry.command for entry in fake.commands_for(ann)] == ["today"]
    assert (await bot.get_chat(ann)).first_name == "Ann"
    assert (await bot.get_chat_member(ann, ann)).status == "member"
    assert (await bot.get_webhook_info()).url == ""
    assert (await bot.get_my_name()).name == "Afterglow"
    album = await bot.send_media_group(ann, [InputMediaPhoto(picture()), InputMediaPhoto(picture())], caption="both")
    assert [message.caption for message in album] == ["both", None]
    copied = await bot.copy_message(ann, ann, album[0].message_id, caption="again")
    edited = await bot.edit_message_media(InputMediaPhoto(picture()), chat_id=ann, message_id=copied.message_id)
    assert edited.caption is None
    await bot.set_message_reaction(ann, copied.message_id, "👍")
    document = await bot.send_document(ann, b"{}", filename="data.json")
    assert document.document.file_name == "data.json"
    assert await bot.delete_messages(ann, [album[0].message_id, album[1].message_id])


async def test_bot_hears_of_a_block(fake: FakeTelegram, app: Any, eventually: Any, ann: int) -> None:
    fake.block(ann)
    await eventually(lambda: "status" in app.bot_data)
    assert app.bot_data["status"] == "kicked"
