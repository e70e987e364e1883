"""How much text Slack takes, counted and cut as Slack does; text made literal."""

from __future__ import annotations

from store.text import clean

NO_TEXT = "-"


def escape(text: str) -> str:
    """Return *text* cleaned, and literal in a field that Slack reads as mrkdwn."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """Return the length as Slack counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """Return *text* cleaned and never empty; where it was longer than *limit* it ends in …"""
    text = clean(text) or NO_TEXT
    if size(text) <= limit:
        return text
    text = text[: limit - 1]
    while size(text) > limit - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"
