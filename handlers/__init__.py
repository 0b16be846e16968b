"""Conversations: an update comes in, facts are written, a reply goes out."""
