"""A raw file to a Document: title, publisher, author, date, sections and numbered passages.

Pure: bytes in, nouns out. Each format gives a page of blocks; from there one
way leads through all of them: the article is found on the page, its head and
foot are read and taken off, and what is left becomes passages.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, replace
from operator import methodcaller
from typing import TYPE_CHECKING

from store.documents import passages as passages_documents
from store.documents.formats import mail, markdown, plain_text
from store.documents.layout.blocks import Block, Facts, Page, Role
from store.documents.metadata import article, dating, kinds, masthead, titles
from store.files.decoding import Unreadable, decode_document
from store.files.formats import document_id, parted
from store.model import DatedBy, Document, Kind, PartialDate, Source
from store.text import clean
from store.text.normalise import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from store.model import Passage

MAX_BLOCKS = 30_000
"""The most paragraphs and lines of one file: books have fewer."""

MAX_LINES = 200_000

UNDATED, NONE = "undated", "none"
_LONG_LINE = 120
_MARKED_HEADING = re.compile(r"^#{1,4} \w.{2,100}$\n\s*\n", re.MULTILINE)
_MARGIN = 15
_OPENING = 6
_LONGEST_OPENING = 70
_SHORT_WORD = 3
_SAMPLE = 2_000
_SPACES = methodcaller("count", " ")
_APART = ("fingerprint", "topics", "note", "published_from", "places")
_HANGUL = re.compile(r"[가-힣]+")


def parse(name: str, data: bytes, overrides: Mapping[str, str] | None = None) -> Document:
    """Return the document in the file *name* with the content *data*.

    *overrides* are what an editor knows better, by the keys of a sidecar; topics are slugs, parted by spaces, and
    places are pairs of passage and place, as JSON.
    Raises Unreadable, and nothing else, whatever the bytes are.
    """
    suffix = parted(name)[1]
    read = _OF_BYTES.get(suffix)
    if read is None:
        return from_text(name, decode_document(data, declared=suffix in _OF_TEXT), overrides)
    return _document(name, read(data), overrides or {})


def from_text(name: str, text: str, overrides: Mapping[str, str] | None = None) -> Document:
    """Return the document in the file *name* with the content *text*: plain, Markdown or HTML by its suffix."""
    if text.count("\n") > MAX_LINES:
        raise Unreadable(0, 0, f"has more than {MAX_LINES} lines; split it", "too_large")
    given = overrides or {}
    suffix = parted(name)[1]
    if suffix in _OF_TEXT:
        page = _OF_TEXT[suffix](text)
    else:
        sent, text = mail.part_head(text)
        facts, text = markdown.part_title(text)
        facts = sent.or_else(facts)
        sure = suffix == ".md" and ("title" in given or facts.title)
        found = markdown.from_markdown(text) if sure else _marked_up(text, suffix) or plain_text.from_lines(text)
        page = Page(tuple(found), facts)
    return _document(name, page, given)


def _pdf(data: bytes) -> Page:
    from store.documents.formats import pdf  # noqa: PLC0415  # few folders hold PDFs

    return pdf.read(data)


def _docx(data: bytes) -> Page:
    from store.documents.formats import docx  # noqa: PLC0415  # few folders hold Word files

    return docx.read(data)


def _html(text: str) -> Page:
    from store.documents.formats import html  # noqa: PLC0415  # trafilatura takes a third of a second to import

    return html.read(text)


_OF_BYTES: Mapping[str, Callable[[bytes], Page]] = {".pdf": _pdf, ".docx": _docx}
_OF_TEXT: Mapping[str, Callable[[str], Page]] = {".html": _html, ".htm": _html}
"""The readers by suffix; what has none is plain text, or Markdown. `files.formats` has the names of all."""


def _marked_up(text: str, suffix: str) -> list[Block]:
    """Return the blocks of text that is written as Markdown, whatever its file is called; none when it is not.

    It has headings, or a list where the file is called so, and is not one paragraph a line.
    """
    if suffix != ".md" and not _MARKED_HEADING.search(text):
        return []
    lines = text.split("\n")
    if sum(1 for line in lines if len(line) > _LONG_LINE) > 2 and all(line.strip() for line in lines[:-1]):
        return []
    blocks = markdown.from_markdown(text)
    return blocks if any(block.role in (Role.HEADING, Role.ITEM) for block in blocks) else []


def _document(name: str, page: Page, given: Mapping[str, str]) -> Document:
    if len(page.blocks) > MAX_BLOCKS:
        raise Unreadable(0, 0, f"has more than {MAX_BLOCKS} paragraphs; split it", "too_large")
    found = article.find(page.blocks, sifted=page.sifted, printed=page.printed)
    sure = _known(given).or_else(page.facts).or_else(Facts(publisher=found.facts.publisher))
    told = masthead.take_off(found.blocks, sure)
    own = passages_documents.passages(told.blocks, whole=page.printed or page.sifted)
    passages = own or passages_documents.passages([Block(b.text, Role.TEXT) for b in found.blocks])
    if not passages:
        raise Unreadable(0, 0, "has no text that can be read; write it, or remove the file")
    framed = article.find(page.frame) if page.frame else article.FoundArticle([], Facts())
    around = masthead.take_off(framed.blocks, Facts(title=told.facts.title)).facts if page.frame else Facts()
    facts = told.facts.or_else(around)
    # A copyright line dates the site as much as the document: anything else goes before it, and around it is no date.
    imprint = found.facts.or_else(Facts(publisher=framed.facts.publisher))
    published, by = dating.dated(name, given, (page.facts, told.facts, facts, imprint), passages)
    dated = replace(facts, published=published).or_else(replace(imprint, published=None))
    source = _source(name, dated, page, passages, {"published_from": by.value, **given})
    return Document(source, passages, _kept(page, source, passages))


def _kept(page: Page, source: Source, passages: Sequence[Passage]) -> float:
    """Return the share of the words that a person sees on the page which title, headings and passages hold."""
    headings = dict.fromkeys(passage.heading for passage in passages if passage.heading)
    texts = [source.title, *headings, *(passage.text for passage in passages)]
    # By the spaces, which is ten times as fast as parting the words; of a page that is nothing but its blocks by the
    # letters, which comes to the same share, and is told at once.
    measure = _SPACES if page.words else len
    shown = page.words or sum(len(block.text) for block in page.blocks)
    return min(1.0, (sum(map(measure, texts)) + len(texts)) / max(1, shown))


def _known(given: Mapping[str, str]) -> Facts:
    published = given.get("published", UNDATED)
    return Facts(
        title=clean(given.get("title", "")) or None,
        author=_told(given, "author"),
        publisher=_told(given, "publisher"),
        published=None if published == UNDATED else PartialDate.parse(published),
        url=_told(given, "url"),
        language=given.get("language") or None,
    )


def _told(given: Mapping[str, str], key: str) -> str | None:
    text = clean(given.get(key, ""))
    return text if text and text != NONE else None


def _unless_none(given: Mapping[str, str], key: str, found: str | None) -> str | None:
    return None if given.get(key) == NONE else found or None


def _source(name: str, facts: Facts, page: Page, passages: Sequence[Passage], given: Mapping[str, str]) -> Source:
    published = None if given.get("published") == UNDATED else facts.published
    opening = [passage.text for passage in passages[:_OPENING]]
    kind = given.get("kind") or kinds.guess(facts, _margins(page), opening)
    bare = Source(
        id=document_id(name),
        title=facts.title or _humanised(name) or _opening_words(opening[0]),
        publisher=_unless_none(given, "publisher", facts.publisher),
        author=_unless_none(given, "author", facts.author),
        kind=Kind(kind),
        published=published,
        url=_unless_none(given, "url", facts.url),
        language=facts.language or _language(opening),
        fingerprint="",
        topics=tuple(given.get("topics", "").split()),
        note=given.get("note") == "true",
        published_from=None if published is None else DatedBy(given["published_from"]),
        places=_places(given.get("places", ""), len(passages)),
    )
    return replace(bare, fingerprint=fingerprint(bare, passages))


def _places(text: str, passages: int) -> tuple[tuple[int, str], ...]:
    told = json.loads(text) if text else []
    return tuple(sorted((number, place) for number, place in told if number <= passages))


def _margins(page: Page) -> str:
    blocks = (*page.blocks[:_MARGIN], *page.blocks[_MARGIN:][-_MARGIN:], *page.frame)
    return "\n".join(block.text for block in blocks if len(block.text) <= titles.LONGEST)


def fingerprint(source: Source, passages: Sequence[Passage]) -> str:
    """Return SHA-256, hex, over everything that a load would store of a document; the source's own is not counted."""
    told = (getattr(source, each.name) for each in fields(source) if each.name not in _APART)
    whole = [*(value and str(value) for value in told), *((p.number, p.heading, p.text) for p in passages)]
    # Only then, so that whatever was stored before there were these keeps its fingerprint.
    whole += [{key: value} for key, value in _since_told(source).items() if value]
    return hashlib.sha256(json.dumps(whole, separators=(",", ":")).encode()).hexdigest()


def _since_told(source: Source) -> Mapping[str, object]:
    """Return what a source says in later releases; a date of the front matter is what it was taken to be before."""
    by = source.published_from
    return {
        "topics": source.topics,
        "note": source.note,
        "published_from": None if by is DatedBy.FRONT_MATTER else by,
        "places": source.places,
    }


def _humanised(name: str) -> str | None:
    """Return the title that a file's name makes, if it is made of words."""
    words = clean(re.sub(r"[_-]+", " ", parted(name)[0]))
    named = any(word.isalpha() and len(word) > _SHORT_WORD for word in words.split()) or words.isalpha()
    return words[:1].upper() + words[1:] if named and words else None


def _opening_words(text: str) -> str:
    """Return the beginning of an untitled document, as its title."""
    return text if len(text) <= _LONGEST_OPENING else text[:_LONGEST_OPENING].rpartition(" ")[0] + " …"


def _language(opening: Sequence[str]) -> str:
    text = typed("".join(opening)[:_SAMPLE])
    if text.isascii():
        return "en"
    hangul = sum(map(len, _HANGUL.findall(text)))
    return "ko" if hangul * 4 > len(text) - text.count(" ") else "en"
