"""What a person does with the controls of a message, a modal or a Home, and what Slack sends for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.simulator.block_kit.limits import check_view, elements_of
from bot.simulator.delivery import payloads
from bot.simulator.delivery.payloads import Reply, Sort
from bot.simulator.state.model import Json, Message, OpenView, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.simulator.service.slack import Slack

NO_VALUES: Json = {}

HELD: Mapping[str, str] = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
"""What each kind of input holds, by the field that Slack puts it in."""


@dataclass(frozen=True, slots=True)
class Control:
    """One element, where it stands, and what it is set to."""

    place: Message | OpenView
    block_id: str
    action_id: str
    state: Json
    """What the person chose in Slack's words, such as `{"selected_date": "2026-11-23"}`; empty for a button."""

    @property
    def element(self) -> Json:
        """The element as the app sent it; `invalid_action` when the place has none of that name."""
        for block in blocks_of(self.place):
            for element in elements_of(block) if block.get("block_id") == self.block_id else []:
                if element.get("action_id") == self.action_id:
                    return element
        raise SlackError("invalid_action")


@dataclass(frozen=True, slots=True)
class Controls:
    """A person's hands on what the app has drawn."""

    slack: Slack

    async def act(self, user: str, control: Control, values: Json = NO_VALUES) -> Reply:
        """Press or choose. *values* are the other inputs touched so far, by block and action."""
        workspace, place = self.slack.workspace, control.place
        person, action = workspace.person(user), self._action(control)
        every = merged(blocks_of(place), values)
        if isinstance(place, OpenView):
            trigger = self.slack.rights.trigger(user, place.id)
            filled = self.slack.views.fill(place, every)
            payload = payloads.action_in_view(workspace, person, filled, action, trigger)
        else:
            granted = self.slack.grant(user, place.channel, place)
            done = {"state": {"values": every}, "actions": [action]}
            payload = payloads.action_in_message(workspace, person, place, done, granted)
        return await self.slack.delivery.send(Sort.INTERACTIVE, payload)

    async def suggest(self, user: str, control: Control, typed: str) -> tuple[Reply, list[Json]]:
        """Type into an external select; return the reply and the options or groups in it."""
        workspace = self.slack.workspace
        asked = {"action_id": control.element["action_id"], "block_id": control.block_id, "value": typed}
        payload = payloads.suggestion(workspace, workspace.person(user), control.place, asked)
        reply = await self.slack.delivery.send(Sort.INTERACTIVE, payload)
        return reply, list(reply.body.get("options") or reply.body.get("option_groups") or [])

    async def submit(self, user: str, view: OpenView, values: Json = NO_VALUES) -> tuple[Reply, Json]:
        """Submit a modal; return the reply and the errors to show by block, none when it was taken."""
        workspace = self.slack.workspace
        filled = self.slack.views.fill(view, merged(view.body["blocks"], values))
        trigger = self.slack.rights.trigger(user, view.id)
        payload = payloads.submission(workspace, workspace.person(user), filled, trigger)
        reply = await self.slack.delivery.send(Sort.INTERACTIVE, payload)
        return reply, {} if reply.error else self._follow(filled, reply.body)

    async def close(self, user: str, view: OpenView, *, everything: bool = False) -> None:
        """Close a modal, or the whole stack by its cross; the app hears of it when it asked to."""
        workspace = self.slack.workspace
        closed = self.slack.views.stack(user)[::-1] if everything else [view]
        self.slack.views.close(user, everything=everything or bool(view.body.get("clear_on_close")))
        for gone in closed:
            if gone.body.get("notify_on_close"):
                payload = payloads.closing(workspace, workspace.person(user), gone, cleared=everything)
                await self.slack.delivery.send(Sort.INTERACTIVE, payload)

    def _action(self, control: Control) -> Json:
        element = control.element
        shown = ("type", "text", "value", "style", "placeholder")
        kept: Json = {name: element[name] for name in shown if name in element}
        where = {"action_id": control.action_id, "block_id": control.block_id, "action_ts": self.slack.workspace.ts()}
        return {**kept, **control.state, **where}

    def _follow(self, view: OpenView, body: Json) -> Json:
        views = self.slack.views
        match body.get("response_action"):
            case "errors":
                return dict(body.get("errors", {}))
            case "update":
                views.update(view, self._checked(body))
            case "push":
                views.push(view.user, self._checked(body))
            case "clear":
                views.close(view.user, everything=True)
            case _:
                views.close(view.user)
        return {}

    def _checked(self, body: Json) -> Json:
        return check_view(body.get("view"), "modal", mint=lambda: self.slack.workspace.mint("b"))


def blocks_of(place: Message | OpenView) -> Sequence[Json]:
    """The blocks of a message, a modal or a Home."""
    return place.blocks if isinstance(place, Message) else place.body["blocks"]


def merged(blocks: Sequence[Json], values: Json) -> Json:
    """Return what every input holds, by block and action: what was touched, and otherwise its initial value."""
    every: Json = {}
    for block in blocks:
        for element in elements_of(block):
            state = values.get(block["block_id"], {}).get(element.get("action_id")) or _initial(element)
            if state is not None:
                every.setdefault(block["block_id"], {})[element["action_id"]] = state
    return every


def _initial(element: Json) -> Json | None:
    """Return the state of an input nobody has touched; None for a button and whatever else holds nothing."""
    kind = str(element["type"])
    if kind not in HELD:
        return None
    held = HELD[kind]
    otherwise: list[Json] | None = [] if held == "selected_options" else None
    # What is held at first stands in `initial_date` for `selected_date`.
    return {"type": kind, held: element.get(f"initial_{held.removeprefix('selected_')}", otherwise)}
