"""auth.*, users.* and apps.*: who is there, and whether the bot may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.methods.call import Call, Caller, WebApiMethod

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.simulator.state.model import Json


def _auth_test(call: Call) -> Json:
    team, app = call.workspace.team, call.workspace.app
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.workspace.person(app.user_id).handle,
        "team_id": team.id,
        "user_id": app.user_id,
        "bot_id": app.bot_id,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
        "is_enterprise_install": app.org_wide,
    }


def _users_info(call: Call) -> Json:
    person = call.workspace.person(call.arguments.needed("user"))
    locale = {"locale": person.locale} if call.arguments.flag("include_locale") else {}
    return {"user": {**person.as_slack(call.workspace.team, call.workspace.clock()), **locale}}


def _users_list(call: Call) -> Json:
    now = call.workspace.clock()
    members = [person.as_slack(call.workspace.team, now) for person in call.workspace.people.values()]
    return {"members": members, "cache_ts": int(now.timestamp()), "response_metadata": {"next_cursor": ""}}


def _open_connection(call: Call) -> Json:
    address = call.address.replace("http", "ws", 1)
    number = call.workspace.number()
    return {
        "url": f"{address}/link/?ticket={call.slack.sockets.issue_ticket()}&app_id={call.workspace.app.id}&n={number}"
    }


METHODS: Mapping[str, WebApiMethod] = {
    "auth.test": WebApiMethod(_auth_test),
    "users.info": WebApiMethod(_users_info, ("users:read",)),
    "users.list": WebApiMethod(_users_list, ("users:read",)),
    "apps.connections.open": WebApiMethod(_open_connection, caller=Caller.APP),
}
