"""What each person asked last, for their own Home: in memory, for a day, written down nowhere."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

KEPT = timedelta(days=1)
MOST, MOST_PEOPLE = 5, 2_000


class RecentQuestions:
    """The last questions of the people who asked this process lately."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, deque[tuple[datetime, str]]] = OrderedDict()

    def note(self, person: str, text: str, at: datetime) -> None:
        """Remember a question of somebody's; one that was asked before comes to the front."""
        if not (person and text):
            return
        mine = self._asked.pop(person, deque(maxlen=MOST))
        kept = [one for one in mine if one[1].casefold() != text.casefold()]
        self._asked[person] = deque([*kept, (at, text)], maxlen=MOST)
        if len(self._asked) > MOST_PEOPLE:
            self._asked.popitem(last=False)

    def of(self, person: str, now: datetime) -> list[str]:
        """Return what somebody asked within a day, the last first."""
        return [text for at, text in reversed(self._asked.get(person, ())) if now - at < KEPT]
