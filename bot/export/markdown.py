"""A memo as Markdown with footnotes; pure. Text of the store stays literal: nothing in it acts as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.export.memo import Memo, MemoPoint

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$^]|(?<!\w)#")
_OPENING = re.compile(r"^(\d*)([.)+=:-])")
"""What would begin a list, a rule or a definition at the start of a line."""


def written(memo: Memo) -> str:
    """Return the memo as Markdown; ends in a newline."""
    return "\n".join(_lines(memo))


def escape(text: str) -> str:
    """Return *text* so that it reads as it is."""
    return _OPENING.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))


def _lines(memo: Memo) -> Iterator[str]:
    yield from (f"# {escape(memo.title)}", "")
    if memo.korean:
        yield from (escape(memo.korean), "")
    yield from (f"*{escape(memo.standing)}*", "")
    if memo.summary:
        yield from (escape(memo.summary), "")
    if memo.left_open:
        yield from (escape(memo.left_open), "")
    if memo.said.points:
        yield from ("## What the sources say", "", *map(_point, memo.said.points), "")
    if memo.differing:
        yield from ("## Where they differ", "")
    for section in memo.differing:
        yield from (f"### {escape(section.about)}", "", *map(_point, section.points), "")
    if memo.columns:
        yield from _table(memo)
    if memo.sources:
        yield from (f"## {memo.sources_heading}", "", *(f"- {escape(source)}" for source in memo.sources), "")
    yield from (f"[^{point.note.number}]: {escape(point.note.text)}" for point in memo.points)
    yield ""


def _table(memo: Memo) -> Iterator[str]:
    """Yield the topics beside each other: in short, then what each holder says of either."""
    yield from ("## Side by side", "", _row("", *(escape(name) for name, _ in memo.columns)), "|---|---|---|")
    yield _row("In short", *(escape(summary) for _, summary in memo.columns))
    for row in memo.rows:
        yield _row(escape(row.heading), *("<br>".join(map(_told, points)) for points in row.columns))
    yield ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _point(point: MemoPoint) -> str:
    return f"- {_told(point)}"


def _told(point: MemoPoint) -> str:
    standing = f" ({escape(point.standing)})" if point.standing else ""
    return f"{escape(point.text)}[^{point.note.number}]{standing}"
