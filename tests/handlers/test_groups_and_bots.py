"""Groups, channels and other bots: one sentence where asked for, else silence."""

from tests.world import MINA, NURSE, World

GROUP, CHANNEL = -1001, -1002


async def in_group(world: World, text: str, who: int = MINA) -> list[str]:
    """What the bot answers to a text in a group."""
    if GROUP not in world.fake.groups:
        world.fake.add_group(chat_id=GROUP, title="Friends", members=(MINA, NURSE))
    before = len(world.heard(GROUP))
    world.fake.send_group_text(GROUP, who, text)
    await world.settle()
    return world.heard(GROUP)[before:]


async def test_in_a_group_start_and_help_get_one_sentence_each(registered: World) -> None:
    for text in ("/start", "/help", "/help@AfterglowDemoBot"):
        (answer,) = await in_group(registered, text)
        assert answer == "I only talk in private, to keep your care between us. Write to me at @AfterglowDemoBot."


async def test_in_a_group_everything_else_is_met_with_silence(registered: World) -> None:
    heard = registered.heard(MINA)
    for text in ("/today", "/stop", "/plan", "/nonsense", "/start@SomeOtherBot", "hello @AfterglowDemoBot", "ouch"):
        assert await in_group(registered, text) == []
    assert registered.heard(MINA) == heard
    await registered.live_for(days=1)
    assert len(registered.digests(MINA)) == 2


async def test_being_added_to_a_group_or_thrown_out_says_nothing(registered: World) -> None:
    await in_group(registered, "hello")
    registered.fake.remove_bot(GROUP, by=MINA)
    await registered.settle()
    assert registered.heard(GROUP) == []
    assert registered.heard(NURSE)[1:] == []


async def test_a_channel_is_met_with_silence(registered: World) -> None:
    registered.fake.add_group(chat_id=CHANNEL, title="News", members=(MINA,), kind="channel")
    post = {"message_id": 1, "date": 1772341200, "chat": registered.fake.groups[CHANNEL].as_chat(), "text": "/start"}
    for kind in ("channel_post", "edited_channel_post"):
        registered.fake.add_update({kind: post})
    await registered.settle()
    assert registered.heard(CHANNEL) == []


async def test_other_bots_are_met_with_silence(world: World) -> None:
    bot = {"id": 777, "is_bot": True, "first_name": "Robo"}
    chat = {"id": 777, "type": "private", "first_name": "Robo"}
    for text in ("/start", "hello"):
        entities = [{"type": "bot_command", "offset": 0, "length": 6}] if text.startswith("/") else []
        body = {"message_id": 1, "date": 1772341200, "chat": chat, "from": bot, "text": text, "entities": entities}
        world.fake.add_update({"message": body})
    await world.settle()
    assert world.fake.ledger.arrivals == []
    assert world.fake.ledger.refused() == []


async def test_a_button_pressed_in_a_group_is_answered_and_does_nothing(registered: World) -> None:
    (_,) = await in_group(registered, "/start")
    group = registered.fake.groups[GROUP].as_chat()
    message = {"message_id": 1, "date": 1772341200, "chat": group, "text": "x", "from": registered.fake.world.bot}
    query = {"id": "77", "from": registered.fake.people[MINA].as_user(), "chat_instance": "1", "data": "prv:really"}
    registered.fake.add_update({"callback_query": {**query, "message": message}})
    registered.forgiven.add("query is too old")  # the fake never made this query
    await registered.settle()
    (answer,) = registered.fake.ledger.calls_of("answerCallbackQuery")
    assert answer.params["callback_query_id"] == "77"
    await registered.says(MINA, "/today")
    assert "Day 0" in registered.reads(MINA)
