"""Who may edit, from memory: whether a reply offers it. What is pressed is asked of the database."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.errors import AllianceError

if TYPE_CHECKING:
    from bot.tasks.background import Background
    from store.access.admins import Admins

OLD_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class KnownEditors:
    """The administrators and editors as of some seconds ago; no reply waits for it."""

    admins: Admins
    background: Background
    _people: frozenset[str] = field(default=frozenset(), init=False)
    _asked_at: float = field(default=float("-inf"), init=False)

    def has(self, person: str) -> bool:
        """Return whether *person* may edit, as far as it is known."""
        if time.monotonic() - self._asked_at > OLD_SECONDS:
            self.refresh_soon()
        return person in self._people or person in self.admins.founders

    def refresh_soon(self) -> None:
        """Ask the database anew, beside everything else."""
        self._asked_at = time.monotonic()
        self.background.start(self._refresh())

    async def _refresh(self) -> None:
        try:
            self._people = await asyncio.to_thread(
                lambda: frozenset((*self.admins.people(), *self.admins.editors.people()))
            )
        except AllianceError as error:
            logger.info("editors not known", extra={"code": error.code})
