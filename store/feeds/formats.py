"""RSS and Atom, by feedparser, and JSON Feed 1.0 and 1.1 to entries, whatever state they are in. Pure."""

from __future__ import annotations

import json
import re
from calendar import timegm
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from store.feeds.entries import dated, entry, plain
from store.feeds.model import ParsedFeed
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import BytesIO

    from store.feeds.model import FeedEntry
    from store.model import PartialDate


MOST_READ = 500
"""Entries that are parsed at all: of more the first are taken, and feeds have the newest first."""
_OPENING = re.compile(rb"<(item|entry)[\s>/]", re.IGNORECASE)
_CLOSING = re.compile(rb"(?:</(?:item|entry)\s*>|<(?:item|entry)\s*/>)", re.IGNORECASE)
_VERSION = "jsonfeed.org/version/"


def parse_xml(stream: BytesIO, url: str, type_: str) -> ParsedFeed | None:
    """Return the feed; None where it is none. *type_* is what its server calls it."""
    import feedparser  # noqa: PLC0415 - in the process that reads, and nowhere else

    # A stream, because feedparser would fetch or open what a text names.
    data, left_out = _cut(stream.getvalue())
    headers = {"content-location": url, **({"content-type": type_} if type_ else {})}
    stream = type(stream)(data)
    found = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not found.version and not found.entries:
        return None
    return ParsedFeed(
        plain(found.feed.get("title", "")),
        found.feed.get("language") or None,
        tuple(_entry(one) for one in found.entries),
        left_out,
        minutes=_minutes(found.feed.get("ttl")),
    )


def _cut(data: bytes) -> tuple[bytes, int]:
    """Return *data* without the entries beyond MOST_READ, and how many those were."""
    starts = [match.start() for match in _OPENING.finditer(data)]
    if len(starts) <= MOST_READ:
        return data, 0
    ends = [match.end() for match in _CLOSING.finditer(data)]
    rest = data[ends[-1] :] if ends and ends[-1] > starts[MOST_READ] else b""
    return data[: starts[MOST_READ]] + rest, len(starts) - MOST_READ


def _entry(one: Any) -> FeedEntry:
    contents = [str(part.get("value", "")) for part in one.get("content", ())]
    body, summary = max(contents, key=len, default=""), str(one.get("summary", ""))
    return entry(
        id_=str(one.get("id", "")),
        link=_link(one),
        title=one.get("title", ""),
        author=str(one.get("author_detail", {}).get("name") or one.get("author", "")),
        publisher=_source(one),
        published=_published(one),
        html=body if len(body) >= len(summary) else summary,
        full=bool(contents),
    )


def _link(one: Any) -> str:
    links = [link for link in one.get("links", ()) if link.get("rel") in {None, "", "alternate"}]
    return str(one.get("link") or next((link.get("href", "") for link in links), ""))


def _source(one: Any) -> str:
    source = one.get("source")
    return str(source.get("title") or source.get("value") or "") if isinstance(source, dict) else ""


def _published(one: Any) -> PartialDate | None:
    """Return the day in the zone that the feed itself writes; feedparser's is in UTC."""
    # Those that it has: asked for `updated`, feedparser warns that it would give `published`.
    for key in (key for key in ("published", "updated", "created") if key in [*one]):
        written = str(one.get(key) or "").strip()
        if found := dated(written):
            return found
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return dated(parsedate_to_datetime(written).date().isoformat())
        parsed = one.get(f"{key}_parsed")
        if parsed:
            with suppress(ValueError, OverflowError):
                return dated(datetime.fromtimestamp(timegm(parsed), UTC).date().isoformat())
    return None


def _minutes(text: object) -> int | None:
    with suppress(ValueError, TypeError):
        return max(0, int(str(text)))
    return None


def parse_json(data: bytes, url: str) -> ParsedFeed:
    """Return the feed; Unreadable where it is none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable(0, 0, "is no feed: it begins as JSON and cannot be read as such") from None
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(found, dict) or _VERSION not in str(found.get("version", "")) or not isinstance(items, list):
        raise Unreadable(0, 0, "is no feed: it is JSON, and no JSON Feed")
    entries = tuple(_json_entry(one, url) for one in items[:MOST_READ] if isinstance(one, dict))
    left_out = max(0, len(items) - MOST_READ)
    return ParsedFeed(plain(_text(found, "title")), _text(found, "language") or None, entries, left_out)


def _json_entry(one: Mapping[str, Any], url: str) -> FeedEntry:
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
