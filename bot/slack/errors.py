"""What a person reads when something failed: one handler for every listener."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError

from bot.blocks import browse, load_plan
from bot.blocks.message import private
from bot.blocks.modals import modal, updated
from bot.slack import refusals
from bot.slack.payloads import MessageEvent, Way
from bot.slack.sender import NotDelivered
from bot.text.errors import words_for
from store.errors import LoadRunning
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blocks.elements import Card
    from bot.slack.sender import Sender

UNHANDLED = N_("This does nothing any more, or belongs to another app. /alliance help lists what there is.")
AWAY = N_("Slack did not answer the bot in time. Please try again.")
SLACKS_FAULTS = (SlackApiError, NotDelivered, aiohttp.ClientError, TimeoutError)
"""What comes of a call to Slack that it refused, or never answered."""

logger = logging.getLogger(__name__)


def told(error: BaseException, *, saving: bool = False) -> str:
    """Return what happened and what to do next: a refusal of Slack's by its meaning, anything else by `words_for`."""
    if isinstance(error, BoltUnhandledRequestError):
        logger.warning("unhandled", extra={"code": "unhandled"})
        return _(UNHANDLED)
    if not isinstance(error, SLACKS_FAULTS):
        return words_for(error, saving=saving)
    code = reason(error)
    words = refusals.told(code, needed_scope(error)) if code else _(AWAY)
    if not words:
        return words_for(error, saving=saving)
    logger.error("slack refused", extra={"code": code or type(error).__name__, "scope": needed_scope(error)})
    return words


def card_for(error: BaseException, *, saving: bool = False) -> Card:
    """Return the same in Slack, where people go by their names."""
    words = told(error, saving=saving)
    return load_plan.running(error) if isinstance(error, LoadRunning) else browse.notice(words)


@dataclass(frozen=True, slots=True)
class ErrorHandler:
    """Answers the person once, by the way that is open."""

    sender: Sender

    async def answer(self, error: Exception, body: dict[str, Any], *, aloud: bool = True) -> BoltResponse:
        """Return the reply to a command or a form; everything else is told by response URL or modal, if *aloud*."""
        match body.get("type"):
            case "view_submission":
                words = told(error, saving=True)
                return BoltResponse(status=200, body=json.dumps(unsaved(body.get("view") or {}, words)))
            case "block_suggestion" | "dialog_suggestion":
                told(error)
                return BoltResponse(status=200, body='{"options": []}')
            case "event_callback" | "view_closed" | "dialog_cancellation" if isinstance(
                error, BoltUnhandledRequestError
            ):
                return BoltResponse(status=200)  # nobody waits, and nothing was asked
            case None if "command" not in body:
                return BoltResponse(status=400)  # none of Slack's
        shown = card_for(error)
        if "command" in body:
            return BoltResponse(status=200, body=private(shown))
        if aloud:
            await self._tell(body, shown)
        return BoltResponse(status=200)

    async def _tell(self, body: dict[str, Any], shown: Card) -> None:
        """Tell the person where they are: of an event only where it was something they said to us."""
        if body.get("type") != "event_callback":
            await self._show(Way.of(body), shown)
        elif said := MessageEvent.of(body):
            way = Way(said.person, "", None, said.thread, said.channel)
            await self._show(way, shown)

    async def _show(self, way: Way, shown: Card) -> None:
        """Show it where the person is; as a message, where a form can no longer be opened."""
        try:
            if way.response_url or way.trigger:
                await self.sender.show(way, shown)
                return
        except SLACKS_FAULTS as error:
            logger.info("shown as a message", extra={"code": "no_way", "why": type(error).__name__})
        try:
            if way.channel:
                await self.sender.whisper(way.channel, way.user, way.thread, shown)
            else:
                await self.sender.post(way.user, None, shown)
        except SLACKS_FAULTS as error:
            logger.warning("not told", extra={"code": "not_told", "why": type(error).__name__})


def unsaved(view: Mapping[str, Any], words: str) -> dict[str, Any]:
    """Return the answer to a form that could not be taken: in the form, because an empty one closes it as saved."""
    blocks = view.get("blocks") or ()
    fields = [one["block_id"] for one in blocks if one.get("type") == "input" and "block_id" in one]
    if not fields:
        return updated(modal(browse.notice(words)))
    return {"response_action": "errors", "errors": {fields[0]: words}}


def reason(error: BaseException) -> str:
    """Return Slack's name for what is wrong; empty when it failed before it could say."""
    if isinstance(error, SlackApiError) and getattr(error.response, "status_code", 0) == 429:
        return "ratelimited"
    return str(_said(error).get("error") or "")


def needed_scope(error: BaseException) -> str:
    """Return the scope that Slack misses; empty where it misses none."""
    said = _said(error)
    return str(said.get("needed") or "") if said.get("error") == "missing_scope" else ""


def _said(error: BaseException) -> Mapping[str, Any]:
    # slack_sdk hands on aiohttp's response, which has no data, when the body was not JSON.
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    return data if isinstance(data, dict) else {}
