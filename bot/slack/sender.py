"""Everything we send to Slack of our own accord: response URLs, messages, modals, the Home, what a click brings up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.blocks.message import message
from bot.blocks.modals import modal
from bot.text.errors import Spoiled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.elements import Block, Card, Element
    from bot.blocks.modals import View
    from bot.slack.payloads import Click, Way

    Press = Callable[[Click], Awaitable["Shown | None"]]
    """What a button does; None where it has shown that itself."""
    Submit = Callable[[View, Way], Awaitable[dict[str, Any]]]
    """What a form that is handed in does; returns Slack's answer to it."""
    Suggest = Callable[[str], Awaitable[list[Element]]]
    """What a menu offers for what has been typed into it so far."""


SPENT = ("used_url", "expired_url", "invalid_url")
"""How Slack refuses a response URL after five uses or thirty minutes."""


MOST_WAIT_SECONDS = 30


class NotDelivered(Exception):
    """Slack did not take a message that it should have."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends for one bot, through one session."""

    client: AsyncWebClient

    async def respond(self, way: Way, shown: Card, **more: Any) -> bool:
        """Answer through the response URL; return False when there is none, or it is used up or too old."""
        if not way.response_url or not is_slacks(way.response_url, self.client.base_url):
            return False
        thread = {"thread_ts": way.thread} if way.thread else {}
        hook = AsyncWebhookClient(
            way.response_url,
            session=self.client.session,
            ssl=self.client.ssl,
            proxy=self.client.proxy,
            retry_handlers=[],  # a retry after a dropped connection would post twice
        )
        reply = await hook.send_dict(message(shown, **thread, **more))
        if any(refusal in reply.body for refusal in SPENT):
            return False
        if reply.status_code != 200:
            raise NotDelivered(f"The response URL answered {reply.status_code}.")
        return True

    async def show(self, way: Way, shown: Card) -> None:
        """Show the person alone: through the response URL, or as a modal where that is used up."""
        if not await self.respond(way, shown, response_type="ephemeral", replace_original=False):
            await self.open(way.trigger, modal(shown))

    async def open(self, trigger: str, view: View) -> str:
        """Open a modal, and return its id; a trigger is good for three seconds."""
        opened = await self.client.views_open(trigger_id=trigger, view=view)
        return str((opened.get("view") or {}).get("id") or "")

    async def update(self, view_id: str, view: View) -> None:
        """Show something else in the open modal; Spoiled where nobody knows which that is."""
        if not view_id:
            raise Spoiled
        await self.client.views_update(view_id=view_id, view=view)

    async def post(self, channel: str, thread: str | None, shown: Card) -> str:
        """Post a message, in a thread where there is one, and return its timestamp; wait as long as Slack asks.

        Never on the way to a reply: a person would wait along.
        """
        for last in (False, False, True):
            try:
                posted = await self.client.chat_postMessage(channel=channel, thread_ts=thread, **message(shown))
            except SlackApiError as error:
                wait = _wait_seconds(error)
                if last or not 0 < wait <= MOST_WAIT_SECONDS:
                    raise
                await asyncio.sleep(wait)
            else:
                return str(posted.get("ts") or "")
        raise AssertionError  # the last attempt raised or returned

    async def take_back(self, channel: str, ts: str) -> bool:
        """Delete a message of ours; return False where it is gone already."""
        try:
            await self.client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
            return False
        return True

    async def whisper(self, channel: str, user: str, thread: str | None, shown: Card) -> None:
        """Post a message that only *user* sees."""
        told = message(shown)
        await self.client.chat_postEphemeral(
            channel=channel, user=user, thread_ts=thread, text=told["text"], blocks=told["blocks"]
        )

    async def show_home(self, user: str, blocks: list[Block]) -> None:
        """Show *user* the app's Home."""
        await self.client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})


def _wait_seconds(error: SlackApiError) -> int:
    """Return how long Slack asks to wait; 0 where it refused for another reason."""
    if getattr(error.response, "status_code", 0) != 429:
        return 0
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    given = str(headers.get("retry-after") or "")
    return int(given) if given.isdecimal() else 1


HOSTS = (".slack.com", ".slack-gov.com")


def is_slacks(url: str, api: str) -> bool:
    """Return whether *url* may be shown the token: it is on Slack's own hosts, or where the Web API is, at *api*."""
    try:
        wanted, known = urlsplit(url), urlsplit(api)
        if (wanted.scheme, wanted.hostname, wanted.port) == (known.scheme, known.hostname, known.port):
            return wanted.hostname is not None
        return wanted.scheme == "https" and wanted.port in (None, 443) and f".{wanted.hostname}".endswith(HOSTS)
    except ValueError:
        return False


class Where(Enum):
    """Where the answer to a click appears."""

    BELOW = auto()
    """As a new message that only the person sees; in a modal, on top of it."""
    INSTEAD = auto()
    """In place of a private message that has served its purpose."""
    NEXT = auto()
    """The next page: below in a channel, in place within a modal."""
    MODAL = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a click brings up, and where."""

    card: Card
    where: Where = Where.BELOW


@dataclass(frozen=True, slots=True)
class Feature:
    """What people can press, hand in and type into, each by its action or the callback id of its form."""

    buttons: Mapping[str, Press] = field(default_factory=dict)
    forms: Mapping[str, Submit] = field(default_factory=dict)
    menus: Mapping[str, Suggest] = field(default_factory=dict)


async def deliver(sender: Sender, click: Click, shown: Shown) -> None:
    """Show what a click brought up where it belongs; as a modal, which needs no response URL, where that is used up."""
    if click.view is None and shown.where is not Where.MODAL:
        instead = shown.where is Where.INSTEAD and click.private
        if await sender.respond(click.way, shown.card, response_type="ephemeral", replace_original=instead):
            return
    await open_form(sender, click, modal(shown.card), in_place=shown.where is Where.NEXT)


async def open_form(sender: Sender, click: Click, form: View, *, in_place: bool = False) -> None:
    """Open a modal: on top of the one that was clicked in, or *in_place* of it, as where three are open."""
    if click.view is None or click.view.is_home:
        await sender.open(click.way.trigger, form)
    elif click.view.has_room and not in_place:
        await sender.client.views_push(trigger_id=click.way.trigger, view=form)
    else:
        await sender.update(click.view.id, form)
