"""What a click brings up, and where: shown below, in place, or in a modal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from bot.blocks.modals import modal
from bot.slack.payloads import Click, Surface

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.blocks.elements import Card
    from bot.slack.payloads import View
    from bot.slack.sender import Sender

    Press = Callable[[Click], Awaitable["Shown | None"]]
    """What a button does; None where it has shown that itself."""


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


async def deliver(sender: Sender, click: Click, shown: Shown) -> None:
    """Show what a click brought up where it belongs."""
    if click.view is not None:
        await _in_view(sender, click, click.view, shown)
    elif shown.where is Where.MODAL:
        await sender.open(click.way.trigger, modal(shown.card))
    elif not await _in_message(sender, click, shown):
        # The response URL is used up: a modal needs none.
        await sender.open(click.way.trigger, modal(shown.card))


async def open_form(sender: Sender, click: Click, form: dict[str, Any]) -> None:
    """Open a form: on top of the modal that was clicked in, or in its place where three are open."""
    if click.view is None or click.place is Surface.HOME:
        await sender.open(click.way.trigger, form)
    elif click.view.has_room:
        await sender.client.views_push(trigger_id=click.way.trigger, view=form)
    else:
        await sender.client.views_update(view_id=click.view.id, view=form)


async def _in_view(sender: Sender, click: Click, view: View, shown: Shown) -> None:
    if click.place is Surface.HOME:
        await sender.open(click.way.trigger, modal(shown.card))
    elif shown.where is Where.NEXT or not view.has_room:
        await sender.update(view.id, shown.card)
    else:
        await sender.push(click.way, shown.card)


async def _in_message(sender: Sender, click: Click, shown: Shown) -> bool:
    instead = shown.where is Where.INSTEAD and click.place is Surface.PRIVATE
    return await sender.respond(click.way, shown.card, response_type="ephemeral", replace_original=instead)
