"""What should happen, and when: pure decisions over plain facts.

Nothing here reads a clock, a file, a database or Telegram; time, facts and content come in as arguments.
The folder depends on the standard library alone, so it can be lifted out whole.
"""
