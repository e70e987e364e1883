"""Who did something, as it is written down, in words. Pure."""

from __future__ import annotations

from store.text.language import gettext as _


def by_whom(by: str) -> str:
    """Return who did something: `root, at the terminal`; somebody of Slack's stays `slack:U123` for `Signed`."""
    door, _colon, person = by.partition(":")
    if door != "terminal":
        return by
    return _("{person}, at the terminal", person=person) if person else _("somebody at the terminal")
