"""Documents in words: what each is called, and the heading above a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.standing import dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.model import Source


def source_title(source: Source) -> str:
    """Return what a document is called: its title; of a note `Editors' note on` the title of what it tells of."""
    return f"Editors' note on {source.title}" if source.note else source.title


def short_captions(sources: Sequence[Source], number: Mapping[str, int]) -> str:
    """Return documents in one line, which says what is a note: `[1] Bruce Klingner, 15 Dec 2025 (note) · [2] …`."""
    notes = all(source.note for source in sources)
    told = " · ".join(
        f"[{number[source.id]}] {source.author or source.publisher or source.title}, {dated(source.published)}"
        f"{' (note)' if source.note and not notes else ''}"
        for source in sources
    )
    return f"Editors' notes on {told}" if sources and notes else told


def sources_heading(sources: Iterable[Source]) -> str:
    """Return the heading above a list of documents, which calls no note a source."""
    notes = {source.note for source in sources}
    return "Sources" if True not in notes else "Sources and editors' notes" if False in notes else "Editors' notes"


def place(source: Source, passage: int) -> str:
    """Return ` (original: p. 3)` where somebody said what a passage of a note tells of; otherwise nothing."""
    told = source.place(passage)
    return f" (original: {told})" if told else ""


def by_id(sources: Iterable[Source]) -> dict[str, Source]:
    """Return sources by the id of their documents."""
    return {source.id: source for source in sources}
