"""How much text Slack takes, counted and cut as Slack does; text made literal."""

from __future__ import annotations

from store.text import clean
from store.text.language import gettext as _

NO_TEXT = "-"


class Signed(str):
    """A sentence of ours that says who did something, as `slack:U123`, which is shown as that person's name.

    Whatever else is text may be anybody's: a byline, a title, a question. No name comes out of it.
    """

    __slots__ = ()


def by_whom(by: str) -> str:
    """Return who did something: `root, at the terminal`; somebody of Slack's stays `slack:U123` for `Signed`."""
    door, _colon, person = by.partition(":")
    if door != "terminal":
        return by
    return _("{person}, at the terminal", person=person) if person else _("somebody at the terminal")


def escape(text: str) -> str:
    """Return *text* cleaned, and literal in a field that Slack reads as mrkdwn."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """Return the length as Slack counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(_units(text)) // 2


def cut(text: str, limit: int) -> str:
    """Return *text* cleaned and never empty; where it was longer than *limit* it ends in …"""
    text = clean(text) or NO_TEXT
    if size(text) <= limit:
        return text
    # A pair that the limit would part goes as a whole.
    return f"{_units(text)[: 2 * (limit - 1)].decode('utf-16-le', 'ignore').rstrip()}…"


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
