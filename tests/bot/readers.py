"""The evidence pages served as they are in production, and somebody who reads them over HTTP."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import aiohttp
from lxml import html
from starlette.applications import Starlette

from bot.evidence.links import Links
from bot.evidence.routes import EvidencePages
from store.model import Citation
from tests.hosting import Port, hosted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from store.core import BriefingStore
    from tests.bot.served import Clock

SECRET = "0123456789abcdef" * 2


@dataclass(frozen=True, slots=True)
class Read:
    """One page that came: its status, its headers, and its text as a tree."""

    url: str
    status: int
    headers: Mapping[str, str]
    raw: str

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.raw)

    @property
    def said(self) -> str:
        """What a person reads, white space collapsed."""
        body = self.tree.find("body")
        return " ".join(body.text_content().split())

    def one(self, path: str) -> str:
        """The text at *path*, an XPath that finds one element."""
        (found,) = self.tree.xpath(path)
        return " ".join(found.text_content().split())

    def all(self, path: str) -> list[str]:
        return [" ".join(found.text_content().split()) for found in self.tree.xpath(path)]

    @property
    def onward(self) -> list[str]:
        """Where the page leads within the store."""
        found = self.tree.xpath("//a/@href")
        return [urljoin(self.url, href) for href in found if not href.startswith(("#", "http"))]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with links."""

    links: Links
    session: aiohttp.ClientSession

    async def read(self, url: str) -> Read:
        async with self.session.get(url) as came:
            return Read(url, came.status, came.headers, await came.text())

    async def topic(self, slug: str) -> Read:
        return await self.read(self.links(slug))

    async def passage(self, document: str, number: int) -> Read:
        return await self.read(self.links(Citation(document, number)))


@asynccontextmanager
async def reading(store: BriefingStore, clock: Clock) -> AsyncIterator[Reader]:
    """Serve the pages of *store* to somebody whose links are signed by *clock*."""
    port = Port()
    links = Links(port.address, SECRET, 14, lambda: store.snapshot.generation, clock)
    async with (
        hosted(Starlette(routes=EvidencePages(store, links).routes()), port),
        aiohttp.ClientSession() as session,
    ):
        yield Reader(links, session)
