"""Files: uploaded on the page, carried by messages, and handed to whoever has the bot's token."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.simulator.page.routes import MAX_UPLOAD
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.files import TOMBSTONE
from bot.simulator.state.fixtures import DESK, GENERAL, JISOO
from tests.bot.simulator.conftest import BOT_TOKEN

DATA = "등대 lamps\n".encode()


async def shared(peer, name: str = "lamps and oil.md", channel: str = DESK) -> dict[str, Any]:
    """Upload a file and share it; return it as the channel's history shows it."""
    file = peer.user_actions.upload(JISOO.id, name, DATA)
    message = await peer.user_actions.say(JISOO.id, channel, "", files=[file.id])
    return peer.slack.workspace.show(message)["files"][0]


async def fetched(url: str, token: str | None = BOT_TOKEN) -> tuple[int, bytes]:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.read()


async def posted(peer, query: dict[str, str], data: bytes, kind: str = "application/octet-stream") -> tuple[int, Any]:
    url, headers = f"{peer.address}/playground/upload", {"content-type": kind}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, params=query, data=BytesIO(data), headers=headers) as answer,
    ):
        return answer.status, json.loads(await answer.text())


async def test_a_message_carries_what_slack_tells_of_a_file(peer):
    file = await shared(peer)

    assert file["name"] == file["title"] == "lamps and oil.md"
    assert (file["mimetype"], file["filetype"], file["size"]) == ("text/markdown", "markdown", len(DATA))
    assert (file["mode"], file["is_external"]) == ("hosted", False)
    assert file["url_private_download"].endswith(f"-{file['id']}/download/lamps_and_oil.md")


async def test_the_bot_downloads_a_file_where_it_is_a_member(peer):
    file = await shared(peer)

    assert await fetched(file["url_private_download"]) == (200, DATA)
    assert await fetched(file["url_private"]) == (200, DATA)


@pytest.mark.parametrize("token", [None, "xoxb-somebody-else"])
async def test_without_the_token_a_download_leads_to_the_sign_in(peer, token):
    file = await shared(peer)

    status, data = await fetched(file["url_private_download"], token)

    assert status == 302
    assert DATA not in data


async def test_without_the_scope_or_outside_its_channels_the_bot_gets_nothing(peer):
    outside = await shared(peer, channel=GENERAL)
    inside = await shared(peer)
    peer.slack.scopes -= {"files:read"}

    assert (await fetched(outside["url_private_download"]))[0] == 302
    assert (await fetched(inside["url_private_download"]))[0] == 302
    with pytest.raises(SlackApiError, match="missing_scope"):
        await peer.client.files_info(file=inside["id"])


async def test_files_info_tells_of_a_file_and_says_what_is_wrong_with_others(peer):
    file, outside = await shared(peer), await shared(peer, channel=GENERAL)
    deleted = await shared(peer)
    files = peer.slack.workspace.files
    files[deleted["id"]] = replace(files[deleted["id"]], mode=TOMBSTONE)

    assert (await peer.client.files_info(file=file["id"]))["file"] == file
    for id_, error in ((outside["id"], "file_not_found"), ("F0", "file_not_found"), (deleted["id"], "file_deleted")):
        with pytest.raises(SlackApiError, match=error):
            await peer.client.files_info(file=id_)
    assert (await fetched(deleted["url_private_download"]))[0] == 302


async def test_a_shortcut_carries_the_files_of_its_message(peer):
    seen = {}

    async def asked(ack, body):
        seen.update(body)
        await ack()

    peer.bolt.message_shortcut("brief_message")(asked)
    file = peer.user_actions.upload(JISOO.id, "lamps.pdf", DATA)
    message = await peer.user_actions.say(JISOO.id, DESK, "look", files=[file.id])
    await peer.user_actions.shortcut(JISOO.id, DESK, message.ts, "brief_message")

    assert [one["id"] for one in seen["message"]["files"]] == [file.id]


async def test_a_direct_message_with_a_file_is_an_event_of_its_own_subtype(peer):
    heard = []

    async def said(event):
        heard.append(event)

    peer.bolt.event("message")(said)
    direct = peer.slack.workspace.direct(JISOO.id, peer.slack.workspace.app.user_id)
    await shared(peer, channel=direct.id)

    assert heard[0]["subtype"] == "file_share"
    assert heard[0]["files"][0]["name"] == "lamps and oil.md"


async def test_the_page_uploads_a_file_and_shares_it_with_a_message(peer):
    status, told = await posted(peer, {"user": JISOO.id, "name": "lamps.txt"}, DATA)
    url = f"{peer.address}/playground/send"
    async with aiohttp.ClientSession() as session:
        asked = {"user": JISOO.id, "channel": DESK, "text": "/not a command", "files": [told["file"]]}
        await session.post(url, json=asked)

    message = peer.slack.workspace.history(DESK)[0]
    assert status == 200
    assert (message.text, message.files) == ("/not a command", (told["file"],))


@pytest.mark.parametrize(
    ("query", "kind", "status", "error"),
    [
        ({"user": "U0", "name": "x"}, "application/octet-stream", 400, "invalid_arguments"),
        ({"user": JISOO.id}, "application/octet-stream", 400, "invalid_arguments"),
        ({"user": JISOO.id, "name": "x"}, "text/plain", 415, "invalid_content_type"),
    ],
)
async def test_an_upload_that_makes_no_sense_is_refused(peer, query, kind, status, error):
    assert await posted(peer, query, DATA, kind) == (status, {"ok": False, "error": error})


async def test_an_upload_over_the_limit_is_refused_before_it_is_read(peer):
    query = {"user": JISOO.id, "name": "x"}

    assert (await posted(peer, query, bytes(MAX_UPLOAD + 1)))[0] == 413


async def test_a_download_can_meet_trouble(peer):
    file = await shared(peer)
    peer.slack.faults.add(Fault(Wrong.STATUS, "files-pri", status=503))

    assert (await fetched(file["url_private_download"]))[0] == 503
    assert (await fetched(file["url_private_download"]))[0] == 200
