"""What every verb of administrators may use: the service, the gate, the loader, the lists shown lately."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.blocks.elements import Face
    from bot.listeners.admin.permissions import Gate
    from bot.lookup.service import Desk
    from bot.reports.report import Report
    from bot.slack.payloads import Command
    from bot.slack.sender import Outbox
    from store.loading.loader import Loader


MOST_LOOKS = 8


class Looks:
    """The long lists that were shown lately, so that their next pages need no reading of the whole folder."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Report] = OrderedDict()

    def keep(self, sheet: Report) -> None:
        """Remember a list by its key; the oldest is forgotten."""
        self._kept[sheet.key] = sheet
        self._kept.move_to_end(sheet.key)
        if len(self._kept) > MOST_LOOKS:
            self._kept.popitem(last=False)

    def of(self, key: str) -> Report | None:
        """Return the list of that key; None when another process showed it, or too many came since."""
        return self._kept.get(key)


@dataclass(frozen=True, slots=True)
class AdminContext:
    """What the verbs work with. *seeds* is the folder they load, *weekly* sends the editors' list to a channel."""

    desk: Desk
    gate: Gate
    outbox: Outbox
    loader: Loader
    seeds: Path
    weekly: Callable[[Command, str], Awaitable[Face]]
    looks: Looks = field(default_factory=Looks)
