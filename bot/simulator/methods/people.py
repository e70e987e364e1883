"""auth.*, team.*, users.*, bots.*, api.* and apps.*: who is there, and whether the bot may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.methods.call import Call, Caller, WebApiMethod
from bot.simulator.state.model import Json, SlackError

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def _api_test(call: Call) -> Json:
    given = dict(call.arguments.values)
    if "error" in given:
        raise SlackError(str(given["error"]), args=given)
    return {"args": given} if given else {}


def _team_info(call: Call) -> Json:
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


def _users_info(call: Call) -> Json:
    person = call.workspace.person(call.arguments.needed("user"))
    locale = {"locale": person.locale} if call.arguments.flag("include_locale") else {}
    return {"user": {**person.as_slack(call.workspace.team, call.workspace.clock()), **locale}}


def _users_list(call: Call) -> Json:
    now = call.workspace.clock()
    members = [person.as_slack(call.workspace.team, now) for person in call.workspace.people.values()]
    return {"members": members, "cache_ts": int(now.timestamp()), "response_metadata": {"next_cursor": ""}}


def _bots_info(call: Call) -> Json:
    app = call.workspace.app
    if call.arguments.needed("bot") != app.bot_id:
        raise SlackError("bot_not_found")
    bot = {"id": app.bot_id, "app_id": app.id, "user_id": app.user_id, "name": app.name, "deleted": False, "icons": {}}
    return {"bot": bot}


def _open_connection(call: Call) -> Json:
    address = call.address.replace("http", "ws", 1)
    number = call.workspace.number()
    return {
        "url": f"{address}/link/?ticket={call.slack.sockets.issue_ticket()}&app_id={call.workspace.app.id}&n={number}"
    }


METHODS: Mapping[str, WebApiMethod] = {
    "api.test": WebApiMethod(_api_test, caller=Caller.ANYONE),
    "auth.test": WebApiMethod(_auth_test),
    "team.info": WebApiMethod(_team_info, ("team:read",)),
    "users.info": WebApiMethod(_users_info, ("users:read",)),
    "users.list": WebApiMethod(_users_list, ("users:read",)),
    "bots.info": WebApiMethod(_bots_info, ("users:read",)),
    "apps.connections.open": WebApiMethod(_open_connection, caller=Caller.APP),
}
