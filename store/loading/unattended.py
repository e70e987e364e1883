"""Whether a start that nobody watches may load its folder, or what people did since is to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.changes import Occasion
from store.content import file_marks
from store.content import read as read_content

if TYPE_CHECKING:
    from store.db.types import Connection
    from store.model import Generation


class Kept(NamedTuple):
    """What stays live, whether it came of a person, and which generation the folder made before, if any."""

    live: Generation
    by_person: bool
    loaded_as: int | None


def kept(connection: Connection, mark: str) -> Kept | None:
    """Return what a start keeps where its folder of that *mark* says something else; None where it is to be loaded.

    A folder is loaded by a start once: an old and a new release that start in
    turn would else flip what is live. And none is loaded over what a person
    did in Slack or rolled back, until somebody has loaded a folder again.
    """
    made = read_content.generations(connection)
    if not made:
        return None
    live, before = made[0], file_marks.loaded_as(connection, mark)
    by_person = _by_person(connection, live)
    return Kept(live, by_person, before and before.generation) if by_person or before else None


def _by_person(connection: Connection, live: Generation) -> bool:
    occasions = file_marks.occasions(connection, live.number)
    if occasions - {Occasion.ADDED}:
        return False
    return Occasion.ADDED in occasions or file_marks.of_folder(connection) is None
