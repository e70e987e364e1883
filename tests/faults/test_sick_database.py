"""A database that hangs, is gone, read-only or full, met at every door that the bot registers."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event

from bot.listeners.app import build_app
from bot.simulator.state.fixtures import DESK, JISOO
from store.core import BriefingStore
from tests.bot.listeners.test_buttons import VALUES, Desk, opcon
from tests.bot.listeners.test_forms import OPENED, hand_in, registered, suggest, told
from tests.bot.readers import reading
from tests.bot.served import Clock, opened
from tests.bot.test_poison import typed
from tests.faults.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.bot.served import Team

AT_ONCE = 12
"""So many people wait for a database that hangs; each alone would make this take minutes."""
CROWD = [f"U08CROWD{number:03}" for number in range(AT_ONCE)]
SICK = re.compile(r"unavailable|Busy|disk|written", re.IGNORECASE)
UNFORESEEN = re.compile(r"Something went wrong|\(ref")

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


def crowded(desk: Desk) -> Desk:
    """Let there be enough administrators to press many buttons at once."""
    desk.team.slack.workspace.people.update({id_: replace(JISOO, id=id_) for id_ in CROWD})
    return desk


@contextmanager
def _failing(on: str, code: int, told: str, only: str = "") -> Iterator[None]:
    """Let every SQLite database fail with a *code*, where a statement begins with *only*."""

    def fail(_connection: object, *more: Any) -> None:
        if not only or re.match(only, str(more[1] if len(more) > 1 else "")):
            error = sqlite3.OperationalError(told)
            error.sqlite_errorcode = code
            raise error

    event.listen(Engine, on, fail)
    try:
        yield
    finally:
        event.remove(Engine, on, fail)


def gone() -> AbstractContextManager[None]:
    return _failing("begin", sqlite3.SQLITE_CANTOPEN, "unable to open database file")


def busy() -> AbstractContextManager[None]:
    return _failing("begin", sqlite3.SQLITE_BUSY, "database is locked")


def broken() -> AbstractContextManager[None]:
    return _failing("begin", sqlite3.SQLITE_CORRUPT, "database disk image is malformed")


def read_only() -> AbstractContextManager[None]:
    told = "attempt to write a readonly database"
    return _failing("before_cursor_execute", sqlite3.SQLITE_READONLY, told, "INSERT|UPDATE|DELETE")


def full() -> AbstractContextManager[None]:
    return _failing("before_cursor_execute", sqlite3.SQLITE_FULL, "database or disk is full", "INSERT|UPDATE|DELETE")


async def words(team: Team, typed_: list[str]) -> dict[str, Any]:
    """Type each; return how those were answered that were not answered well."""
    replies = await asyncio.gather(*(team.hands.command(JISOO.id, DESK, f"/alliance {one}") for one in typed_))
    return {
        one: (reply.status, reply.error, str(reply.body)[:200])
        for one, reply in zip(typed_, replies, strict=True)
        if (reply.status, reply.error) != (200, None) or UNFORESEEN.search(str(reply.body))
    }


async def every_door(desk: Desk, forms: dict[str, Any], sickness: Callable[[], AbstractContextManager[None]]) -> Any:
    """Use every word, button, form and menu, and the Home, while the database is sick; return what went wrong."""
    team, store, wrong = desk.team, desk.store, {}
    actions = build_app(store, token="xoxb-1").buttons
    carried = {action: VALUES.get(action, opcon)(desk) for action in actions}
    with sickness():
        asked = [one for one in typed() if "zqx" not in one]
        for start in range(0, len(asked), AT_ONCE):
            wrong |= await words(team, asked[start : start + AT_ONCE])
        reply = await team.hands.command(JISOO.id, DESK, "/alliance digest subscribe sma daily 11:00 UTC")
        assert SICK.search(str(reply.body))  # else nothing here was sick
        for start in range(0, len(actions), AT_ONCE):
            some = zip(CROWD, [*actions][start : start + AT_ONCE], strict=False)
            wrong |= dict(filter(None, await asyncio.gather(*(press(desk, *one, carried[one[1]]) for one in some))))
        handed = zip(CROWD, forms.values(), strict=False)
        answers = await asyncio.gather(*(hand_in(desk, user, *form) for user, form in handed))
        for form, (answer, _) in zip(forms, answers, strict=True):
            if not answer.get("response_action") or UNFORESEEN.search(told(answer)):
                wrong[form] = answer
        for menu in registered(store, "options"):
            if (reply := await suggest(desk, JISOO.id, menu, "opcon")).body.get("options") is None:
                wrong[menu] = reply
        await team.hands.open_home(JISOO.id)
    await team.background.drain(30)
    assert JISOO.id in team.slack.views.homes
    return wrong


async def press(desk: Desk, user: str, action: str, value: str) -> tuple[str, list[str]] | None:
    """Press a button as *user*; return it with what they were told, where that is nothing or a fault of ours."""
    before = desk.seen(user)
    await desk.act(action, value, user)
    news = [one for one in desk.seen(user) if one not in before]
    desk.team.slack.views.close(user, everything=True)
    silent = not news and action != "brief:page"
    return (action, news) if silent or UNFORESEEN.search(" ".join(news)) else None


async def opened_forms(desk: Desk) -> dict[str, Any]:
    forms = {}
    for form, open_ in OPENED.items():
        filled = await open_(desk)
        view = desk.team.modals[-1]
        forms[form] = (view.body, view.values | filled)
        desk.team.slack.views.close(JISOO.id, everything=True)
    return forms


@pytest.mark.parametrize("sickness", [gone, busy, broken, read_only, full])
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_every_door_says_something_while_the_database_fails(
    loaded_store: BriefingStore, folder: Path, sickness: Callable[[], AbstractContextManager[None]]
) -> None:
    async with opened(loaded_store, seeds=folder, admins=[JISOO.id, *CROWD]) as team:
        desk = crowded(Desk(team, loaded_store, folder))

        wrong = await every_door(desk, await opened_forms(desk), sickness)

        assert wrong == {}
        assert await words(team, ["opcon", "search command", "digest list", "admin status"]) == {}


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
async def test_every_door_says_something_in_time_while_the_database_hangs(
    loaded_store: BriefingStore, database_url: str, folder: Path
) -> None:
    line = Line(database_url)

    @contextmanager
    def hanging() -> Iterator[None]:
        line.flows.clear()
        try:
            yield
        finally:
            line.flows.set()

    # What nobody waits for ends with the driver's own patience: two seconds are the least it takes.
    store = BriefingStore.of(f"{line.url}&connect_timeout=2")
    store.refresh()
    try:
        async with opened(store, seeds=folder, admins=[JISOO.id, *CROWD]) as team:
            desk = crowded(Desk(team, loaded_store, folder))

            wrong = await every_door(desk, await opened_forms(desk), hanging)

            assert wrong == {}
            assert await words(team, ["opcon", "search command"]) == {}
    finally:
        store.close()
        line.close()


@pytest.mark.parametrize("sickness", [gone, busy, broken])
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_a_page_is_there_or_says_that_it_is_not_now(
    loaded_store: BriefingStore, sickness: Callable[[], AbstractContextManager[None]]
) -> None:
    async with reading(loaded_store, Clock()) as reader:
        with sickness():
            topic, source = await reader.topic("opcon"), await reader.passage("almanac-peninsula", 2)

    assert (topic.status, source.status) == (200, 503)
    assert "try again" in source.said or "unavailable" in source.said
