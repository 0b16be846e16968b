"""From facts and keys to the words that a person reads: pure functions, no Telegram."""
