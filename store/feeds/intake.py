"""What a poll brings: entries that are new, entries that read otherwise, and those that stand elsewhere already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from store.feeds import feed_rows, item_rows
from store.feeds.entries import canonical, plain
from store.feeds.model import ItemState, Polled
from store.model import PartialDate

if TYPE_CHECKING:
    from datetime import datetime

    from store.db.types import Connection
    from store.feeds.model import Feed, FeedEntry, FeedReply, ParsedFeed

_CHANGEABLE = (ItemState.NEW, ItemState.READY, ItemState.HELD, ItemState.PUBLISHED)


def answered(connection: Connection, feed: Feed, reply: FeedReply, now: datetime, *, days: int) -> Polled:
    """Write down all that a feed brought, and return what that was. Nothing is published yet."""
    if reply.parsed is None:
        feed_rows.answered(connection, feed, reply, now, any_new=False)
        return Polled(feed.id, feed.url, unchanged=True)
    polled = _Intake(connection, feed, now, days).taken(reply.parsed)
    feed_rows.answered(connection, feed, reply, now, any_new=polled.new > 0)
    return polled


@dataclass(slots=True)
class _Intake:
    connection: Connection
    feed: Feed
    now: datetime
    days: int
    _counts: Counter[str] = field(default_factory=Counter)
    _items: list[dict[str, Any]] = field(default_factory=list)
    _places: list[dict[str, Any]] = field(default_factory=list)

    def taken(self, parsed: ParsedFeed) -> Polled:
        entries = parsed.entries
        known = item_rows.places_of(self.connection, self.feed.id, [one.key for one in entries])
        elsewhere = item_rows.items_at(self.connection, [canonical(one.link) for one in entries if one.link])
        for one in entries:
            if one.key not in known:
                self._add(one, parsed.language, elsewhere)
            elif known[one.key][1] != one.digest:
                self._update(one, known[one.key][0])
        item_rows.insert_new(self.connection, self._items, self._places)
        n = self._counts
        return Polled(
            self.feed.id,
            self.feed.url,
            new=n["new"],
            updated=n["updated"],
            again=n["again"],
            filtered=n["filtered"],
            left_out=parsed.left_out,
            empty=parsed.empty,
        )

    def _add(self, entry: FeedEntry, language: str | None, elsewhere: dict[str, str]) -> None:
        url = canonical(entry.link) if entry.link else None
        item = elsewhere.get(url) if url else None
        if item is None:
            item = token_hex(8)
            self._items.append(self._item(item, entry, language))
            if url:
                elsewhere[url] = item
        else:
            self._counts["again"] += 1
        self._places.append(self._place(item, entry, url))

    def _item(self, id_: str, entry: FeedEntry, language: str | None) -> dict[str, Any]:
        wanted = self._is_wanted(entry)
        self._counts["new" if wanted else "filtered"] += 1
        return {
            "id": id_,
            "feed": self.feed.id,
            "state": (ItemState.NEW if wanted else ItemState.FILTERED).value,
            "language": language,
            "text": "",
            "topics": "",
            "document": None,
            "why": "",
            # A microsecond apart, so that those of one poll stay in the order of the feed.
            "found_at": self.now + timedelta(microseconds=len(self._items)),
            "retry_at": self.now,
            "attempts": 0,
            "shingles": b"",
            "published_at": None,
            "decided_by": None,
            **self._said(entry),
        } | ({} if wanted else {"html": ""})

    def _said(self, entry: FeedEntry) -> dict[str, Any]:
        day = self.now.date()
        return {
            "title": entry.title or entry.link,
            "publisher": entry.publisher or self.feed.title,
            "author": entry.author,
            "published": entry.published or PartialDate(day.year, day.month, day.day),
            "dated": entry.published is not None,
            "url": entry.link,
            "html": entry.html,
            "whole": entry.whole,
            "digest": entry.digest,
        }

    def _place(self, item: str, entry: FeedEntry, url: str | None) -> dict[str, Any]:
        return {
            "feed": self.feed.id,
            "key": entry.key,
            "item": item,
            "url": url,
            "link": entry.link,
            "publisher": entry.publisher or self.feed.title,
            "published": entry.published,
            "digest": entry.digest,
            "seen_at": self.now,
        }

    def _update(self, entry: FeedEntry, item: str) -> None:
        """Let the text of an item be read anew, where this feed is the one that it was made of."""
        item_rows.saw(self.connection, self.feed.id, entry.key, entry.digest)
        there = item_rows.find(self.connection, item)
        if there is None or there.feed != self.feed.id:
            return
        said = self._said(entry)
        if not said["dated"]:
            said |= {"published": there.published}
        states = (*_CHANGEABLE, ItemState.FILTERED) if self._is_wanted(entry) else _CHANGEABLE
        anew = {"state": ItemState.NEW.value, "retry_at": self.now, "attempts": 0}
        if item_rows.change(self.connection, item, within=states, **said, **anew):
            self._counts["updated"] += 1

    def _is_wanted(self, entry: FeedEntry) -> bool:
        """Return whether an entry has one of the feed's words, and is not older than documents of feeds get."""
        oldest: date = self.now.date() - timedelta(days=self.days)
        too_old = entry.published is not None and str(entry.published) < str(oldest)
        return not too_old and self.feed.wants(f"{entry.title} {plain(entry.html)} {entry.html}")
