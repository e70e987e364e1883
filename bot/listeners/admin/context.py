"""What every verb of administrators may use: the service, the permissions, the loader, the lists shown lately."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.blocks.elements import Card
    from bot.feeds.service import FeedService
    from bot.listeners.admin.permissions import Permissions
    from bot.lookup.service import LookupService
    from bot.reports.report import Report
    from bot.slack.payloads import Command
    from bot.slack.sender import Sender
    from store.loading.loader import Loader


MOST_RECENT = 8


class RecentReports:
    """The long lists that were shown lately, so that their next pages need no reading of the whole folder."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Report] = OrderedDict()

    def keep(self, report: Report) -> None:
        """Remember a list by its key; the oldest is forgotten."""
        self._kept[report.key] = report
        self._kept.move_to_end(report.key)
        if len(self._kept) > MOST_RECENT:
            self._kept.popitem(last=False)

    def of(self, key: str) -> Report | None:
        """Return the list of that key; None when another process showed it, or too many came since."""
        return self._kept.get(key)


@dataclass(frozen=True, slots=True)
class AdminContext:
    """What the verbs work with. *seeds* is the folder they load, *weekly* sends the editors' list to a channel."""

    service: LookupService
    permissions: Permissions
    sender: Sender
    loader: Loader
    seeds: Path
    weekly: Callable[[Command, str], Awaitable[Card]]
    feeds: FeedService
    looks: RecentReports = field(default_factory=RecentReports)
