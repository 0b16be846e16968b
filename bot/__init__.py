"""Wiring and running: settings, the composition root, loops, delivery, the sandbox."""
