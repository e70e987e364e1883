"""RSS and Atom to entries, by feedparser, whatever state they are in. Pure."""

from __future__ import annotations

import re
from calendar import timegm
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from store.feeds.entries import dated, entry, plain
from store.feeds.model import ParsedFeed

if TYPE_CHECKING:
    from io import BytesIO

    from store.feeds.model import FeedEntry
    from store.model import PartialDate

MOST_READ = 500
"""Entries that are parsed at all: of more the first are taken, and feeds have the newest first."""
_OPENING = re.compile(rb"<(item|entry)[\s>/]", re.IGNORECASE)
_CLOSING = re.compile(rb"(?:</(?:item|entry)\s*>|<(?:item|entry)\s*/>)", re.IGNORECASE)


def parse(stream: BytesIO, url: str, type_: str) -> ParsedFeed | None:
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
