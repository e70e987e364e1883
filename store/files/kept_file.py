"""A file of the seed folder that only the store has yet, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was added. *name* is its path in the folder, `documents/note.txt`."""

    name: str
    content: bytes
    added_by: str
    added_at: datetime
