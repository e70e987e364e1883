"""A backup that was put back, by whatever means: nothing that was posted since it was made is posted again."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, delete, event, insert, select

from bot.simulator import Fault, Wrong
from store.db.schema import delivery, heartbeat, pace, subscription
from store.digests.model import State
from store.digests.outbox import Outbox
from store.digests.schedule import WEEKDAYS, Rule
from tests.bot.digests.office import DAY, DUE, NOON, Office, opened
from tests.paths import seeds_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from sqlalchemy import Table

    from store.core import BriefingStore
    from store.db.engine import Database

LATER = DUE + timedelta(minutes=10)
TABLES = (subscription, delivery, pace, heartbeat)

Copy = dict["Table", list[dict[str, Any]]]


@pytest.fixture
async def office(store: BriefingStore, database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """A workspace whose store is loaded."""
    folder = seeds_in(tmp_path)
    await asyncio.to_thread(store.load, folder, by="editor", at=NOON - DAY)
    async with opened(store, database, folder) as office:
        yield office


def copied(office: Office) -> Copy:
    """All that a backup would hold of digests."""
    with office.outbox_database.read() as connection:
        return {table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in TABLES}


def put_back(office: Office, copy: Copy) -> None:
    with office.outbox_database.write() as connection:
        for table, rows in copy.items():
            connection.execute(delete(table))
            if rows:
                connection.execute(insert(table), rows)


def texts(office: Office) -> Counter[str]:
    """What stands in the channel, and how often: parts of one thread differ in their words."""
    return Counter(f"{one.text} {one.blocks}" for one in office.posted())


async def every_copy(office: Office) -> list[Copy]:
    """Copies of each moment of one tick: what stood in the database before each of its commits, and at the end."""
    copies: list[Copy] = []

    def keep(_: object) -> None:
        copies.append(copied(office))

    event.listen(Engine, "commit", keep)
    try:
        await office.tick()
    finally:
        event.remove(Engine, "commit", keep)
    return [*copies, copied(office)]


def different(copies: Iterable[Copy]) -> list[Copy]:
    return list({repr(copy): copy for copy in copies}.values())


async def test_a_copy_of_any_moment_is_put_back_and_posts_nothing_twice(office: Office) -> None:
    office.subscribe()
    office.subscribe(topics=(), rule=Rule(WEEKDAYS, (time(12, 29),), "UTC"))
    copies = different([copied(office), *await every_copy(office)])
    once = texts(office)

    for copy in copies:
        put_back(office, copy)
        office.clock.at = LATER
        await office.process(Outbox(office.outbox_database)).tick()

        assert texts(office) == once
        assert {one.state for one in office.outbox.listed()} == {State.POSTED}
    assert len(copies) > 4
    assert set(once.values()) == {1}


async def test_a_process_that_works_on_while_its_database_is_put_back_posts_nothing_twice(office: Office) -> None:
    office.subscribe()
    before = copied(office)
    await office.tick()
    once = texts(office)

    put_back(office, before)
    await office.tick(LATER)

    assert texts(office) == once


async def test_what_did_not_go_out_while_nobody_ran_is_looked_for_and_then_posted(office: Office) -> None:
    office.subscribe()

    office.clock.at = LATER
    tick = await office.process(Outbox(office.outbox_database)).tick()

    assert [one.state for one in tick.outcomes] == [State.PENDING, State.POSTED, State.POSTED]
    assert len(office.heads()) == 1


async def test_the_owner_is_asked_where_a_restored_store_cannot_read_the_channel(office: Office) -> None:
    office.subscribe()
    before = copied(office)
    await office.tick()
    office.slack.faults.add(Fault(Wrong.REFUSE, "conversations.history", error="missing_scope"))

    put_back(office, before)
    office.clock.at = LATER
    await office.process(Outbox(office.outbox_database)).tick()

    assert len(office.heads()) == 1
    assert "could not" in office.told_to_owner() or "cannot" in office.told_to_owner()


async def test_nobody_is_told_that_a_digest_was_not_posted_where_a_newer_store_may_have(office: Office) -> None:
    office.subscribe()
    before = copied(office)
    await office.tick()
    await office.tick(DUE + DAY)

    put_back(office, before)
    office.clock.at = DUE + DAY + timedelta(minutes=1)
    await office.process(Outbox(office.outbox_database)).tick()

    assert len(office.heads()) == 2
    assert "I cannot say whether the digest of" in office.told_to_owner()


async def test_a_process_that_replaces_another_at_once_reads_no_channel(office: Office) -> None:
    office.subscribe()
    await office.tick(DUE - timedelta(seconds=20))

    office.clock.at = DUE
    tick = await office.process(Outbox(office.outbox_database)).tick()

    assert [one.state for one in tick.outcomes] == [State.POSTED, State.POSTED]
