"""What somebody says of an answer, and what they call wrong, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Opinion(StrEnum):
    """What somebody says of an answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Flag:
    """A statement `opcon#3`, or a topic, that *person* called wrong or outdated, with their *note*."""

    id: str
    subject: str
    verdict: Opinion
    person: str
    note: str
    raised_at: datetime
