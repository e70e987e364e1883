"""Signed addresses of evidence pages, and what is left of their life when somebody comes with one.

A link is signed for a day, not for a moment: made twice on one day it is the same, so that a rendered brief
can be kept for that day. It is good until the end of its last day, in UTC, and whatever its page leads on to
ends with it. The signature covers the topic, two topics that are compared in either order, or the document at
one generation: passages keep their numbers within one. Which passage is marked is free to choose, because the
whole document is on the page anyway. How often the links of the page were ended is part of the key, so that
older ones open nothing any more.
"""

from __future__ import annotations

import hmac
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from itsdangerous import BadSignature, TimestampSigner

from bot.config.settings import Settings, shown
from bot.tasks.clock import utc
from bot.text.days import day
from store import context
from store.errors import AllianceError, InvalidRequest
from store.model import Citation
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.text.sources import Shown
    from store.access.link_rounds import LinkRounds
    from store.core import BriefingStore

    Rounds = Callable[[str], tuple[int, int]]
    """Gives how often all links were ended, and how often those of a page."""


LOOK_SECONDS = 1.0
"""How long a page waits to hear whether its link was ended."""

SALT = b"alliance-bot evidence pages"
"""Parts the key of these signatures from whatever else is made with the same secret."""


class LinkBroken(InvalidRequest):
    """The signature is missing or not ours: the address was cut, changed or made up."""

    code = "link_broken"

    def __init__(self) -> None:
        super().__init__(_("This link is incomplete or was changed; copy it whole, or ask again in Slack."))


class LinkEnded(InvalidRequest):
    """The signature is good, and somebody has taken the link back."""

    code = "link_ended"

    def __init__(self) -> None:
        super().__init__(_("An administrator has ended this link; ask again in Slack."))


class LinkExpired(InvalidRequest):
    """The signature was good until the end of *ended_on*."""

    code = "link_expired"

    def __init__(self, ended_on: date) -> None:
        super().__init__(_("This link ended on {day} UTC; ask again in Slack.", day=day(ended_on)))
        self.ended_on = ended_on


def never_ended(_: str) -> tuple[int, int]:
    """Return that no link was ended."""
    return 0, 0


def keyed(secret: str, rounds: tuple[int, int]) -> str:
    """Return what links of these rounds are signed with; those that were never ended, with the secret alone."""
    return secret if rounds == (0, 0) else f"{secret} after {rounds[0]}, {rounds[1]}"


def topic_page(slug: str) -> str:
    """Return the part of a topic's address that is signed."""
    return f"/t/{slug}"


def comparison_page(slugs: Iterable[str]) -> str:
    """Return the part of a comparison's address that is signed: one page, whichever topic is named first."""
    return f"/c/{'_'.join(sorted(slugs))}"


def document_page(id_: str, generation: int) -> str:
    """Return the part of a document's address that is signed."""
    return f"/d/{id_}?g={generation}"


def page_of(address: str) -> str | None:
    """Return the part that is signed of an *address* as Slack shows it; None where it is no address of a page."""
    parts = urlsplit(address.strip())
    if re.fullmatch(r"/t/[^/]+", parts.path):
        return topic_page(parts.path.removeprefix("/t/"))
    if re.fullmatch(r"/c/[^/]+", parts.path):
        return comparison_page(parts.path.removeprefix("/c/").split("_"))
    generation = parse_qs(parts.query).get("g", [""])[0]
    if re.fullmatch(r"/d/[^/]+", parts.path) and re.fullmatch("[0-9]{1,9}", generation):
        return document_page(parts.path.removeprefix("/d/"), int(generation))
    return None


def ended(page: str) -> str:
    """Return what is said once the links to *page* have ended; those of all pages where it is empty."""
    which = _("every link to {page}", page=page) if page else _("every link to a page")
    return _("Ended {which} that was made until now. Whoever asks in Slack again gets a new one.", which=which)


@dataclass(frozen=True, slots=True)
class Pass:
    """What makes links signed for the day *signed_on*, good for *days* days more, as of the *rounds* of each page."""

    secret: str
    signed_on: date
    days: int
    rounds: Rounds = never_ended

    @property
    def ends_on(self) -> date:
        """The last day, in UTC."""
        return self.signed_on + timedelta(days=self.days)

    def topic(self, slug: str) -> str:
        """Return the signed path of a topic's page."""
        page = topic_page(slug)
        return f"{page}?s={self.token(page)}"

    def comparison(self, slugs: tuple[str, str]) -> str:
        """Return the signed path of the page that sets two topics side by side, in this order."""
        return f"/c/{'_'.join(slugs)}?s={self.token(comparison_page(slugs))}"

    def document(self, id_: str, generation: int, passage: int | None = None) -> str:
        """Return the signed path of a document's page, with *passage* marked on it."""
        page = document_page(id_, generation)
        signed = f"{page}&s={self.token(page)}"
        return signed if passage is None else f"{signed}&p={passage}#p{passage}"

    def token(self, page: str) -> str:
        """Return the day and the signature that open *page*."""
        signed = _Signer(keyed(self.secret, self.rounds(page)), self.signed_on).sign(page.encode())
        return signed[len(page.encode()) + 1 :].decode()


@dataclass(frozen=True, slots=True)
class Links:
    """The links that Slack shows. *generation* tells the current one, *now* the time; *days* is a link's life.

    *rounds* are how often links were ended, None where nobody can.
    """

    address: str
    secret: str
    days: int
    generation: Callable[[], int]
    now: Callable[[], datetime]
    rounds: LinkRounds | None = None

    def __call__(self, what: Shown) -> str:
        """Return the address of a passage in its document, of the topic with a slug, or of two side by side."""
        today = self._today()
        match what:
            case str():
                return self.address + today.topic(what)
            case Citation():
                return self.address + today.document(what.document, self.generation(), what.passage)
            case _:
                return self.address + today.comparison(what)

    def admit(self, page: str, token: str) -> Pass:
        """Return the pass that *token* is for *page*; LinkBroken or LinkExpired when it is none (any more)."""
        if self.rounds is not None:
            # Another process may have ended it a moment ago; without the database, what was known last holds.
            with suppress(AllianceError), context.ending_after(LOOK_SECONDS):
                self.rounds.refresh()
        signed_on = self._signed_on(page, token)
        found = Pass(self.secret, signed_on, self.days, self._round)
        # One signature can be written in several ways; only ours is taken.
        if not hmac.compare_digest(found.token(page), token):
            raise LinkBroken
        if found.ends_on < self._today().signed_on:
            raise LinkExpired(found.ends_on)
        return found

    def _signed_on(self, page: str, token: str) -> date:
        """Return the day of the signature; LinkEnded where it was good in an earlier round."""
        all_, mine = self._round(page)
        for former in [(all_, mine), *((earlier, its) for earlier in range(all_ + 1) for its in range(mine + 1))]:
            try:
                key = keyed(self.secret, former)
                _, signed_at = _Signer(key, date.min).unsign(f"{page}.{token}", return_timestamp=True)
            except BadSignature:
                continue
            if former != (all_, mine):
                raise LinkEnded
            return signed_at.date()
        raise LinkBroken

    def _round(self, page: str) -> tuple[int, int]:
        return (0, 0) if self.rounds is None else self.rounds.of(page)

    def _today(self) -> Pass:
        return Pass(self.secret, self.now().astimezone(UTC).date(), self.days, self._round)


class _Signer(TimestampSigner):
    """itsdangerous's signer as of the start of a day."""

    def __init__(self, secret: str, day: date) -> None:
        super().__init__(secret, salt=SALT, key_derivation="hmac", digest_method=sha256)
        self._day = day

    def get_timestamp(self) -> int:
        """Return when signatures are dated, in seconds since 1970."""
        return int(datetime.combine(self._day, time(), UTC).timestamp())


def evidence_links(settings: Settings, store: BriefingStore, now: Callable[[], datetime] = utc) -> Links | None:
    """Return the links to evidence pages; None when nobody's browser could follow them: no address, no secret."""
    if settings.public_url is None or settings.signs_links is None:
        return None
    return Links(
        address=settings.public_url,
        secret=shown(settings.signs_links),
        days=settings.link_days,
        generation=lambda: store.snapshot.generation,
        rounds=store.links,
        now=now,
    )
