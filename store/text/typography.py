"""Marks of typesetting as a keyboard has them: nearly every article is plain ASCII but for these."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

_MARKS = (
    *(("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u2010", "-"), ("\u2011", "-")),
    *(("…", " "), ("•", " "), ("·", " "), ("\u00a0", " ")),
)


def typed(text: str) -> str:
    """Return *text* with the marks of typesetting that make no difference to its words as ASCII has them."""
    if text.isascii():
        return text
    for mark, plain in _MARKS:
        if mark in text:
            text = text.replace(mark, plain)
    return text
