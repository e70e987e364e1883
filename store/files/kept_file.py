"""A file of the seed folder that only the store has yet, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


BY_FEED = "feed:"
"""What stands before the id of the feed that a file came by, as who added it."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was added. *name* is its path in the folder, `documents/note.txt`."""

    name: str
    content: bytes
    added_by: str
    added_at: datetime

    @property
    def by_feed(self) -> bool:
        """Whether it came by a feed, and not from a person."""
        return self.added_by.startswith(BY_FEED)
