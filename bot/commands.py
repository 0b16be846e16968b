"""The command menu that Telegram shows, in every language that the content has."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from handlers.router import COMMANDS
from handlers.texts import Texts
from storage.content import FALLBACK_LANGUAGE, Content


async def publish(bot: Bot, content: Content) -> None:
    """Tell Telegram the commands; the fallback language stands for every language that the content lacks."""
    for code in content.languages:
        texts = Texts(content, code)
        commands = [BotCommand(name, texts.plain(f"commands.{name}")) for name in COMMANDS]
        language = None if code == FALLBACK_LANGUAGE else code
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=language)
