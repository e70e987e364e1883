"""How a statement stands: when it happened, as of which source it is said, and who holds it; where dates come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.model import DatedBy, Finding, Holder, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Citation, PartialDate, Side, Source

_WEAK = {DatedBy.COPYRIGHT_LINE: "by its copyright line", DatedBy.GUESS: "as guessed"}
"""Where a date comes from, where that makes it less sure; a byline and what an editor wrote do not."""


def dated(when: PartialDate | None) -> str:
    """Return `15 Dec 2025`, `Dec 2025`, `2025`, or `undated`."""
    return "undated" if when is None else when.human


def published(source: Source) -> str:
    """Return the date of a source: `15 Dec 2025`, or `2026, by its copyright line`."""
    if source.published is None or source.published_from not in _WEAK:
        return dated(source.published)
    return f"{source.published.human}, {_WEAK[source.published_from]}"


def standing(one: Statement | Side | Finding, sources: Mapping[str, Source]) -> str:
    """Return `15 Dec 2025 · analysis by Bruce Klingner`, or `Oct 2019 (as of 15 Dec 2025) · fact` for what happened.

    *sources* are those that it cites, by id. Empty where nobody said who holds it: a side of seed format 1, a passage.
    """
    if one.held_by is None:
        return ""
    said = as_of(one, sources)
    if isinstance(one, Statement | Finding) and one.happened:
        within = "source undated" if one.as_of is None else f"as of {said}"
        said = f"{one.happened.human} ({within})"
    return f"{said} · {held(one, sources)}"


def as_of(one: Statement | Side | Finding, sources: Mapping[str, Source]) -> str:
    """Return as of which source something is said: `15 Dec 2025`, `2026, by its copyright line` or `undated`."""
    of_date = [source for source in _cited(one.citations, sources) if source.published == one.as_of]
    weak = one.as_of is not None and of_date and all(source.published_from in _WEAK for source in of_date)
    return published(of_date[0]) if weak else dated(one.as_of)


def held(one: Statement | Side | Finding, sources: Mapping[str, Source]) -> str:
    """Return who holds it, and whose an analysis is: `analysis by Bruce Klingner`, `analysis in The Update Desk`."""
    holder = one.held_by.value if one.held_by else ""
    cited = _cited(one.citations, sources)
    if one.held_by is not Holder.ANALYSIS or not cited:
        return holder
    first = cited[0]
    return f"{holder} by {first.author}" if first.author else f"{holder} in {first.publisher or f'“{first.title}”'}"


def _cited(citations: Sequence[Citation], sources: Mapping[str, Source]) -> list[Source]:
    return [sources[citation.document] for citation in citations if citation.document in sources]
