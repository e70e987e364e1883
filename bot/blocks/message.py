"""Answers to `/alliance` as ready JSON: a topic is rendered once a generation and day, only the question is new."""

from __future__ import annotations

import json
import secrets
import sys
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
from store.context import language
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
_MENU = '"action_id":"brief:share"'
"""From here on replies are alike, but for the slug in what buttons and menus say back."""

MOST_CHARACTERS = 16 << 20
"""So many of replies are kept, those rendered last. Compressed they took a fifth, and a command a tenth more."""


class Replies:
    """The replies of one bot. Not shared between threads.

    Links are signed for a day of *now* and end some days later, so that a reply is not kept longer than its day.
    What is kept is JSON, parted at the question: to dump the blocks anew takes 50 µs, a tenth of all a reply takes.
    Its end, a quarter of it, is kept once for all.
    """

    def __init__(
        self,
        to: Link = no_link,
        now: Callable[[], datetime] = utc,
        ended: Callable[[], int] = lambda: 0,
        *,
        most: int = MOST_CHARACTERS,
    ) -> None:
        """*ended* says how often links were ended: those of a reply that is kept would open nothing any more."""
        self._to = to
        self._now = now
        self._ended = ended
        self._spot = secrets.token_hex(16)  # stands for the question while a topic is rendered, and for its slug
        self._kept_for: tuple[int, date, int] | None = None
        self._briefs: OrderedDict[tuple[str, str], tuple[str, str, str]] = OrderedDict()
        self._most = self._room = most

    def body(self, answer: Answer, topics: Mapping[str, Topic]) -> str:
        """Return the JSON body that shows *answer* to the person who asked."""
        if offers_edits() or not isinstance(answer, Brief) or answer.focus or answer.also or answer.answers:
            return private(card(answer, topics, self._to))
        before, after, end = self._rendered(answer)
        return f"{before}{json.dumps(answer.query)[1:-1]}{after}{end.replace(self._spot, answer.topic.slug)}"

    def _rendered(self, answer: Brief) -> tuple[str, str, str]:
        """Return the JSON before and after the question, and its end, where the spot stands for the slug."""
        keep_for = (answer.generation, self._now().astimezone(UTC).date(), self._ended())
        if keep_for != self._kept_for:
            self._kept_for, self._room = keep_for, self._most
            self._briefs.clear()
        of = language(), answer.topic.slug
        rendered = self._briefs.get(of)
        if rendered is None:
            before, _, after = private(card(replace(answer, query=self._spot), {}, self._to)).partition(self._spot)
            after, menu, end = after.partition(_MENU)
            end = sys.intern(f"{menu}{end.replace(answer.topic.slug, self._spot)}")
            rendered = self._briefs[of] = before, after, end
            self._make_room(rendered)
        return rendered

    def _make_room(self, rendered: tuple[str, str, str]) -> None:
        self._room -= sum(map(len, rendered[:2]))
        while self._room < 0:
            self._room += sum(map(len, self._briefs.popitem(last=False)[1][:2]))
