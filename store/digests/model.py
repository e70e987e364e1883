"""The nouns of digests: who gets which topics when, and one post that is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from store.context import ENGLISH, language

if TYPE_CHECKING:
    from datetime import datetime

    from store.digests.schedule import Rule


class Quiet(StrEnum):
    """What a channel gets on a day without news."""

    SILENT = "silent"
    LINE = "line"


class Tells(StrEnum):
    """What a digest brings: what changed in the briefings, what came by feeds, or both."""

    BOTH = "both"
    STATEMENTS = "statements"
    REPORTS = "reports"


class Standing(StrEnum):
    """Whether a subscription runs."""

    ACTIVE = "active"
    PAUSED = "paused"


EDITORS = "@editors"
"""Stands for the editors' list where a subscription names its topics; no topic is called so."""


class Place(NamedTuple):
    """Where a digest is posted: one channel of one workspace. A tuple, for it is what thousands are counted by."""

    team: str
    channel: str


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """What a person asks for: a digest of these topics (none means all) in this place by this rule."""

    place: Place
    owner: str
    topics: tuple[str, ...]
    rule: Rule
    quiet: Quiet
    tells: Tells | None = None
    """None where nothing was said of it."""
    language: str = field(default_factory=language)
    """In which language it speaks: that of whoever asks."""


class Amendment(TypedDict, total=False):
    """What of a subscription a person may change; what is not named stays."""

    language: str
    place: Place
    topics: tuple[str, ...]
    rule: Rule
    quiet: Quiet
    held: tuple[str, ...]
    tells: Tells


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who gets which topics when. *topics* empty means all of them."""

    id: str
    place: Place
    owner: str
    topics: tuple[str, ...]
    rule: Rule
    quiet: Quiet
    standing: Standing
    paused_because: str | None
    created_at: datetime
    next_due_at: datetime | None
    """None while paused, and when the rule never falls due again."""
    told_generation: int
    """The generation that the last digest spoke of: news is what came after it."""
    shown: tuple[str, ...]
    """The issues of the day since the last full round, in order."""
    held: tuple[str, ...] = ()
    """Topics that are left out for a while."""
    tells: Tells = Tells.BOTH
    language: str = ENGLISH

    def follows(self, slug: str) -> bool:
        """Say whether the digest brings news of a topic now."""
        return slug not in self.held and (not self.topics or slug in self.topics)

    @property
    def for_editors(self) -> bool:
        """Whether it brings the editors' list, and no news."""
        return EDITORS in self.topics


UNDO = timedelta(days=1)
"""How long a digest that was removed can be brought back."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A digest that somebody removed, as it was; *key* is what brings it back."""

    key: str
    digest: Subscription
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """Digests of one subscription that expired: so many from *first* on, and why they did not go out, if known."""

    subscription: str
    count: int
    first: datetime
    error: str | None


class State(StrEnum):
    """Where a delivery stands; see `outbox` for who moves it where.

    waiting      a part of the thread, until its head is posted
    pending      due, nobody has it
    claimed      a process builds it; nothing was sent, so anybody may take it over
    sending      the intent is committed: it may have been posted
    unsure       the answer never came: the channel is read before anything is sent again
    posted       terminal: one message, its timestamp kept
    quiet        terminal: no news, and the channel chose silence
    expired      terminal: a later one of the same subscription was due before it went out
    failed       terminal: Slack refused for good; the subscription is paused
    unconfirmed  terminal: cannot be settled; the owner may post again
    """

    WAITING = "waiting"
    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNSURE = "unsure"
    POSTED = "posted"
    QUIET = "quiet"
    EXPIRED = "expired"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"

    @property
    def terminal(self) -> bool:
        """Whether the delivery will never move again by itself."""
        return self in _TERMINAL


_TERMINAL = frozenset({State.POSTED, State.QUIET, State.EXPIRED, State.FAILED, State.UNCONFIRMED})
OPEN = tuple(state for state in State if not state.terminal)
"""The states that somebody still has to move."""

HEAD = 0
"""The part that is the digest's message; parts from 1 are replies in its thread, in order."""


def delivery_id(subscription: str, due_at: datetime, part: int) -> str:
    """Return the id of a delivery: the same in every copy of a database, so that none posts what another did."""
    said = f"{subscription} {_utc(due_at)} {part}"
    return blake2b(said.encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=256)
def _utc(instant: datetime) -> str:
    # What falls due together has the same few instants, thousands of times.
    return instant.astimezone(UTC).isoformat()


class Delivery(NamedTuple):
    """One post that is due. Unique on subscription, due instant and part. A tuple, which thousands are made of fast."""

    id: str
    """That of `delivery_id`, opaque; it travels in the message's metadata, where anybody can read it."""
    subscription: str
    place: Place
    due_at: datetime
    part: int
    state: State
    attempts: int
    retry_at: datetime
    """Not before this instant is it claimed, or its channel read."""
    sent_at: datetime | None
    """When the intent of the latest attempt was committed."""
    content: str | None
    """The message as JSON, frozen with the first intent so that every attempt is the same."""
    generation: int | None
    """What the subscription has been told once this is posted; heads only."""
    shown: tuple[str, ...]
    reply_to: str | None
    """The timestamp of the head, for a part of its thread."""
    ts: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many digests are due and not posted yet, and since when the first is; None when none is."""

    digests: int = 0
    since: datetime | None = None

    def lag_seconds(self, now: datetime) -> int:
        """Return for how long the first has been due."""
        return 0 if self.since is None else max(0, round((now - self.since).total_seconds()))


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a delivery, until when, and from when on nothing of it can be under way any more."""

    holder: str
    until: datetime
    settled: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a claimed head will say: its message, the messages of its thread, and what the subscription then knows."""

    content: str
    thread: tuple[str, ...]
    generation: int
    shown: tuple[str, ...]


RESUMED = "store_resumed"
"""Why nobody can say whether a digest was posted: the bot was down, or the database is an older copy of itself."""

RETIRED = Draft("", (), 0, ())
"""Stands for the words of a digest whose topics have all left the store, once that was told."""
TOPICS_RETIRED = "topics_retired"
"""Why such a digest is paused."""


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What became of a delivery: the state it goes to, and what is known of it."""

    delivery: Delivery
    state: State
    at: datetime
    ts: str | None = None
    error: str | None = None
    retry_at: datetime | None = None
