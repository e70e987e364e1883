"""Content without files, made the current generation: for tests of what reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.content.index_entry import fresh
from store.content.write import Writing
from store.db import bulk

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from store.model import Content, Generation


def written(connection: Connection, content: Content, *, by: str, at: datetime) -> Generation | None:
    """Make *content* the current generation and return it; None when it is that already: nothing is written then.

    The connection must write. Of two loads the second waits for the first.
    """
    writing = Writing(connection)
    fingerprints = {id_: found.source.fingerprint for id_, found in content.documents.items()}
    for some in bulk.batches(writing.lacking(fingerprints)):
        writing.add([fresh(content.documents[id_]) for id_ in some])
    return writing.finish(content.topics, fingerprints, by=by, at=at)
