"""SQL of items: what a feed brought, where each stands, and which have the same text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from store.db import bulk
from store.db.schema import feed_item, feed_place, feed_shingle
from store.feeds.model import FeedItem, ItemPlace, ItemState
from store.model import NewsReport

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row


_i, _p, _s = feed_item.c, feed_place.c, feed_shingle.c
ROOM = 0x66656564  # "feed": the advisory lock of those who compare texts
_WIDTH = 8
_ITEMS = select(*(_i[one.name] for one in fields(FeedItem) if one.name != "places"))


def places_of(connection: Connection, feed: str, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the item and the digest of each entry of a feed that is known, by its key."""
    found: dict[str, tuple[str, str]] = {}
    for some in bulk.batches(keys):
        query = select(_p.key, _p.item, _p.digest).where(_p.feed == feed, _p.key.in_(some))
        found.update({key: (item, digest) for key, item, digest in connection.execute(query)})
    return found


def items_at(connection: Connection, urls: Iterable[str]) -> dict[str, str]:
    """Return the item that stands at each canonical address."""
    found: dict[str, str] = {}
    for some in bulk.batches(urls):
        rows = connection.execute(select(_p.url, _p.item).where(_p.url.in_(some)))
        found |= {url: item for url, item in rows if url is not None}
    return found


def insert_new(connection: Connection, items: list[dict[str, Any]], places: list[dict[str, Any]]) -> None:
    """Add items, and places of items."""
    bulk.for_each(connection, insert(feed_item), items)
    bulk.for_each(connection, insert(feed_place), places)


def saw(connection: Connection, feed: str, key: str, digest: str) -> None:
    """Note that an entry reads otherwise now."""
    connection.execute(update(feed_place).where(_p.feed == feed, _p.key == key).values(digest=digest))


def change(connection: Connection, id_: str, *, within: Collection[ItemState] = (), **values: Any) -> bool:
    """Change an item, where it is *within* those states; return whether it was."""
    step = update(feed_item).where(_i.id == id_).values(values)
    step = step.where(_i.state.in_([one.value for one in within])) if within else step
    return connection.execute(step.returning(_i.id)).first() is not None


def find(connection: Connection, id_: str, *, hold: bool = False) -> FeedItem | None:
    """Return an item with its places; *hold* keeps other writers off it until the transaction ends."""
    query = _ITEMS.where(_i.id == id_)
    rows = connection.execute(query.with_for_update() if hold else query).all()
    return next(iter(_items(connection, rows)), None)


def several(connection: Connection, ids: Collection[str]) -> dict[str, FeedItem]:
    """Return the items of those ids, by id."""
    return {one.id: one for one in _chosen(connection, _i.id, ids)}


def in_state(connection: Connection, state: ItemState, limit: int, *, now: datetime | None = None) -> list[FeedItem]:
    """Return the items in a state, found first first; with *now* those that may be worked at."""
    query = _ITEMS.where(_i.state == state.value).order_by(_i.found_at, _i.id).limit(limit)
    query = query if now is None else query.where(_i.retry_at <= now)
    return _items(connection, connection.execute(query).all())


def count(connection: Connection, state: ItemState) -> int:
    """Return how many items are in a state."""
    return connection.execute(select(func.count()).select_from(feed_item).where(_i.state == state.value)).scalar_one()


def claim(connection: Connection, now: datetime, until: datetime, limit: int) -> list[FeedItem]:
    """Return at most *limit* new items whose text is to be read, which nobody else is given before *until*."""
    due = select(_i.id).where(_i.state == ItemState.NEW.value, _i.retry_at <= now)
    ids = connection.scalars(due.order_by(_i.retry_at).limit(limit).with_for_update(skip_locked=True)).all()
    if ids:
        step = update(feed_item).where(_i.id.in_(ids))
        connection.execute(step.values(retry_at=until, attempts=_i.attempts + 1))
    return list(several(connection, ids).values())


def any_new(connection: Connection, now: datetime) -> bool:
    """Return whether `claim` would give anything, or anything is ready to be published."""
    due = select(_i.id).where(_i.state == ItemState.NEW.value, _i.retry_at <= now).limit(1)
    ready = select(_i.id).where(_i.state == ItemState.READY.value).limit(1)
    return any(connection.execute(query).first() is not None for query in (due, ready))


def published(connection: Connection, since: datetime | None, topic: str | None, limit: int) -> list[FeedItem]:
    """Return the items that are documents, of one *topic* or of all, the newest first."""
    query = _ITEMS.where(_i.published_at.is_not(None), _i.state != ItemState.AGED.value)
    query = query if since is None else query.where(_i.published_at >= since)
    query = query if topic is None else query.where((" " + _i.topics + " ").contains(f" {topic} ", autoescape=True))
    newest = query.order_by(_i.published_at.desc(), _i.published.desc(), _i.id).limit(limit)
    return _items(connection, connection.execute(newest).all())


def published_before(connection: Connection, day: str, limit: int) -> list[FeedItem]:
    """Return the items that are documents and were published before a day, the oldest first."""
    query = _ITEMS.where(_i.published_at.is_not(None), _i.published < day, _i.state != ItemState.AGED.value)
    return _items(connection, connection.execute(query.order_by(_i.published, _i.id).limit(limit)).all())


def know_by(connection: Connection, id_: str, keys: Iterable[int]) -> None:
    """Let an item be found by these shingles, and by no others."""
    connection.execute(delete(feed_shingle).where(_s.item == id_))
    rows = [(key, id_) for key in keys]
    bulk.in_columns(connection, feed_shingle, ("shingle", "item"), rows)


def like(connection: Connection, keys: Sequence[int], but: str, since: datetime) -> dict[str, frozenset[int]]:
    """Return the shingles of items that share one of *keys* and were found *since*, by id; never those of *but*."""
    if not keys:
        return {}
    near = select(_s.item).where(_s.shingle.in_(keys), _s.item != but).distinct()
    query = select(_i.id, _i.shingles).where(_i.id.in_(near), _i.found_at >= since).order_by(_i.found_at, _i.id)
    return {id_: unpacked(packed) for id_, packed in connection.execute(query)}


def join(connection: Connection, id_: str, to: str) -> None:
    """Let all places of an item be places of another, and forget it."""
    connection.execute(update(feed_place).where(_p.item == id_).values(item=to))
    forget(connection, [id_])


def forget(connection: Connection, ids: Collection[str]) -> None:
    """Delete items with their places."""
    for some in bulk.batches(ids):
        connection.execute(delete(feed_shingle).where(_s.item.in_(some)))
        connection.execute(delete(feed_place).where(_p.item.in_(some)))
        connection.execute(delete(feed_item).where(_i.id.in_(some)))


def forget_filtered(connection: Connection, before: datetime) -> None:
    """Delete what has none of its feed's words and was found *before*."""
    query = select(_i.id).where(_i.state == ItemState.FILTERED.value, _i.found_at < before)
    forget(connection, connection.scalars(query).all())


def undecided(connection: Connection, feed: str) -> list[FeedItem]:
    """Return the items of a feed that are no documents and that nobody has decided on."""
    open_ = [one.value for one in (ItemState.NEW, ItemState.READY, ItemState.HELD)]
    query = _ITEMS.where(_i.feed == feed, _i.state.in_(open_), _i.published_at.is_(None))
    return _items(connection, connection.execute(query).all())


def packed(shingles: Iterable[int]) -> bytes:
    """Return shingles as they are kept."""
    return b"".join(one.to_bytes(_WIDTH, "big") for one in sorted(shingles))


def unpacked(data: bytes) -> frozenset[int]:
    """Return what `packed` made *data* of."""
    return frozenset(int.from_bytes(data[at : at + _WIDTH], "big") for at in range(0, len(data), _WIDTH))


def _chosen(
    connection: Connection, column: Any, values: Collection[str], since: datetime | None = None
) -> list[FeedItem]:
    query = _ITEMS if since is None else _ITEMS.where(_i.published_at >= since)
    found: list[FeedItem] = []
    for some in bulk.batches(values):
        found += _items(connection, connection.execute(query.where(column.in_(some))).all())
    return found


def _items(connection: Connection, rows: Sequence[Row[Any]]) -> list[FeedItem]:
    places: defaultdict[str, list[ItemPlace]] = defaultdict(list)
    for some in bulk.batches([row.id for row in rows]):
        query = select(feed_place).where(_p.item.in_(some)).order_by(_p.seen_at, _p.feed, _p.key)
        for row in connection.execute(query):
            places[row.item].append(ItemPlace(row.feed, row.publisher, row.link, row.published))
    return [_item(row, places[row.id]) for row in rows]


def _item(row: Row[Any], places: list[ItemPlace]) -> FeedItem:
    own_first = tuple(sorted(places, key=lambda place: place.feed != row.feed))
    said = {"state": ItemState(row.state), "topics": tuple(row.topics.split()), "places": own_first}
    return FeedItem(**{**row._asdict(), **said})


def reports(connection: Connection, ids: Collection[str], since: datetime | None) -> dict[str, NewsReport]:
    """Return the reports among the documents of these ids, by id; those alone that were published *since*."""
    found = (report(item) for item in _chosen(connection, _i.document, ids, since))
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
