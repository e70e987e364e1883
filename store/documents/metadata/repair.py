"""Text as its author meant it: what lost links, glued buttons and misprints did to it, undone."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re

# A word is matched whole and only from its beginning, so that no run of text is tried twice.
_WORD = r"[^\W\d_][\w.'’-]{0,40}+"
_DOUBLED = re.compile(rf"(?<![\w-])([A-Z][\w.'’-]{{0,40}}+(?: {_WORD}){{1,6}}?)(?: \1)+(?![\w-])")
# Far cheaper, and nearly always enough: a capitalised word that comes again within seven.
_RECURRING = re.compile(
    # Beginning with the letter, which is looked for at once; then with what may not stand before it.
    rf"([A-Z](?<![\w-].)(?<!\w[.'’].)[\w.'’-]{{0,40}}+)(?= (?:{_WORD} ){{1,6}}\1)"
)
_IN_BRACKETS = re.compile(r" \(([^()]{2,80})\)(?: \(\1\))*")
_MISPRINT = re.compile(r"(?<=[a-z]-)([b-df-hjkmnp-tv-z])\1(?=[a-z]{4})")
_MARKS = re.compile(
    r"\[(?=[\w^])(?:\^?\d{1,3}|\^\w{1,20}|[a-zA-Z]|note \d{1,3}|[Cc]itation needed|who\?|when\?|[Ee]dit|편집)\](?!\w)"
)
CREDIT = re.compile(
    r"""(?<=[.!?"”)])\s\(?(?:
        (?:(?:file\s)?(?:photo|image|picture|photograph|illustration)(?:\scredit|\sby|\scourtesy\sof)?\s?[:/] | credit:
          |(?:AP|AFP|EPA|Reuters|Yonhap)(?:\sphoto)?\s?/ | ©)\s?[^.]{2,60}[.)]{0,2}
      | [^.!?]{2,60}/\s?Getty\ Images\)?\.?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_CAPTION = 500
_LONGEST_CREDIT = 90
_ROUNDS = 5
_SPACE_BEFORE = re.compile(r"(?<! ) +([,.;:!?])(?=\s|$)")

_EDIT = re.compile(r"(?:(?<=[\w)’'\"”?!.])\s?\[ ?edit(?: \| ?edit source)? ?\]|(?<=[a-z0-9)])Edit|\s?\[편집\])$")
_OPENERS = (
    r"(?:The|A|An|In|On|At|As|It|Its|This|That|These|Those|When|While|After|Before|Since|For|From|With|By|But|And|If|We"
    r"|He|She|They|There|Over|Under|Two|North|South|US|U\.S\.)"
)
_BUTTON = re.compile(
    rf"""
    (?:(?:download|view|open|read|get)\ (?:the\ )?(?:full\ )?(?:pdf|report|text|paper|article|transcript)
      | listen\ to\ (?:this\ )?(?:article|story) | (?:share|print|save|e-?mail)\ (?:this\ )?(?:article|story|page|post)
    )(?-i:(?=[A-Z“"‘'][\w.’'\ -]))
  | (?:(?:download|view|open|get)\ (?:the\ )?(?:full\ )?pdf | (?:listen\ to|share|print|save
        |e-?mail)\ this\ (?:article|story))
        (?-i:(?=\ {_OPENERS}\ ))
  | (?:download|pdf|print|share|save|e-?mail|subscribe|advertisement|listen|edit)(?-i:(?={_OPENERS}\s))
  """,
    re.IGNORECASE | re.VERBOSE,
)


def mend(text: str) -> str:
    """Return *text*, already cleaned, without doubled names, reference marks, doubled letters and picture credits.

    One repair may bring another to light, so all are tried until none is left, a few times at most.
    """
    for _ in range(_ROUNDS):
        mended = _mended(text)
        if mended == text:
            break
        text = mended
    return text


def _mended(text: str) -> str:
    if "[" in text:
        text = _SPACE_BEFORE.sub(r"\1", _MARKS.sub("", text)).replace("  ", " ")
    if "-" in text:
        text = _MISPRINT.sub(r"\1", text)
    if "(" in text:
        text = _IN_BRACKETS.sub(_unless_repeated, text)
    if len(text) <= _LONGEST_CAPTION and (credit := _credit(text)):
        text = text[: credit.start()]
    if _RECURRING.search(text):
        text = _DOUBLED.sub(r"\1", text)
    return text.strip()


def _credit(text: str) -> re.Match[str] | None:
    start = max(0, len(text) - _LONGEST_CREDIT)
    marked = text.find("/", start) >= 0 or text.find(":", start) >= 0 or text.find("©", start) >= 0
    return CREDIT.search(text, start) if marked else None


def _unless_repeated(brackets: re.Match[str]) -> str:
    """Return what stands in brackets, or nothing when the same words stand before them."""
    words = brackets[1]
    before = brackets.string[: brackets.start()][-len(words) - 1 :]
    again = before.casefold().endswith(words.casefold()) and not before[: -len(words)][-1:].isalnum()
    return "" if again else brackets.group()


def unglued_title(text: str) -> str:
    """Return a title or heading without the wiki's edit button at its end."""
    return _EDIT.sub("", text).strip()


def unglued_start(text: str) -> str:
    """Return a paragraph without the button that lost its space before the first word."""
    match = _BUTTON.match(text)
    return text[match.end() :].lstrip() if match else text
