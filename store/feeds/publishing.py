"""Items into the store as documents, and out of it once they are old and nothing cites them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from store.content import file_marks
from store.errors import SeedsInvalid
from store.feeds import article, item_rows
from store.feeds.model import ItemState
from store.files.decoding import Unreadable
from store.files.disk import BY_FEED, KeptFile
from store.files.formats import document_id
from store.loading import beside
from store.loading.beside import KeptDocument
from store.seeds import document_files
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from store.db.engine import Database
    from store.db.types import Connection
    from store.feeds.model import FeedItem

_MANY = 5_000
AT_ONCE = 50
"""So many items become documents in one generation at most."""
BY = "feeds"
_TITLE_WORDS = 6
_PATIENCE_SECONDS = 5
UNREADABLE = N_("its text cannot be read")


def publish_ready(database: Database, now: datetime, history_days: int | None) -> tuple[str, ...]:
    """Make documents of the items that are ready, all in one generation, and return their ids.

    Raises as `beside.carry_out`.
    """
    with database.read() as connection:
        items = item_rows.in_state(connection, ItemState.READY, AT_ONCE)
    digests = {item.id: item.digest for item in items}
    made = {item.id: document for item in items if (document := _document(item, now)) is not None}

    def still(connection: Connection) -> list[KeptDocument]:
        there = item_rows.several(connection, list(made))
        ready = [id_ for id_, one in there.items() if one.state is ItemState.READY and one.digest == digests[id_]]
        return [made[id_] for id_ in ready]

    def also(connection: Connection) -> None:
        for item in items:
            _note(connection, item, made.get(item.id), now)

    if items:
        beside.carry_out(
            database, still, (), by=BY, at=now, also=also, history_days=history_days, patience=_PATIENCE_SECONDS
        )
    return tuple(one.document.source.id for one in made.values())


def _note(connection: Connection, item: FeedItem, made: KeptDocument | None, now: datetime) -> None:
    ready = (ItemState.READY,)
    if made is None:
        item_rows.change(connection, item.id, within=ready, state=ItemState.HELD.value, why=UNREADABLE)
        return
    item_rows.change(
        connection,
        item.id,
        within=ready,
        state=ItemState.PUBLISHED.value,
        document=made.document.source.id,
        published_at=item.published_at or now,
        text="",
        why="",
    )


def _document(item: FeedItem, now: datetime) -> KeptDocument | None:
    id_ = item.document or _id(item)
    name, content = beside.file_name(id_), article.file_of(item)
    try:
        document = document_files.handed_over(f"{id_}.md", content)
    except (Unreadable, SeedsInvalid):
        return None
    return KeptDocument(document, KeptFile(name, content, f"{BY_FEED}{item.feed}", now))


def _id(item: FeedItem) -> str:
    words = " ".join(item.title.split()[:_TITLE_WORDS]).replace("/", " ")
    named = document_id(f"{words}.txt").lower()[:50].strip("-.")
    mark = hashlib.sha256(f"{item.feed} {item.url} {item.found_at}".encode()).hexdigest()[:6]
    return "-".join(filter(None, ("news", str(item.published or ""), named, mark)))


def retire(
    database: Database, cited: Collection[str], now: datetime, days: int, history_days: int | None
) -> tuple[str, ...]:
    """Let documents go that came by feeds, are older than *days* and not among those *cited*; return their ids.

    What was written out into a folder since stays there.
    """
    before = str((now - timedelta(days=days)).date())
    with database.read() as connection:
        old = [one for one in item_rows.published_before(connection, before, _MANY) if one.document not in cited]
        kept = {one.name for one in file_marks.listed(connection) if one.by_feed} if old else set()
    gone = [one.document for one in old if one.document and beside.file_name(one.document) in kept]

    def also(connection: Connection) -> None:
        for one in old:
            item_rows.change(connection, one.id, state=ItemState.AGED.value)

    if old:
        beside.carry_out(
            database,
            lambda _: (),
            gone,
            by=BY,
            at=now,
            also=also,
            history_days=history_days,
            patience=_PATIENCE_SECONDS,
        )
    return tuple(gone)
