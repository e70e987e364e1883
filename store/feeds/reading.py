"""An item whose text was read: the same story as another, or one that is to be published or looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from store.db import bulk
from store.feeds import article, feed_rows, item_rows, linking
from store.feeds.linking import linked
from store.feeds.model import FeedMode, ItemState
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from store.db.types import Connection
    from store.feeds.article import ReadText
    from store.feeds.linking import Link
    from store.feeds.model import FeedItem
    from store.lookup import Index
    from store.model import Answer

ALIKE_DAYS = 14
"""For how long after a story another text is compared with it."""
_LONG = 60
"""Shingles from which on two texts are one story whatever stands over them."""
_TITLES = 0.5
REVIEWED = N_("its feed is reviewed")


def judged(item: FeedItem, read: ReadText, index: Index, ask: Callable[[str], Answer]) -> tuple[FeedItem, Link]:
    """Return *item* with its text, and the topics that it speaks of."""
    dated = item.dated or read.published is not None
    told = replace(
        item,
        text=read.text,
        author=item.author or read.author,
        published=item.published if item.dated or read.published is None else read.published,
        dated=dated,
    )
    return told, linked(item.title, article.paragraphs(read.text), index, ask)


def settle(connection: Connection, item: FeedItem, link: Link, now: datetime) -> ItemState | None:
    """Write down what was read of *item*; None where that was another's to do, or it joined another story."""
    held = item_rows.find(connection, item.id, hold=True)
    if held is None or held.state is not ItemState.NEW or held.attempts != item.attempts:
        return None
    bulk.alone(connection, item_rows.ROOM)
    shingles = linking.shingles(f"{item.title}\n{item.text}")
    if held.published_at is None and (twin := _twin(connection, item, shingles, now)):
        item_rows.join(connection, item.id, twin)
        return None
    state, why = _standing(connection, held, link)
    item_rows.know_by(connection, item.id, linking.keys(shingles))
    item_rows.change(
        connection,
        item.id,
        state=state.value,
        why=why,
        text=item.text,
        author=item.author,
        published=item.published,
        dated=item.dated,
        html="",
        topics=" ".join(held.topics or link.topics),
        shingles=item_rows.packed(shingles),
    )
    return state


def _standing(connection: Connection, held: FeedItem, link: Link) -> tuple[ItemState, str]:
    """Return where an item goes now; a new version of what was published follows it without being asked for."""
    if held.published_at is not None:
        return ItemState.READY, ""
    feed = feed_rows.find(connection, held.feed)
    if feed is None or feed.mode is FeedMode.REVIEW:
        return ItemState.HELD, link.why or REVIEWED
    return (ItemState.HELD, link.why) if link.why else (ItemState.READY, "")


def _twin(connection: Connection, item: FeedItem, shingles: frozenset[int], now: datetime) -> str | None:
    """Return the item that tells the same story; None where there is none."""
    near = item_rows.like(connection, linking.keys(shingles), item.id, now - timedelta(days=ALIKE_DAYS))
    same = [id_ for id_, other in near.items() if linking.is_same(shingles, other)]
    found = item_rows.several(connection, same)
    for id_ in same:
        other = found[id_]
        alike = linking.titles(item.title, other.title) >= _TITLES
        # What one paper writes under several titles is what it writes under all of them.
        if alike or (other.feed != item.feed and min(len(shingles), len(near[id_])) >= _LONG):
            return id_
    return None
