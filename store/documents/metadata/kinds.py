"""What sort of source a document seems to be: a modest guess, for the editor to override."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.documents.layout.blocks import Facts

_FLAGS = re.IGNORECASE | re.VERBOSE | re.MULTILINE

_OFFICIAL_HOST = re.compile(r"\.(?:gov|mil)(?:\.[a-z]{2})?$|\.go\.kr$|\.int$")
_OFFICIAL = re.compile(
    r"""\b(?:ministry\ of|department\ of\ (?:defen[cs]e|state|war)|white\ house|pentagon|government\ of|embassy
        |joint\ (?:statement|communiqu[eé]|fact\ sheet)|fact\ sheet|press\ release|office\ of\ the\ (?:president
        |secretary)
        |readout|remarks\ (?:by|of)|(?:speech|address)\ (?:by|of)|executive\ order|united\ nations|congressional\ record
        |federal\ register|(?:house|senate)\ (?:hearing|report))\b
      | (?:국방|외교|통일)부$ | 대통령실""",
    _FLAGS,
)
_ANALYSIS = re.compile(
    r"""\b(?:vol(?:ume)?\.?\ ?\d|journal|quarterly|op-ed|opinion|commentary|analysis|abstract|themes?:|fellow|professor
        |(?:policy|issue|research)\ (?:brief|paper|note|memo)|working\ paper|white\ paper|think\ tank)\b
      | ^introduction$""",
    _FLAGS,
)
_THINKERS = re.compile(
    r"""\b(?:institut(?:e|ion)|policy|journal|review|quarterly|foundation|council|cent(?:er|re)\ (?:for|on)|university
        |studies|forum|affairs)\b
      | 연구원 | 연구소""",
    _FLAGS,
)
_SCHOLARS = re.compile(r"\b(?:institut(?:e|ion)|journal|foundation|university)\b | 연구원 | 연구소", _FLAGS)
"""What a newspaper is never called; some of the others are."""
_REFERENCE = re.compile(
    r"\b(?:(?:free\ )?encyclop[ae]+dia|wikipedia|wiki|almanac|glossary|dictionary|handbook|factbook)\b | \[edit\]",
    _FLAGS,
)
_GLUED_EDIT = re.compile(r"[a-z)]\[?Edit\]?$", re.MULTILINE)
_NEWS = re.compile(
    r"""\b(?:correspondent|reporter|staff\ writer|news(?:paper|room)?|gazette|herald|times|post|tribune|daily
        |desk|reuters
        |associated\ press|yonhap|min(?:ute)?s?\ read|share\ this\ (?:article|story)|breaking)\b
      | 기자 | 일보 | 신문""",
    _FLAGS,
)
_NEWSPAPER = re.compile(
    _NEWS.pattern
    + r"""| \b(?:chronicle|observer|telegraph|guardian|independent|mirror|globe|mail|examiner|inquirer|bulletin|dispatch
        |courier|ledger|sentinel|argus|echo|wire|media|broadcasting|bbc|cnn|nbc|cbs|npr|bloomberg|broadcaster)\b
      | 뉴스 | 방송 | 통신 | 경제$ | 타임스 | 데일리 | 매일""",
    _FLAGS,
)
"""What newspapers are called; in the margins of a page some of these words say something else."""

_DATELINE = re.compile(
    r"""(?-i:[A-Z][A-Z.'’-]+(?:[ ,]+[A-Z][A-Za-z.'’-]*){0,4})(?:,\ [A-Z][a-z]{2,8}\.?\ \d{1,2})?
        \ ?(?:\((?:AP|AFP|Reuters|Yonhap|UPI|Xinhua|Kyodo)[^)]{0,30}\)\ ?[-–—]{0,2} | [-–—]{1,2}\ )
      | \([가-힣]{2,10}=[가-힣]{2,8}\)""",
    _FLAGS,
)
"""Where a report was written: `SEOUL, March 9 (Yonhap) --`, `PORT ALDER —`, `(서울=연합뉴스)`."""

LATELY = re.compile(
    r"""\b(?:last\ week|yesterday|this\ week|earlier\ (?:this\ week|today)
        |(?:on|late|early)\ (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b""",
    _FLAGS,
)


def guess(facts: Facts, margins: str, opening: Sequence[str]) -> Kind:
    """Return the likeliest kind.

    *margins* is all that stood around the article, as it stood; *opening* are
    its first paragraphs. What says nothing of itself is a work of reference.
    """
    host = urlsplit(facts.url).hostname or "" if facts.url else ""
    publisher = facts.publisher or ""
    if _OFFICIAL_HOST.search(host) or _OFFICIAL.search(publisher) or _OFFICIAL.match(facts.title or ""):
        return Kind.OFFICIAL
    if _REFERENCE.search(f"{facts.title}\n{publisher}") or _REFERENCE.search(margins) or _GLUED_EDIT.search(margins):
        return Kind.REFERENCE
    if facts.kind or (_SCHOLARS.search(publisher) and not _NEWSPAPER.search(publisher)):
        return facts.kind or Kind.ANALYSIS
    if _NEWS.search(margins) or _NEWSPAPER.search(publisher) or any(_DATELINE.match(text) for text in opening[:2]):
        return Kind.NEWS
    if _ANALYSIS.search(margins) or _THINKERS.search(publisher):
        return Kind.ANALYSIS
    return Kind.NEWS if any(_is_of_late(text) for text in opening) else Kind.REFERENCE


def _is_of_late(text: str) -> bool:
    lower = text.lower()
    return ("week" in lower or "day" in lower) and LATELY.search(text) is not None
