"""views.* and blocks.validate: modals and App Homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.block_kit.limits import check_view, problems_of
from bot.simulator.methods.call import Call, WebApiMethod
from bot.simulator.state.model import Json, OpenView, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping


def _body(call: Call, kind: str) -> Json:
    body = call.arguments.structure("view", error="invalid_arguments")
    return check_view(body, kind, mint=lambda: call.workspace.mint("b"))


def _shown(call: Call, view: OpenView) -> Json:
    return {"view": view.as_slack(call.workspace.team, call.workspace.app)}


def _open(call: Call) -> Json:
    body = _body(call, "modal")
    trigger = call.slack.rights.exchange(call.arguments.needed("trigger_id"))
    return _shown(call, call.slack.views.open(trigger.user, body))


def _push(call: Call) -> Json:
    body = _body(call, "modal")
    trigger = call.slack.rights.exchange(call.arguments.needed("trigger_id"))
    if trigger.view is None:
        raise SlackError("invalid_trigger_id")
    return _shown(call, call.slack.views.push(trigger.user, body))


def _update(call: Call) -> Json:
    arguments = call.arguments
    view = call.slack.views.find(arguments.text("view_id"))
    body = _body(call, str(view.body.get("type", "modal")))
    if arguments.text("hash") not in {"", view.hash}:
        raise SlackError("hash_conflict")
    return _shown(call, call.slack.views.update(view, body))


def _publish(call: Call) -> Json:
    body = _body(call, "home")
    user = call.workspace.person(call.arguments.needed("user_id")).id
    return _shown(call, call.slack.views.publish(user, body, call.arguments.text("hash") or None))


def _validate(call: Call) -> Json:
    given = [name for name in ("blocks", "message", "view") if call.arguments.values.get(name)]
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    problems = problems_of(given[0], call.arguments.structure(given[0], error="invalid_arguments"))
    if problems:
        raise SlackError(f"invalid_{given[0]}", errors=[problem.as_slack() for problem in problems])
    return {}


METHODS: Mapping[str, WebApiMethod] = {
    "views.open": WebApiMethod(_open),
    "views.push": WebApiMethod(_push),
    "views.update": WebApiMethod(_update),
    "views.publish": WebApiMethod(_publish),
    "blocks.validate": WebApiMethod(_validate),
}
