"""What is asked of feeds, by whichever door: add one, look at one, poll, decide; and the news that they brought."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.feeds.client import FetchFailed, safe_client
from bot.reports.queries import asked_since
from bot.tasks.clock import utc
from bot.telemetry.series import FEED_HELD, FEED_OLDEST_SECONDS
from store.digests.news import telling
from store.feeds.model import Feed, FeedInvalid, FeedMode, Round
from store.lookup import compare
from store.model import Nothing
from store.text import zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import date, datetime

    from bot.config.settings import FeedRules
    from bot.feeds.client import SafeClient
    from bot.feeds.poller import Poller
    from store.core import BriefingStore
    from store.feeds.model import FeedEntry, ParsedFeed
    from store.model import Found, NewsReport, Topic


PAGE = 6
"""Reports a page: each has a passage."""


class Sight(NamedTuple):
    """An entry as it would come: with the topics that its title and what its feed brings of it speak of."""

    entry: FeedEntry
    topics: tuple[str, ...]
    why: str
    """Why somebody would be asked to look at it; empty where nobody would."""
    wanted: bool


class Tested(NamedTuple):
    """What stands at an address, and what would come of it."""

    url: str
    parsed: ParsedFeed
    sights: tuple[Sight, ...]


class FeedService:
    """Feeds of one store, with the network that the settings allow."""

    def __init__(self, store: BriefingStore, rules: FeedRules, now: Callable[[], datetime] = utc) -> None:
        self._store = store
        self._rules = rules
        self.now = now

    def client(self) -> AbstractAsyncContextManager[SafeClient]:
        """Give a client for as long as it is needed."""
        return safe_client(self._rules.private_hosts, self._rules.proxy)

    def poller(self, client: SafeClient) -> Poller:
        """Return what polls with *client*."""
        from bot.feeds.poller import Poller  # noqa: PLC0415 - with the readers of documents, 5 MB, which no feed needs that is not due

        return Poller(self._store, client, self.now, days=self._rules.days)

    async def add(self, url: str, *, mode: FeedMode, words: Sequence[str], by: str) -> tuple[Feed, ParsedFeed]:
        """Poll a feed from now on, and return it with what it holds at the moment.

        AddressRefused, FetchFailed or FeedInvalid where that cannot be.
        """
        at, parsed = await self._seen(url)
        title = parsed.title or at.partition("://")[2].partition("/")[0]
        feed = await asyncio.to_thread(self._store.feeds.add, at, title, mode=mode, words=words, by=by, at=self.now())
        return feed, parsed

    async def test(self, url: str, words: Sequence[str] = ()) -> Tested:
        """Return what would come of a feed; writes nothing. Raises as `add`."""
        at, parsed = await self._seen(url)
        feed = Feed("", "", "", FeedMode.PUBLISH, tuple(words), "", self.now(), None, 0)
        sights = await asyncio.to_thread(lambda: tuple(self._sight(one, feed) for one in parsed.entries))
        return Tested(at, parsed, sights)

    async def poll(self, among: Sequence[str] | None = None) -> Round:
        """Ask the feeds that are due, or those *among*, until none is left; return what that brought."""
        if among is None and await asyncio.to_thread(self._store.feeds.idle, self.now()):
            return Round()
        most = max(1, len(await asyncio.to_thread(self._store.feeds.listed)))
        async with self.client() as client:
            return await self.poller(client).round(among, most=most)

    async def show(self) -> None:
        """Let whoever watches the process see how feeds stand."""
        feeds, held = await asyncio.to_thread(lambda: (self._store.feeds.listed(), self._store.feeds.waits()))
        answered = [one.polled_at or one.added_at for one in feeds if one.due_at is not None]
        FEED_OLDEST_SECONDS.set((self.now() - min(answered)).total_seconds() if answered else 0)
        FEED_HELD.set(held)

    async def _seen(self, url: str) -> tuple[str, ParsedFeed]:
        probe = Feed("", url.strip(), "", FeedMode.REVIEW, (), "", self.now(), None, 0)
        async with self.client() as client:
            try:
                reply, _ = await self.poller(client).look(probe)
            except (FetchFailed, FeedInvalid) as error:
                raise FeedInvalid(f"{url.strip()[:200]} {error}", getattr(error, "offered", ())) from None
        if reply.parsed is None:
            raise FeedInvalid(f"{url} says that nothing changed, without having said anything.")
        return reply.moved_to or probe.url, reply.parsed

    def _sight(self, entry: FeedEntry, feed: Feed) -> Sight:
        link = self._store.feeds.link(entry)
        return Sight(entry, link.topics, link.why, feed.wants(f"{entry.title} {entry.html}"))


@dataclass(frozen=True, slots=True)
class NewsPage:
    """Some of the reports that were asked for, each with the passage that speaks most of its topic."""

    told: tuple[tuple[NewsReport, Found | None], ...]
    total: int
    start: int
    topic: Topic | None
    since: date | None

    @property
    def key(self) -> str:
        """What asks for the same again: `opcon 2026-11-20`, a dash for what was not named."""
        return f"{self.topic.slug if self.topic else '-'} {self.since or '-'}"


def asked(store: BriefingStore, text: str, today: date) -> NewsPage | Nothing | None:
    """Return the newest reports that `[topic] [since date]` asks for; Nothing for a name that no topic has.

    None when *text* reads as a question; InvalidRequest when the date cannot be read. Reads the database.
    """
    words, day = asked_since(text, today)
    found = compare.one(words, store.index) if words else ()
    if found is None or isinstance(found, Nothing):
        return found
    return page(store, found or None, day, 0)


def again(store: BriefingStore, key: str, start: int) -> NewsPage | None:
    """Return a page further on of what `NewsPage.key` asks for; None when that is gone, or was never one."""
    slug, _, day = key.partition(" ")
    topic = store.snapshot.topics.get(slug)
    since = zone.written(day)
    if (topic is None and slug != "-") or (since is None and day != "-"):
        return None
    return page(store, topic, since, start)


def page(store: BriefingStore, topic: Topic | None, since: date | None, start: int) -> NewsPage:
    """Return the reports from number *start* on."""
    after = None if since is None else zone.beginning(since)
    found = store.feeds.published(after, topic.slug if topic else None)
    some = found[start : start + PAGE]
    return NewsPage(tuple((one, _passage(store, one, topic)) for one in some), len(found), start, topic, since)


def _passage(store: BriefingStore, one: NewsReport, topic: Topic | None) -> Found | None:
    document = store.document(one.document)
    slug = topic.slug if topic else next(iter(one.topics), "")
    return telling(document, slug, store.mentions) if document else None
