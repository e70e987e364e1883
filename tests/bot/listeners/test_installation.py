"""The end of a token and of an installation: digests are held, it is told, and after a day the data is gone."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.simulator.delivery.events import tokens_revoked
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import TEAM
from bot.telemetry.series import web_client
from bot.web.lifespan import GRACE, forget_uninstalled
from store.access.model import UNINSTALLED
from tests.bot.served import TOKEN, opened

if TYPE_CHECKING:
    from store.core import BriefingStore
    from tests.bot.served import Team

SUBSCRIBE = "digest subscribe opcon weekdays 08:30 Asia/Seoul"


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def forget(team: Team, store: BriefingStore, **later: float) -> bool:
    client = web_client(team.settings.slack_api_url, token=TOKEN)
    return await forget_uninstalled(store, client, team.clock() + timedelta(**later))


async def test_a_revoked_token_is_told_and_holds_digests(
    loaded_store: BriefingStore, caplog: pytest.LogCaptureFixture
) -> None:
    lost: list[str] = []

    async with opened(loaded_store, lost=lost.append) as team:
        with caplog.at_level(logging.ERROR):
            await team.hands.revoke()
            await team.background.drain(30)

    assert lost == ["token_revoked"]
    assert [record.code for record in caplog.records] == ["token_revoked"]
    assert loaded_store.audit.last(UNINSTALLED) is None


async def test_somebody_elses_revoked_token_holds_nothing(loaded_store: BriefingStore) -> None:
    lost: list[str] = []

    async with opened(loaded_store, lost=lost.append) as team:
        await team.hands.event(tokens_revoked(team.slack.workspace))
        await team.background.drain(30)

    assert lost == []


async def test_within_a_day_of_an_uninstall_what_is_of_the_workspace_goes(
    team: Team, loaded_store: BriefingStore
) -> None:
    await team.ask(SUBSCRIBE)
    await team.hands.uninstall()
    await team.background.drain(30)

    kept, gone = await forget(team, loaded_store, hours=1), await forget(team, loaded_store, hours=24)

    assert (kept, gone) == (False, True)
    assert loaded_store.roster.listed() == ()
    assert all(one.team != TEAM.id for one in loaded_store.audit.latest())
    assert await forget(team, loaded_store, days=3) is False
    assert timedelta(days=1) > GRACE


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
async def test_an_uninstall_is_noted_though_slack_does_not_say_what_became_of_the_token(
    loaded_store: BriefingStore, error: str
) -> None:
    lost: list[str] = []

    async with opened(loaded_store, lost=lost.append) as team:
        team.slack.faults.stay(Fault(Wrong.REFUSE, "auth.test", error=error))
        await team.hands.uninstall()
        await team.background.drain(30)
        noted, kept = loaded_store.audit.last(UNINSTALLED), await forget(team, loaded_store, days=1)
        team.slack.faults.clear()
        gone = await forget(team, loaded_store, days=1)

    assert lost == []
    assert noted is not None
    assert (kept, gone) == (False, True)


async def test_an_app_that_was_installed_again_keeps_its_data(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask(SUBSCRIBE)
    await team.hands.uninstall()
    await team.background.drain(30)
    team.slack.dead_token = ""

    assert await forget(team, loaded_store, days=2) is False
    assert len(loaded_store.roster.listed()) == 1
