"""SQL that finds the document with the same passages as another: one text that came twice under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store.content import read
from store.db.schema import document, passage, valid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from store.model import Document, Passage

_FIRST = 1


def twin(connection: Connection, passages: Sequence[Passage], apart_from: str) -> Document | None:
    """Return the document of the current generation that says just what *passages* say; None when there is none.

    The one with the id *apart_from* does not count.
    """
    number = read.current(connection)
    query = (
        select(document.c.id)
        .join_from(passage, document, document.c.key == passage.c.document_key)
        .where(passage.c.number == _FIRST, passage.c.text == passages[0].text, valid(document.c, number))
        .where(document.c.id != apart_from)
    )
    texts = [one.text for one in passages]
    for id_ in sorted(connection.execute(query).scalars()):
        found = read.document(connection, id_, number)
        if found is not None and [one.text for one in found.passages] == texts:
            return found
    return None
