"""What a channel has not been told yet, by topic, and the issue of the day. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from store.digests.model import Tells
from store.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.changes import Changes, StatementChange
    from store.digests.model import Subscription
    from store.model import Document, NewsReport, Passage, Snapshot, Source, Topic

    Mentions = Callable[[Source, Passage], Sequence[str]]
    """The topics that a passage speaks of."""

Names = Callable[[str], Sequence[str]]
"""The topics that a text names."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class TopicNews:
    """What is new on one topic. *topic* is as it reads now, or None when it has left the store."""

    slug: str
    topic: Topic | None
    changes: tuple[StatementChange, ...]
    passages: tuple[Found, ...]


MOST_REPORTS = 5
"""That one digest tells; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What came by feeds, by document; what tells which topics a text *names*, and what *reads* such a document."""

    by_document: Mapping[str, NewsReport]
    names: Names
    reads: Callable[[str], Document | None]

    def told(self, ids: Iterable[str]) -> list[NewsReport]:
        """Return those among the documents of these ids that are told of."""
        return [self.by_document[id_] for id_ in ids if id_ in self.by_document]


NO_REPORTS = Reports({}, lambda _: (), lambda _: None)


@dataclass(frozen=True, slots=True)
class TopicReports:
    """What came by feeds on one topic: *told* are some of them, each with the passage that speaks most of it."""

    topic: Topic
    count: int
    told: tuple[tuple[NewsReport, Found | None], ...]


@dataclass(frozen=True, slots=True)
class News:
    """What one digest says. Without *topics* and *reports* it is a quiet day.

    *first* is the first digest of a subscription: everything is new to it.
    """

    topics: tuple[TopicNews, ...]
    issue: Topic | None
    """The issue of the day; None when the subscription's topics have all left the store."""
    shown: tuple[str, ...]
    """What the subscription has been shown, once this is posted."""
    checked: int
    first: bool
    since: int
    until: int
    reports: tuple[TopicReports, ...] = ()
    """The topic with the most first; at most MOST_REPORTS reports are told."""

    def __bool__(self) -> bool:
        return bool(self.topics or self.reports)

    @property
    def left_out(self) -> int:
        """How many reports are not told."""
        return sum(one.count - len(one.told) for one in self.reports)


def compose(
    wanted: Subscription,
    changes: Changes,
    snapshot: Snapshot,
    mentions: Mentions,
    reports: Reports = NO_REPORTS,
) -> News:
    """Return the news for *wanted*. *changes* run from what it was told to *snapshot*, of its topics or of all.

    *reports* are those documents of the changes that came by feeds: none of them is told as new passages.
    """
    if wanted.tells is Tells.REPORTS:
        own = replace(changes, statements=(), passages=())
    else:
        new_here = tuple(found for found in changes.passages if found[0].id not in reports.by_document)
        own = replace(changes, passages=new_here)
    new = reports.told(changes.documents.added)
    followed = [slug for slug in snapshot.topics if wanted.follows(slug)]
    issue, shown = rotate(followed, wanted.shown)
    return News(
        topics=_by_topic(wanted, own, snapshot, mentions),
        issue=snapshot.topics.get(issue or ""),
        shown=shown,
        checked=len(followed),
        first=wanted.told_generation == 0,
        since=changes.since,
        until=changes.until,
        reports=() if wanted.tells is Tells.STATEMENTS else _reports(wanted, new, snapshot, reports),
    )


def _reports(
    wanted: Subscription, new: Sequence[NewsReport], snapshot: Snapshot, reports: Reports
) -> tuple[TopicReports, ...]:
    """Return the reports by the first of their topics that *wanted* follows: each is told once."""
    by_topic: dict[str, list[NewsReport]] = {}
    for one in sorted(new, key=lambda one: (str(one.published), one.published_at, one.document), reverse=True):
        slug = next((slug for slug in one.topics if slug in snapshot.topics and wanted.follows(slug)), None)
        if slug is not None:
            by_topic.setdefault(slug, []).append(one)
    ranked = sorted(by_topic.items(), key=lambda found: (-len(found[1]), found[0]))
    # The newest of each topic before the second of any.
    turns = (one for turn in zip_longest(*(found for _, found in ranked)) for one in turn if one is not None)
    chosen = {one.document for one, _ in zip(turns, range(MOST_REPORTS), strict=False)}
    return tuple(
        TopicReports(
            snapshot.topics[slug],
            len(found),
            tuple((one, _telling(one, slug, reports)) for one in found if one.document in chosen),
        )
        for slug, found in ranked
    )


def _telling(one: NewsReport, slug: str, reports: Reports) -> Found | None:
    document = reports.reads(one.document)
    return telling(document, slug, reports.names) if document else None


def telling(document: Document, slug: str, names: Names) -> Found | None:
    """Return the passage that speaks most of a topic: with the most sentences that name it, else the first."""
    best, most = None, -1
    for passage in document.passages:
        named = sum(slug in names(sentence) for sentence in _SENTENCE.split(passage.text))
        if named > most:
            best, most = Found(document.source, passage, (slug,)), named
    return best


def rotate(followed: Sequence[str], shown: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the next issue and what has been shown then; none comes twice before all were shown."""
    fresh = [slug for slug in followed if slug not in shown]
    if fresh:
        return fresh[0], (*(slug for slug in shown if slug in followed), fresh[0])
    if not followed:
        return None, ()
    # A new round; the one that closed the last does not open this.
    first = next((slug for slug in followed if slug not in shown[-1:]), followed[0])
    return first, (first,)


def _shown_by(wanted: Subscription, snapshot: Snapshot) -> dict[str, str]:
    """Return, for statements of other topics, the first of the topics *wanted* that shows each: so it is told once."""
    followed = [
        snapshot.topics[slug] for slug in sorted(wanted.topics) if slug in snapshot.topics and wanted.follows(slug)
    ]
    return {one.id: topic.slug for topic in reversed(followed) for one in topic.also}


def _by_topic(wanted: Subscription, changes: Changes, snapshot: Snapshot, mentions: Mentions) -> tuple[TopicNews, ...]:
    said: defaultdict[str, list[StatementChange]] = defaultdict(list)
    shown_by = _shown_by(wanted, snapshot)
    for change in changes.statements:
        said[change.topic if wanted.follows(change.topic) else shown_by.get(change.id, change.topic)].append(change)
    found: defaultdict[str, list[Found]] = defaultdict(list)
    for source, passage in changes.passages:
        topics = tuple(mentions(source, passage))
        for slug in topics:
            found[slug].append(Found(source, passage, topics))
    slugs = [slug for slug in sorted(said.keys() | found.keys()) if wanted.follows(slug)]
    return tuple(TopicNews(slug, snapshot.topics.get(slug), tuple(said[slug]), tuple(found[slug])) for slug in slugs)
