"""The Slack app: every listener registered, one error handler, no network call on the way to an answer."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot import commands
from bot.blocks import no_link
from bot.replies import Replies, ephemeral
from store.errors import AllianceError, DatabaseBusy, TooLong, Unavailable

if TYPE_CHECKING:
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.blocks import Link
    from store.core import BriefingStore

logger = logging.getLogger(__name__)


class OneWorkspace(AsyncAuthorize):
    """Signs every request in with the one token, without asking Slack: an answer needs no Web API."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - bolt passes it by name
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002 - bolt passes it by name
        actor_team_id: str | None = None,  # noqa: ARG002 - bolt passes it by name
        actor_user_id: str | None = None,  # noqa: ARG002 - bolt passes it by name
    ) -> AuthorizeResult:
        """Return who we are in the workspace that sent the request."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=self._token)


def build_app(
    store: BriefingStore, *, token: str, client: AsyncWebClient | None = None, link: Link = no_link
) -> AsyncApp:
    """Return the app that answers over *store*.

    *client* may bring the Web API's address and a shared session. Requests must have been verified before they
    come here (`bot.signing`, or Socket Mode). *link* gives the public address of a cited passage.
    """
    client = client or AsyncWebClient()
    client.token = None  # bolt would warn about a second token; it is given back below
    app = AsyncApp(
        name="alliance",
        client=client,
        authorize=OneWorkspace(token),
        process_before_response=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.client.token = token
    app.error(answer_error)
    commands.register(app, store, Replies(link))
    return app


async def answer_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """Return what the person sees when a listener failed."""
    words = error_words(error)
    return BoltResponse(status=200, body=ephemeral(words, []) if "command" in body else "")


def error_words(error: Exception) -> str:
    """Return what happened and what to do, in the words for this kind of error."""
    match error:
        case TooLong():
            return "Please shorten this to 200 characters."
        case DatabaseBusy():
            return "Busy, please try again."
        case Unavailable():
            return "Temporarily unavailable."
        case AllianceError():
            return str(error)
        case _:
            reference = secrets.token_hex(2)
            logger.error("failed", extra={"code": "internal", "ref": reference}, exc_info=error)
            return f"Something went wrong (ref {reference})."
