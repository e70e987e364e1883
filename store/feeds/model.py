"""The nouns of feeds: what is polled, what an entry says, what an item is and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from store.errors import AllianceError, InvalidRequest

if TYPE_CHECKING:
    from datetime import datetime

    from store.model import PartialDate

NOT_BEFORE = 1990
"""No entry was published earlier than the web: such a date says that a program knew none."""


class FeedInvalid(AllianceError):
    """What came from an address is no feed that can be read, or may not be asked for; the message says why."""

    exit_code = 65
    code = "feed_invalid"

    def __init__(self, message: str, offered: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(message, **values)
        self.offered = offered
        """The addresses of feeds that a page names."""


class UnknownFeed(InvalidRequest):
    """There is no feed or item of that id or address."""

    code = "unknown_feed"


class FeedMode(StrEnum):
    """What becomes of the items of a feed."""

    REVIEW = "review"
    PUBLISH = "publish"


class ItemState(StrEnum):
    """Where an item stands.

    new        its text is not read yet
    ready      it is published with the next round
    held       somebody is to look at it
    published  it is a document
    dropped    somebody did not want it; it stays so
    filtered   it has none of the feed's words
    aged       it was a document, which nothing cites, and is too old
    """

    NEW = "new"
    READY = "ready"
    HELD = "held"
    PUBLISHED = "published"
    DROPPED = "dropped"
    FILTERED = "filtered"
    AGED = "aged"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed says of one thing. *html* is what it brings of the text, maybe nothing."""

    key: str
    """What the feed knows it by."""
    link: str | None
    title: str
    author: str | None
    publisher: str | None
    """Whose it is, where that is not the feed's."""
    published: PartialDate | None
    """None where there is none, or it cannot be so."""
    html: str
    whole: bool
    """Whether *html* is the text itself, and not what it is about."""
    digest: str
    """SHA-256, hex, of all this: another says that it was updated."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as it was read. *entries* are the newest first."""

    title: str
    language: str | None
    entries: tuple[FeedEntry, ...]
    left_out: int = 0
    """How many older ones there were."""
    empty: int = 0
    """How many said nothing: no title, no text and no link."""
    minutes: int | None = None
    """How long the feed says that it may be left alone."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is polled."""

    id: str
    url: str
    title: str
    mode: FeedMode
    words: tuple[str, ...]
    """An item has at least one of them, where there are any."""
    added_by: str
    added_at: datetime
    due_at: datetime | None
    """When it is asked next; None where its server says that it is gone."""
    period_seconds: int
    etag: str | None = None
    modified: str | None = None
    polled_at: datetime | None = None
    """When it answered last."""
    failing_since: datetime | None = None
    failures: int = 0
    error: str | None = None

    def wants(self, text: str) -> bool:
        """Return whether *text* has one of its words."""
        folded = text.casefold()
        return not self.words or any(word.casefold() in folded for word in self.words)


class FeedReply(NamedTuple):
    """What a feed's server answered. *parsed* is None where nothing changed."""

    parsed: ParsedFeed | None = None
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None
    """Where it is for good now."""


class Failure(NamedTuple):
    """Why a feed could not be read. *wait_seconds* is what its server asked for; *gone* is for good."""

    why: str
    wait_seconds: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll of a feed brought."""

    feed: str
    url: str
    new: int = 0
    updated: int = 0
    again: int = 0
    """Entries that other feeds brought before."""
    filtered: int = 0
    left_out: int = 0
    empty: int = 0
    unchanged: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands: one entry of one feed."""

    feed: str
    publisher: str
    url: str | None
    published: PartialDate | None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One story, in one place or several; *places* has the first one first."""

    id: str
    feed: str
    state: ItemState
    title: str
    publisher: str
    author: str | None
    published: PartialDate | None
    dated: bool
    """Whether its feed says when; else it is the day on which it was found."""
    url: str | None
    language: str | None
    text: str
    """As Markdown, once it was read."""
    html: str
    """What its feed brought, until it was read."""
    whole: bool
    topics: tuple[str, ...]
    document: str | None
    """The document that it is, or is to be."""
    why: str
    """Why it is held."""
    found_at: datetime
    attempts: int
    digest: str = ""
    """Of the entry that it was made of."""
    published_at: datetime | None = None
    """When it became a document first."""
    places: tuple[ItemPlace, ...] = ()


@dataclass(slots=True)
class Round:
    """What a round of polling brought."""

    polled: list[Polled] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    held: int = 0
    joined: int = 0
    """Items that told a story which was there already."""
