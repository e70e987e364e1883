"""Feeds and what they bring, for every door: who is polled, what waits for review, what was published."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from store.errors import AllianceError
from store.feeds import feed_rows, intake, item_rows
from store.feeds.entries import is_of_the_web, plain
from store.feeds.linking import linked
from store.feeds.model import Feed, FeedInvalid, FeedMode, ItemState, Polled, UnknownFeed
from store.text import clean
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from store.db.engine import Database
    from store.feeds.article import FetchedPage
    from store.feeds.linking import Link
    from store.feeds.model import Failure, FeedEntry, FeedItem, FeedReply
    from store.lookup import Index
    from store.model import Answer, NewsReport

LEASE = timedelta(seconds=120)
"""For how long who reads the text of an item has it; longer than fetching and reading can take."""
FEED_DAYS = 400
"""For how many days a document that came by a feed stays, where no statement cites it."""
FILTERED = timedelta(days=90)
"""For how long it is remembered that an entry had none of its feed's words: feeds list it no longer by then."""
MOST_ATTEMPTS = 3
"""So often a page is asked for before what the feed brought must do."""
_LONGEST_URL = 2_000
_MOST_WORDS, _LONGEST_WORD = 40, 60


class NewsFeeds:
    """The feeds of one store. Safe to share between threads and processes."""

    def __init__(
        self,
        database: Database,
        live: Callable[[], object],
        index: Callable[[], Index],
        ask: Callable[[str], Answer],
        history_days: int | None = None,
    ) -> None:
        """Take *live* as what to call once a generation is live; *index* and *ask* are of the current one."""
        self._database = database
        self._live = live
        self._index = index
        self._ask = ask
        self._history_days = history_days

    def add(  # noqa: PLR0913 - what is polled, how, and who wants it
        self, url: str, title: str, *, mode: FeedMode, words: Sequence[str], by: str, at: datetime
    ) -> Feed:
        """Poll a feed from now on, and return it; FeedInvalid where it is polled already, or is no address."""
        if not is_of_the_web(url) or len(url) > _LONGEST_URL:
            raise FeedInvalid(
                N_("“{url}” is no address of a feed; write it whole: https://example.org/feed"), url=clean(url)[:80]
            )
        kept = tuple(dict.fromkeys(clean(word)[:_LONGEST_WORD] for word in words if clean(word)))[:_MOST_WORDS]
        id_ = sha256(url.encode()).hexdigest()[:8]
        one = Feed(id_, url, title or url, mode, kept, by, at, at, feed_rows.FIRST_SECONDS)
        with self._database.write() as connection:
            if there := feed_rows.find(connection, url) or feed_rows.find(connection, id_):
                raise FeedInvalid(N_("{url} is polled already, as {id}."), url=url, id=there.id)
            feed_rows.add(connection, one)
        return one

    def remove(self, name: str) -> Feed:
        """Poll a feed no more; what waits of it goes, what was published or dropped stays so. UnknownFeed if none."""
        with self._database.write() as connection:
            one = feed_rows.find(connection, name)
            if one is None:
                raise UnknownFeed(N_("No feed is called “{name}”; the list names them all."), name=clean(name)[:80])
            item_rows.forget(connection, [item.id for item in item_rows.undecided(connection, one.id)])
            feed_rows.remove(connection, one.id)
        return one

    def find(self, name: str) -> Feed | None:
        """Return the feed of that id or address."""
        with self._database.read() as connection:
            return feed_rows.find(connection, name)

    def listed(self) -> tuple[Feed, ...]:
        """Return every feed, by title."""
        with self._database.read() as connection:
            return feed_rows.listed(connection)

    def idle(self, now: datetime) -> bool:
        """Return whether nothing is due: no feed, no text to be read, nothing to be published."""
        with self._database.read() as connection:
            return not (feed_rows.next_due(connection, now) or item_rows.any_new(connection, now))

    def claim(self, now: datetime, limit: int, *, among: Sequence[str] | None = None) -> list[Feed]:
        """Return feeds to ask now, which nobody else asks in this period; see `feed_rows.claim`."""
        with self._database.write() as connection:
            return feed_rows.claim(connection, now, limit, among=among)

    def answered(self, feed: Feed, reply: FeedReply, now: datetime, *, days: int = FEED_DAYS) -> Polled:
        """Write down what a feed brought; what is older than *days* is not taken."""
        with self._database.write() as connection:
            return intake.answered(connection, feed, reply, now, days=days)

    def failed(self, feed: Feed, failure: Failure, now: datetime) -> Polled:
        """Write down that a feed could not be read."""
        with self._database.write() as connection:
            feed_rows.failed(connection, feed, failure, now)
        return Polled(feed.id, feed.url, error=failure.why)

    def claim_items(self, now: datetime, limit: int) -> list[FeedItem]:
        """Return items whose text is to be read, which nobody else reads meanwhile."""
        with self._database.read() as connection:
            if not item_rows.any_new(connection, now):
                return []
        with self._database.write() as connection:
            return item_rows.claim(connection, now, now + LEASE, limit)

    def read(self, item: FeedItem, page: FetchedPage | None, now: datetime) -> ItemState | None:
        """Read the text of an item and say where it goes; None where it joined another story."""
        from store.feeds import article, reading  # noqa: PLC0415 - with the readers of documents, as below

        found, link = reading.judged(item, article.text_of(item, page), self._index(), self._ask)
        with self._database.write() as connection:
            return reading.settle(connection, found, link, now)

    def link(self, entry: FeedEntry) -> Link:
        """Return the topics that an entry speaks of, as far as its feed tells."""
        return linked(entry.title, [plain(part) for part in entry.html.split("</p>")], self._index(), self._ask)

    def put_off(self, item: FeedItem, until: datetime) -> None:
        """Let the text of an item be read later."""
        with self._database.write() as connection:
            item_rows.change(connection, item.id, within=(ItemState.NEW,), retry_at=until)

    def publish_ready(self, now: datetime) -> tuple[str, ...]:
        """Make documents of the items that are ready, and return their ids; raises as a load does."""
        from store.feeds import publishing  # noqa: PLC0415 - with the readers of documents, 5 MB, which an idle round need not have

        done = publishing.publish_ready(self._database, now, self._history_days)
        if done:
            self._told()
        return done

    def waiting(self, limit: int = 200) -> list[FeedItem]:
        """Return the items that somebody is to look at, found first first."""
        with self._database.read() as connection:
            return item_rows.in_state(connection, ItemState.HELD, limit)

    def waits(self) -> int:
        """Return how many items somebody is to look at."""
        with self._database.read() as connection:
            return item_rows.count(connection, ItemState.HELD)

    def item(self, id_: str) -> FeedItem:
        """Return an item; UnknownFeed if there is none."""
        with self._database.read() as connection:
            found = item_rows.find(connection, id_)
        if found is None:
            raise UnknownFeed(N_("Nothing is called “{name}”; the queue has what waits."), name=clean(id_)[:80])
        return found

    def publish(self, id_: str, *, by: str, now: datetime, topics: Sequence[str] | None = None) -> FeedItem:
        """Publish an item that was held, with *topics* in place of those it was given; return it as it is then.

        One that is published already stays so. UnknownFeed where there is none, or it was dropped.
        """
        said = {} if topics is None else {"topics": " ".join(topics)}
        with self._database.write() as connection:
            item_rows.change(
                connection, id_, within=(ItemState.HELD,), state=ItemState.READY.value, decided_by=by, why="", **said
            )
        self.publish_ready(now)
        return self._decided(id_, ItemState.PUBLISHED)

    def drop(self, id_: str, *, by: str, now: datetime) -> FeedItem:
        """Let an item go for good, whatever feeds say of it later; return it as it is then.

        One that was published is taken back. FeedInvalid where a statement cites it.
        """
        item = self.item(id_)
        within = (ItemState.NEW, ItemState.HELD, ItemState.READY, ItemState.PUBLISHED)
        dropped: dict[str, Any] = {"state": ItemState.DROPPED.value, "decided_by": by, "text": "", "html": ""}
        dropped["published_at"] = None
        if item.document is None or item.published_at is None:
            with self._database.write() as connection:
                item_rows.change(connection, id_, within=within, **dropped)
        elif item.state is not ItemState.DROPPED:
            if item.document in self._cited():
                raise FeedInvalid(N_("{id} is cited by a statement; take that out first."), id=item.document)
            from store.loading import beside  # noqa: PLC0415 - as above

            beside.carry_out(
                self._database,
                lambda _: (),
                (item.document,),
                by=by,
                at=now,
                also=lambda connection: item_rows.change(connection, id_, **dropped),
                history_days=self._history_days,
            )
            self._told()
        return self._decided(id_, ItemState.DROPPED)

    def reports(self, documents: Collection[str], since: datetime | None = None) -> dict[str, NewsReport]:
        """Return the reports among the *documents* of these ids, by id: what came by feeds, *since* or ever."""
        with self._database.read() as connection:
            return item_rows.reports(connection, documents, since)

    def published(self, since: datetime | None = None, topic: str | None = None) -> list[NewsReport]:
        """Return the newest reports that were published *since*, on *topic* or on any, the newest first."""
        return [one for one in map(item_rows.report, self.news(since, topic)) if one is not None]

    def news(self, since: datetime | None = None, topic: str | None = None, limit: int = 500) -> list[FeedItem]:
        """Return the same as items, at most *limit*."""
        with self._database.read() as connection:
            return item_rows.published(connection, since, topic, limit)

    def retire(self, now: datetime, *, days: int = FEED_DAYS) -> tuple[str, ...]:
        """Let documents go that are older than *days* and that nothing cites; return their ids."""
        with self._database.write() as connection:
            item_rows.forget_filtered(connection, now - FILTERED)
            if not item_rows.published_before(connection, str((now - timedelta(days=days)).date()), 1):
                return ()
        from store.feeds import publishing  # noqa: PLC0415 - as above

        gone = publishing.retire(self._database, self._cited(), now, days, self._history_days)
        if gone:
            self._told()
        return gone

    def _told(self) -> None:
        # It is live, whatever fails now: who cannot read it yet will see it with the next look.
        with suppress(AllianceError):
            self._live()

    def _cited(self) -> Collection[str]:
        topics = self._index().snapshot.topics.values()
        return {citation.document for topic in topics for citation in topic.citations}

    def _decided(self, id_: str, state: ItemState) -> FeedItem:
        item = self.item(id_)
        if item.state is not state:
            raise UnknownFeed(N_("“{title}” waits no more; somebody has decided on it, or it went."), title=item.title)
        return item
