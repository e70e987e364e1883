"""Answers to `/alliance` as ready JSON: a topic is rendered once a generation and day, only the question is new."""

from __future__ import annotations

import json
import secrets
import zlib
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.blocks.answer import card
from bot.blocks.elements import MAX_NOTICE, Card
from bot.tasks.clock import utc
from bot.text.limits import cut, escape
from bot.text.reply_context import offers_edits
from bot.text.sources import no_link
from store.model import Brief
from store.text.language import language

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
    return json.dumps(message(shown, response_type="ephemeral"))


MOST_BYTES = 8 << 20
"""So many bytes of replies are kept, those that were rendered last."""

_BARE = -13
"""Deflated without sums of the text and the dictionary, which take as long as opening it, in a window of 8 KiB."""


class Replies:
    """The replies of one bot. Not shared between threads.

    Links are signed for a day of *now* and end some days later, so that a reply is not kept longer than its day.
    What is kept is JSON with a mark where the question stands, a fifth as long by what it has in common with the first:
    to open one takes 8 µs, to render it 500.
    """

    def __init__(
        self,
        to: Link = no_link,
        now: Callable[[], datetime] = utc,
        ended: Callable[[], int] = lambda: 0,
        *,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """*ended* says how often links were ended: those of a reply that is kept would open nothing any more."""
        self._to = to
        self._now = now
        self._ended = ended
        self._spot = secrets.token_hex(16)  # stands for the question while a topic is rendered
        self._kept_for: tuple[int, date, int] | None = None
        self._briefs: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._most_bytes = self._room = most_bytes
        self._first = b""

    def body(self, answer: Answer, topics: Mapping[str, Topic]) -> str:
        """Return the JSON body that shows *answer* to the person who asked."""
        if offers_edits() or not isinstance(answer, Brief) or answer.focus or answer.also or answer.answers:
            return private(card(answer, topics, self._to))
        return self._rendered(answer).replace(self._spot, json.dumps(answer.query)[1:-1], 1)

    def _rendered(self, answer: Brief) -> str:
        """Return the JSON with the mark."""
        keep_for = (answer.generation, self._now().astimezone(UTC).date(), self._ended())
        if keep_for != self._kept_for:
            self._kept_for, self._room, self._first = keep_for, self._most_bytes, b""
            self._briefs.clear()
        of = language(), answer.topic.slug
        kept = self._briefs.get(of)
        if kept is not None:
            return zlib.decompressobj(_BARE, self._first).decompress(kept).decode()
        rendered = private(card(replace(answer, query=self._spot), {}, self._to))
        self._keep(of, rendered.encode())
        return rendered

    def _keep(self, of: tuple[str, str], rendered: bytes) -> None:
        self._first = self._first or rendered
        packing = zlib.compressobj(1, wbits=_BARE, zdict=self._first)
        self._briefs[of] = packing.compress(rendered) + packing.flush()
        self._room -= len(self._briefs[of])
        while self._room < 0:
            self._room += len(self._briefs.popitem(last=False)[1])
