"""Helpful, Wrong, Outdated: what people say of an answer, counted, and flagged to the administrators."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks import browse
from bot.blocks.modals import modal, updated
from bot.blocks.personal import feedback as drawn
from bot.slack.sender import Feature, Shown
from store.text.language import gettext as _
from store.usage.editors_list import Opinion

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click, Way
    from bot.slack.sender import Sender


@dataclass(frozen=True, slots=True)
class FeedbackListeners:
    """Takes what people say of answers."""

    service: LookupService
    sender: Sender

    async def helpful(self, click: Click) -> Shown:
        """Count that an answer helped; once a person and day."""
        if drawn.text_of(click.value, self.service.snapshot.topics) is None:
            return Shown(browse.notice(_(browse.GONE)))
        return Shown(await self._praise(click.value, click.way.user))

    async def ask(self, click: Click) -> Shown | None:
        """Open the form: which it is, and what editors should know."""
        text = drawn.text_of(click.value, self.service.snapshot.topics)
        if text is None:
            return Shown(browse.notice(_(browse.GONE)))
        kind = click.action.partition(":")[2]
        chosen = Opinion(kind) if kind in list(Opinion) else None
        await self.sender.open(click.way.trigger, drawn.form(click.value, text, chosen))
        return None

    async def submit(self, view: dict[str, Any], way: Way) -> dict[str, Any]:
        """Return Slack's answer to the form: the thanks, in its place."""
        subject, verdict, note = drawn.read(view)
        if verdict is Opinion.HELPFUL:
            told = await self._praise(subject, way.user)
        else:
            store, now = self.service.store.usage.feedback, self.service.now()
            new = await asyncio.to_thread(store.raise_flag, subject, verdict, way.user, note, now)
            told = browse.notice(_(drawn.THANKS[new]))
        return updated(modal(told))

    async def _praise(self, subject: str, user: str) -> Card:
        new = await self.service.is_new(f"helpful {user} {subject}")
        if new:
            await asyncio.to_thread(self.service.store.usage.feedback.praise, subject)
        return browse.notice(_(drawn.PRAISED[new]))


def feature(listeners: FeedbackListeners) -> Feature:
    """Return the lines of the menu, and the form."""
    asking = dict.fromkeys(("feedback:wrong", "feedback:outdated", "feedback:say"), listeners.ask)
    return Feature({"feedback:helpful": listeners.helpful, **asking}, {drawn.CALLBACK: listeners.submit})
