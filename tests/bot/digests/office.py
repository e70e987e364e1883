"""A workspace with digests, as its people see it, and the processes that post to it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from bot.config import manifest
from bot.digests.drafting import Drafter
from bot.digests.loop import PostingLoop
from bot.digests.notices import Notices
from bot.digests.poster import EVENT_TYPE, Poster
from bot.digests.rate_limit import RateLimiter
from bot.simulator import build_workspace
from bot.simulator.state.fixtures import DESK, JISOO, TEAM
from bot.telemetry.series import web_client
from store.access.admins import Admins
from store.access.notices import PendingNotices
from store.digests.model import Place, Quiet, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster
from tests.bot.served import Clock
from tests.hosting import Port, hosted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.db.engine import Database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DUE = NOON + timedelta(minutes=30)
DAY = timedelta(days=1)
DAILY = Rule(WEEKDAYS, (time(12, 30),), "UTC")


@dataclass(repr=False)  # asyncio has the repr made of whatever a fixture yields
class Office:
    """Everything a tick needs, and the workspace as a person sees it."""

    clock: Clock
    roster: Roster
    outbox: Outbox
    digests: PostingLoop
    slack: object
    store: object
    pace: RateLimiter
    folder: Path
    outbox_database: Database
    process: Callable[[Outbox], PostingLoop]
    """Makes the loop of another process over the same database and workspace."""

    def subscribe(self, channel=DESK, topics=("opcon",), quiet=Quiet.LINE, rule=DAILY):
        order = SubscriptionRequest(Place(TEAM.id, channel), JISOO.id, topics, rule, quiet)
        return self.roster.subscribe(order, generation=0, at=self.clock())

    def tick(self, at=DUE):
        self.clock.at = at
        return self.digests.tick()

    def posted(self, channel=DESK):
        """The digests' messages of a channel, in order."""
        messages = self.slack.workspace.messages[channel].values()
        return [one for one in messages if (one.metadata or {}).get("event_type") == EVENT_TYPE]

    def heads(self, channel=DESK):
        return [one for one in self.posted(channel) if one.thread_ts is None or one.thread_ts == one.ts]

    def told_to_owner(self):
        """The last direct message to the owner."""
        slack = self.slack.workspace
        direct = slack.direct(JISOO.id, slack.app.user_id)
        return list(slack.messages[direct.id].values())[-1].text

    def told(self):
        """Every direct message to the owner, who is the administrator too."""
        slack = self.slack.workspace
        direct = slack.direct(JISOO.id, slack.app.user_id)
        return [one.text for one in slack.messages[direct.id].values()]

    def edit(self, old, new):
        path = self.folder / "topics" / "opcon.md"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        self.store.load(self.folder, by="editor", at=self.clock())

    def states(self):
        return [one.state for one in self.outbox.listed()]


@asynccontextmanager
async def opened(store, database, folder, outbox=None):
    clock, port = Clock(NOON), Port()
    workspace = build_workspace(
        events_url=None,
        signing_secret="s",
        bot_token="xoxb-test",
        scopes=manifest.SCOPES,
        address=port.address,
        clock=clock,
    )
    roster, outbox = Roster(database), outbox or Outbox(database)
    async with hosted(workspace, port) as address, ClientSession() as session:
        client = web_client(f"{address}/api/", session, "xoxb-test")
        pace = RateLimiter(asyncio.get_running_loop().time, channel_seconds=0)

        def process(outbox):
            poster = Poster(client, clock)
            return PostingLoop(
                outbox=outbox,
                poster=poster,
                limiter=pace,
                drafter=Drafter(store),
                now=clock,
                notices=Notices(roster, poster, PendingNotices(database), Admins(database, [JISOO.id])),
            )

        digests = process(outbox)
        # Before anything can be due, as where it is served.
        await digests.tick()
        slack = workspace.state.slack
        yield Office(clock, roster, outbox, digests, slack, store, pace, folder, database, process)
