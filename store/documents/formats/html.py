"""HTML to a page: trafilatura finds the article, the rest of the page tells of it."""

from __future__ import annotations

import logging
import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree, html

from store.documents.formats.html_outline import BREAK, CELL, outline
from store.documents.layout.blocks import Block, Role
from store.documents.layout.page import Facts, Page
from store.documents.metadata import bylines, titles
from store.documents.metadata.repair import unglued_title
from store.files.decoding import Unreadable
from store.model import PartialDate
from store.text import clean, dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement
    from trafilatura.settings import Document as Extracted

    from store.documents.formats.html_outline import Seen

_MOST_TAGS = 150_000
_MOST_ELEMENTS = 10_000
_MOST_CHARACTERS = 1_000_000
"""Above these trafilatura takes seconds; a larger page is read by its tags alone."""

_PUBLISHED = frozenset(
    {
        *("article:published_time", "og:published_time", "article.published", "datepublished", "date", "pubdate"),
        *(
            "publishdate",
            "publish-date",
            "publication_date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.issued",
        ),
        *("citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date"),
    }
)
_IN_SCRIPT = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{4,40})"')
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=[T\s]|$)")
_URL = re.compile(r"https?://[^\s/<>|\"\\]+(?:/[^\s<>|\"\\]*)?", re.IGNORECASE)
_NEAR = 12
_FEW = 4
_PARTS = 20
_REACH = 2
_LONGEST_SCRIPT = 100_000


def read(text: str) -> Page:
    """Return the article of a page, and the lines around it that speak of it; Unreadable when it is empty."""
    text = text.replace(BREAK, " ")  # ours alone, where the page breaks a line
    # Counted before it is parsed: a tree takes a hundred times the memory of its text.
    if text.count("<") > _MOST_TAGS:
        raise Unreadable(0, 0, f"has more than {_MOST_TAGS} tags; split it", "too_large")
    root = _parsed(text)
    elements = sum(1 for _ in root.iter())
    seen = outline(root)
    swift = elements <= _MOST_ELEMENTS and len(text) <= _MOST_CHARACTERS
    extracted = _extracted(text) if swift else None
    blocks = _chosen(seen, _told(extracted)) if extracted is not None else []
    own = _own(root, seen)
    # It leaves out what it takes for clutter: where that is most of the page, the tags know better.
    if not blocks or _weight(blocks) * _FEW < _weight(own):
        blocks = own
    facts = _facts(root, extracted)
    return Page(tuple(_sensible(block, facts.title) for block in blocks), facts, tuple(_frame(seen, blocks)))


def _parsed(text: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(0, 0, "has no text that can be read; write it, or remove the file") from error


def _extracted(text: str) -> Extracted | None:
    import trafilatura  # noqa: PLC0415  # slow to import, and few folders hold HTML

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is ours to report
    try:
        found = trafilatura.bare_extraction(
            text.replace("\0", ""), favor_recall=True, include_comments=False, with_metadata=True
        )
    except Exception:  # whatever its heuristics stumble over, the tags can still be read
        return None
    return None if isinstance(found, dict) else found


def _told(extracted: Extracted) -> set[str]:
    """Return the sentences that trafilatura takes for the article's."""
    told: set[str] = set()
    for element in extracted.body:
        for between in ("", ". "):
            told |= titles.sentences(between.join(str(piece) for piece in element.itertext()))
    return told


def _chosen(seen: list[Seen], told: set[str]) -> list[Block]:
    """Return the blocks that trafilatura chose, as the page parts them, with the odd sentence it left out between them.

    It glues paragraphs together, and may miss the first.
    """
    chosen = [_is_told(each.block.text, told) for each in seen]
    for number, each in enumerate(seen):
        between = any(chosen[max(0, number - _REACH) : number]) and any(chosen[number + 1 : number + 1 + _REACH])
        if between and not each.framed and titles.is_prose(each.block.text):
            chosen[number] = True
    return [each.block for each, is_chosen in zip(seen, chosen, strict=True) if is_chosen]


def _is_told(text: str, told: set[str]) -> bool:
    sentences = titles.sentences(text.replace(CELL, ". "))
    return bool(sentences) and 2 * len(sentences & told) >= len(sentences)


def _own(root: HtmlElement, seen: list[Seen]) -> list[Block]:
    """Return the blocks outside of frames, or those of the largest part that the page marks as its article."""
    blocks = [each.block for each in seen if not each.framed]
    marked = [
        [each.block for each in outline(part) if not each.framed]
        for part in islice(root.iter("article", "main"), _PARTS)
    ]
    largest = max(marked, key=_weight, default=[])
    return largest if _weight(largest) * 2 > _weight(blocks) else blocks


def _sensible(block: Block, title: str | None) -> Block:
    """Return a block as what it is: pages mark their first sentences as headings, and their slogans as titles."""
    if block.role is Role.HEADING and titles.is_prose(block.text):
        return Block(block.text, Role.TEXT)
    if block.level == 1 and title and titles.key(unglued_title(block.text)) != titles.key(title):
        return Block(block.text, Role.HEADING, 2)
    return block


def _weight(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks if titles.is_prose(block.text))


def _frame(seen: list[Seen], blocks: list[Block]) -> Iterator[Block]:
    """Return the lines between the headline and the article, and the copyright lines anywhere."""
    opening = next((block for block in blocks if titles.is_prose(block.text)), None)
    top = next((number for number, each in enumerate(seen) if each.block.level == 1), len(seen))
    end = next((number for number, each in enumerate(seen) if each.block == opening), 0)
    for number, each in enumerate(seen):
        text = each.block.text
        near = top < number < min(end, top + _NEAR)
        if len(text) <= titles.LONGEST and (near or "©" in text or "opyright" in text):
            yield Block(text)


def _facts(root: HtmlElement, extracted: Extracted | None) -> Facts:
    publisher = _cleaned(extracted.sitename if extracted else None)
    language = (root.get("lang") or "").split("-")[0].lower()
    return Facts(
        title=_title(root, extracted),
        author=_author(extracted.author or "", publisher or "") if extracted else None,
        publisher=publisher,
        published=_published(root),
        url=extracted.url if extracted and _URL.fullmatch(extracted.url or "") else None,
        language=language if 2 <= len(language) <= 3 and language.isalpha() else None,
    )


def _title(root: HtmlElement, extracted: Extracted | None) -> str | None:
    for found in (extracted.title if extracted else None, root.findtext(".//h1"), root.findtext(".//title")):
        if title := unglued_title(clean(found or "")):
            return title
    return None


def _author(text: str, publisher: str) -> str | None:
    """Return the names that trafilatura found, as a byline would give them; a publisher or a role is nobody's."""
    names = bylines.author(f"By {clean(text).replace('; ', ', ')}")
    nobody = names is None or bylines.is_role(names) or titles.key(names) in titles.key(publisher)
    return None if nobody else names


def _cleaned(text: str | None) -> str | None:
    return clean(text or "")[: titles.LONGEST] or None


def _published(root: HtmlElement) -> PartialDate | None:
    """Return the date in the page's own data. Guessing one from the text is left to the byline."""
    written = [
        meta.get("content") or ""
        for meta in root.iter("meta")
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in _PUBLISHED
    ]
    written += [
        time.get("datetime") or ""
        for time in root.iter("time")
        if "pubdate" in time.attrib or time.get("itemprop") == "datePublished"
    ]
    written += [
        match[1]
        for script in root.iter("script")
        for match in _IN_SCRIPT.finditer((script.text or "")[:_LONGEST_SCRIPT])
    ]
    return next(filter(None, map(_dated, written)), None)


def _dated(text: str) -> PartialDate | None:
    day = _DAY.match(text.strip())
    try:
        return PartialDate.parse(day.group()) if day else next((found.date for found in dates.find(text[:60])), None)
    except ValueError:
        return None
