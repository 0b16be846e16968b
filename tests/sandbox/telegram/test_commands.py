"""Commands by scope and language, names and descriptions, the bot itself."""

from typing import Any

import pytest

from bot.sandbox.telegram.core import FakeTelegram


def command(name: str) -> dict[str, str]:
    return {"command": name, "description": f"the {name}"}


async def test_nearest_scope_and_own_language_win(fake: FakeTelegram, call: Any, ann: int, ben: int) -> None:
    def names(user_id: int) -> list[str]:
        return [entry.command for entry in fake.commands_for(user_id)]

    await call("setMyCommands", commands=[command("all")])
    assert names(ann) == names(ben) == ["all"]
    await call("setMyCommands", commands=[command("korean")], language_code="ko")
    assert (names(ann), names(ben)) == (["all"], ["korean"])
    await call("setMyCommands", commands=[command("private")], scope={"type": "all_private_chats"})
    assert names(ann) == names(ben) == ["private"]
    await call("setMyCommands", commands=[command("staff")], scope={"type": "chat", "chat_id": ann})
    assert (names(ann), names(ben)) == (["staff"], ["private"])
    await call("deleteMyCommands", scope={"type": "chat", "chat_id": ann})
    assert names(ann) == ["private"]


async def test_commands_are_given_back_exactly_as_set(call: Any) -> None:
    await call("setMyCommands", commands=[command("today")], language_code="ko")
    assert await call("getMyCommands", language_code="ko") == [command("today")]
    assert await call("getMyCommands") == []


async def test_group_administrators_have_their_own_menu(fake: FakeTelegram, call: Any, ann: int, ben: int) -> None:
    fake.add_group(chat_id=-100500, title="Clinic", members=(ann, ben))
    await call("setMyCommands", commands=[command("group")], scope={"type": "all_group_chats"})
    await call("setMyCommands", commands=[command("boss")], scope={"type": "all_chat_administrators"})
    assert [entry.command for entry in fake.commands_for(ann, -100500)] == ["boss"]
    assert [entry.command for entry in fake.commands_for(ben, -100500)] == ["group"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": [command("Today")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("x" * 33)]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command(f"c{n}") for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        (
            {"commands": [command("a")], "scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            {"commands": [command("a")], "scope": {"type": "chat"}},
            "can't parse BotCommandScope: Can't find field \"chat_id\"",
        ),
        ({"commands": [command("a")], "scope": {"type": "chat", "chat_id": 102}}, "chat not found"),
        ({"commands": [command("a")], "language_code": "korean"}, "LANG_CODE_INVALID"),
    ],
)
async def test_bad_commands_are_refused(refusal: Any, params: dict[str, Any], words: str) -> None:
    assert await refusal("setMyCommands", **params) == f"Bad Request: {words}"


async def test_description_by_language(fake: FakeTelegram, call: Any, refusal: Any, ann: int, ben: int) -> None:
    await call("setMyDescription", description="Care after a treatment")
    await call("setMyDescription", description="시술 후 관리", language_code="ko")
    assert fake.profile_text(ann, "description") == "Care after a treatment"
    assert fake.profile_text(ben, "description") == "시술 후 관리"
    assert (await call("getMyDescription", language_code="ko"))["description"] == "시술 후 관리"
    assert (await call("getMyName"))["name"] == "Afterglow"
    await call("setMyShortDescription", short_description="x")
    words = await refusal("setMyDescription", description="x" * 513)
    assert words == "Bad Request: fake: the bot's description is at most 512 characters long"


async def test_menu_button_of_one_and_of_all(call: Any, ann: int) -> None:
    assert await call("getChatMenuButton") == {"type": "commands"}
    await call("setChatMenuButton", chat_id=ann, menu_button={"type": "default"})
    assert await call("getChatMenuButton", chat_id=ann) == {"type": "default"}


async def test_bot_and_chats_introduce_themselves(
    fake: FakeTelegram, call: Any, refusal: Any, ann: int, ben: int
) -> None:
    me = await call("getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (fake.bot_id, "AfterglowDemoBot", True)
    assert (await call("getChat", chat_id=ann))["type"] == "private"
    assert await refusal("getChat", chat_id=ben) == "Bad Request: chat not found"
    assert await call("getUserProfilePhotos", user_id=ann) == {"total_count": 0, "photos": []}
    assert await call("logOut") is True
