"""The playground's time: the machine's, moved on as far as whoever plays wished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.simulator.state.model import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Leap:
    """A way to move on: what the page calls it, and where it leads from now.

    *to* runs in a thread; None when it leads nowhere, and then *otherwise* says why.
    """

    name: str
    to: Callable[[datetime], datetime | None]
    otherwise: str = ""


class MovableClock:
    """Gives the time; a leap moves it on, and *moved* is called. It never goes back."""

    def __init__(self, leaps: Sequence[Leap] = (), moved: Callable[[], object] = lambda: None) -> None:
        self.leaps = tuple(leaps)
        self._moved = moved
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return the time as it is here."""
        return datetime.now(UTC) + self._ahead

    def destination(self, name: str) -> datetime:
        """Return where the leap of that name leads; `nowhere` when it leads nowhere."""
        leap = next((leap for leap in self.leaps if leap.name == name), None)
        if leap is None:
            raise SlackError("invalid_arguments")
        to = leap.to(self())
        if to is None:
            raise SlackError("nowhere", said=leap.otherwise)
        return to

    def move_to(self, instant: datetime) -> None:
        """Let it be *instant* now, unless that is past."""
        self._ahead = max(self._ahead, instant - datetime.now(UTC))
        self._moved()
