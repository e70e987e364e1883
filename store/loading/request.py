"""What somebody wants loaded, and why it is refused: not what they saw, maybe a mistake, or nobody watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from store.changes import Occasion
from store.content import file_marks
from store.content import read as read_content
from store.errors import MendTheFiles, TryAgain
from store.text.language import N_

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.db.types import Connection
    from store.model import Generation


class FolderMoved(TryAgain):
    """The folder reads otherwise than when somebody looked at what would change."""

    code = "moved"


class FolderShrunk(MendTheFiles):
    """The folder lost so much that it may be a mistake; nothing changed. *alarms* are sentences that say what."""

    code = "shrunk"

    def __init__(self, folder: Path, alarms: tuple[str, ...]) -> None:
        super().__init__(
            N_("{folder}: {alarms} Nothing was loaded; say that you mean it, or mend the folder."),
            folder=folder,
            alarms=" ".join(alarms),
        )
        self.alarms = alarms


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """What somebody wants to be loaded."""

    folder: Path
    by: str
    at: datetime
    expecting: str | None
    sure: bool
    skip_bad: bool
    occasion: Occasion
    needs: str | None


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
