"""What Slack knows that a reply needs: who is one of ours on Enterprise Grid and Slack Connect, who reads a channel."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.config.settings import AccessRules
from bot.listeners.dispatch import Locales
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.fixtures import JISOO
from bot.slack.membership import Directory
from bot.tasks.concurrency import Background
from bot.telemetry.series import web_client
from store.context import ENGLISH, language
from store.text.zone import current
from tests.bot.served import opened
from tests.bot.slack_rules import said
from tests.hosting import Port, hosted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from store.core import BriefingStore
    from tests.bot.served import Team

SUBSCRIBE = "digest subscribe opcon weekdays 08:30 Asia/Seoul"


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def change_person(team: Team, **changes: Any) -> None:
    people = team.slack.workspace.people
    people[JISOO.id] = replace(people[JISOO.id], **changes)


def share(team: Team, **how: Any) -> None:
    channels = team.slack.workspace.channels
    channels[team.channel] = replace(channels[team.channel], **how)


def on_grid(team: Team) -> None:
    workspace = team.slack.workspace
    workspace.team = replace(workspace.team, enterprise="E0ORG", enterprise_name="Org")


async def test_somebody_of_another_workspace_of_the_organization_who_is_in_ours_too_sets_up_digests(team: Team) -> None:
    on_grid(team)
    change_person(team, home="T0SISTER", teams=("T0SISTER", team.slack.workspace.team.id))

    reply = await team.ask(SUBSCRIBE)

    assert "Digest set." in said(reply.blocks)


async def test_somebody_of_the_organization_who_is_not_in_our_workspace_does_not(team: Team) -> None:
    on_grid(team)
    change_person(team, home="T0SISTER", teams=("T0SISTER",))

    reply = await team.ask(SUBSCRIBE)

    assert "You belong to another workspace." in said(reply.blocks)


async def test_where_no_payload_says_whose_somebody_is_slack_is_asked(team: Team) -> None:
    team.slack.workspace.left_out = frozenset({"team_id", "team", "enterprise_id"})

    assert "Digest set." in said((await team.ask(SUBSCRIBE)).blocks)


async def test_a_mention_by_a_stranger_is_answered_to_them_alone(team: Team) -> None:
    share(team, connected=("T0ELSEWHERE",))
    change_person(team, home="T0ELSEWHERE")

    message = await team.say("@alliance opcon")

    assert team.thread(message) == []
    assert "OPCON" in said(team.private[-1].blocks)


async def test_or_not_at_all_by_a_setting(loaded_store: BriefingStore) -> None:
    async with opened(loaded_store, rules=AccessRules(outsiders="silent")) as team:
        share(team, connected=("T0ELSEWHERE",))
        ours = await team.say("@alliance opcon")
        change_person(team, home="T0ELSEWHERE")
        theirs = await team.say("@alliance opcon")

        assert len(team.thread(ours)) == 1
        assert (team.thread(theirs), team.private) == ([], [])


async def test_while_slack_is_silent_about_us_a_mention_in_a_shared_channel_is_answered_alone(team: Team) -> None:
    share(team, connected=("T0ELSEWHERE",))
    team.slack.faults.stay(Fault(Wrong.REFUSE, "auth.test"))

    message = await team.say("@alliance opcon")

    assert team.thread(message) == []
    assert "OPCON" in said(team.private[-1].blocks)


@pytest.mark.parametrize(
    ("how", "who"),
    [
        ({"connected": ("T0ELSEWHERE",)}, "People of another organization read this channel too"),
        ({"connected": ("T0ONE", "T0TWO")}, "People of 2 other organizations read this channel too"),
        ({"org_shared": True}, "People of your organization's other workspaces read this channel too"),
    ],
)
async def test_a_digest_into_a_channel_that_others_read_says_who(team: Team, how: dict[str, Any], who: str) -> None:
    share(team, **how)

    reply = await team.ask(SUBSCRIBE)
    await team.hands.command(team.user, team.channel, "/alliance digest")

    assert who in said(reply.blocks)
    assert who in reply.text
    assert who in said(team.modals[-1].body["blocks"])


async def test_a_digest_into_a_channel_of_ours_warns_of_nobody(team: Team) -> None:
    assert "too, and so" not in said((await team.ask(SUBSCRIBE)).blocks)


@asynccontextmanager
async def told(user: object) -> AsyncIterator[Directory]:
    """Slack's list of people, where Slack says this of everybody."""

    async def answered(_: Request) -> JSONResponse:
        return JSONResponse({"ok": True, "user": user, "team_id": "T0TEAM"})

    everything = Starlette(routes=[Route("/api/{method}", answered, methods=["GET", "POST"])])
    async with hosted(everything, Port()) as address, ClientSession() as session:
        yield Directory(web_client(f"{address}/api/", session, "xoxb-test"))


async def test_of_a_person_no_name_and_no_profile_is_remembered() -> None:
    person = {"id": "U1", "name": "ann", "real_name": "Ann Lee", "profile": {"email": "ann@example.org"}}
    background = Background()
    async with told({**person, "tz": "Asia/Seoul", "locale": "ko-KR"}) as directory:
        directory.remembered("U1", background)
        await background.drain(30)

        assert directory.remembered("U1", background) == {"tz": "Asia/Seoul", "locale": "ko-KR"}


async def test_what_answers_for_slack_with_no_person_breaks_no_reply() -> None:
    background = Background()
    async with told("alliance") as directory:
        locales = Locales(directory, background)
        with locales.of("U1"):
            await background.drain(30)

        with locales.of("U1"):
            assert (language(), str(current())) == (ENGLISH, "UTC")
