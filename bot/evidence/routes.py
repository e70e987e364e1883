"""The routes and pages of evidence: whoever comes with a good link reads; everybody else is told why not."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.evidence.links import LinkBroken, LinkEnded, LinkExpired, comparison_page, document_page, topic_page
from bot.evidence.views import ComparisonView, DocumentView, RefusalView, TopicView
from bot.reports import build
from bot.text import answers, topics
from bot.text.days import day
from bot.text.errors import words_for
from bot.text.sources import origin, source_title, sources_heading, standing
from bot.text.waiting import NothingLoaded
from store import lookup
from store.errors import AllianceError, InvalidRequest
from store.usage.editors_list import judged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.evidence.links import Links, Pass
    from store.core import BriefingStore
    from store.lookup import Index
    from store.model import Brief, Document, Passage, Topic

    View = TopicView | ComparisonView | DocumentView | RefusalView


_NUMBER = re.compile(r"[0-9]{1,9}")
TEMPLATES = Path(__file__).with_name("templates")


class Gone(InvalidRequest):
    """The link is good, and what it led to is no longer in the briefings."""

    code = "gone"


class EvidencePages:
    """The pages of one store, for those whom *links* admits."""

    def __init__(self, store: BriefingStore, links: Links) -> None:
        self._store = store
        self._links = links

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/t/{slug}", _answering(self.topic)),
            Route("/c/{pair}", _answering(self.comparison)),
            Route("/d/{id}", _answering(self.document)),
        ]

    def topic(self, request: Request) -> TopicView:
        """Return the page of a topic as it stands now."""
        slug: str = request.path_params["slug"]
        admitted, brief = self._admitted(topic_page(slug), request), self._brief(slug, self._store.index)
        return TopicView(admitted, self._links.address, brief.generation, brief.sources, brief)

    def comparison(self, request: Request) -> ComparisonView:
        """Return the page of two topics side by side as they stand now."""
        first, _, second = request.path_params["pair"].partition("_")
        admitted = self._admitted(comparison_page((first, second)), request)
        index = self._store.index
        briefs = self._brief(first, index), self._brief(second, index)
        report = build.comparison([brief.topic for brief in briefs], index.snapshot)
        return ComparisonView(admitted, self._links.address, briefs[0].generation, report.sources, briefs, report)

    def document(self, request: Request) -> DocumentView:
        """Return the page of a document as it stood when the link was made, its passage marked."""
        id_: str = request.path_params["id"]
        asked, marked = (_number(request.query_params.get(name, "")) for name in ("g", "p"))
        generation = asked or 0
        admitted = self._admitted(document_page(id_, generation), request)
        document, state = self._read(id_, generation)
        return DocumentView(
            document=document,
            generation=generation,
            marked=None if state == "unkept" else marked,
            state=state,
            topics=partial(self._topics, id_, state),
            admitted=admitted,
            address=self._links.address,
            now=self._store.snapshot.generation,
        )

    def _admitted(self, page: str, request: Request) -> Pass:
        """Return the pass of who asks for *page*; NothingLoaded where the store, read now if need be, holds nothing."""
        admitted = self._links.admit(page, request.query_params.get("s", ""))
        if not self._store.snapshot.generation:
            self._store.refresh()
        if not self._store.snapshot.generation:
            raise NothingLoaded
        return admitted

    def _brief(self, slug: str, index: Index) -> Brief:
        topic = index.snapshot.topics.get(slug)
        if topic is None:
            raise Gone("The briefings no longer have a briefing on this topic.")
        return judged(lookup.brief(slug, topic, index), self._links.now().date(), self._store.review_days)

    def _read(self, id_: str, generation: int) -> tuple[Document, str]:
        """Return the document as of *generation*, and how that stands to what the briefings say now."""
        source = self._store.snapshot.sources.get(id_)
        document = self._store.document(id_, generation)
        now = document or self._store.document(id_)
        if source is None or now is None:
            raise Gone("The briefings no longer have this document.")
        if document is None:
            return now, "unkept"
        return document, "current" if document.source.fingerprint == source.fingerprint else "changed"

    def _topics(self, id_: str, state: str, passage: Passage) -> list[Topic]:
        """Return the topics of a passage; citations only count where they mean this version."""
        topics, cited = self._store.snapshot.topics, state != "changed"
        slugs = self._store.topics_of(id_, passage) if cited else self._store.mentions(passage.text)
        return [topics[slug] for slug in slugs if slug in topics]


def _answering(show: Callable[[Request], View]) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of *show*. It is the one border of the pages: whatever happens, the reader is told."""

    def answer(request: Request) -> Response:
        try:
            return rendered(show(request))
        except Exception as error:
            refusal = refused(error)
            return rendered(refusal, refusal.status)

    async def endpoint(request: Request) -> Response:
        # In a thread: the database is asked, and a long document takes a moment to write.
        return await asyncio.to_thread(answer, request)

    return endpoint


def refused(error: Exception) -> RefusalView:
    """Return what the reader is told of *error*: what happened, what to do."""
    match error:
        case LinkExpired():
            return RefusalView(403, "This link has expired", str(error))
        case LinkEnded():
            return RefusalView(403, "This link was ended", str(error))
        case LinkBroken():
            return RefusalView(403, "This link does not open anything", str(error))
        case Gone():
            return RefusalView(404, "No longer in the briefings", f"{error} A later load retired it.")
        case AllianceError():
            return RefusalView(503, "Not just now", words_for(error))
        case _:
            return RefusalView(500, "Something went wrong", words_for(error))


def _number(text: str) -> int | None:
    """Return the number in a query; None when it is not one of ours."""
    return int(text) if _NUMBER.fullmatch(text) else None


def rendered(view: View, status: int = 200) -> HTMLResponse:
    """Return the page of *view*."""
    html = _environment().get_template(view.template).render(view=view)
    return HTMLResponse(html, status, headers=_headers())


def web_address(url: str | None) -> str | None:
    """Return *url* where a reader may be sent to it: an address of the web, not of a script or a file."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


@cache
def _environment() -> Environment:
    # Imported at the first page: 40 ms that no start should wait for.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"plain": answers, "topics": topics, "standing": standing, "style": _style()}
    made.globals |= {"origin": origin, "source_title": source_title, "sources_heading": sources_heading}
    made.filters |= {"web_address": web_address, "day": day}
    return made


@cache
def _headers() -> dict[str, str]:
    """Return what every page is sent with. The one stylesheet is known by its hash; nothing else is loaded or run."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'; "
    return {
        "Content-Security-Policy": policy + "frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }


@cache
def _style() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")
