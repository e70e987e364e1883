"""Hostile words, from files, feeds and people, through every door by which they are shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client import generate_latest

from bot.listeners.admin import router
from bot.listeners.app import build_app
from bot.listeners.commands import SUBCOMMANDS
from bot.listeners.digests import VERBS as DIGEST_VERBS
from bot.simulator.state.fixtures import DESK, JISOO, MINJUN, PEOPLE
from bot.telemetry.series import REGISTRY
from store.feeds.model import FeedMode
from store.usage.editors_list import Opinion
from tests.bot import poison
from tests.bot.listeners.test_buttons import VALUES, Desk, opcon
from tests.bot.poison import HIDDEN, MARK, POISON
from tests.bot.posts import posting
from tests.bot.readers import reading
from tests.bot.served import Clock, opened
from tests.faults.programs import Alliance
from tests.store.feeds.test_service import bring, feed
from tests.store.feeds.test_service import said as entry

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path

    from store.core import BriefingStore
    from tests.bot.served import Team

NEWS = "Lamps of the wartime command were counted twice on Monday."
TYPED = f"{POISON} {HIDDEN}"


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def poisoned(loaded_store: BriefingStore, folder: Path) -> BriefingStore:
    """A store whose every text is hostile, the feeds' and the people's too."""
    clock = Clock()
    loaded_store.load(poison.poisoned(folder), by=f"slack:{JISOO.id}", at=clock())
    one = feed(loaded_store, mode=FeedMode.PUBLISH)
    bring(
        loaded_store,
        one,
        entry(
            f"OPCON {TYPED}",
            "https://harbour.example/1",
            f"{NEWS} {POISON}",
        ),
        at=clock(),
    )
    loaded_store.usage.feedback.raise_flag("opcon#1", Opinion.WRONG, MINJUN.id, TYPED, clock())
    return loaded_store


def typed() -> list[str]:
    """Return a command for each word that the bot knows, and for each verb behind it, alone and with hostile words."""
    words = [one.word for one in SUBCOMMANDS if one.word]
    words += [f"digest {verb}" for verb in DIGEST_VERBS] + [f"admin {verb}" for verb in router.VERBS]
    slow = {"admin reload", "admin add"}
    return [TYPED, "opcon", "opcon#1", f"search {MARK}", "digest subscribe opcon weekdays 08:30 Asia/Seoul"] + [
        f"{word} {rest}".strip() for word in words for rest in ("", "opcon", TYPED[:400]) if word not in slow
    ]


class Seen:
    """All that Slack was given to show."""

    def __init__(self, team: Team) -> None:
        self.team, self.views = team, []

    def look(self) -> None:
        """Take down what is open, and close it."""
        self.views += [one.body for one in self.team.modals]
        self.team.slack.views.close(JISOO.id, everything=True)

    def wrong(self) -> Iterator[str]:
        workspace = self.team.slack.workspace
        said = [*workspace.ephemerals.values(), *(one for of in workspace.messages.values() for one in of.values())]
        said = [one for one in said if one.bot_id == workspace.app.bot_id]
        homes = [one.body for one in self.team.slack.views.homes.values()]
        people = [*(one.id for one in PEOPLE), workspace.app.user_id]
        yield from poison.in_slack([*map(_blocks, said), *self.views, *homes], people)
        for one in said:
            yield from poison.fallback(one.text)


def _blocks(message: Any) -> list[Any]:
    return list(message.blocks)


@pytest.mark.prove
@pytest.mark.timeout(300)
async def test_no_word_of_anybody_acts_in_slack(poisoned: BriefingStore, folder: Path, log: io.StringIO) -> None:
    async with opened(poisoned, seeds=folder) as team, posting(team, poisoned) as loop:
        seen, desk = Seen(team), Desk(team, poisoned, folder)
        for words in typed():
            await team.hands.command(JISOO.id, DESK, f"/alliance {words}")
            await team.background.drain(30)
            seen.look()
        for words in (TYPED, "opcon", f"news {TYPED}"):
            await team.say(f"<@{team.slack.workspace.app.user_id}> {words}")
        for action in build_app(poisoned, token="xoxb-1").buttons:
            await desk.act(action, VALUES.get(action, opcon)(desk))
            seen.look()
        await team.hands.open_home(JISOO.id)
        team.clock.advance(days=3)
        await loop.tick()
        await team.background.drain(30)

        assert [*seen.wrong()] == []
        assert len(team.public()) > 3
    assert MARK not in log.getvalue().casefold()
    assert MARK not in generate_latest(REGISTRY).decode()


async def test_no_word_of_anybody_acts_on_a_page(poisoned: BriefingStore) -> None:
    wrong = []
    async with reading(poisoned, Clock()) as reader:
        pages = [reader.links(slug) for slug in poisoned.snapshot.topics]
        pages.append(reader.links(("opcon", "cfc")))
        for _ in range(2):
            read = [await reader.read(page) for page in pages]
            wrong += [f"{one.url}: {what}" for one in read for what in poison.on_page(one.raw)]
            pages = sorted({onward for one in read for onward in one.onward})

    assert wrong == []


@pytest.mark.prove
def test_no_word_of_anybody_acts_in_a_terminal(
    poisoned: BriefingStore, folder: Path, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    alliance = Alliance({"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(folder)}, capsys)
    ways = [("ask", TYPED), ("ask", "opcon"), ("ask", "--json", "opcon"), ("search", MARK), ("topics",), ("sources",)]
    ways += [("sources", one) for one in poisoned.snapshot.sources] + [("compare", "opcon", "cfc"), ("timeline",)]
    ways += [("changes",), ("gaps",), ("stale",), ("history",), ("feeds", "list"), ("feeds", "queue"), ("check",)]
    ways += [
        ("digest", "list"),
        ("digest", "deliveries"),
        ("seeds", "edits"),
        ("feeds", "test", TYPED),
        ("diff", "1", "2"),
    ]

    ran = {way: alliance(*way) for way in ways}
    memo = alliance("export", "opcon")

    assert [(way[0], what) for way, one in ran.items() for what in poison.in_terminal(one.out + one.err)] == []
    assert [*poison.in_markdown(memo.out)] == []
