"""Clock, database and Slack on a seeded bad day, in one process: what holds whatever happens in which order."""

import asyncio
import json
import random
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import update

from bot.digests.loop import PostingLoop
from bot.digests.notices import Notices
from bot.digests.poster import Poster
from bot.digests.rate_limit import RateLimiter
from store.access.admins import Admins
from store.access.notices import PendingNotices
from store.db.engine import Database
from store.db.schema import subscription
from store.digests.model import HEAD, Draft, Place, Quiet, Standing, State, SubscriptionRequest
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from store.digests.subscriptions import Roster
from store.errors import DatabaseBusy

pytestmark = [pytest.mark.prove, pytest.mark.timeout(1_500)]

SEEDS, PARTS = 2000, 4
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
LEASE, SETTLE = timedelta(seconds=60), timedelta(seconds=60)


class AtOnce(ThreadPoolExecutor):
    """Does what would go to a thread here and now; two ticks take turns where they await, whoever is quicker."""

    def submit(self, fn, /, *args, **kwargs):
        done = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # as a thread does: whoever waits has it
            done.set_exception(error)
        return done


class Crash(BaseException):
    """The process is gone at this point; nothing behind it runs."""


class Slack:
    """What Slack's two methods do; answers get lost on the way, and sometimes the whole process does."""

    def __init__(self, chance):
        self.chance = chance
        self.kind = True
        self.posts = Counter()
        self.told = Counter()
        self.drawn = Counter()
        self.channels = {}
        self.dead = False
        """Whether the token is revoked."""
        self.limited = {}
        """Until when each channel takes nothing."""
        self.now = lambda: MIDNIGHT

    async def api_call(self, _method, *, data, **_):
        said = json.loads(data)
        return await self.chat_postMessage(
            channel=said["channel"], metadata=said["metadata"], thread_ts=said.get("thread_ts")
        )

    async def chat_postMessage(self, *, channel, metadata=None, thread_ts=None, text="", **_):  # noqa: N802 - Slack's name
        fate = "fine" if self.kind else self.chance.choice(FATES)
        if fate == "crash_before":
            raise Crash
        self.refuse(channel)
        self.drawn[fate] += fate != "lost_thread" or thread_ts is not None
        if fate == "long_wait":
            self.limited[channel] = self.now() + timedelta(minutes=self.chance.choice((5, 120, 1500)))
            self.refuse(channel)
        if fate == "lost_thread" and thread_ts:
            raise refusal(self.chance.choice(["thread_not_found", "cannot_reply_to_message", "message_not_found"]))
        if fate in {"drop", "is_archived", "ratelimited", "internal_error"}:
            raise OSError("reset") if fate == "drop" else refusal(fate)
        if not metadata:
            self.told[channel, text] += 1
        ts = self.accept(channel, metadata["event_payload"]["id"]) if metadata else "0"
        if fate == "crash_after":
            raise Crash
        if fate == "lost":
            raise TimeoutError
        if fate == "internal_error_after":
            raise refusal("internal_error", 500)
        return {"ok": True, "ts": ts}

    def refuse(self, channel):
        """Refuse what the token or the channel does not take now."""
        if self.dead:
            raise refusal(self.chance.choice(["token_revoked", "account_inactive", "token_expired"]))
        if (left := (self.limited.get(channel, self.now()) - self.now()).total_seconds()) > 0:
            raise refusal("ratelimited", 429, after=round(left))

    async def conversations_history(self, *, channel, **_):
        self.refuse(channel)
        if not self.kind and self.chance.random() < 0.2:
            raise self.chance.choice([refusal("missing_scope"), refusal("internal_error", 500), TimeoutError()])
        return {"messages": self.channels.get(channel, [])}

    async def conversations_replies(self, *, channel, **_):
        return await self.conversations_history(channel=channel)

    def accept(self, channel, id_):
        self.posts[id_] += 1
        ts = f"{len(self.posts)}.{self.posts[id_]}"
        metadata = {"event_type": "alliance_digest", "event_payload": {"id": id_}}
        self.channels.setdefault(channel, []).append({"ts": ts, "metadata": metadata})
        return ts


FATES = (
    *["fine"] * 5,
    "drop",
    "lost",
    "internal_error",
    "internal_error_after",
    "ratelimited",
    "is_archived",
    "crash_before",
    "crash_after",
    "long_wait",
    "lost_thread",
    "lost_thread",
)


def refusal(error, status=200, after=7):
    data = {"ok": False, "error": error}
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers={"Retry-After": str(after)},
        status_code=status,
    )
    return SlackApiError(error, response)


class Unreliable(Database):
    """A database that is sometimes busy, and sometimes the last thing a process saw."""

    chance = random.Random(0)
    kind = True

    @contextmanager
    def write(self):
        fate = 1.0 if self.kind else self.chance.random()
        if fate < 0.03:
            raise DatabaseBusy("locked")
        with super().write() as connection:
            yield connection
            if fate < 0.06:
                raise Crash  # before the commit
        if fate < 0.09:
            raise Crash  # after it


class World:
    """One seed: two processes that come and go, some channels, and a clock that jumps."""

    def __init__(self, database, seed):
        self.chance = random.Random(seed)
        self.now = MIDNIGHT
        self.database = database
        self.database.chance = self.chance
        self.slack = Slack(self.chance)
        self.slack.now = lambda: self.now
        self.drawn = Counter()
        self.roster = Roster(database)
        self.processes = [self.process(), self.process()]

    def process(self):
        poster = Poster(self.slack, lambda: self.now)
        return PostingLoop(
            outbox=Outbox(self.database, lease=LEASE, settle=SETTLE),
            poster=poster,
            limiter=RateLimiter(self.seconds, channel_seconds=0, sleep=self.sleep),
            drafter=lambda heads: {one.id: self.draft(one) for one in heads},
            now=lambda: self.now,
            notices=Notices(self.roster, poster, PendingNotices(self.database), Admins(self.database)),
        )

    def seconds(self):
        return self.now.timestamp()

    async def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def draft(self, one):
        thread = ("{}",) if int(one.id[0], 16) < 6 else ()
        return None if one.id.startswith("f") else Draft("{}", thread, 1, ())

    def subscribe(self):
        times = tuple(sorted({wall(self.chance.randrange(24), self.chance.choice((0, 30))) for _ in range(2)}))
        place = Place("T1", f"C{self.chance.randrange(3)}")
        self.roster.subscribe(
            SubscriptionRequest(place, "U1", (), Rule(WEEKDAYS, times, "UTC"), Quiet.LINE), generation=0, at=self.now
        )

    def kindly(self, kind):
        self.slack.kind = self.database.kind = kind
        if kind:
            self.slack.dead = False
            self.slack.limited.clear()

    def misfortune(self):
        """Let the token die or work again, and a row become one that nobody can read."""
        self.slack.dead = self.chance.random() < 0.2
        self.drawn["dead token"] += self.slack.dead
        if self.chance.random() < 0.05:
            id_ = self.chance.choice(self.roster.listed()).id
            with Database.write(self.database) as connection:
                spoilt = self.chance.choice([{"zone": "Mars/Olympus"}, {"times": "noonish"}, {"days": "w0@x"}])
                connection.execute(update(subscription).where(subscription.c.id == id_).values(spoilt))
            self.drawn["unreadable row"] += 1

    async def run(self):
        asyncio.get_running_loop().set_default_executor(AtOnce())
        self.kindly(True)
        for _ in range(self.chance.randrange(1, 3)):
            self.subscribe()
        self.kindly(False)
        for _ in range(5):
            self.now += timedelta(minutes=self.chance.choice((1, 3, 40, 400, 1500)))
            self.misfortune()
            await self.tick(self.chance.sample((0, 1), self.chance.choice((1, 1, 2))))
        self.kindly(True)
        for minutes in (3, 20, 1500):
            self.now += timedelta(minutes=minutes)
            await self.tick((0,))

    async def tick(self, who):
        ran = await asyncio.gather(*(self.survive(number) for number in who))
        assert all(ran)

    async def survive(self, number):
        try:
            await self.processes[number].tick()
        except DatabaseBusy:
            pass
        except (Crash, BaseExceptionGroup) as ended:
            # A task group tells of what ended its tasks as a group.
            if isinstance(ended, BaseExceptionGroup) and ended.split(Crash)[1] is not None:
                raise
            self.processes[number] = self.process()
        return True

    def check(self):
        listed = Outbox(self.database).listed(limit=1000)
        assert max(self.slack.posts.values(), default=0) <= 1, "doubled"
        for one in listed:
            posts = self.slack.posts[one.id]
            assert one.state.terminal or one.state is State.WAITING, f"left open: {one}"
            assert (one.state is not State.POSTED) or posts == 1, f"lost: {one}"
            assert one.state not in {State.EXPIRED, State.QUIET, State.FAILED} or posts == 0, f"denied: {one}"
        assert max(self.slack.told.values(), default=0) <= len(self.roster.listed()), "told again"
        heads = [(one.subscription, one.due_at) for one in listed if one.part == HEAD]
        assert len(heads) == len(set(heads))
        for one in self.roster.listed():
            assert one.standing is Standing.PAUSED or one.next_due_at > self.now


def clear(database):
    with Database.write(database) as connection:
        for table in ("delivery", "subscription", "notice", "pace"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables


@pytest.mark.parametrize("part", range(PARTS))
def test_two_thousand_bad_days_lose_and_double_nothing(migrated_sqlite, tmp_path, record_property, part):
    path = tmp_path / "alliance.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Unreliable(f"sqlite:///{path}")
    failed, drawn = [], Counter()

    for seed in range(part, SEEDS, PARTS):
        world = World(database, seed)
        try:
            asyncio.run(world.run())
            world.check()
            drawn += world.drawn + Counter(world.slack.drawn) + Counter(posts=world.slack.posts.total())
        except Exception as error:
            failed.append((seed, repr(error)))
        finally:
            database.kind = True
            clear(database)

    database.close()
    record_property("drawn", {str(what): int(times) for what, times in drawn.items()})
    print(f"drawn: {dict(drawn)}")
    assert failed == []
