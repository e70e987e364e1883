"""What came by feeds, as `/alliance news` asks for it: on a topic or all, since a day, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports.queries import DATES
from store.digests.news import telling
from store.errors import InvalidRequest
from store.lookup import compare
from store.model import Nothing
from store.text import zone
from store.text.language import gettext as _

if TYPE_CHECKING:
    from datetime import date

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
    parted = zone.asked_since(text, today)
    words, day = parted or (text, None)
    if parted and day is None:
        raise InvalidRequest(f"{_('I cannot read the date in “{text}”.', text=text)} {_(DATES)}")
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
    passages = ((document.source, each) for each in document.passages) if document else ()
    return telling(passages, slug, store.mentions)
