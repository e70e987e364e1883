"""What Enterprise Grid and Slack Connect change in what Slack sends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.simulator.state.fixtures import DESK, JISOO
from bot.simulator.user.controls import Control
from tests.bot.simulator.shapes import BUTTON, NOTE, modal

ORG, ELSEWHERE = "E08ORGANIZATION", "T08ELSEWHERE"
INTERACTIONS = ("block_actions", "message_action", "view_submission")


@pytest.fixture
def bodies(peer) -> dict[str, dict[str, Any]]:
    """What came last of each kind."""
    came: dict[str, dict[str, Any]] = {}

    async def take(ack, body):
        came[body.get("type") or "command"] = body
        await ack()

    async def hear(body):
        came["event"] = body

    peer.bolt.command("/alliance")(take)
    peer.bolt.action("press")(take)
    peer.bolt.view("m")(take)
    peer.bolt.message_shortcut("brief_message")(take)
    peer.bolt.event("app_mention")(hear)
    return came


async def everything(peer) -> None:
    """Let Han Jisoo type, press, choose, submit and mention."""
    await peer.user_actions.command(JISOO.id, DESK, "/alliance opcon")
    posted = await peer.client.chat_postMessage(channel=DESK, text="x", blocks=[BUTTON])
    message = peer.slack.workspace.find(DESK, posted["ts"])
    await peer.controls.act(JISOO.id, Control(message, "row", "press", {}))
    await peer.user_actions.shortcut(JISOO.id, DESK, message.ts, "brief_message")
    trigger = peer.slack.rights.trigger(JISOO.id)
    view = (await peer.client.views_open(trigger_id=trigger, view=modal("Note", NOTE)))["view"]["id"]
    await peer.controls.submit(JISOO.id, peer.slack.views.find(view))
    await peer.user_actions.say(JISOO.id, DESK, "@Alliance Briefing opcon")


async def test_a_workspace_of_its_own_names_no_organization(peer, bodies):
    await everything(peer)

    assert {*bodies} == {"command", "event", *INTERACTIONS}
    assert [bodies[kind]["enterprise"] for kind in INTERACTIONS] == [None, None, None]
    assert "enterprise_id" not in bodies["command"]
    assert bodies["event"]["authorizations"][0]["enterprise_id"] is None


async def test_a_workspace_of_an_organization_names_it(peer, bodies):
    peer.slack.workspace.team = replace(peer.slack.workspace.team, enterprise=ORG, enterprise_name="Peninsula")

    await everything(peer)

    assert (bodies["command"]["enterprise_id"], bodies["command"]["is_enterprise_install"]) == (ORG, "false")
    assert {bodies[kind]["enterprise"]["id"] for kind in INTERACTIONS} == {ORG}
    assert {bodies[kind]["team"]["enterprise_id"] for kind in INTERACTIONS} == {ORG}
    assert bodies["event"]["enterprise_id"] == bodies["event"]["authorizations"][0]["enterprise_id"] == ORG
    assert (await peer.client.auth_test())["enterprise_id"] == ORG


async def test_an_app_that_the_organization_installed_is_told_of_no_team(peer, bodies):
    team = peer.slack.workspace.team = replace(peer.slack.workspace.team, enterprise=ORG)
    peer.slack.workspace.app = replace(peer.slack.workspace.app, org_wide=True)

    await everything(peer)

    assert [bodies[kind]["team"] for kind in INTERACTIONS] == [None, None, None]
    assert {bodies[kind]["user"]["team_id"] for kind in INTERACTIONS} == {team.id}
    assert bodies["command"]["is_enterprise_install"] == "true"
    assert bodies["view_submission"]["view"]["app_installed_team_id"] == ORG
    assert bodies["event"]["authorizations"][0]["team_id"] is None
    assert bodies["event"]["authorizations"][0]["is_enterprise_install"]


async def test_a_guest_of_a_shared_channel_is_of_another_team(peer, bodies):
    workspace, ours = peer.slack.workspace, peer.slack.workspace.team.id
    workspace.people[JISOO.id] = replace(JISOO, home=ELSEWHERE)
    workspace.alter(workspace.channels[DESK], connected=(ELSEWHERE,))

    await everything(peer)

    assert {bodies[kind]["user"]["team_id"] for kind in INTERACTIONS} == {ELSEWHERE}
    assert [bodies[kind]["team"]["id"] for kind in INTERACTIONS] == [ours, ours, ELSEWHERE]
    assert bodies["view_submission"]["view"]["app_installed_team_id"] == ours
    assert bodies["event"]["is_ext_shared_channel"]
    assert (bodies["event"]["team_id"], bodies["event"]["event"]["user_team"]) == (ours, ELSEWHERE)
    assert (await peer.client.conversations_info(channel=DESK))["channel"]["is_ext_shared"]


async def test_a_field_can_be_left_out_of_everything_that_is_sent(peer, bodies):
    peer.slack.workspace.left_out = frozenset({"team_id", "team"})

    await everything(peer)

    assert [kind for kind, body in bodies.items() if {"team_id", "team"} & body.keys()] == []
