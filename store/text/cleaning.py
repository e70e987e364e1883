"""Text as we may repeat it, and what a person asked as a value: cleaned and measured once."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import unicodedata

from store.errors import TooLong
from store.model import MAX_QUERY
from store.text.language import N_

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_MARKS = (
    *(("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u2010", "-"), ("\u2011", "-")),
    *(("…", " "), ("•", " "), ("·", " "), ("\u00a0", " ")),
)
"""Of typesetting, as a keyboard has them: nearly every article is plain ASCII but for these."""


def typed(text: str) -> str:
    """Return *text* with the marks of typesetting that make no difference to its words as ASCII has them."""
    if text.isascii():
        return text
    for mark, plain in _MARKS:
        if mark in text:
            text = text.replace(mark, plain)
    return text


def clean(text: str) -> str:
    """Return *text* as we may repeat it: NFC, nothing invisible, white space collapsed."""
    # Nothing that ASCII and the marks of typesetting can say is invisible, or is composed of parts.
    plain = typed(text)
    if plain.isascii() and plain.isprintable():
        return _evenly_spaced(text.replace("\u00a0", " "))
    text = unicodedata.normalize("NFC", text)
    # What is printable is visible, and has no white space but spaces.
    return _evenly_spaced(text if text.isprintable() else text.translate(_VISIBLE))


def _evenly_spaced(text: str) -> str:
    """Return *text*, whose white space is all spaces, with single ones and none at its ends."""
    text = text.strip(" ")
    # Taken apart only where it must be: the words of megabytes take ten times as many.
    return " ".join(text.split()) if "  " in text else text


class _Visible(dict[int, str]):
    """What each character is shown as; found out once, because whole libraries go through here."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = "" if unicodedata.category(character) in _INVISIBLE else character
        return self.setdefault(code, " " if character.isspace() else shown)


_VISIBLE = _Visible()


class Query(str):
    """A text that is clean and no longer than MAX_QUERY characters, because `of` made it."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str) -> Query:
        """Return *text* as a query, which it may be already; TooLong over MAX_QUERY characters."""
        if isinstance(text, Query):
            return text
        cleaned = clean(text)
        if len(cleaned) > MAX_QUERY:
            raise TooLong(N_("Please shorten this to {most} characters."), most=MAX_QUERY)
        return cls(cleaned)
