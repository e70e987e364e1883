"""Bytes to a feed, whether RSS, Atom or JSON Feed; or the feeds that a page names. Read in the limited process."""

from __future__ import annotations

import json
import re
from calendar import timegm
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from store.feeds.entries import dated, entry, is_of_the_web, plain
from store.feeds.model import ParsedFeed
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.feeds.model import FeedEntry
    from store.model import PartialDate


MOST_ENTRIES = 100
"""The newest that one poll takes; who brings more than that in a period is no source that people review."""
_ENTITY = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]{0,1000}\[", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_HEAD = 200_000
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_MOST_OFFERED = 10
_TOMORROW = timedelta(days=1)
MOST_READ = 500
"""Entries that are parsed at all: of more the first are taken, and feeds have the newest first."""
_OPENING = re.compile(rb"<(item|entry)[\s>/]", re.IGNORECASE)
_CLOSING = re.compile(rb"(?:</(?:item|entry)\s*>|<(?:item|entry)\s*/>)", re.IGNORECASE)
_VERSION = "jsonfeed.org/version/"


def parse_xml(data: bytes, url: str, type_: str) -> ParsedFeed | None:
    """Return the feed; None where it is none. *type_* is what its server calls it."""
    import feedparser  # noqa: PLC0415 - in the process that reads, and nowhere else

    data, left_out = _cut(data)
    headers = {"content-location": url, **({"content-type": type_} if type_ else {})}
    # A stream, because feedparser would fetch or open what a text names.
    found = feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not found.version and not found.entries:
        return None
    return ParsedFeed(
        plain(found.feed.get("title", "")),
        found.feed.get("language") or None,
        tuple(_xml_entry(one) for one in found.entries),
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


def _xml_entry(one: Any) -> FeedEntry:
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


@dataclass(frozen=True, slots=True)
class PageInstead:
    """What came is a page; *offered* are the addresses of the feeds that it names."""

    offered: tuple[str, ...]


def parse(name: str, data: bytes, told: Mapping[str, str]) -> ParsedFeed | PageInstead:
    """Return the feed in *data*; *told* has its `url`, the `type` that its server gives, and `today`.

    Unreadable where it is neither a feed nor a page. *name* is no matter.
    """
    del name
    plain = data.replace(b"\0", b"")[:_HEAD]  # so that UTF-16 hides nothing
    head = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head:
        raise Unreadable(0, 0, "is empty")
    if head[:1] == b"{":
        return _newest(parse_json(data, told["url"]), date.fromisoformat(told["today"]))
    if _PAGE.search(head[:1_000]) and b"<rss" not in head[:2_000]:
        return PageInstead(_offered(data, told["url"]))
    if _ENTITY.search(_prolog(plain)):
        raise Unreadable(0, 0, "defines entities of its own, which are not read: they can unpack to anything")
    found = parse_xml(data, told["url"], told.get("type", ""))
    if found is None:
        raise Unreadable(0, 0, "is no feed: neither RSS, Atom nor JSON Feed")
    return _newest(found, date.fromisoformat(told["today"]))


def _prolog(plain: bytes) -> bytes:
    """Return what stands before the first element: only there a document can define anything."""
    told = _COMMENT.sub(b"", plain)
    begins = _ELEMENT.search(told)
    return told[: begins.start()] if begins else told


def _newest(found: ParsedFeed, today: date) -> ParsedFeed:
    """Return the newest entries of a feed, each key once, with no date that cannot be so."""
    latest, empty = str(today + _TOMORROW), 0
    entries: dict[str, FeedEntry] = {}
    for one in found.entries:
        if not (one.title or one.link or one.html):
            empty += 1
            continue
        to_come = one.published is not None and str(one.published) > latest
        entries.setdefault(one.key, replace(one, published=None) if to_come else one)
    # Stable, so that those of one day stay in the feed's own order.
    newest = sorted(entries.values(), key=lambda one: str(one.published or ""), reverse=True)
    left_out = found.left_out + max(0, len(newest) - MOST_ENTRIES)
    return replace(found, entries=tuple(newest[:MOST_ENTRIES]), left_out=left_out, empty=empty)


def _offered(data: bytes, url: str) -> tuple[str, ...]:
    from lxml import html  # noqa: PLC0415 - for pages alone

    try:
        root = html.document_fromstring(data[:_HEAD])
    except (ValueError, SyntaxError, AssertionError):
        return ()
    links = (link for link in root.iter("link") if str(link.get("type", "")).lower().strip() in _TYPES)
    found = (urljoin(url, str(link.get("href", "")).strip()) for link in links)
    return tuple(dict.fromkeys(one for one in found if is_of_the_web(one)))[:_MOST_OFFERED]
