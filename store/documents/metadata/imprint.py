"""Who published it, and when, as copyright lines and journals' own descriptions say."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import NamedTuple

from store.model import PartialDate

_FLAGS = re.IGNORECASE | re.VERBOSE

_OPENING = re.compile(
    r"""(?:copyrights?\s?)?(?:©|ⓒ|\(c\)|&copy;)(?:\s?copyrights?)?\s?
      | copyright\s(?:by\s)?(?-i:(?=(?:19|20)\d\d\b|[A-Z]))""",
    _FLAGS,
)
_YEARS = re.compile(r"\W{0,3}((?:19|20)\d\d)(?:\s?[-–—/,]\s?((?:19|20)\d\d|present|now))?\W{0,3}", re.IGNORECASE)
_END = re.compile(
    r"""[.,;|·•]?\s?(?:all\ rights|some\ rights|no\ part|terms\ of|privacy|unauthori[sz]ed|reproduction|licen[sc]ed
        |powered|무단)
      | [.;|·•](?:\s|$) | \s[–—]\s""",
    _FLAGS,
)
_LONGEST_NAME = 120
_BY = re.compile(r"^(?:by(?:\sthe)?|copyright)\s", re.IGNORECASE)
_NAME = re.compile(r"(?=[A-Z가-힣\d])[\w&.,'’()+-]+(?:\s[\w&.,'’()+-]+){0,9}")
_PUBLISHED_BY = re.compile(
    r"\b(?:published|produced|issued|commissioned)(?:,?\s(?:and\s)?\w{1,20}){0,4}\s(?:by|at)\s(?:the\s)?"
    r"(?P<name>[A-Z][\w&.’'-]*(?:\s(?:(?:of|for|and|on|the|&)\s){0,2}[A-Z][\w&.’'-]*){0,8})"
)
_INLINE = re.compile(
    r"(?:(?<=[.!?”\"’])\s|^)(?:Copyrights?\s)?(?:©|ⓒ|\([cC]\)\s?(?=(?:19|20)\d\d)).{0,240}$"
    r"|\s(?:Copyrights?\s)?(?:©|ⓒ)\s?(?:19|20)\d\d.{0,160}$"
    r"|(?<=[.!?”\"])\sAll rights reserved\.?$"
)


class Imprint(NamedTuple):
    """What a copyright line says."""

    publisher: str | None
    published: PartialDate | None


def copyright_line(text: str) -> Imprint | None:
    """Return what the copyright line *text* says; None when it is not one.

    A span of years dates the site, not the document.
    """
    if len(text) > 300:
        return None
    opening = _OPENING.match(text)
    if opening is None:
        return None
    rest = text[opening.end() :]
    years = _YEARS.search(rest[:200])
    if not years and len(rest) > _LONGEST_NAME and "rights" not in rest.lower():
        return None  # a picture's credit, with what the paragraph says
    if not (years or "©" in opening.group() or "ⓒ" in opening.group() or "rights reserved" in rest.lower()):
        return None
    named = _YEARS.sub(" ", rest, count=1).lstrip()
    end = _END.search(named)
    published = PartialDate(int(years[1])) if years and not years[2] else None
    return Imprint(_publisher(named[: end.start()] if end else named), published)


def _publisher(text: str) -> str | None:
    text = _BY.sub("", text.strip(" ,.;:|-–—")).strip(" ,")
    match = _NAME.fullmatch(text)
    return text if match and not text.isdigit() else None


def part_inline(text: str) -> tuple[str, str]:
    """Return a paragraph and the copyright line at its end, empty when it has none."""
    if (
        "©" not in text
        and "ⓒ" not in text
        and "(c)" not in text
        and "(C)" not in text
        and not text.endswith(("reserved.", "reserved"))
    ):
        return text, ""
    match = _INLINE.search(text, max(0, len(text) - 260))
    return (text[: match.start()].rstrip(), text[match.start() :].strip()) if match else (text, "")


def published_by(text: str) -> str | None:
    """Return the publisher that a description of a journal names."""
    match = _PUBLISHED_BY.search(text)
    return match["name"].rstrip(".,") if match else None
