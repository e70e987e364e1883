"""Bytes to a feed: RSS, Atom and JSON Feed; or the feeds that a page names. Pure, and read in the limited process."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from store.feeds import formats
from store.feeds.entries import is_of_the_web
from store.feeds.model import ParsedFeed
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.feeds.model import FeedEntry

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
        return _newest(formats.parse_json(data, told["url"]), date.fromisoformat(told["today"]))
    if _PAGE.search(head[:1_000]) and b"<rss" not in head[:2_000]:
        return PageInstead(_offered(data, told["url"]))
    if _ENTITY.search(_prolog(plain)):
        raise Unreadable(0, 0, "defines entities of its own, which are not read: they can unpack to anything")
    found = formats.parse_xml(BytesIO(data), told["url"], told.get("type", ""))
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
    for entry in found.entries:
        if not (entry.title or entry.link or entry.html):
            empty += 1
            continue
        to_come = entry.published is not None and str(entry.published) > latest
        entries.setdefault(entry.key, replace(entry, published=None) if to_come else entry)
    # Stable, so that those of one day stay in the feed's own order.
    newest = sorted(entries.values(), key=lambda one: str(one.published or ""), reverse=True)
    return ParsedFeed(
        found.title,
        found.language,
        tuple(newest[:MOST_ENTRIES]),
        found.left_out + max(0, len(newest) - MOST_ENTRIES),
        empty,
        found.minutes,
    )


def _offered(data: bytes, url: str) -> tuple[str, ...]:
    from lxml import html  # noqa: PLC0415 - for pages alone

    try:
        root = html.document_fromstring(data[:_HEAD])
    except (ValueError, SyntaxError, AssertionError):
        return ()
    links = (link for link in root.iter("link") if str(link.get("type", "")).lower().strip() in _TYPES)
    found = (urljoin(url, str(link.get("href", "")).strip()) for link in links)
    return tuple(dict.fromkeys(one for one in found if is_of_the_web(one)))[:_MOST_OFFERED]
