"""A round of polling: feeds that are due are asked, texts read, and what is ready becomes documents."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.config.logs import stack
from bot.feeds.addresses import AddressRefused
from bot.feeds.client import Fetched, FetchFailed
from bot.telemetry.series import FEED_ITEMS, FEED_POLLS
from store.access.notices import ADMINISTRATORS, Notice
from store.documents import process
from store.errors import TryAgain
from store.feeds.article import FetchedPage
from store.feeds.model import Failure, FeedInvalid, FeedReply, ItemState, ParsedFeed, Round
from store.feeds.parsing import parse
from store.feeds.service import FEED_DAYS, MOST_ATTEMPTS
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.feeds.client import SafeClient
    from store.core import BriefingStore
    from store.feeds.model import Feed, FeedItem, Polled

AT_ONCE: Final = 4
"""So many feeds or pages are fetched at once: answers and digests have the processor first."""
MOST_FEEDS: Final = 40
"""Of one round: what is left is the next one's, or another process's."""
MOST_ITEMS: Final = 60
A_DAY: Final = timedelta(days=1)
_PAGES = "text/html, application/xhtml+xml, application/pdf;q=0.8, text/plain;q=0.8, */*;q=0.1"
_TRY_AGAIN = timedelta(minutes=10)

logger = logging.getLogger(__name__)


class Poller:
    """Asks the feeds of one store. Any number of processes may have one."""

    def __init__(
        self, store: BriefingStore, client: SafeClient, now: Callable[[], datetime], *, days: int = FEED_DAYS
    ) -> None:
        """Take *days* as how long a document stays that came by a feed and that nothing cites."""
        self._store = store
        self._client = client
        self._now = now
        self._days = days
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def round(self, among: Sequence[str] | None = None, *, most: int = MOST_FEEDS) -> Round:
        """Ask the feeds that are due, or those *among*, and bring in what they have; return what that was."""
        done, feeds = Round(), self._store.feeds
        if among is None and await asyncio.to_thread(feeds.idle, self._now()):
            return done
        # A few at a time, so that others take part, and what is lost with a process is little.
        while len(done.polled) < most:
            claimed = await asyncio.to_thread(feeds.claim, self._now(), AT_ONCE, among=among)
            done.polled += await asyncio.gather(*(self._ask(feed) for feed in claimed))
            if among is not None:
                among = [id_ for id_ in among if id_ not in {feed.id for feed in claimed}]
            if not claimed or among == []:
                break
        await self._read(done)
        await self._publish(done)
        for state, count in (("held", done.held), ("joined", done.joined), ("published", len(done.published))):
            FEED_ITEMS.labels(state).inc(count)
        return done

    async def look(self, feed: Feed) -> tuple[FeedReply, Fetched]:
        """Return what stands at the address of *feed*; AddressRefused, FetchFailed, or FeedInvalid where it is none."""
        got = await self._client.fetch(feed.url, etag=feed.etag, modified=feed.modified)
        if got.data is None:
            return FeedReply(None, got.etag, got.modified, got.moved_to), got
        parsed = await asyncio.to_thread(parsed_feed, got.data, got.url, got.type, self._now())
        return FeedReply(parsed, got.etag, got.modified, got.moved_to), got

    async def _ask(self, feed: Feed) -> Polled:
        feeds = self._store.feeds
        async with self._turns:
            try:
                reply, _ = await self.look(feed)
            except (AddressRefused, FeedInvalid) as error:
                failure, outcome = Failure(str(error)), "invalid" if isinstance(error, FeedInvalid) else "refused"
            except FetchFailed as error:
                failure = Failure(str(error), error.wait_seconds, gone=error.status == 410)
                outcome = "gone" if failure.gone else "failed"
            except Exception as error:
                # Whatever one feed makes us stumble over, the others go on.
                logger.exception("a feed could not be read", extra={"code": "feed_failed", "stack": stack(error)})
                failure, outcome = Failure("could not be read; the log says why."), "failed"
            else:
                FEED_POLLS.labels("unchanged" if reply.parsed is None else "changed").inc()
                return await asyncio.to_thread(feeds.answered, feed, reply, self._now(), days=self._days)
        FEED_POLLS.labels(outcome).inc()
        done = await asyncio.to_thread(feeds.failed, feed, failure, self._now())
        await self._complain(feed, failure)
        return done

    async def _complain(self, feed: Feed, failure: Failure) -> None:
        """Let administrators be told once of a feed that is gone, or has failed for a day."""
        since = feed.failing_since
        if not failure.gone and (since is None or self._now() - since < A_DAY):
            return
        kind = "gone" if failure.gone else f"failing since {since:%Y-%m-%d %H:%M}"
        ends = "It is not asked any more." if failure.gone else "It is asked again, ever less often."
        words = f"The feed {feed.title} ({feed.url}) {failure.why}. {ends} /alliance admin feeds shows all of them."
        notice = Notice(f"feed {feed.id} {kind}", ADMINISTRATORS, words)
        await asyncio.to_thread(self._store.notices.add, notice, self._now())

    async def _read(self, done: Round) -> None:
        """Read the texts that are not read yet."""
        read = 0
        while read < MOST_ITEMS:
            items = await asyncio.to_thread(self._store.feeds.claim_items, self._now(), AT_ONCE)
            if not items:
                return
            read += len(items)
            for state in await asyncio.gather(*map(self._read_one, items)):
                done.held += state is ItemState.HELD
                done.joined += state is None

    async def _read_one(self, item: FeedItem) -> ItemState | None:
        async with self._turns:
            try:
                page = None if item.whole or item.url is None else await self._page(item.url)
            except FetchFailed as error:
                if error.status in {0, 429, 500, 502, 503, 504} and item.attempts < MOST_ATTEMPTS:
                    until = self._now() + timedelta(seconds=error.wait_seconds or 0)
                    await asyncio.to_thread(self._store.feeds.put_off, item, max(until, self._now() + _TRY_AGAIN))
                    return ItemState.NEW
                page = None
            return await asyncio.to_thread(self._store.feeds.read, item, page, self._now())

    async def _page(self, url: str) -> FetchedPage | None:
        """Return what stands at an address; None where it may not be asked."""
        try:
            got = await self._client.fetch(url, accept=_PAGES)
        except AddressRefused as error:
            logger.warning("page refused", extra={"code": error.code})
            return None
        return None if got.data is None else FetchedPage(got.data, got.type)

    async def _publish(self, done: Round) -> None:
        while True:
            try:
                made = await asyncio.to_thread(self._store.feeds.publish_ready, self._now())
            except TryAgain as error:
                logger.info("nothing published", extra={"code": error.code})
                return
            done.published += made
            if not made:
                return


def parsed_feed(data: bytes, url: str, type_: str, now: datetime) -> ParsedFeed:
    """Return the feed in *data*; FeedInvalid, which offers the feeds of a page that came instead."""
    try:
        found = process.limited(parse, "answer.feed", data, {"url": url, "type": type_, "today": str(now.date())})
    except Unreadable as error:
        why = "takes longer to read than a feed does" if error.problem_code == "too_large" else error.message
        raise FeedInvalid(f"{why}.") from None
    if isinstance(found, ParsedFeed):
        return found
    offered: tuple[str, ...] = getattr(found, "offered", ())
    its = f" Its feeds: {', '.join(offered)}" if offered else " It names no feed of its own."
    raise FeedInvalid(f"is a page, not a feed.{its}", offered)
