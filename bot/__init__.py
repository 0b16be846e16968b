"""Wiring and running: settings, the composition root, loops, delivery, the sandbox."""

import os

# Unless it may give the wait as a timedelta, the only form of its next major, python-telegram-bot warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")
