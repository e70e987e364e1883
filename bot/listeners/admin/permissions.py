"""What administrators work with, who may do what they do, who is told why not, and all who tried written down."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.blocks import admin
from bot.blocks.mending import rights
from bot.slack.errors import SLACKS_FAULTS
from bot.slack.membership import Belonging
from store import context
from store.access.model import Attempt, AttemptOutcome, Right
from store.errors import AllianceError, DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from bot.blocks.elements import Card
    from bot.config.settings import AccessRules
    from bot.feeds.service import FeedService
    from bot.lookup.service import LookupService
    from bot.reports.report import Report
    from bot.slack.membership import Directory
    from bot.slack.payloads import Actor, Command
    from bot.slack.sender import Sender
    from bot.tasks.concurrency import Background
    from store.access.admins import Admins, Audit
    from store.loading.loader import Loader


OLD_SECONDS = 5.0
MOST_RECENT = 8


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


PATIENCE_SECONDS = 0.7
"""How long a reply waits for the audit: a load on SQLite may hold the only pen for longer than Slack waits."""
MOST_TRIES = 60
"""Each waits five seconds for the pen."""

logger = logging.getLogger(__name__)


def why(error: Exception) -> str:
    """Return an error in one word, for the audit."""
    return error.code if isinstance(error, AllianceError) else type(error).__name__


@dataclass(slots=True)
class Permissions:
    """Lets administrators of the home workspace through."""

    admins: Admins
    audit: Audit
    directory: Directory
    rules: AccessRules
    background: Background
    now: Callable[[], datetime]
    known: KnownEditors = field(init=False)

    def __post_init__(self) -> None:
        self.known = KnownEditors(self.admins, self.background)

    async def refusal(
        self, person: Actor, deed: str, detail: str = "", *, begun: bool = False, right: Right = Right.ADMIN
    ) -> Card | None:
        """Return what to tell somebody who lacks the *right* and tries a *deed* that takes it; None for who may.

        Both are written down; of what has *begun*, and was written down then, only a refusal is.
        """
        here = await self.directory.is_ours(person)
        home = await self.home()
        named = here and await asyncio.to_thread(self.admins.has, right, home, person.id)
        if named and not await self.directory.is_nobody(person):
            if not begun:
                await self.became(person, deed, AttemptOutcome.ALLOWED, detail)
            return None
        await self._deny(person, deed, detail)
        if not here:
            return admin.stranger()
        listed = await asyncio.to_thread(self.admins.listed, home)
        editors = await asyncio.to_thread(self.admins.editors.listed, home) if right is Right.EDIT else ()
        if editors:
            return rights.may_not_edit(listed, editors)
        return admin.denied(listed)

    async def has(self, person: Actor, right: Right) -> bool:
        """Return whether *person*, of our workspace, has a *right*; nothing is written down."""
        return await asyncio.to_thread(self.admins.has, right, await self.home(), person.id)

    async def kept_out(self, person: Actor, deed: str, detail: str = "", *, changes: bool = True) -> Belonging | None:
        """Return what somebody is who may not do a *deed* of digests; None for who may. Who may not is written down.

        Where Slack does not say in time who they are, or which workspace is ours, they may look and change nothing:
        SLACKS_FAULTS.
        """
        try:
            who = await (self.directory.belonging(person) if changes else self._nearness(person))
        except SLACKS_FAULTS:
            logger.warning("person unknown", extra={"code": "person_unknown", "deed": deed})
            if changes:
                raise
            return None
        if who.name.lower() in self.rules.may_set_digests:
            return None
        await self._deny(person, deed, detail)
        return who

    async def _nearness(self, person: Actor) -> Belonging:
        """Return whether somebody is of ours at all: guests may look at what members set up."""
        return Belonging.MEMBER if await self.directory.is_ours(person) else Belonging.STRANGER

    async def _deny(self, person: Actor, deed: str, detail: str) -> None:
        said = {"code": "denied", "deed": deed, "team": person.team, "person": person.id}
        logger.warning("denied", extra=said)
        await self.became(person, deed, AttemptOutcome.DENIED, detail)

    @asynccontextmanager
    async def minding(self, person: Actor, deed: str) -> AsyncIterator[None]:
        """Write down that what is done in this block failed, if it does."""
        try:
            yield
        except Exception as error:
            await self.became(person, deed, AttemptOutcome.FAILED, why(error))
            raise

    async def home(self) -> str:
        """Return the workspace that the bot belongs to; Slack is asked once."""
        return (await self.directory.home()).team

    async def became(self, person: Actor, deed: str, outcome: AttemptOutcome, detail: str = "") -> None:
        """Write down what became of a deed."""
        attempt = Attempt(self.now(), person.team, person.id, deed, outcome, detail)
        writing = self.background.start(self._written(attempt))
        left = context.seconds_left()
        # Who waited for a database that hangs has waited long enough.
        patience = PATIENCE_SECONDS if left is None else min(left, PATIENCE_SECONDS)
        done, _ = await asyncio.wait({writing}, timeout=patience)
        for ended in done:
            ended.result()  # what cannot be written down is not done

    async def _written(self, attempt: Attempt) -> None:
        """Write until it is written: it is worth a wait that no reply can afford."""
        for left in range(MOST_TRIES)[::-1]:
            try:
                await asyncio.to_thread(self.audit.note, attempt)
            except DatabaseBusy:
                if not left:
                    raise
            else:
                return


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
