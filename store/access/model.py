"""Who may change the store, and what they tried, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Right(StrEnum):
    """What somebody may do; an administrator may do all of it."""

    ADMIN = "admin"
    EDIT = "edit"  # statements, flags and gaps


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who has a right. Without *added_at* the settings say so; *added_by* is a member id."""

    person: str
    added_by: str | None = None
    added_at: datetime | None = None


UNINSTALLED = "app uninstalled"
"""How the audit calls it that the app was taken out of a workspace."""


class AttemptOutcome(StrEnum):
    """What became of an attempt. What was allowed and changes something is followed by DONE or FAILED."""

    ALLOWED = "allowed"
    DENIED = "denied"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of the audit: who, from which workspace, tried what. *at* is aware UTC, *number* 0 before it is kept."""

    at: datetime
    team: str
    person: str
    deed: str
    outcome: AttemptOutcome
    detail: str = ""
    number: int = field(default=0, compare=False)
