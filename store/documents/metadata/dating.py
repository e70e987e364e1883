"""When a document is from, and what says so: the surest of its page, lines, title and name; and copyright lines."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.files.formats import parted
from store.model import DatedBy, PartialDate
from store.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.documents.layout.blocks import Facts
    from store.model import Passage


_LATER = 5
_MONTHS = 12
_WITHIN = re.compile(r"(?<!\d)((?:19|20)\d\d)[-._ ](0[1-9]|1[0-2])(?:[-._ ](0[1-9]|[12]\d|3[01]))?(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)[-._](\d\d)[-._]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
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


def dated(
    name: str, given: Mapping[str, str], facts: tuple[Facts, Facts, Facts, Facts], passages: Sequence[Passage]
) -> tuple[PartialDate | None, DatedBy]:
    """Return the date and where it comes from, the surest first.

    *facts* are those of the page's own data, which are front matter as much as what an editor writes; of the article's
    own lines; of those around it too; and of the copyright line.
    """
    return next(((date, by) for date, by in _ways(name, given, facts, passages) if date), (None, DatedBy.GUESS))


def _ways(
    name: str, given: Mapping[str, str], facts: tuple[Facts, Facts, Facts, Facts], passages: Sequence[Passage]
) -> Iterator[tuple[PartialDate | None, DatedBy]]:
    own, read, around, imprint = facts
    yield own.published if "published" not in given else around.published, DatedBy.FRONT_MATTER
    yield _finer(own, read.published), DatedBy.GUESS
    yield read.published, DatedBy.BYLINE
    yield own.updated, DatedBy.FRONT_MATTER
    yield read.updated, DatedBy.BYLINE
    yield own.guessed, DatedBy.GUESS
    yield around.published or around.updated, DatedBy.GUESS
    titled = next((found.date for found in dates.find(around.title or "") if found.date.day), None)
    yield titled if titled and not _is_past(titled, passages) else None, DatedBy.GUESS
    yield _named_date(name), DatedBy.GUESS
    yield imprint.published, DatedBy.COPYRIGHT_LINE


def _finer(own: Facts, read: PartialDate | None) -> PartialDate | None:
    """Return the day that is guessed within the month or year that was read; in English 3/9 may be either day."""
    day = own.guessed
    if day is None or read is None or read.day or not str(day).startswith(str(read)):
        return None
    return day if (day.day or 0) > _MONTHS or own.language not in (None, "en") else None


def _is_past(date: PartialDate, passages: Sequence[Passage]) -> bool:
    """Return whether the text speaks of years so much later that *date* is rather what it is about."""
    return any(int(year) > date.year + _LATER for one in passages for year in _YEAR.findall(one.text))


def _named_date(name: str) -> PartialDate | None:
    """Return the day or month in a file's name: `2026-03-09-talks`, `talks_2026_03`, `20260309_talks`, `march-2026`."""
    stem = parted(name)[0]
    day = _WITHIN.search(stem)
    # Parted by what no text goes on with, as names do.
    told = "-".join(filter(None, day.groups())) if day else re.sub(r"[-_]", " ", _DAY_FIRST.sub(r"\1/\2/\3", stem))
    found = next((one.date for one in dates.find(told) if one.date.month), None)
    return found or dates.run(stem)


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
