"""The statements that somebody may mean who types into a menu: their address, or words of them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import normalise

if TYPE_CHECKING:
    from store.model import Snapshot, Statement

MOST = 50


def statements_like(typed: str, snapshot: Snapshot) -> list[Statement]:
    """Return the statements that hold every word of *typed*, the fewest words first; at most MOST."""
    wanted = normalise(typed).split()
    found = [
        one
        for topic in snapshot.topics.values()
        for one in topic.statements
        if one.id.startswith(typed.strip().casefold()) or _holds(one, wanted)
    ]
    return sorted(found, key=lambda one: (not one.id.startswith(typed.strip().casefold()), len(one.text)))[:MOST]


def _holds(one: Statement, wanted: list[str]) -> bool:
    held = normalise(f"{one.text} {' '.join(one.asks)}")
    return all(word in held for word in wanted)
