"""One post of a digest, sent once: what Slack answered becomes the state the delivery goes to.

Slack has no idempotency key. So the client here never retries by itself, every
message carries the delivery's opaque id in its metadata, and an answer that
never came is settled by reading the channel, not by sending again.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.telemetry.series import CALL_SECONDS
from store.digests.model import HEAD, DeliveryOutcome, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.elements import Block
    from store.digests.model import Delivery

EVENT_TYPE = "alliance_digest"

FIRST_BACKOFF = timedelta(seconds=5)
MAX_BACKOFF = timedelta(minutes=15)
TOO_OLD = timedelta(hours=24)
"""How long an unreadable channel is asked again before its owner is."""

_NO_ANSWER = (ClientError, TimeoutError, OSError, ValueError)
"""What comes instead of an answer; a body that is none of Slack's is a ValueError."""

_JSON = {"Content-Type": "application/json;charset=utf-8"}

_SKEW = timedelta(minutes=5)
_PAGE = 200

_PERHAPS_DONE = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Refusals after which, by Slack's own words, some of it may have happened."""

_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited"})
"""Refusals that hold for a while: nothing was posted."""

WORKSPACE_REFUSALS = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Refusals of the whole workspace: no digest's fault, so each is held until a token works again."""

HELD = timedelta(minutes=1)
"""How long after such a refusal the workspace is asked again."""


class Poster:
    """Posts deliveries and reads channels; never raises for what Slack or the network does."""

    def __init__(
        self, client: AsyncWebClient, now: Callable[[], datetime], *, request_seconds: float = CALL_SECONDS
    ) -> None:
        self._client = client
        self._now = now
        self._since = now()
        self.request_seconds = request_seconds

    async def post(self, one: Delivery) -> DeliveryOutcome:
        """Send *one*, whose intent is committed, and return what became of it."""
        body = _body(one)
        try:
            async with asyncio.timeout(self.request_seconds):
                # `chat_postMessage` would read the message, copy it and write it anew: half of what a post costs.
                answer = await self._client.api_call("chat.postMessage", data=body, headers=dict(_JSON))  # type: ignore[arg-type] # it hands any body on
        except SlackApiError as error:
            return self._refused(one, error)
        except ClientConnectorError as error:
            # No connection, so no request: it is safe to try again.
            return self._outcome(one, State.PENDING, error=_name(error), wait=_backoff(one.attempts))
        except _NO_ANSWER as error:
            return self._outcome(one, State.UNSURE, error=_name(error))
        return self._outcome(one, State.POSTED, ts=str(answer["ts"]))

    async def settle(self, one: Delivery) -> DeliveryOutcome:
        """Read the channel for *one*, whose answer never came, and return where that leaves it."""
        try:
            async with asyncio.timeout(self.request_seconds):
                found = await self._find(one)
        except SlackApiError as error:
            return self._unread(one, error)
        except _NO_ANSWER as error:
            return self._again_or_never(one, _name(error))
        if found is None:
            return self._outcome(one, State.PENDING)
        return self._outcome(one, State.POSTED, ts=found)

    async def tell(self, person: str, text: str, blocks: list[Block]) -> bool:
        """Send *person* a direct message; False when it surely did not arrive."""
        try:
            async with asyncio.timeout(self.request_seconds):
                await self._client.chat_postMessage(channel=person, text=text, blocks=blocks or None)
        except SlackApiError as error:
            return _refusal(error).doubtful
        except ClientConnectorError:
            return False
        except _NO_ANSWER:
            pass
        return True

    async def _find(self, one: Delivery) -> str | None:
        """Return the timestamp of the message that carries the delivery's id, after reading all there can be."""
        oldest = ((one.sent_at or one.due_at) - _SKEW).timestamp()
        cursor: str | None = None
        while True:
            page = await self._page(one, f"{oldest:.6f}", cursor)
            for message in page["messages"]:
                if _id_of(message) == one.id:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _page(self, one: Delivery, oldest: str, cursor: str | None) -> AsyncSlackResponse:
        wanted: dict[str, Any] = {
            "channel": one.place.channel,
            "oldest": oldest,
            "limit": _PAGE,
            "cursor": cursor,
            "include_all_metadata": True,
        }
        if one.part == HEAD:
            return await self._client.conversations_history(**wanted)
        return await self._client.conversations_replies(ts=one.reply_to or "", **wanted)

    def _refused(self, one: Delivery, error: SlackApiError) -> DeliveryOutcome:
        refusal = _refusal(error)
        if refusal.code in WORKSPACE_REFUSALS:
            return self._outcome(one, State.PENDING, error=refusal.code, wait=HELD)
        if refusal.later:
            return self._outcome(one, State.PENDING, error=refusal.code, wait=refusal.wait)
        if refusal.doubtful:
            return self._outcome(one, State.UNSURE, error=refusal.code)
        return self._outcome(one, State.FAILED, error=refusal.code)

    def _unread(self, one: Delivery, error: SlackApiError) -> DeliveryOutcome:
        refusal = _refusal(error)
        if refusal.code in WORKSPACE_REFUSALS:
            return self._outcome(one, State.UNSURE, error=refusal.code, wait=HELD)
        if refusal.later or refusal.doubtful:
            return self._again_or_never(one, refusal.code, refusal.wait)
        return self._outcome(one, State.UNCONFIRMED, error=refusal.code)

    def _again_or_never(self, one: Delivery, error: str, at_least: timedelta = FIRST_BACKOFF) -> DeliveryOutcome:
        # What fell due before this process came was not asked for so long.
        age = self._now() - max(one.sent_at or one.due_at, self._since)
        if age > TOO_OLD:
            return self._outcome(one, State.UNCONFIRMED, error=error)
        # As long again as it has been unknown already: a channel that stays unreadable is asked ever less often.
        wait = max(min(age, MAX_BACKOFF), FIRST_BACKOFF, at_least)
        return self._outcome(one, State.UNSURE, error=error, wait=wait)

    def _outcome(
        self,
        one: Delivery,
        state: State,
        *,
        ts: str | None = None,
        error: str | None = None,
        wait: timedelta | None = None,
    ) -> DeliveryOutcome:
        now = self._now()
        return DeliveryOutcome(one, state, now, ts=ts, error=error, retry_at=None if wait is None else now + wait)


def _body(one: Delivery) -> bytes:
    """Return the arguments of `chat.postMessage` as JSON: what we add, and the message as it was drawn."""
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": one.id}}
    ours = {"channel": one.place.channel, "metadata": metadata, "unfurl_links": False, "unfurl_media": False}
    if one.reply_to:
        ours["thread_ts"] = one.reply_to
    message = (one.content or "{}").strip()
    comma = "" if message[1:].lstrip() == "}" else ","
    return f"{json.dumps(ours)[:-1]}{comma}{message[1:]}".encode()


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An answer of Slack's that is no yes: its code, and whether it holds for a while or says nothing certain."""

    code: str
    later: bool
    doubtful: bool
    wait: timedelta


def _refusal(error: SlackApiError) -> _Refusal:
    answer = error.response
    # slack_sdk hands on aiohttp's response when the body was not JSON.
    slacks = isinstance(answer, AsyncSlackResponse) and isinstance(answer.data, dict)
    code = str(answer.data.get("error") or "") if slacks else ""
    status = answer.status_code if slacks else answer.status
    later = status == 429 or code in _LATER
    doubtful = not later and (status >= 500 or not code or code in _PERHAPS_DONE)
    wait = _retry_after(answer.headers) if later else timedelta(0)
    return _Refusal(code or f"http_{status}", later, doubtful, wait)


def _retry_after(headers: Mapping[str, str]) -> timedelta:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(given)) if given.isdecimal() else timedelta(seconds=30)


def _backoff(attempts: int) -> timedelta:
    """Return 5 s after the first attempt, then 10 s, 20 s … up to MAX_BACKOFF."""
    return min(FIRST_BACKOFF * (1 << min(attempts - 1, 10)), MAX_BACKOFF)


def _id_of(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("id")


def _name(error: Exception) -> str:
    return type(error).__name__
