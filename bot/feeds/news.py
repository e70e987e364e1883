"""What came by feeds, as `/alliance news` asks for it: on a topic or all, since a day, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from bot.reports.queries import DATES
from store.digests.news import telling
from store.errors import InvalidRequest
from store.lookup import compare
from store.model import Nothing
from store.text import relative_days

if TYPE_CHECKING:
    from store.core import BriefingStore
    from store.model import Found, NewsReport, Topic

PAGE = 6
"""Reports a page: each has a passage."""


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
    parted = relative_days.asked_since(text, today)
    words, day = parted or (text, None)
    if parted and day is None:
        raise InvalidRequest(f"I cannot read the date in “{text}”. {DATES}")
    found = compare.one(words, store.index) if words else ()
    if found is None or isinstance(found, Nothing):
        return found
    return page(store, found or None, day, 0)


def again(store: BriefingStore, key: str, start: int) -> NewsPage:
    """Return a page further on of what `NewsPage.key` asks for."""
    slug, _, day = key.partition(" ")
    since = None if day == "-" else date.fromisoformat(day)
    return page(store, store.snapshot.topics.get(slug), since, start)


def page(store: BriefingStore, topic: Topic | None, since: date | None, start: int) -> NewsPage:
    """Return the reports from number *start* on."""
    after = None if since is None else datetime.combine(since, time(0), UTC)
    found = store.feeds.published(after, topic.slug if topic else None)
    some = found[start : start + PAGE]
    return NewsPage(tuple((one, _passage(store, one, topic)) for one in some), len(found), start, topic, since)


def _passage(store: BriefingStore, one: NewsReport, topic: Topic | None) -> Found | None:
    document = store.document(one.document)
    slug = topic.slug if topic else next(iter(one.topics), "")
    passages = ((document.source, each) for each in document.passages) if document else ()
    return telling(passages, slug, store.mentions)
