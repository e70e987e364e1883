"""How many, in words: counts with their nouns, what a store holds, what was added, changed and removed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text.language import gettext as _
from store.text.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.changes import Loaded, Plan
    from store.model import Change, Content, Difference, Snapshot


def plural(one: str, many: str) -> tuple[str, str]:
    """Return both forms as they are: they are translated where they are shown."""
    return one, many


NOUNS = {
    "administrator": plural("{number} administrator", "{number} administrators"),
    "day": plural("{number} day", "{number} days"),
    "digest": plural("{number} digest", "{number} digests"),
    "document": plural("{number} document", "{number} documents"),
    "editors' note": plural("{number} editors' note", "{number} editors' notes"),
    "editor": plural("{number} editor", "{number} editors"),
    "event": plural("{number} event", "{number} events"),
    "feed": plural("{number} feed", "{number} feeds"),
    "file": plural("{number} file", "{number} files"),
    "generation": plural("{number} version", "{number} versions"),
    "flag": plural("{number} flag", "{number} flags"),
    "guest": plural("{number} guest", "{number} guests"),
    "issue": plural("{number} issue", "{number} issues"),
    "item": plural("{number} item", "{number} items"),
    "line": plural("{number} line", "{number} lines"),
    "minute": plural("{number} minute", "{number} minutes"),
    "new passage": plural("{number} new passage", "{number} new passages"),
    "passage": plural("{number} passage", "{number} passages"),
    "problem": plural("{number} problem", "{number} problems"),
    "report": plural("{number} report", "{number} reports"),
    "publisher": plural("{number} publisher", "{number} publishers"),
    "question": plural("{number} question", "{number} questions"),
    "source": plural("{number} source", "{number} sources"),
    "statement": plural("{number} statement", "{number} statements"),
    "thing": plural("{number} thing", "{number} things"),
    "time": plural("{number} time", "{number} times"),
    "topic": plural("{number} topic", "{number} topics"),
    "warning": plural("{number} warning", "{number} warnings"),
}
"""What is counted, as one and as many."""


def counted(number: int, noun: str) -> str:
    """Return `1 statement` or `1,200 statements`; only the NOUNS have their Korean."""
    return ngettext(*NOUNS.get(noun, (f"{{number}} {noun}", f"{{number}} {noun}s")), number)


def times(number: int) -> str:
    """Return `once`, `twice`, `14 times`."""
    return {1: _("once"), 2: _("twice")}.get(number) or _("{number:,} times", number=number)


def named(ids: Sequence[str], most: int) -> str:
    """Return `opcon, sma and 3 more`: *most* of *ids*, and how many are left."""
    told = ", ".join(ids[:most])
    return _("{names} and {left:,} more", names=told, left=len(ids) - most) if len(ids) > most else told


def holding(given: Plan | Loaded) -> str:
    """Return how much there is: `4 topics, 16 statements, 3 documents, 12 passages`."""
    return _holding(given.topics, given.statements, given.documents, given.passages)


def holding_of(given: Content) -> str:
    """Return how much there is in a folder."""
    statements = sum(len(topic.statements) for topic in given.topics.values())
    passages = sum(len(document.passages) for document in given.documents.values())
    return _holding(len(given.topics), statements, len(given.documents), passages)


def holding_now(given: Snapshot, passages: int) -> str:
    """Return how much there is in the live generation; *passages* are not in the snapshot."""
    statements = sum(len(topic.statements) for topic in given.topics.values())
    return _holding(len(given.topics), statements, len(given.sources), passages)


def _holding(topics: int, statements: int, documents: int, passages: int) -> str:
    counts = {"topic": topics, "statement": statements, "document": documents, "passage": passages}
    return ", ".join(counted(number, noun) for noun, number in counts.items())


def tally(found: Difference) -> str:
    """Return how much is otherwise: `2 statements added, 1 changed; 1 document added`."""
    kinds = {"statement": found.statements, "topic": found.topics, "document": found.documents}
    return "; ".join(_tallied(noun, change) for noun, change in kinds.items() if change) or _("nothing")


def _tallied(noun: str, change: Change) -> str:
    (verb, first), *more = [(verb, len(ids)) for verb, ids in verbs(change)]
    told = _("{things} {done}", things=counted(first, noun), done=verb)
    return ", ".join((told, *(_("{number:,} {done}", number=number, done=verb) for verb, number in more)))


def verbs(change: Change) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what happened to which ids, `added` first; nothing where nothing did."""
    parts = {_("added"): change.added, _("changed"): change.changed, _("removed"): change.removed}
    yield from ((verb, ids) for verb, ids in parts.items() if ids)
