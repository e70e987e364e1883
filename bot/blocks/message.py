"""Answers to `/alliance` as ready JSON: a topic is rendered once a generation and day, only the question is new."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.blocks.answer import card
from bot.blocks.elements import MAX_NOTICE, Card
from bot.tasks.clock import utc
from bot.text.limits import cut, escape
from bot.text.reply_context import offers_edits
from bot.text.sources import no_link
from store.context import language
from store.files.spill import SpillFile
from store.model import Brief

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.text.sources import Link
    from store.model import Answer, Topic


def message(shown: Card, **more: Any) -> dict[str, Any]:
    """Return what Slack takes as a message: notification text without markup, blocks, nothing unfurled."""
    text = escape(cut(shown.text, MAX_NOTICE))
    still = {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
    return {"text": text, "blocks": shown.blocks, **still, **more}


def private(shown: Card) -> str:
    """Return the JSON body of a reply that only the person who asked sees."""
    return _written(message(shown, response_type="ephemeral"))


_written = json.JSONEncoder(separators=(",", ":")).encode

MOST_BYTES = 32 << 20
"""So much of replies is kept on the disk; then they are rendered anew."""


class Replies:
    """The replies of one bot. Not shared between threads.

    Links are signed for a day of *now* and end some days later, so that a reply is not kept longer than its day.
    What is kept is JSON with a spot for the question: to dump the blocks anew takes 50 µs, a tenth of a reply.
    """

    def __init__(
        self,
        to: Link = no_link,
        now: Callable[[], datetime] = utc,
        ended: Callable[[], int] = lambda: 0,
        *,
        most: int = MOST_BYTES,
    ) -> None:
        """*ended* says how often links were ended: those of a reply that is kept would open nothing any more."""
        self._to = to
        self._now = now
        self._ended = ended
        self._spot = secrets.token_hex(16)  # stands for the question while a topic is rendered
        self._kept_for: tuple[int, date, int] | None = None
        self._most = most
        self._forget()

    def body(self, answer: Answer, topics: Mapping[str, Topic]) -> str:
        """Return the JSON body that shows *answer* to the person who asked."""
        if offers_edits() or not isinstance(answer, Brief) or answer.focus or answer.also or answer.answers:
            return private(card(answer, topics, self._to))
        return self._rendered(answer).replace(self._spot, json.dumps(answer.query)[1:-1])

    def _rendered(self, answer: Brief) -> str:
        """Return the JSON with the spot for the question."""
        keep_for = (answer.generation, self._now().astimezone(UTC).date(), self._ended())
        if keep_for != self._kept_for or self._file.size > self._most:
            self._kept_for = keep_for
            self._forget()
        of = language(), answer.topic.slug
        piece = self._pieces.get(of)
        if piece is not None:
            return self._file.read(piece).decode()
        rendered = private(card(replace(answer, query=self._spot), {}, self._to))
        self._pieces[of] = self._file.append(rendered.encode())
        return rendered

    def _forget(self) -> None:
        self._pieces: dict[tuple[str, str], int] = {}
        self._file = SpillFile()
