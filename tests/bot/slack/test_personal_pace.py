"""A person gets so many requests a minute, then one clear line, wherever they ask."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.slack.personal_pace import PersonalPace, TooMany, Turn
from tests.bot.lenient import peer
from tests.bot.payload_kinds import Kinds, Payload

if TYPE_CHECKING:
    from store.core import BriefingStore

LINE = "You have asked 3 times within a minute. Please wait one, then go on."


@pytest.fixture
def dialect() -> str:
    return "sqlite"


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_each_person_has_their_own_count_and_each_minute_begins_anew() -> None:
    clock = Clock()
    pace = PersonalPace(2, clock)

    turns = [pace.take("U1") for _ in range(4)] + [pace.take("U2")]
    clock.at = 60.0

    assert turns == [Turn.WITHIN, Turn.WITHIN, Turn.FIRST_OVER, Turn.OVER, Turn.WITHIN]
    assert pace.take("U1") is Turn.WITHIN


def test_without_a_limit_and_of_nobody_nothing_is_counted() -> None:
    assert {PersonalPace(0, Clock()).take("U1") for _ in range(5)} == {Turn.WITHIN}
    assert {PersonalPace(1, Clock()).take("") for _ in range(5)} == {Turn.WITHIN}


def test_the_line_says_how_many_and_what_to_do() -> None:
    assert str(TooMany(3)) == LINE
    assert str(TooMany(1_000)).startswith("You have asked 1,000 times")


async def test_a_command_beyond_the_limit_gets_one_clear_line(loaded_store: BriefingStore) -> None:
    async with peer(loaded_store, most=3) as (bot, slack):
        fields = {**Kinds(Random(1), slack).command(), "text": "opcon", "user_id": "U1"}

        replies = [json.loads((await bot.send(Payload("command", fields, json=False)))[1]) for _ in range(5)]
        other = json.loads((await bot.send(Payload("command", {**fields, "user_id": "U2"}, json=False)))[1])

    assert [reply["text"] == LINE for reply in replies] == [False, False, False, True, True]
    assert other["text"].startswith("OPCON")


async def test_elsewhere_the_line_comes_once(loaded_store: BriefingStore) -> None:
    async with peer(loaded_store, most=3) as (bot, slack):
        kinds = Kinds(Random(2), slack)
        click = {**kinds.click(), "user": {"id": "U1", "team_id": "T1"}, "response_url": f"{slack}/response/1"}
        click.pop("view", None)

        answers = [await bot.send(Payload("block_actions", click, json=False)) for _ in range(6)]
        told = [call for call in bot.calls if call == f"response:{LINE}"]
        form = {**kinds.submission(), "user": {"id": "U1", "team_id": "T1"}}
        _, body = await bot.send(Payload("view_submission", form, json=False))

    assert {status for status, _ in answers} == {200}
    assert len(told) == 1
    assert LINE in str(json.loads(body))


async def test_a_mention_beyond_the_limit_is_told_to_the_person_alone(loaded_store: BriefingStore) -> None:
    async with peer(loaded_store, most=1) as (bot, slack):
        kinds = Kinds(Random(3), slack)
        for number in range(3):
            said = {"type": "app_mention", "user": "U1", "channel": "C1", "text": "opcon", "ts": f"{number}.1"}
            await bot.send(Payload("app_mention", kinds.event(said), json=True))

    assert bot.calls.count("chat.postEphemeral") == 1
