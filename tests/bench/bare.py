"""The bot to compare with: bolt and nothing else, answering the same fixed blocks to every command.

python bare.py PORT REPLY.json — with SLACK_API_URL, SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET as the bot has them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck
    from starlette.requests import Request
    from starlette.responses import Response


def build(reply: dict[str, Any]) -> Starlette:
    """Return the ASGI app whose `/alliance` answers *reply*."""
    given = os.environ  # noqa: TID251 - the settings as the bot beside it has them
    client = AsyncWebClient(given["SLACK_BOT_TOKEN"], base_url=given["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=given["SLACK_SIGNING_SECRET"], process_before_response=True)

    @app.command("/alliance")
    async def answer(ack: AsyncAck) -> None:
        await ack(reply)

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(
        build(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=65,
        log_level="warning",
    )
