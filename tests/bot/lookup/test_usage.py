"""Briefs and misses are counted beside the answers: in batches, without who asked, and none is lost at the end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from bot.lookup.usage import TopicCounter
from bot.tasks.concurrency import Background
from store.core import BriefingStore
from store.db.engine import Database, normalise_url
from tests.bot.served import opened
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.served import Team


def asked(team: Team, store: BriefingStore) -> dict[str, int]:
    return dict(store.usage.times_asked(team.clock()))


async def test_every_brief_that_is_shown_is_counted(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("opcon")
    await team.ask("wartime command")
    brief = await team.ask("sma")
    await team.press(brief, "USFK")
    await team.background.drain(30)

    assert asked(team, loaded_store) == {"opcon": 2, "sma": 1, "usfk": 1}


async def test_what_shows_no_brief_is_not_counted(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask("zebra pottery")
    await team.ask("topics")
    await team.ask("timeline opcon")
    await team.background.drain(30)

    assert asked(team, loaded_store) == {}


async def test_sharing_and_reading_on_do_not_count_again(team: Team, loaded_store: BriefingStore) -> None:
    brief = await team.ask("opcon")
    await team.share(brief)
    await team.press(brief, "Read the passages")
    await team.background.drain(30)

    assert asked(team, loaded_store) == {"opcon": 1}


async def test_a_mention_counts_too(team: Team, loaded_store: BriefingStore) -> None:
    await team.say("@alliance opcon")
    await team.background.drain(30)

    assert asked(team, loaded_store) == {"opcon": 1}


async def test_what_was_counted_is_there_when_the_bot_has_left(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store) as team:
        await team.ask("opcon")

    # It leaves after FINISH_SECONDS, before ASKED_SECONDS are over.
    assert loaded_store.usage.times_asked(team.clock()) == {"opcon": 1}


async def test_counts_that_cannot_be_written_go_with_the_next(database_url: str) -> None:
    background, store = Background(), BriefingStore(Database(database_url, wait_seconds=1))
    counts = TopicCounter(store, background, lambda: NOW)

    with locked(database_url):
        counts.note("opcon")
        await background.drain(30)
    counts.note("opcon")
    counts.note("sma")
    await background.drain(30)

    assert store.usage.times_asked(NOW) == {"opcon": 2, "sma": 1}
    store.close()


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Somebody else writes all the time."""
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "LOCK TABLE asked")
        yield
    engine.dispose()


async def test_talk_is_no_gap(team: Team, loaded_store: BriefingStore) -> None:
    for talk in ("what time is it", "zebra husbandry"):
        await team.ask(talk)
    await team.background.drain(30)

    assert [gap.text for gap in loaded_store.usage.gaps()] == ["zebra husbandry"]
