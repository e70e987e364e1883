"""Documents in words, and how a statement stands: when it happened, as of which source, who holds it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.days import partial
from store.model import DatedBy, Finding, Holder, Kind, Statement
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from store.model import Citation, PartialDate, Side, Source

    Shown = Citation | str | tuple[str, str]
    """What has an address: a passage, the topic with a slug, two topics side by side."""
    Link = Callable[[Shown], str | None]
    """Gives the address of what is shown; None where there is none."""


_WEAK = {DatedBy.COPYRIGHT_LINE: N_("by its copyright line"), DatedBy.GUESS: N_("as guessed")}
"""Where a date comes from, where that makes it less sure; a byline and what an editor wrote do not."""

HOLDERS = {
    Holder.FACT: N_("fact"),
    Holder.OFFICIAL: N_("official"),
    Holder.SUPPORTERS: N_("supporters"),
    Holder.CRITICS: N_("critics"),
    Holder.ANALYSIS: N_("analysis"),
}
_KINDS = {
    Kind.OFFICIAL: N_("official"),
    Kind.NEWS: N_("news"),
    Kind.ANALYSIS: N_("analysis"),
    Kind.REFERENCE: N_("reference"),
}


def dated(when: PartialDate | None) -> str:
    """Return `15 Dec 2025`, `Dec 2025`, `2025`, or `undated`."""
    return _("undated") if when is None else partial(when)


def published(source: Source) -> str:
    """Return the date of a source: `15 Dec 2025`, or `2026, by its copyright line`."""
    if source.published is None or source.published_from not in _WEAK:
        return dated(source.published)
    return f"{partial(source.published)}, {_(_WEAK[source.published_from])}"


def standing(one: Statement | Side | Finding, sources: Mapping[str, Source]) -> str:
    """Return `15 Dec 2025 · analysis by Bruce Klingner`, or `Oct 2019 (as of 15 Dec 2025) · fact` for what happened.

    *sources* are those that it cites, by id. Empty where nobody said who holds it: a side of seed format 1, a passage.
    """
    if one.held_by is None:
        return ""
    said = as_of(one, sources)
    if isinstance(one, Statement | Finding) and one.happened:
        within = _("source undated") if one.as_of is None else _("as of {date}", date=said)
        said = f"{partial(one.happened)} ({within})"
    return f"{said} · {held(one, sources)}"


def as_of(one: Statement | Side | Finding, sources: Mapping[str, Source]) -> str:
    """Return as of which source something is said: `15 Dec 2025`, `2026, by its copyright line` or `undated`."""
    of_date = [source for source in _cited(one.citations, sources) if source.published == one.as_of]
    weak = one.as_of is not None and of_date and all(source.published_from in _WEAK for source in of_date)
    return published(of_date[0]) if weak else dated(one.as_of)


def held(one: Statement | Side | Finding, sources: Mapping[str, Source]) -> str:
    """Return who holds it, and whose an analysis is: `analysis by Bruce Klingner`, `analysis in The Update Desk`."""
    holder = held_by(one.held_by) if one.held_by else ""
    cited = _cited(one.citations, sources)
    if one.held_by is not Holder.ANALYSIS or not cited:
        return holder
    first = cited[0]
    if first.author:
        return _("{holder} by {author}", holder=holder, author=first.author)
    return _("{holder} in {publisher}", holder=holder, publisher=first.publisher or f"“{first.title}”")


def held_by(holder: Holder) -> str:
    """Return a holder in the language that is spoken: `official`."""
    return _(HOLDERS[holder])


def kind_called(kind: Kind) -> str:
    """Return a kind of documents: `news`."""
    return _(_KINDS[kind])


def _cited(citations: Sequence[Citation], sources: Mapping[str, Source]) -> list[Source]:
    return [sources[citation.document] for citation in citations if citation.document in sources]


def source_title(source: Source) -> str:
    """Return what a document is called: its title; of a note `Editors' note on` the title of what it tells of."""
    return _("Editors' note on {title}", title=source.title) if source.note else source.title


def caption(source: Source, *, dated: bool = True) -> str:
    """Return a source in short: `Korea Policy, Bruce Klingner, 15 Dec 2025`; the title where nobody published it."""
    told = ", ".join(
        filter(None, (source.publisher or source.title, source.author, published(source) if dated else ""))
    )
    return _("Editors' note on {title}", title=told) if source.note else told


def full_caption(source: Source) -> str:
    """Return everything known about a source in one line: its name and its origin."""
    return f"{source_title(source)} · {origin(source)}"


def origin(source: Source) -> str:
    """Return where a source comes from: author, publisher, date and kind; a note has those of what it tells of."""
    publisher = source.publisher or _("publisher not named")
    return " · ".join(filter(None, (source.author, publisher, published(source), kind_called(source.kind))))


def source_numbers(sources: Sequence[Source]) -> dict[str, int]:
    """Return each document's number in the brief, counting from 1."""
    return {source.id: number for number, source in enumerate(sources, start=1)}


def citation_mark(citation: Citation, number: Mapping[str, int]) -> str:
    """Return a citation as it stands behind a statement: `[1 ¶4]`, source 1, passage 4."""
    return f"[{number[citation.document]} ¶{citation.passage}]"


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
