"""Pictures that go into a chat: plain data in, PNG bytes out. Nothing here knows a patient, a row or Telegram."""
