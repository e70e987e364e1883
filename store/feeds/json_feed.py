"""JSON Feed 1.0 and 1.1 to entries. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from store.feeds.entries import dated, entry, plain
from store.feeds.model import ParsedFeed
from store.feeds.xml_feed import MOST_READ
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.feeds.model import FeedEntry

_VERSION = "jsonfeed.org/version/"


def parse(data: bytes, url: str) -> ParsedFeed:
    """Return the feed; Unreadable where it is none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable(0, 0, "is no feed: it begins as JSON and cannot be read as such") from None
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(found, dict) or _VERSION not in str(found.get("version", "")) or not isinstance(items, list):
        raise Unreadable(0, 0, "is no feed: it is JSON, and no JSON Feed")
    entries = tuple(_entry(one, url) for one in items[:MOST_READ] if isinstance(one, dict))
    left_out = max(0, len(items) - MOST_READ)
    return ParsedFeed(plain(_text(found, "title")), _text(found, "language") or None, entries, left_out)


def _entry(one: Mapping[str, Any], url: str) -> FeedEntry:
    html, text = _text(one, "content_html"), _text(one, "content_text")
    link = _text(one, "url") or _text(one, "external_url")
    return entry(
        id_=_text(one, "id"),
        link=urljoin(url, link) if link else "",
        title=_text(one, "title"),
        author=_author(one),
        publisher="",
        published=dated(_text(one, "date_published")) or dated(_text(one, "date_modified")),
        html=html or _paragraphs(text) or _paragraphs(_text(one, "summary")),
        full=bool(html or text),
    )


def _author(one: Mapping[str, Any]) -> str:
    authors = one.get("authors") or [one.get("author")]
    names = [_text(who, "name") for who in authors if isinstance(who, dict)] if isinstance(authors, list) else []
    return ", ".join(filter(None, names))


def _text(of: Mapping[str, Any], key: str) -> str:
    value = of.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _paragraphs(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{part}</p>" for part in escaped.split("\n") if part.strip())
