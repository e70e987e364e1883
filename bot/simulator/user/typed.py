"""What a person types, as Slack stores it: escaped, with mentions and links in angle brackets. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.state.workspace import Workspace

_LINK = re.compile(r"https?://[^\s<>|]+")
_CHANNEL = re.compile(r"#([a-z0-9_-]{1,80})")


def encoded(typed: str, workspace: Workspace) -> str:
    """Return *typed* in Slack's form: `&lt;`, `<https://…>`, `<@U…>` and `<#C…|name>`."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub(lambda link: f"<{link.group()}>", text)
    for person in sorted(workspace.people.values(), key=lambda person: -len(person.name)):
        for name in (person.name, person.handle):
            text = text.replace(f"@{name}", f"<@{person.id}>")
    names = {channel.name: channel.id for channel in workspace.channels.values() if channel.name}
    return _CHANNEL.sub(lambda m: f"<#{names[m.group(1)]}|{m.group(1)}>" if m.group(1) in names else m.group(), text)
