"""The first seconds of a process, and an empty store: nobody is told that there are no topics."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from store.core import BriefingStore
from store.db.engine import Database
from tests.bot.readers import reading
from tests.bot.served import Clock, opened
from tests.bot.slack_rules import said
from tests.conftest import NOW
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTING, EMPTY = "I am still starting", "Nothing has been loaded yet"
ASKED = ("opcon", "topics", "", "help", "sources", "search command", "compare opcon", "digest list", "digest")

on_postgresql = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@contextmanager
def held(url: str) -> Iterator[None]:
    """Let no process read which generation is current, as while a large one is read for the first time."""
    database = Database(url)
    with database.write() as connection:
        connection.execute(text("LOCK TABLE current_generation IN ACCESS EXCLUSIVE MODE"))
        yield
    database.close()


@pytest.mark.usefixtures("loaded_store")
async def test_who_asks_at_the_first_instant_is_answered(database_url: str) -> None:
    fresh = BriefingStore.of(database_url)
    async with opened(fresh) as team:
        reply = await team.ask("opcon")

    fresh.close()
    assert "OPCON" in said(reply.blocks)


@on_postgresql
async def test_a_process_that_has_not_read_the_store_says_so_whatever_is_asked(
    loaded_store: BriefingStore, database_url: str
) -> None:
    fresh = BriefingStore.of(database_url)
    with ExitStack() as first:
        first.enter_context(held(database_url))
        async with opened(fresh) as team:
            replies = [await team.ask(words) for words in ("opcon", "topics", "digest list")]
            first.close()
            await until(lambda: fresh.snapshot.generation == 1)

    fresh.close()
    # The database may be given up meanwhile, which is told as such.
    assert STARTING in replies[0].text
    assert {one.text for one in replies} <= {
        replies[0].text,
        "Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot.",
    }
    assert loaded_store.usage.gaps() == ()


@on_sqlite
async def test_an_empty_store_says_that_and_who_can_help(store: BriefingStore) -> None:
    async with opened(store) as team:
        replies = [await team.ask(words) for words in ASKED]
        await team.say("opcon", channel=team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id)
        direct = team.private[-1]

    assert EMPTY in direct.text
    assert [words for words, one in zip(ASKED, replies, strict=True) if EMPTY not in one.text] == []
    assert store.usage.gaps() == ()


@on_sqlite
async def test_an_empty_store_can_be_loaded_from_slack(store: BriefingStore, folder: Path) -> None:
    async with opened(store, seeds=folder) as team:
        look = await team.ask("admin reload")

    assert "Load this" in said(look.blocks)


@on_sqlite
async def test_home_says_that_nothing_is_loaded(store: BriefingStore) -> None:
    async with opened(store) as team:
        await team.hands.open_home(team.user)
        shown = team.slack.views.homes[team.user]

    assert EMPTY in said(shown.body["blocks"])


@on_sqlite
async def test_a_page_says_that_nothing_is_loaded_and_not_that_it_is_gone(store: BriefingStore) -> None:
    async with reading(store, Clock(NOW)) as reader:
        page = await reader.topic("opcon")

    assert (page.status, page.one("//h1")) == (503, "Not just now")
    assert EMPTY in page.said
