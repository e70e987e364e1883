"""`/alliance export`: the memo comes as a Word file, to whoever asked alone, or they read why it does not."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import aiohttp
import pytest
from docx import Document
from slack_sdk.errors import SlackApiError

from bot.simulator.service.slack import Fault, Wrong
from bot.telemetry.series import web_client
from tests.bot.served import TOKEN
from tests.bot.slack_rules import said

if TYPE_CHECKING:
    from bot.simulator.state.model import Message
    from tests.bot.served import Team


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def exported(team: Team, text: str = "opcon") -> str:
    """Ask for a memo, wait for it, and return what was answered at last."""
    await team.ask(f"export {text}")
    await team.background.drain(30)
    return said(team.private[-1].blocks)


def received(team: Team) -> list[Message]:
    """What came in the person's own conversation with the bot."""
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id
    return [one for one in team.public(direct) if one.files]


async def test_the_memo_comes_as_a_word_file_to_whoever_asked_alone(team: Team) -> None:
    told = await exported(team)

    (message,) = received(team)
    file = team.slack.workspace.files[message.files[0]]
    paragraphs = [one.text for one in Document(BytesIO(file.data)).paragraphs]
    assert told == "The memo on OPCON comes as a Word file, in a direct message."
    assert (file.name, paragraphs[0]) == ("opcon.docx", "Wartime operational control (OPCON) transfer")
    assert message.text.startswith("The memo on OPCON, as of ")
    assert file.channels == {message.channel}
    assert team.public() == []


async def test_two_topics_come_as_one_memo_side_by_side(team: Team) -> None:
    reply = await team.ask("export opcon cfc")
    await team.background.drain(30)

    (message,) = received(team)
    file = team.slack.workspace.files[message.files[0]]
    assert "The memo on OPCON, CFC comes" in reply.text
    assert file.name == "opcon-cfc.docx"
    assert len(Document(BytesIO(file.data)).tables) == 1


@pytest.mark.parametrize("where", ["mention", "conversation"])
async def test_it_comes_there_wherever_it_was_asked_for(team: Team, where: str) -> None:
    direct = team.slack.workspace.direct(team.user, team.slack.workspace.app.user_id).id
    await team.say(
        "@alliance export opcon" if where == "mention" else "export opcon",
        channel=None if where == "mention" else direct,
    )

    await team.background.drain(30)

    assert len(received(team)) == 1


async def test_what_names_no_topic_gets_none(team: Team) -> None:
    nothing = await team.ask("export")
    miss = await team.ask("export zeppelins")

    assert "Say which topic: /alliance export opcon" in said(nothing.blocks)
    assert "No briefing on “zeppelins”." in said(miss.blocks)
    assert received(team) == []


async def test_a_question_that_begins_with_the_word_is_a_question(team: Team) -> None:
    reply = await team.ask("export controls on chips, what do they mean for the alliance?")

    assert "comes as a Word file" not in said(reply.blocks)


@pytest.mark.parametrize(
    ("method", "fault", "words"),
    [
        ("conversations.open", Fault(Wrong.REFUSE, error="missing_scope"), "lacks a permission"),
        ("files.getUploadURLExternal", Fault(Wrong.REFUSE, error="file_uploads_disabled"), "settings in Slack"),
        ("files.getUploadURLExternal", Fault(Wrong.RATE_LIMIT, seconds=30), "slow down"),
        ("upload", Fault(Wrong.STATUS, status=500), "did not answer"),
        ("upload", Fault(Wrong.DROP), "did not answer"),
        ("files.completeUploadExternal", Fault(Wrong.REFUSE, error="posting_to_channel_denied"), "settings in Slack"),
        ("files.completeUploadExternal", Fault(Wrong.DROP), "did not answer"),
    ],
)
async def test_what_slack_refuses_is_said_and_nothing_comes(team: Team, method: str, fault: Fault, words: str) -> None:
    team.slack.faults.add(Fault(fault.wrong, method, fault.seconds, fault.status, fault.error), times=3)

    told = await exported(team)

    assert words in told
    assert received(team) == []


async def test_the_simulated_slack_takes_no_upload_of_another_length_or_that_nobody_announced(team: Team) -> None:
    client = web_client(team.settings.slack_api_url, token=TOKEN)
    announced = await client.files_getUploadURLExternal(filename="a.docx", length=3)
    async with aiohttp.ClientSession() as session:
        statuses = [
            (await session.post(address, data=b"four")).status
            for address in (announced["upload_url"], f"{announced['upload_url']}X")
        ]

    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": announced["file_id"], "title": "a"}])
    assert statuses == [400, 404]
