"""Text as its author meant it: what lost links, glued buttons and misprints did to it, undone."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re

# A word is matched whole and only from its beginning, so that no run of text is tried twice.
_WORD = r"[^\W\d_][\w.'’-]{0,40}+"
_DOUBLED = re.compile(rf"(?<![\w-])((?=[A-Z])(?:{_WORD})(?: {_WORD}){{1,6}}) \1(?![\w-])")
_REPEATED_IN_BRACKETS = re.compile(rf"(?<![\w-])((?:{_WORD})(?: {_WORD}){{0,6}}) \(\1\)", re.IGNORECASE)
_MISPRINT = re.compile(r"(?<=[a-z]-)([b-df-hjkmnp-tv-z])\1(?=[a-z]{4})")
_MARKS = re.compile(r" ?\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed|who\?|when\?|edit|편집)\](?!\w)", re.IGNORECASE)
_SPACE_BEFORE = re.compile(r" +([,.;:!?])(?=\s|$)")

_EDIT = re.compile(r"(?:(?<=[\w)’'\"”?!.])\s?\[ ?edit(?: \| ?edit source)? ?\]|(?<=[a-z0-9)])Edit|\s?\[편집\])$")
_OPENERS = (
    r"(?:The|A|An|In|On|At|As|It|Its|This|That|These|Those|When|While|After|Before|Since|For|From|With|By|But|And|If|We|He"
    r"|She|They|There|Over|Under|Two|North|South|US|U\.S\.)"
)
_BUTTON = re.compile(
    rf"""
    (?:(?:download|view|open|read|get)\ (?:the\ )?(?:full\ )?(?:pdf|report|text|paper|article|transcript)
      | listen(?:\ to\ (?:this\ )?(?:article|story))? | (?:share|print|save|e-?mail)\ (?:this\ )?(?:article|story|page|post)
    )(?-i:(?=[A-Z“"‘'][\w.’'\ -]))
  | (?:download|pdf|print|share|save|e-?mail|subscribe|advertisement|listen|edit)(?-i:(?={_OPENERS}\s))
  """,
    re.IGNORECASE | re.VERBOSE,
)


def mend(text: str) -> str:
    """Return *text*, already cleaned, without doubled names, reference marks and doubled letters."""
    if "[" in text:
        text = _SPACE_BEFORE.sub(r"\1", _MARKS.sub("", text))
    if "-" in text:
        text = _MISPRINT.sub(r"\1", text)
    if "(" in text:
        text = _REPEATED_IN_BRACKETS.sub(r"\1", text)
    return _DOUBLED.sub(r"\1", text).strip()


def unglued_title(text: str) -> str:
    """Return a title or heading without the wiki's edit button at its end."""
    return _EDIT.sub("", text).strip()


def unglued_start(text: str) -> str:
    """Return a paragraph without the button that lost its space before the first word."""
    match = _BUTTON.match(text)
    return text[match.end() :].lstrip() if match else text
