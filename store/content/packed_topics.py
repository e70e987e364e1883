"""Topics as a snapshot holds them: how each is called; what it says is packed in a file until somebody looks at it.

The objects that a topic is made of take four times the memory of their text: of 5,000 topics 54 MB, and packed 7, which
lie on the disk. Few of them are looked at in an hour, and a reply that was rendered before needs none.
"""

from __future__ import annotations

import json
import sys
import zlib
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from store.db import rows
from store.db.types import partial_date
from store.files.spill import SpillFile
from store.model import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.model import PartialDate, Statement

UNPACKED = 256
"""So many topics stay unpacked, those that were looked at last: some two megabytes. To unpack one takes 75 µs."""

_CALLED = frozenset({"slug", "name", "short", "korean", "category", "reviewed", "abbreviations", "aliases"})
"""What choices, menus, names and the day of review need of every topic."""

_PACKED = frozenset(Topic.__slots__) - _CALLED

_day = lru_cache(maxsize=4_096)(date.fromisoformat)


class StatementRow(NamedTuple):
    """The columns of a statement, as the database keeps them; `rows` reads it."""

    topic: str
    number: int
    text: str
    said: str | None
    held_by: str
    citations: str
    was: str | None

    @property
    def as_of(self) -> PartialDate | None:
        """The date of its source."""
        return partial_date(self.said) if self.said else None

    @property
    def happened(self) -> PartialDate | None:
        """When it happened."""
        return partial_date(self.was) if self.was else None


class TopicFile:
    """Where the topics of one snapshot are packed. One thread writes it; who looks at its topics may be many."""

    def __init__(self) -> None:
        file = SpillFile()
        self._append = file.append
        self.unpacked = lru_cache(maxsize=UNPACKED)(partial(_unpacked, file))
        self.none = self.pack(())
        """The piece of no statements."""

    def pack(self, statements: Iterable[StatementRow]) -> int:
        """Return the piece in which *statements* are from now on."""
        return self._packed(json.dumps(list(statements), ensure_ascii=False, separators=(",", ":")))

    def topic(self, slug: str, body: str, own: int, also: int) -> PackedTopic:
        """Return the topic of a *body*, with the pieces of its *own* statements and of those of others."""
        fields = json.loads(body)
        topic = object.__new__(PackedTopic)
        called = {
            "slug": slug,
            "name": fields["name"],
            "short": fields["short"],
            "korean": fields["korean"],
            "category": sys.intern(fields["category"]),
            "reviewed": _day(fields["reviewed"]),
            "abbreviations": tuple(fields["abbreviations"]),
            "aliases": tuple(fields["aliases"]),
            "_file": self,
            "_pieces": (self._packed(body), own, also),
        }
        for name, value in called.items():
            object.__setattr__(topic, name, value)
        return topic

    def _packed(self, text: str) -> int:
        # More than the least takes twice the time and finds a fiftieth more: a topic seldom repeats itself.
        return self._append(zlib.compress(text.encode(), 1))


class PackedTopic(Topic):
    """A topic that unpacks what it says when that is asked for; in all else a topic like others, and equal to them."""

    __slots__ = ("_file", "_pieces")
    _file: TopicFile
    _pieces: tuple[int, int, int]

    # What compares or replaces topics is to see one like the others.
    __class__ = property(lambda _: Topic)

    def __getattr__(self, name: str) -> Any:
        """Return what is not there yet."""
        if name not in _PACKED:
            raise AttributeError(name, name=name, obj=self)
        return getattr(self._file.unpacked(self.slug, *self._pieces), name)


def _unpacked(file: SpillFile, slug: str, *pieces: int) -> Topic:
    body, own, also = (zlib.decompress(file.read(piece)).decode() for piece in pieces)
    return rows.topic(slug, body, _statements(own), {one.id: one for one in _statements(also)})


def _statements(packed: str) -> list[Statement]:
    return [rows.statement(StatementRow(*columns)) for columns in json.loads(packed)]
