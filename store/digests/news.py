"""What a channel has not been told yet, by topic, and the issue of the day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.model import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.changes import Changes, StatementChange
    from store.digests.model import Subscription
    from store.model import Passage, Snapshot, Source, Topic

    Mentions = Callable[[Source, Passage], Sequence[str]]
    """The topics that a passage speaks of."""


@dataclass(frozen=True, slots=True)
class TopicNews:
    """What is new on one topic. *topic* is as it reads now, or None when it has left the store."""

    slug: str
    topic: Topic | None
    changes: tuple[StatementChange, ...]
    passages: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What one digest says. Empty *topics* make a quiet day.

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


def compose(wanted: Subscription, changes: Changes, snapshot: Snapshot, mentions: Mentions) -> News:
    """Return the news for *wanted*. *changes* run from what it was told to *snapshot*, of its topics or of all."""
    followed = [slug for slug in snapshot.topics if wanted.follows(slug)]
    issue, shown = rotate(followed, wanted.shown)
    return News(
        topics=_by_topic(wanted, changes, snapshot, mentions),
        issue=snapshot.topics.get(issue or ""),
        shown=shown,
        checked=len(followed),
        first=wanted.told_generation == 0,
        since=changes.since,
        until=changes.until,
    )


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
    said: dict[str, list[StatementChange]] = {}
    shown_by = _shown_by(wanted, snapshot)
    for change in changes.statements:
        said.setdefault(
            change.topic if wanted.follows(change.topic) else shown_by.get(change.id, change.topic), []
        ).append(change)
    found: dict[str, list[Found]] = {}
    for source, passage in changes.passages:
        topics = tuple(mentions(source, passage))
        for slug in topics:
            found.setdefault(slug, []).append(Found(source, passage, topics))
    slugs = [slug for slug in sorted(said.keys() | found.keys()) if wanted.follows(slug)]
    return tuple(
        TopicNews(slug, snapshot.topics.get(slug), tuple(said.get(slug, ())), tuple(found.get(slug, ())))
        for slug in slugs
    )
