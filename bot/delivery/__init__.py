"""The way out: pace, transport, and what became of each message."""
