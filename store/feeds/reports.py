"""What was published, as it is told: reports by document, and the newest of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.feeds import item_rows
from store.model import NewsReport

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.db.types import Connection
    from store.feeds.model import FeedItem


def of_documents(connection: Connection, ids: Collection[str]) -> dict[str, NewsReport]:
    """Return the reports among the documents of these ids, by id."""
    found = (report(item) for item in item_rows.of_documents(connection, ids))
    return {one.document: one for one in found if one is not None}


def report(item: FeedItem) -> NewsReport | None:
    """Return an item as a report; None where it is no document."""
    if item.document is None or item.published_at is None:
        return None
    return NewsReport(
        item.document,
        item.title,
        item.publisher,
        item.published,
        item.url,
        item.topics,
        max(1, len({place.publisher for place in item.places})),
        item.published_at,
    )
