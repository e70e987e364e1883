"""Topics as a snapshot holds them: how each is called, and all that it says packed until somebody looks at it.

The objects that a topic is made of take four times the memory of their text, and packed half of it: of 5,000 topics 54
and 7 MB. Few of them are looked at in an hour, and a reply that was rendered before needs none.
"""

from __future__ import annotations

import json
import sys
import zlib
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from store.db import rows
from store.db.types import partial_date
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


class PackedTopic(Topic):
    """A topic that unpacks what it says when that is asked for; in all else a topic like others, and equal to them."""

    __slots__ = ("_also", "_body", "_own")
    _body: bytes
    _own: bytes
    _also: bytes

    @classmethod
    def of(cls, slug: str, body: str, own: bytes, also: bytes) -> PackedTopic:
        """Return the topic of a *body*, with its *own* statements and those of others, both `packed`."""
        fields = json.loads(body)
        topic = object.__new__(cls)
        called = {
            "slug": slug,
            "name": fields["name"],
            "short": fields["short"],
            "korean": fields["korean"],
            "category": sys.intern(fields["category"]),
            "reviewed": _day(fields["reviewed"]),
            "abbreviations": tuple(fields["abbreviations"]),
            "aliases": tuple(fields["aliases"]),
            "_body": _compressed(body),
            "_own": own,
            "_also": also,
        }
        for name, value in called.items():
            object.__setattr__(topic, name, value)
        return topic

    # What compares or replaces topics is to see one like the others.
    __class__ = property(lambda _: Topic)

    def __getattr__(self, name: str) -> Any:
        """Return what is not there yet."""
        if name not in _PACKED:
            raise AttributeError(name, name=name, obj=self)
        return getattr(_unpacked(self.slug, self._body, self._own, self._also), name)


def packed(statements: Iterable[StatementRow]) -> bytes:
    """Return statements as `PackedTopic.of` takes them."""
    return _compressed(json.dumps(list(statements), ensure_ascii=False, separators=(",", ":")))


def _compressed(text: str) -> bytes:
    # More than the least takes twice the time and finds a fiftieth more: a topic seldom repeats itself.
    return zlib.compress(text.encode(), 1)


NONE = packed(())


@lru_cache(maxsize=UNPACKED)
def _unpacked(slug: str, body: bytes, own: bytes, also: bytes) -> Topic:
    others = {one.id: one for one in _statements(also)}
    return rows.topic(slug, zlib.decompress(body).decode(), _statements(own), others)


def _statements(packed: bytes) -> list[Statement]:
    return [rows.statement(StatementRow(*columns)) for columns in json.loads(zlib.decompress(packed))]
