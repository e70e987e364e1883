"""The text of an item: what the reader of documents finds on its page, or what its feed brought of it."""

from __future__ import annotations

import html as entities
import re
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from store.documents import process
from store.errors import Unavailable
from store.files.decoding import Unreadable
from store.ingest import model
from store.model import DatedBy, Kind
from store.seeds.fields import NONE
from store.seeds.metadata import LANGUAGE, URL
from store.text import clean

if TYPE_CHECKING:
    from store.feeds.model import FeedItem
    from store.model import Document, PartialDate

MOST_LETTERS = 120_000
"""Of one item: longer is no report."""
_FEWEST_WORDS = 40
"""Of a page, below which what the feed brought is taken instead, where that is more."""
_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}
_MARKS = re.compile(r"([\\*_`\[\]<>|])")
_OPENING = re.compile(r"^(\s*)([-+#=~>]|\d{1,2}(?=[.)])|\([a-zA-Z\d]{1,5}\)|[a-z](?=\)))")
_BULLETS = "\u2022\u00b7\u25aa\u25cf\u25e6\u2023\u2013\u2014* "
_TAG = re.compile(r"<[^<>]{0,5000}>")
_PARAGRAPH = re.compile(r"</?(?:p|div|li|br|h[1-6]|tr|blockquote)\b[^<>]{0,2000}>", re.IGNORECASE)


class FetchedPage(NamedTuple):
    """What came from the address of an item. *type* is what its server calls it."""

    data: bytes
    type: str


class ReadText(NamedTuple):
    """The text of an item as Markdown, and what its page says where the feed does not."""

    text: str
    author: str | None = None
    published: PartialDate | None = None


def text_of(item: FeedItem, page: FetchedPage | None) -> ReadText:
    """Return the text of *item*: of its *page*, or of what its feed brought where that is more."""
    brought = ReadText(_of_feed(item) or _paragraph(item.title))
    if item.whole or page is None:
        return brought
    read = _of_page(item, page)
    words, few = len(read.text.split()), _FEWEST_WORDS
    return brought if not words or (words < few and len(brought.text.split()) > words) else read


def _of_page(item: FeedItem, page: FetchedPage) -> ReadText:
    suffix = _SUFFIXES.get(page.type.partition(";")[0].strip().lower())
    document = _read(f"page{suffix}", page.data, item) if suffix else None
    if document is None:
        return ReadText("")
    source = document.source
    sure = source.published if source.published_from is not DatedBy.COPYRIGHT_LINE else None
    return ReadText(_markdown(document), source.author, sure)


def _of_feed(item: FeedItem) -> str:
    """Return what the feed brought; by the reader of documents where there is enough for it."""
    parts = [clean(entities.unescape(_TAG.sub(" ", part))) for part in _PARAGRAPH.split(item.html)]
    plain = "\n\n".join(_paragraph(part) for part in parts if part)
    page = f"<html><body><article><h1>{entities.escape(item.title)}</h1>{item.html}</article></body></html>"
    document = _read("feed.html", page.encode("utf-8", "replace"), item) if item.whole else None
    read = _markdown(document) if document else ""
    return (read if 2 * len(read) > len(plain) else plain)[:MOST_LETTERS]


def _read(name: str, data: bytes, item: FeedItem) -> Document | None:
    try:
        return process.parse(name, data, {"title": item.title})
    except (Unreadable, Unavailable):
        return None


def _markdown(document: Document) -> str:
    parts: list[str] = []
    for heading, passages in groupby(document.passages, attrgetter("heading")):
        parts += [f"## {_paragraph(heading)}"] if heading else []
        parts += [_paragraph(one.text) for one in passages]
    return "\n\n".join(parts)[:MOST_LETTERS]


def _paragraph(text: str) -> str:
    """Return *text* as a paragraph of Markdown that reads as it does."""
    text = _MARKS.sub(r"\\\1", clean(text).lstrip(_BULLETS))
    opened = _OPENING.match(text)
    if opened is None:
        return text
    mark = opened[2]
    if mark[0] in "-+#=~>":
        return f"\\{text}"
    # `1.`, `(a)` and `a)` begin lists.
    return f"{mark}\\{text[len(mark) :]}" if mark[0] != "(" else f"\\{text}"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text that `text_of` made, without its marks."""
    return [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", part) for part in text.split("\n\n") if not part.startswith("## ")]


def file_of(item: FeedItem) -> bytes:
    """Return *item* as a document's file: what is known of it as front matter, then its text."""
    said = {
        "title": item.title,
        "publisher": clean(item.publisher),
        "author": item.author or NONE,
        "kind": Kind.NEWS.value,
        "published": str(item.published) if item.published else "",
        "published_from": "" if item.dated else "guess",
        "url": item.url if item.url and URL.fullmatch(item.url) else NONE,
        "language": item.language if item.language and LANGUAGE.fullmatch(item.language) else "",
    }
    front = model.written({key: text for key, text in said.items() if text}, item.topics)
    return f"---\n{front}---\n{item.text}\n".encode()
