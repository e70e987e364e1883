"""Slack's Web API, asked once and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.telemetry.series import SLACK_CALLS, span

if TYPE_CHECKING:
    from aiohttp import ClientSession

CALL_SECONDS = 10
"""The longest that a call may take; what is on the way to a reply has less, and it is much shorter than a lease."""


def web_client(base_url: str, session: ClientSession | None = None, token: str | None = None) -> AsyncWebClient:
    """Return a client of the Web API at *base_url* that asks once. *session* is shared: one a call halves the rate.

    It does not sleep when Slack asks it to wait: a person waits for its answer. Nor does it
    repeat a call whose connection dropped: Slack may have taken it.
    """
    return _CountedClient(token, base_url=base_url, session=session, retry_handlers=[], timeout=CALL_SECONDS)


class _CountedClient(AsyncWebClient):
    """Counts every call by what came of it; raises what the client raises."""

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """Ask Slack for *api_method*."""
        code = "ok"
        with span(f"slack {api_method}") as noted:
            try:
                return await super().api_call(api_method, **more)
            except SlackApiError as error:
                code = _code(error)
                raise
            except BaseException as error:
                code = type(error).__name__
                raise
            finally:
                noted(code=code)
                SLACK_CALLS.labels(api_method, code).inc()


def _code(error: SlackApiError) -> str:
    # slack_sdk hands on aiohttp's response when the body was not JSON.
    answer = error.response
    known = isinstance(answer, AsyncSlackResponse) and isinstance(answer.data, dict)
    return str(answer.data.get("error") or "unknown") if known else "not_json"
