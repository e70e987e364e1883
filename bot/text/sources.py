"""Documents in words: what each is called, the heading above a list of them, and where a citation leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.standing import dated
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.model import Citation

    Shown = Citation | str | tuple[str, str]
    """What has an address: a passage, the topic with a slug, two topics side by side."""
    Link = Callable[[Shown], str | None]
    """Gives the address of what is shown; None where there is none."""
    from collections.abc import Iterable, Mapping, Sequence

    from store.model import Source


def source_title(source: Source) -> str:
    """Return what a document is called: its title; of a note `Editors' note on` the title of what it tells of."""
    return _("Editors' note on {title}", title=source.title) if source.note else source.title


def short_captions(sources: Sequence[Source], number: Mapping[str, int]) -> str:
    """Return documents in one line, which says what is a note: `[1] Bruce Klingner, 15 Dec 2025 (note) · [2] …`."""
    notes = all(source.note for source in sources)
    note = f" ({_('note')})"
    told = " · ".join(
        f"[{number[source.id]}] {source.author or source.publisher or source.title}, {dated(source.published)}"
        f"{note if source.note and not notes else ''}"
        for source in sources
    )
    return _("Editors' notes on {titles}", titles=told) if sources and notes else told


def sources_heading(sources: Iterable[Source]) -> str:
    """Return the heading above a list of documents, which calls no note a source."""
    notes = {source.note for source in sources}
    if True not in notes:
        return _("Sources")
    return _("Sources and editors' notes") if False in notes else _("Editors' notes")


def place(source: Source, passage: int) -> str:
    """Return ` (original: p. 3)` where somebody said what a passage of a note tells of; otherwise nothing."""
    told = source.place(passage)
    return f" ({_('original: {place}', place=told)})" if told else ""


def by_id(sources: Iterable[Source]) -> dict[str, Source]:
    """Return sources by the id of their documents."""
    return {source.id: source for source in sources}


def no_link(_: Shown) -> str | None:
    """Return None: there is no public address to point to."""
    return None
