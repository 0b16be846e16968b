"""The sandbox: a fake Telegram, its chat page, and a clock that can be turned. The bot in it is the real one."""
