"""What one load changed, and the immutable view of what stands then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from store.model.documents import Source
    from store.model.topics import Topic


@dataclass(frozen=True, slots=True)
class Change:
    """What one load did to one sort of thing; ids are sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What separates two generations, or a folder from the current one."""

    topics: Change = field(default_factory=Change)
    statements: Change = field(default_factory=Change)
    documents: Change = field(default_factory=Change)

    def __bool__(self) -> bool:
        return bool(self.topics or self.statements or self.documents)


@dataclass(frozen=True, slots=True)
class Generation:
    """One successful load, numbered from 1; *loaded_at* is aware UTC, *rollback_to* what it says again, if known."""

    number: int
    loaded_at: datetime
    loaded_by: str
    difference: Difference
    rollback_to: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The immutable view of one generation that every read uses. Passages stay in the database."""

    generation: int
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]

    def home(self, address: str) -> str:
        """Return the address that *address* leads to: another when it was merged away, otherwise itself."""
        topic = self.topics.get(address.rpartition("#")[0])
        to = next((one.to for one in topic.moved if one.id == address), None) if topic else None
        return address if to is None else self.home(to)
