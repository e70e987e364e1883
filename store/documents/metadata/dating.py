"""When a document is from, and what says so: the surest of what its page, its lines, its title and its name tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
