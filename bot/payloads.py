"""What Slack sent, as typed values: a listener's first line turns its dict into one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody typed behind `/alliance`."""

    text: str
    user: str

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return the command in *body*."""
        return cls(body.get("text") or "", body.get("user_id") or "")
