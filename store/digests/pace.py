"""How fast posts leave, from all processes together, with its SQL: a bucket a workspace, and turns in each channel.

The bucket is a row, so that replicas share one rate and a restart does not
fill it. What it holds is worked out of `full_at`, when it is full again: a
post taken moves that on. A channel is held by one process at a time, which
spaces its posts; what of a channel must wait longer than a lease allows is put
off until its turn instead of being held.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from store.db import bulk
from store.db.schema import pace as table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from store.digests.model import Place

CLAIM = 0x70616365  # "pace": the advisory lock of those who claim

ELSEWHERE = timedelta(seconds=5)
"""How long what is due in a channel that another process posts to is left to it, at least."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a workspace takes: a *burst*, then so many a second; of each channel one in so many seconds.

    At most *ahead* posts to one channel are held at once: they are through long before their lease ends.
    """

    per_second: float = 20.0
    burst: int = 1_000
    channel_seconds: float = 1.0
    ahead: int = 20

    def room(self, full_at: datetime, closed_until: datetime | None, now: datetime) -> float:
        """Return how many posts may leave *now*; none before a second's worth is together, so that few claims do."""
        if closed_until is not None and now < closed_until <= now + _LONGEST:
            return 0
        lacking = (full_at - now).total_seconds() * self.per_second
        # More than an empty bucket lacks was written by another clock: it must not hold up anything.
        room = self.burst - (lacking if 0 < lacking <= self.burst + self.per_second else 0)
        return room if room >= min(self.per_second, self.burst) else 0


_LONGEST = timedelta(days=1)


@dataclass(slots=True)
class Turns:
    """Who of those that are due goes now, and until when the others of a channel are put off."""

    pace: Pace
    rooms: dict[str, float]
    held: Counter[Place] = field(default_factory=Counter)
    """How many posts to each place are held already."""
    elsewhere: set[Place] = field(default_factory=set)
    """Where another process holds some."""
    known: set[str] = field(default_factory=set)
    """The channels of which it is known what is held."""
    taken: list[str] = field(default_factory=list)
    later: dict[str, datetime] = field(default_factory=dict)

    def unknown(self, due: Iterable[tuple[str, Place]]) -> set[str]:
        """Return the channels of what is *due* of which it is not known yet what is held."""
        return {place.channel for _, place in due} - self.known

    def know(self, channels: Collection[str], held: Iterable[tuple[Place, str | None, int]], mine: str) -> None:
        """Take what each process holds of *channels*; *mine* is the name of this one."""
        self.known.update(channels)
        for place, holder, count in held:
            self.held[place] += count
            if holder != mine:
                self.elsewhere.add(place)

    def give(self, due: Iterable[tuple[str, Place]], now: datetime) -> None:
        """Give turns to those that are *due*, the first first; who gets none now and is not put off stays due."""
        for id_, place in due:
            before = self.held[place]
            if self.pace.channel_seconds and (place in self.elsewhere or before >= self.pace.ahead):
                wait = timedelta(seconds=before * self.pace.channel_seconds)
                self.later[id_] = now + max(wait, ELSEWHERE)
            elif (room := self.rooms.get(place.team, self.pace.burst)) >= 1:
                self.rooms[place.team] = room - 1
                self.taken.append(id_)
            else:
                continue
            self.held[place] += 1


def rooms(connection: Connection, pace: Pace, now: datetime) -> dict[str, float]:
    """Return how many posts may leave now for each workspace that is known; for any other, a burst."""
    rows = connection.execute(select(table.c.team, table.c.full_at, table.c.closed_until))
    return {team: pace.room(full_at, closed_until, now) for team, full_at, closed_until in rows}


def take(connection: Connection, pace: Pace, counts: Mapping[str, int], now: datetime) -> None:
    """Note that so many posts leave for each workspace; fewer than none gives back what was not posted."""
    known: dict[str, datetime] = dict(connection.execute(select(table.c.team, table.c.full_at).with_for_update()).all())
    most = timedelta(seconds=(pace.burst + pace.per_second) / pace.per_second)
    for team, count in counts.items():
        full_at = known.get(team, now)
        begun = full_at if now < full_at <= now + most else now
        full_at = max(now, begun + timedelta(seconds=count / pace.per_second))
        bulk.put(connection, table, {"team": team}, {"full_at": full_at})


def close(connection: Connection, team: str, now: datetime, until: datetime) -> None:
    """Let nothing leave for a workspace before *until*: Slack said so."""
    there = connection.execute(select(table.c.full_at).where(table.c.team == team)).scalar()
    bulk.put(connection, table, {"team": team}, {"full_at": there or now, "closed_until": until})
