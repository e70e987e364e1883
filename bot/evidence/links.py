"""Signed addresses of evidence pages, and what is left of their life when somebody comes with one.

A link is signed for a day, not for a moment: made twice on one day it is the
same, so that a rendered brief can be kept for that day. It is good until the
end of its last day, in UTC, and whatever its page leads on to ends with it.
The signature covers the topic, or the document at one generation: passages
keep their numbers within one. Which passage is marked is free to choose,
because the whole document is on the page anyway.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, TimestampSigner

from bot.text.days import day
from store.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.model import Citation

SALT = b"alliance-bot evidence pages"
"""Parts the key of these signatures from whatever else is made with the same secret."""


class LinkBroken(InvalidRequest):
    """The signature is missing or not ours: the address was cut, changed or made up."""

    code = "link_broken"

    def __init__(self) -> None:
        super().__init__("This link is incomplete or was changed; copy it whole, or ask again in Slack.")


class LinkExpired(InvalidRequest):
    """The signature was good until the end of *ended_on*."""

    code = "link_expired"

    def __init__(self, ended_on: date) -> None:
        super().__init__(f"This link ended on {day(ended_on)}; ask again in Slack.")
        self.ended_on = ended_on


def topic_page(slug: str) -> str:
    """Return the part of a topic's address that is signed."""
    return f"/t/{slug}"


def document_page(id_: str, generation: int) -> str:
    """Return the part of a document's address that is signed."""
    return f"/d/{id_}?g={generation}"


@dataclass(frozen=True, slots=True)
class Pass:
    """What makes links signed for the day *signed_on*, good for *days* days more."""

    secret: str
    signed_on: date
    days: int

    @property
    def ends_on(self) -> date:
        """The last day, in UTC."""
        return self.signed_on + timedelta(days=self.days)

    def topic(self, slug: str) -> str:
        """Return the signed path of a topic's page."""
        page = topic_page(slug)
        return f"{page}?s={self.token(page)}"

    def document(self, id_: str, generation: int, passage: int | None = None) -> str:
        """Return the signed path of a document's page, with *passage* marked on it."""
        page = document_page(id_, generation)
        signed = f"{page}&s={self.token(page)}"
        return signed if passage is None else f"{signed}&p={passage}#p{passage}"

    def token(self, page: str) -> str:
        """Return the day and the signature that open *page*."""
        signed = _Signer(self.secret, self.signed_on).sign(page.encode())
        return signed[len(page.encode()) + 1 :].decode()


@dataclass(frozen=True, slots=True)
class Links:
    """The links that Slack shows. *generation* tells the current one, *now* the time; *days* is a link's life."""

    address: str
    secret: str
    days: int
    generation: Callable[[], int]
    now: Callable[[], datetime]

    def __call__(self, what: Citation | str) -> str:
        """Return the address of a passage in its document, or of the topic with this slug."""
        today = self._today()
        if isinstance(what, str):
            return self.address + today.topic(what)
        return self.address + today.document(what.document, self.generation(), what.passage)

    def admit(self, page: str, token: str) -> Pass:
        """Return the pass that *token* is for *page*; LinkBroken or LinkExpired when it is none (any more)."""
        try:
            _, signed_at = _Signer(self.secret, date.min).unsign(f"{page}.{token}", return_timestamp=True)
        except BadSignature:
            raise LinkBroken from None
        found = Pass(self.secret, signed_at.date(), self.days)
        # One signature can be written in several ways; only ours is taken.
        if not hmac.compare_digest(found.token(page), token):
            raise LinkBroken
        if found.ends_on < self._today().signed_on:
            raise LinkExpired(found.ends_on)
        return found

    def _today(self) -> Pass:
        return Pass(self.secret, self.now().astimezone(UTC).date(), self.days)


class _Signer(TimestampSigner):
    """itsdangerous's signer as of the start of a day."""

    def __init__(self, secret: str, day: date) -> None:
        super().__init__(secret, salt=SALT, key_derivation="hmac", digest_method=sha256)
        self._day = day

    def get_timestamp(self) -> int:
        """Return when signatures are dated, in seconds since 1970."""
        return int(datetime.combine(self._day, time(), UTC).timestamp())
