"""A server of feeds on loopback, over real HTTP: what stands at each path, and who asked for it."""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RSS, ATOM, JSON_FEED, PAGE = "application/rss+xml", "application/atom+xml", "application/feed+json", "text/html"


@dataclass(frozen=True)
class Stands:
    """What is answered at a path."""

    body: bytes = b""
    type: str = RSS
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    slow_seconds: float = 0
    """Between two of ten pieces of the body."""


@dataclass(frozen=True)
class Told:
    """An item of a feed."""

    title: str = ""
    link: str = ""
    text: str = ""
    day: str = "Mon, 23 Nov 2026 08:00:00 +0900"
    key: str = ""
    author: str = ""
    content: str = ""


@dataclass
class FeedServer:
    """What the server has, and the requests it got: paths in order, and the headers of the last of each."""

    address: str = ""
    stands: dict[str, Stands] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, path: str, body: str | bytes, type_: str = RSS, **more: object) -> str:
        """Let *body* stand at *path*; return its address."""
        data = body.encode() if isinstance(body, str) else body
        self.stands[path] = Stands(data, type_, **more)  # type: ignore[arg-type]  # by name
        return self.address + path

    def article(self, path: str, title: str, *paragraphs: str) -> str:
        """Let a page with an article stand at *path*; return its address."""
        told = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
        page = (
            f"<!doctype html><html lang=en><head><title>{escape(title)} | The Paper</title></head><body>"
            f"<nav><a href=/>Home</a> <a href=/world>World</a></nav><article><h1>{escape(title)}</h1>{told}</article>"
            "<footer>© 2026 The Paper. All rights reserved.</footer></body></html>"
        )
        return self.put(path, page, PAGE)


def rss(*items: Told, title: str = "The Harbour Paper", more: str = "") -> str:
    """Return a feed in RSS 2.0."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(title)}</title>{more}{''.join(map(_rss_item, items))}</channel></rss>"
    )


def _rss_item(one: Told) -> str:
    parts = {
        "title": one.title,
        "link": one.link,
        "description": one.text,
        "pubDate": one.day,
        "guid": one.key,
        "dc:creator": one.author,
        "content:encoded": one.content,
    }
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text)
    return f"<item>{told}</item>"


def atom(*items: Told, title: str = "The Hill Paper") -> str:
    """Return a feed in Atom 1.0; its days are ISO."""
    entries = "".join(
        f"<entry><title>{escape(one.title)}</title><id>{escape(one.key or one.link)}</id>"
        f'<link href="{escape(one.link)}"/><updated>{one.day}</updated>'
        f"<author><name>{escape(one.author or 'A. Writer')}</name></author>"
        f'<summary type="html">{escape(one.text)}</summary></entry>'
        for one in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(title)}</title>{entries}</feed>'


def json_feed(*items: Told, title: str = "The Valley Paper") -> str:
    """Return a JSON Feed; its days are ISO."""
    told = [
        {
            "id": one.key or one.link,
            "url": one.link,
            "title": one.title,
            "content_html": one.text,
            "date_published": one.day,
            "authors": [{"name": one.author}],
        }
        for one in items
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": told})


def bomb() -> bytes:
    """Return some kilobytes that unpack to 200 MiB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"\0" * 1024 * 1024) for _ in range(200)) + packer.flush()


def packed(text: str) -> bytes:
    """Return *text* as a server packs it."""
    return gzip.compress(text.encode())


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    """Serve on a free port until the block ends."""
    server = FeedServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.headers[self.path] = dict(self.headers.items())
            found = server.stands.get(self.path, Stands(b"not here", PAGE, 404))
            etag = found.headers.get("ETag")
            unchanged = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response(304 if unchanged else found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", found.type)
            self.send_header("Connection", "close")
            if not unchanged:
                self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            if not unchanged:
                with suppress(OSError):
                    self._send(found)
            self.close_connection = True

        def _send(self, found: Stands) -> None:
            if not found.slow_seconds:
                self.wfile.write(found.body)
                return
            step = max(1, len(found.body) // 10)
            for at in range(0, len(found.body), step):
                if ending.wait(found.slow_seconds):
                    return
                self.wfile.write(found.body[at : at + step])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    ending = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        server.address = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            ending.set()
            http.shutdown()
            thread.join()


def stamp(at: float | None = None) -> str:
    """Return an instant as HTTP writes it."""
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(at))
