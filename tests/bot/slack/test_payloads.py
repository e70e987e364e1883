"""The rule for who is of our workspace, in every shape in which Slack says it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.payloads import Actor, Home, id_of, team_of


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"command": "/alliance", "team_id": "T1"}, "T1"),
        ({"command": "/alliance", "enterprise_id": "E1"}, ""),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, "T2"),
        ({"team": None, "user": {"id": "U1", "team_id": "T1"}, "enterprise": {"id": "E1"}}, "T1"),
        ({"team": {"id": "T1"}, "user": {"id": "U1"}}, "T1"),
        (
            {"team_id": "T1", "event": {"user": "U1", "user_team": "T2", "team": "T1"}, "is_ext_shared_channel": True},
            "T2",
        ),
        ({"team_id": "T1", "event": {"user": "U1"}}, "T1"),
        ({"team_id": "T1", "event": {"user": "U1", "user_team": "E1", "team": "T1"}}, "E1"),
    ],
)
def test_who_somebody_is_goes_by_their_own_workspace(body: dict[str, Any], team: str) -> None:
    assert team_of(body) == team


@pytest.mark.parametrize(
    ("home", "person", "ours"),
    [
        (Home("T1"), Actor("U1", "T1"), True),
        (Home("T1"), Actor("U1", "T2"), False),
        (Home("T1"), Actor("U1", ""), None),
        (Home("T1", "E1"), Actor("U1", "T1", "E1"), True),
        (Home("T1", "E1"), Actor("U1", "E1"), True),
        (Home("T1", "E1"), Actor("U1", "T2", "E1"), None),
        (Home("T1", "E1"), Actor("U1", "T2", "E2"), False),
        (Home("T1", "E1"), Actor("U1", "T2"), False),
        (Home("T1"), Actor("U1", "T2", "E1"), False),
        (Home(""), Actor("U1", ""), None),
    ],
)
def test_one_rule_says_who_is_ours_and_when_only_slack_can(home: Home, person: Actor, ours: bool | None) -> None:
    assert home.has(person) is ours


@pytest.mark.parametrize(
    ("member", "ours"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T2"}, False),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}, True),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2"]}}, False),
        ({"team_id": "T1", "is_stranger": True}, False),
        ({}, False),
    ],
)
def test_whom_slack_lists_is_ours_by_any_of_their_workspaces(member: dict[str, Any], ours: bool) -> None:
    assert Home("T1", "E1").lists(member) is ours


def test_who_acts_is_read_from_commands_interactions_and_events() -> None:
    command = Actor.of({"user_id": "U1", "team_id": "T1", "enterprise_id": "E1"})
    click = Actor.of({"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}, "enterprise": {"id": "E1"}})
    event = Actor.of({"event": {"user": "U1", "user_team": "T2"}, "team_id": "T1"})

    assert command == Actor("U1", "T1", "E1")
    assert click == Actor("U1", "T2", "E1")
    assert event == Actor("U1", "T2", "")


def test_an_id_comes_alone_or_in_an_object() -> None:
    assert [id_of(one) for one in ("U1", {"id": "U1"}, {}, None, 7)] == ["U1", "U1", "", "", ""]
