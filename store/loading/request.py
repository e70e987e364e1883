"""What somebody wants to be loaded, and why it is refused when it is not what they saw, or may be a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import MendTheFiles, TryAgain
from store.text.language import N_

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.changes import Occasion


class FolderMoved(TryAgain):
    """The folder reads otherwise than when somebody looked at what would change."""

    code = "moved"

    def __init__(self) -> None:
        super().__init__(
            N_("The files have changed since you looked, so nothing was loaded; look at the changes again.")
        )


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

    def heed(self, mark: str, alarms: tuple[str, ...]) -> None:
        """Refuse what is not what they saw, or what may be a mistake."""
        if self.expecting not in (None, mark):
            raise FolderMoved
        if alarms and not self.sure:
            raise FolderShrunk(self.folder, alarms)
