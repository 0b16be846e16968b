"""A fake Telegram: one core with two faces, in process (request.py) and as a Bot API server over HTTP (server.py).

Chats, messages, files, commands and updates are real state; refusals carry Telegram's own words. What it does NOT
check, or does differently on purpose:

- Unknown parameters are refused with a 400 that names them; Telegram ignores them. This finds our typing errors.
- A missing parameter without a known wording is refused with a sentence of the fake's own ("fake: ...").
- Text length is counted in UTF-16 units, which is never more generous than Telegram.
- There are no rights in groups, business accounts, topics, payments, games, polls, inline mode or rich messages;
  parameters that stand for them are refused, methods that the fake lacks are answered 404.
- MarkdownV2 and Markdown are refused: the fake reads HTML and entity lists only. Of nested formatting it checks the
  tags; it does not merge or split overlapping entities as Telegram does, but nothing lives inside code and pre.
- The entities Telegram finds by itself (links, commands, numbers) are found by simple patterns.
- Files sent by URL are refused, for the fake is offline. Pictures are measured, never shrunk; of voice notes and
  videos nothing is read.
- A webhook is stored and blocks getUpdates, but nothing is delivered to it.
- Flood control is off unless switched on, and is simpler and steadier than Telegram's.
- Telegram stretches hurried polls of the same offset and slows repeated conflicts down; the fake answers at once.
- Long polls and flood windows run on real time; everything with a date runs on the clock it is given.
- In process a call that is given up while a scripted delay holds it is never made; over HTTP it is carried out.
- Scripted resets over HTTP need the Bot API app to be served on its own, not mounted in another.
- One event loop only: call it from the loop that serves it.
"""
