"""`/alliance admin digests` in the simulated workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.simulator.state.fixtures import DANIEL, JISOO, MINJUN
from store.digests.model import Standing
from tests.bot.served import opened
from tests.bot.slack_rules import refused, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.simulator.state.model import Message
    from store.core import BriefingStore
    from tests.bot.served import Team


@pytest.fixture
async def team(loaded_store: BriefingStore) -> AsyncIterator[Team]:
    """The team, with a digest that Han Jisoo set up."""
    async with opened(loaded_store) as made:
        await made.ask("digest subscribe opcon weekdays 08:30 Asia/Seoul")
        yield made


def told(message: Message) -> str:
    assert refused(message.blocks) == []
    return said(message.blocks)


async def test_every_digest_is_listed_with_its_owner_and_its_end(team: Team) -> None:
    listed = await team.ask("admin digests")

    assert "1 digest in this workspace" in told(listed)
    assert " One line on quiet days. Looked after by " in told(listed).replace("\n", "")
    assert "OPCON. Weekdays 08:30 Asia/Seoul. Next:" in told(listed)
    assert "nothing posted yet" in told(listed)
    assert JISOO.id in str(listed.blocks)


async def test_all_pause_and_resume_at_once(team: Team, loaded_store: BriefingStore) -> None:
    paused = await team.ask("admin digests pause all")
    held = [one.standing for one in loaded_store.roster.listed()]
    resumed = await team.ask("admin digests resume all")

    assert (told(paused), held) == ("Paused 1 of 1 digest.", [Standing.PAUSED])
    assert told(resumed) == "Resumed 1 of 1 digest."
    assert [one.standing for one in loaded_store.roster.listed()] == [Standing.ACTIVE]


async def test_digests_go_to_another_owner(team: Team, loaded_store: BriefingStore) -> None:
    await team.ask(f"admin digests give <@{JISOO.id}> <@{MINJUN.id}>")

    assert [one.owner for one in loaded_store.roster.listed()] == [MINJUN.id]


@pytest.mark.parametrize("words", ["pause", "resume everything", "give", "burn all"])
async def test_what_is_not_understood_changes_nothing(team: Team, loaded_store: BriefingStore, words: str) -> None:
    refusal = await team.ask(f"admin digests {words}")

    assert "Try: /alliance admin digests" in told(refusal)
    assert [one.standing for one in loaded_store.roster.listed()] == [Standing.ACTIVE]


async def test_nobody_else_sees_or_changes_them(team: Team, loaded_store: BriefingStore) -> None:
    team.user = DANIEL.id

    refusal = await team.ask("admin digests pause all")

    assert "1 digest" not in told(refusal)
    assert [one.standing for one in loaded_store.roster.listed()] == [Standing.ACTIVE]
