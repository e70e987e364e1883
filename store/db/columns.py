"""The columns of each table, typed: what a row has.

A row of `document`, `topic` or `statement` is one version of one thing. It is
valid from generation `since` up to, but without, `until`; `until` is null
while it is valid still. Nothing is overwritten, so history is a query.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 # SQLAlchemy reads the annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Named,
    String,
    Text,
    TypedColumns,
    false,
)

from store.db.types import Partial, Utc
from store.model import PartialDate  # noqa: TC001 # as above


class GenerationColumns(TypedColumns):
    """One successful load; *difference* is JSON.

    *rollback_to* is the generation that it says again, which may be pruned.
    It is null for what was loaded from a folder, or before this was written down.
    """

    number = Column(Integer, primary_key=True, autoincrement=False)
    loaded_at: Named[datetime] = Column(Utc)
    loaded_by: Named[str] = Column(Text)
    difference: Named[str] = Column(Text)
    rollback_to: Named[int | None]


class CurrentColumns(TypedColumns):
    """The one row that points to the current generation; whoever loads locks it.

    *passages* counts those of that generation.
    *mark* is the digest of the folder that was read, null where no folder says it (see `marks`).
    """

    single = Column(Integer, CheckConstraint("single = 1", name="one_row"), primary_key=True, autoincrement=False)
    generation: Named[int]
    passages: Named[int]
    mark: Named[str | None] = Column(String(64))


class ValidColumns(TypedColumns):
    """What every versioned row has.

    `since` and `until` refer to no row of `generation`: pruning the history
    may forget a generation from which a row is still valid.
    """

    key = Column(Integer, primary_key=True, autoincrement=False)
    since: Named[int]
    until: Named[int | None]
    fingerprint: Named[str] = Column(String(64))


class DocumentColumns(ValidColumns):
    """One version of a source; *topics* are slugs parted by spaces, *places* pairs of passage and place as JSON."""

    id: Named[str] = Column(Text)
    title: Named[str] = Column(Text)
    publisher: Named[str | None] = Column(Text)
    author: Named[str | None] = Column(Text)
    kind: Named[str] = Column(String(16))
    published: Named[PartialDate | None] = Column(Partial)
    url: Named[str | None] = Column(Text)
    language: Named[str] = Column(Text)
    topics: Named[str] = Column(Text, server_default="")
    note: Named[bool] = Column(Boolean, server_default=false())
    published_from: Named[str | None] = Column(String(16))
    places: Named[str] = Column(Text, server_default="")


class PassageColumns(TypedColumns):
    """One paragraph of one version of a source.

    *terms* are the stems it is found by (see `index_entry`).
    """

    key = Column(Integer, primary_key=True, autoincrement=False)
    document_key: Named[int] = Column(Integer, ForeignKey("document.key", ondelete="CASCADE"))
    number: Named[int]
    heading: Named[str | None] = Column(Text)
    text: Named[str] = Column(Text)
    terms: Named[str] = Column(Text)


class SegmentColumns(TypedColumns):
    """Passages that were indexed together: the keys from *number* on, so many as *passages* says.

    *lengths* has the terms of each in 16 bits, *documents* its document's key in 32; 0 where there is none.
    *last_document* is the largest of these: while it stands here that key is not given to another.
    """

    number = Column(Integer, primary_key=True, autoincrement=False)
    passages: Named[int]
    last_document: Named[int]
    lengths: Named[bytes] = Column(LargeBinary)
    documents: Named[bytes] = Column(LargeBinary)


class PostingColumns(TypedColumns):
    """The passages of one segment that a term stands in, packed (see `postings`)."""

    term = Column(Text, primary_key=True)
    segment = Column(Integer, primary_key=True, autoincrement=False)
    postings: Named[bytes] = Column(LargeBinary)


class TopicColumns(ValidColumns):
    """One version of a topic without its statements; *body* is JSON, always read whole."""

    slug: Named[str] = Column(Text)
    body: Named[str] = Column(Text)


class StatementColumns(ValidColumns):
    """One version of a statement; *citations* are `document#passage`, parted by spaces."""

    topic: Named[str] = Column(Text)
    number: Named[int]
    text: Named[str] = Column(Text)
    as_of: Named[PartialDate | None] = Column(Partial)
    held_by: Named[str] = Column(String(16))
    citations: Named[str] = Column(Text)
    happened: Named[PartialDate | None] = Column(Partial)


class MissColumns(TypedColumns):
    """A question that no statement answers, how often, and *why* it is here (see `misses.Why`); never who asked."""

    normal = Column(Text, primary_key=True)
    text: Named[str] = Column(Text)
    count: Named[int]
    first_at: Named[datetime] = Column(Utc)
    last_at: Named[datetime] = Column(Utc, index=True)
    why: Named[str] = Column(String(16), server_default="nothing")
    wanted: Named[int] = Column(Integer, server_default="0")
    """How many put it to the editors themselves."""


class VectorColumns(TypedColumns):
    """What a model made of a text; *key* is the digest of both, *value* 32-bit floats."""

    key = Column(String(64), primary_key=True)
    value: Named[bytes] = Column(LargeBinary)


class SightColumns(TypedColumns):
    """An event of Slack's that was seen: Slack may deliver it again."""

    id = Column(Text, primary_key=True)
    seen_at: Named[datetime] = Column(Utc, index=True)


class MarkColumns(TypedColumns):
    """A file as it was read last: an equal *digest* need not be read again while *fingerprint* is live."""

    name = Column(Text, primary_key=True)
    digest: Named[str] = Column(String(64))
    document: Named[str] = Column(Text)
    fingerprint: Named[str] = Column(String(64))


class LoadedFolderColumns(TypedColumns):
    """A folder as it was when a generation was made of it last; see `changes.Occasion`."""

    mark = Column(String(64), primary_key=True)
    generation: Named[int]
    loaded_at: Named[datetime] = Column(Utc)
    occasion: Named[str] = Column(String(8))


class BadFileColumns(TypedColumns):
    """What was wrong, and since when, in a file that the last load left as it was; a file may have several rows."""

    key: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    file: Named[str] = Column(Text)
    at_line: Named[int]
    at_column: Named[int]
    message: Named[str] = Column(Text)
    since: Named[datetime] = Column(Utc)


class NoticeColumns(TypedColumns):
    """What somebody is to be told once; *person* is empty for the administrators, `due_at` null once it was told.

    *key* says what it is about: what comes again under it is not told again.
    """

    key = Column(Text, primary_key=True)
    person: Named[str] = Column(Text)
    words: Named[str] = Column(Text)
    made_at: Named[datetime] = Column(Utc)
    due_at: Named[datetime | None] = Column(Utc, index=True)


class LinkRoundColumns(TypedColumns):
    """How often the links to a page were ended; *page* is empty for all pages."""

    page = Column(Text, primary_key=True)
    round: Named[int]


class KeptFileColumns(TypedColumns):
    """A file of the seed folder that only the store has yet; *name* is its path in the folder."""

    name = Column(Text, primary_key=True)
    content: Named[bytes] = Column(LargeBinary)
    added_by: Named[str] = Column(Text)
    added_at: Named[datetime] = Column(Utc)


class AdminColumns(TypedColumns):
    """Who has a right, by workspace and member id, beside those of the settings: an administrator's, or an editor's."""

    team = Column(Text, primary_key=True)
    person = Column(Text, primary_key=True)
    added_by: Named[str] = Column(Text)
    added_at: Named[datetime] = Column(Utc)


class AuditColumns(TypedColumns):
    """One attempt to use an admin's right, whether it was allowed or not."""

    number = Column(Integer, primary_key=True)
    at: Named[datetime] = Column(Utc)
    team: Named[str] = Column(Text)
    person: Named[str] = Column(Text)
    deed: Named[str] = Column(Text)
    outcome: Named[str] = Column(String(16))
    detail: Named[str] = Column(Text)


class AskedColumns(TypedColumns):
    """How often a topic was asked for on a day; never by whom."""

    topic = Column(Text, primary_key=True)
    day = Column(Date, primary_key=True)
    count: Named[int]


class FeedbackColumns(TypedColumns):
    """How often people called a statement, or a topic, helpful, wrong or outdated; never who."""

    subject = Column(Text, primary_key=True)
    verdict = Column(String(16), primary_key=True)
    count: Named[int]


class FlagColumns(TypedColumns):
    """What somebody called wrong or outdated, and why; *closed_at* is null until an administrator settles it."""

    id = Column(String(32), primary_key=True)
    subject: Named[str] = Column(Text)
    verdict: Named[str] = Column(String(16))
    person: Named[str] = Column(Text)
    note: Named[str] = Column(Text)
    raised_at: Named[datetime] = Column(Utc)
    closed_at: Named[datetime | None] = Column(Utc, index=True)
    closed_by: Named[str | None] = Column(Text)


class AwaitedColumns(TypedColumns):
    """A question that *person* wants to be told the answer of; *closed_at* is null until they are."""

    normal = Column(Text, primary_key=True)
    person = Column(Text, primary_key=True)
    id: Named[str] = Column(String(32), index=True)
    text: Named[str] = Column(Text)
    language: Named[str] = Column(String(12))
    asked_at: Named[datetime] = Column(Utc, index=True)
    closed_at: Named[datetime | None] = Column(Utc, index=True)
