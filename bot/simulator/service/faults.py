"""What the workspace does wrong on purpose, so that tests meet a bad day."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Wrong(StrEnum):
    """The sorts of trouble a call can meet."""

    DELAY = "delay"
    """Answered, but only after *seconds*."""
    DROP = "drop"
    """The connection breaks before anything was done."""
    ACCEPT_THEN_DROP = "accept_then_drop"
    """The call is done, and then the connection breaks: nobody is told."""
    STATUS = "status"
    """An HTTP error of Slack's own, *status*, and nothing done."""
    RATE_LIMIT = "rate_limit"
    """429 with Retry-After *seconds*, and nothing done."""
    REFUSE = "refuse"
    """`ok: false` with *error*, and nothing done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble. *method* is a Web API method, `response_url`, or `*` for any; *channel* narrows it to one."""

    wrong: Wrong
    method: str = "*"
    seconds: float = 1.0
    status: int = 503
    error: str = "internal_error"
    channel: str = ""

    def meets(self, method: str, channel: str) -> bool:
        """Whether a call of *method* about *channel* meets it."""
        return self.method in {method, "*"} and self.channel in {channel, ""}


@dataclass(slots=True)
class Faults:
    """Troubles waiting for their calls, met in the order they were added; each is met once, unless it stays."""

    waiting: deque[Fault] = field(default_factory=deque)
    staying: list[Fault] = field(default_factory=list)
    decide: Callable[[str], Fault | None] = lambda method: None  # noqa: ARG005 - a good day, whatever the method
    """Asked of every call for which no trouble waits; a test may put chance here."""

    def add(self, fault: Fault, *, times: int = 1) -> None:
        """Let the next *times* calls that fit meet *fault*."""
        self.waiting.extend([fault] * times)

    def stay(self, fault: Fault) -> None:
        """Let every call that fits meet *fault* until `clear`: a channel that takes nothing for an hour."""
        self.staying.append(fault)

    def next(self, method: str, channel: str = "") -> Fault | None:
        """The trouble that this call meets, now used up; None on a good day."""
        for fault in self.waiting:
            if fault.meets(method, channel):
                self.waiting.remove(fault)
                return fault
        return next((fault for fault in self.staying if fault.meets(method, channel)), None) or self.decide(method)

    def clear(self) -> None:
        """Forget every trouble, whether it waits or stays."""
        self.waiting.clear()
        self.staying.clear()
