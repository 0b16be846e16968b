"""Use cases, free of Telegram: check, decide, write in one transaction, return what came of it."""
