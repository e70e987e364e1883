"""How many requests a person gets within a minute. Pure but for the count, which is this process's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from store.errors import InvalidRequest
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE_SECONDS = 60.0


class TooMany(InvalidRequest):
    """More requests of one person within a minute than they get."""

    code = "too_many"

    def __init__(self, most: int) -> None:
        super().__init__(_("You have asked {most:,} times within a minute. Please wait one, then go on.", most=most))


class Turn(Enum):
    """What a request is in its minute."""

    WITHIN = auto()
    FIRST_OVER = auto()
    OVER = auto()


@dataclass(slots=True)
class PersonalPace:
    """Counts the requests of each person; *clock* is monotonic, in seconds. With *most* 0 there is no limit.

    All are counted anew each minute: nothing is kept of who asked, and the memory is bounded by who asks in one.
    """

    most: int
    clock: Callable[[], float]
    _since: float = field(default=float("-inf"), init=False)
    _counts: dict[str, int] = field(default_factory=dict, init=False)

    def take(self, person: str) -> Turn:
        """Count one request of *person*."""
        if not self.most or not person:
            return Turn.WITHIN
        now = self.clock()
        if now - self._since >= MINUTE_SECONDS:
            self._since, self._counts = now, {}
        count = self._counts[person] = self._counts.get(person, 0) + 1
        if count <= self.most:
            return Turn.WITHIN
        return Turn.FIRST_OVER if count == self.most + 1 else Turn.OVER
