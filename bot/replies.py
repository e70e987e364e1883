"""Answers to `/alliance` as ready JSON: each topic is rendered once a generation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot import plain
from bot.blocks import asked, brief, no_link, render
from bot.pieces import escape
from store.model import Brief
from store.words import clean

if TYPE_CHECKING:
    from bot.blocks import Link
    from bot.pieces import Block
    from store.model import Answer

_SPOT = "\x00"
"""Stands for the question while a topic is rendered; `clean` takes it out of every other text."""


def message(text: str, blocks: list[Block], **more: Any) -> dict[str, Any]:
    """Return what Slack takes as one message: notification text, blocks, no unfurling."""
    return {"text": escape(text), "blocks": blocks, "unfurl_links": False, "unfurl_media": False, **more}


class Replies:
    """The replies of one bot; not shared between threads."""

    def __init__(self, link: Link = no_link) -> None:
        self._link = link
        self._generation = -1
        self._briefs: dict[str, tuple[str, str]] = {}

    def private(self, answer: Answer) -> str:
        """Return the JSON body that shows *answer* only to the person who asked."""
        if not isinstance(answer, Brief):
            return ephemeral(plain.notification(answer), render(answer, self._link))
        before, after = self._rendered(answer)
        return f"{before}{json.dumps(f'You asked “{clean(answer.query)}”')}{after}"

    def _rendered(self, answer: Brief) -> tuple[str, str]:
        if answer.generation != self._generation:
            self._generation, self._briefs = answer.generation, {}
        slug = answer.topic.slug
        if slug not in self._briefs:
            self._briefs[slug] = self._split(answer)
        return self._briefs[slug]

    def _split(self, answer: Brief) -> tuple[str, str]:
        first, _, *rest = brief(answer, self._link).blocks
        line = asked("", answer.topic)
        line["elements"][-1]["text"] = _SPOT
        whole = ephemeral(plain.notification(answer), [first, line, *rest])
        before, after = whole.split(json.dumps(_SPOT))
        return before, after


def ephemeral(text: str, blocks: list[Block]) -> str:
    """Return the JSON body of a reply that only the person who asked sees."""
    return json.dumps(message(text, blocks, response_type="ephemeral"))
