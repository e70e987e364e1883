"""Slack's Web API methods, one module a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.methods import chat, conversations, files, people, views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.simulator.methods.call import WebApiMethod

METHODS: Mapping[str, WebApiMethod] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}
"""Every method that is simulated, by its name."""

SCOPES: Mapping[str, tuple[str, ...]] = {name: method.scopes for name, method in METHODS.items()}
"""What each method asks of a token: any one, or of those that end alike the one of the conversation."""
