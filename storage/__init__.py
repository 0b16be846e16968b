"""Memory: rows and files, turned into the types of `schedules`. No decisions, no Telegram."""
