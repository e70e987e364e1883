"""The passages that somebody may mean who types into a menu: an address, words of them, or of a document's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.limits import cut
from store.model import MAX_QUERY, Citation, Found, Passages
from store.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.core import BriefingStore
    from store.model import Source

MOST = 50
MOST_DOCUMENTS = 3
_SPOT = re.compile(r"(\S+)#(\d{1,8})", re.ASCII)


def suggested(store: BriefingStore, typed: str) -> list[Found]:
    """Return the passages that fit, best first, at most MOST. Reads the database."""
    found: dict[Citation, Found] = {}
    for one in _fitting(store, cut(typed, MAX_QUERY)):
        found.setdefault(Citation(one.source.id, one.passage.number), one)
        if len(found) == MOST:
            break
    return [*found.values()]


def _fitting(store: BriefingStore, typed: str) -> Iterator[Found]:
    if spot := _SPOT.fullmatch(typed):
        at = store.passage(Citation(spot[1], int(spot[2])))
        yield from [at] if at else []
        return
    answer = store.search(typed, limit=MOST) if typed else None
    if isinstance(answer, Passages):
        yield from answer.found
    for source in _named(store, typed):
        document = store.document(source.id)
        yield from (Found(source, one, ()) for one in (document.passages if document else ()))


def _named(store: BriefingStore, typed: str) -> list[Source]:
    """Return the documents whose id, title or publisher holds what was typed so far."""
    key = normalise(typed)
    names = ((one, (one.id, one.title, one.publisher or "")) for one in store.sources())
    return [one for one, of in names if key and any(key in normalise(name) for name in of)][:MOST_DOCUMENTS]
