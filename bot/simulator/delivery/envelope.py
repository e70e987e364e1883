"""What is handed to the app, by Slack's names, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.state.model import Json


class Sort(StrEnum):
    """What is sent, by the name Socket Mode has for it."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered in time. *error* is Slack's name for what went wrong, None when nothing did."""

    error: str | None = None
    body: Json = field(default_factory=dict)
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """A further try to hand over an event: which one, and why."""

    number: int
    reason: str = "http_timeout"
