"""Who did something, and the one rule for who is of the workspace that the bot belongs to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something. *team* is their own workspace, wherever they did it; empty where Slack does not say."""

    id: str
    team: str = ""
    org: str = ""
    """The Enterprise Grid organization that Slack names beside it, which may be the place's and not theirs."""

    @classmethod
    def of(cls, body: Body) -> Self:
        """Return who is behind a command, an interaction or an event."""
        event, user = body.get("event") or {}, body.get("user")
        who = id_of(event.get("user")) if event else id_of(user) or str(body.get("user_id") or "")
        return cls(who, team_of(body), id_of(body.get("enterprise")) or str(body.get("enterprise_id") or ""))


NOBODY = Actor("")


@dataclass(frozen=True, slots=True)
class Home:
    """The workspace that the bot belongs to, and the organization that it is part of, if any."""

    team: str
    org: str = ""

    def lists(self, member: Body) -> bool:
        """Return whether *member*, as `users.info` shows them, is one of ours."""
        teams = (member.get("enterprise_user") or {}).get("teams") or ()
        return not member.get("is_stranger") and (member.get("team_id") == self.team or self.team in teams)

    def has(self, person: Actor) -> bool | None:
        """Return whether *person* is one of ours; None where only Slack's own list of people can say.

        In a channel that two workspaces share, or an organization's many, the place is ours and
        somebody in it need not be. Slack names people by their workspace, on Enterprise Grid also by the
        organization, or by another workspace of it although they are in ours too.
        """
        if person.team and person.team in {self.team, self.org}:
            return True
        unsaid = not person.team
        return None if unsaid or (self.org and person.org == self.org) else False


def team_of(body: Body) -> str:
    """Return the workspace of the person who did something; empty where Slack does not say.

    It is the person's own: `team` is the place, and counts where nothing says whose they are.
    """
    event, user = body.get("event") or {}, body.get("user")
    if event:
        return str(event.get("user_team") or event.get("team") or body.get("team_id") or "")
    own = user.get("team_id") if isinstance(user, dict) else None
    return str(own or body.get("team_id") or id_of(body.get("team")))


def id_of(named: object) -> str:
    """Return the id of a person, a place or a workspace, alone or in an object; empty where there is none."""
    found = named.get("id") if isinstance(named, dict) else named
    return found if isinstance(found, str) else ""
