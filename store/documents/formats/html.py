"""HTML to a page: two libraries find the article, the rest tells of it; struck-out words and marks of notes are off.

What is left of the tree has only tags that everybody knows, so that no extractor parts a sentence at one that
it does not.
"""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree, html

from store.documents.formats import html_article, html_facts
from store.documents.formats.html_outline import BREAK, outline
from store.documents.layout import blocks
from store.documents.layout.blocks import Block, Page, Role
from store.documents.metadata import titles
from store.documents.metadata.repair import unglued_title
from store.files.decoding import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement
    from trafilatura.settings import Document as Extracted

    from store.documents.formats.html_outline import Seen


_MOST_TAGS = 150_000
_MOST_ATTRIBUTES = 200_000
_MOST_ELEMENTS = 10_000
_MOST_CHARACTERS = 1_000_000
"""Above these trafilatura takes seconds; a larger page is read by its tags alone."""

_ENDLESS_TAG = re.compile(r"<([a-zA-Z][\w-]{0,40})\s[^<>]{3000,}>")
_ATTRIBUTE = re.compile(r"[\s\"'][\w:.-]{1,40}=")
_WORD = re.compile(r"\S+")
_LANGUAGES = ("en", "ko", "ja", "zh", "de", "fr", "es", "it", "pt", "nl", "ru")
_NEAR = 12
_FEW = 10
_PARTS = 20
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link
    main menu meta nav noframes noscript ol optgroup option p pre script search section select style summary
    table tbody td template tfoot th thead title tr ul
    """.split()  # noqa: SIM905 - a word list reads better as text
)
_INLINE = frozenset(
    """
    a abbr acronym area audio b base bdi bdo big br button canvas cite code data datalist del dfn em embed font
    i iframe img input ins kbd label map mark math meter nobr object output param picture progress q rb rp rt
    rtc ruby s samp slot small source span strike strong sub sup svg textarea time track tt u var video wbr
    """.split()  # noqa: SIM905 - as above
)
_DROPPED = frozenset({"del", "s", "strike", "rt", "rp", "rtc"})
"""Deleted text, and how characters are spoken."""
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK_CLASS = re.compile(r"(?:^|\s)(?:strike(?:-?through)?|line-?through|struck)(?:\s|$)", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|top)|(?:^|\s)super(?:script)?(?:\s|$)", re.IGNORECASE)
_BACK = re.compile(r"\s*[↩↑⤴⏎^]\ufe0e?\s*")
"""What leads from a note back to where it is made."""
_LONGEST_VALUE = 2_000
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[*†‡§¶]{1,3}|[a-z]|[ivx]{1,5})[\])]?\s*")
_NUMBER = re.compile(r"\s*[\[(]?\d{1,3}[\])]?\s*")
_NOTE = re.compile(
    r"(?:^|[\s_-])(?:foot|end)?notes?(?:[\s_-]?ref)?|noteref|fnref|\bref(?:erence)?\b|\bcite|citation", re.IGNORECASE
)
_TO_NOTE = re.compile(r"#(?:_?(?:fn|ftn|edn|en)|(?:foot|end)?note|cite|ref|n)[\w.:-]*\d|#\d{1,3}$", re.IGNORECASE)
_AFTER = tuple(".,;:!?”’\"')]")


def read(text: str) -> Page:
    """Return the article of a page, and the lines around it that speak of it; Unreadable when it is empty."""
    text = text.replace(BREAK, " ")  # ours alone, where the page breaks a line
    # Counted before it is parsed: a tree takes a hundred times the memory of its text.
    if text.count("<") > _MOST_TAGS:
        raise Unreadable(0, 0, f"has more than {_MOST_TAGS} tags; split it", "too_large")
    # So are attributes: the parser compares each of a tag with each.
    text = _ENDLESS_TAG.sub(r"<\1>", text)
    if sum(1 for _ in _ATTRIBUTE.finditer(text)) > _MOST_ATTRIBUTES:
        raise Unreadable(0, 0, f"has more than {_MOST_ATTRIBUTES} attributes; save it as plain text", "too_large")
    root = _parsed(text)
    swift = sum(1 for _ in root.iter()) <= _MOST_ELEMENTS and len(text) <= _MOST_CHARACTERS
    said = _said(root) if swift else None  # with the comments, which may hold the day
    etree.strip_tags(root, etree.Comment)
    clean(root)
    seen = outline(root)
    typed = _is_typed(root)
    found = html_article.find(root, seen) if swift and seen and not typed else html_article.NONE
    own = _own(root, seen)
    # What is left out is taken for clutter: where that is nearly all of the page, the tags know better.
    sifted = found.agreed or (bool(found.blocks) and _weight(found.blocks) * _FEW >= _weight(own))
    blocks = found.blocks if sifted else own
    facts = html_facts.read(root, said)
    around = tuple(_frame(seen, blocks))
    words = sum(_count(each.block.text) for each in seen if not each.framed)
    return Page(tuple(_sensible(block, facts.title) for block in blocks), facts, around, words, sifted=sifted or typed)


def _count(text: str) -> int:
    """Return how many words there are, without a list of them: of megabytes it would be the largest thing there is."""
    return sum(1 for _ in _WORD.finditer(text))


def _parsed(text: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=False, remove_pis=True)
    try:
        return html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(0, 0, "has no text that can be read; write it, or remove the file") from error


def _is_typed(root: HtmlElement) -> bool:
    """Return whether most of the page is typed text in <pre>, which trafilatura takes for a program."""
    typed = sum(len(piece) for pre in root.iter("pre") for piece in pre.itertext())
    return typed * 2 > sum(len(piece) for piece in root.itertext())


@cache
def prepare() -> None:
    """Import and build what every page needs, so that the first one need not wait for it.

    htmldate's parser would build some 200 languages at the first line that it cannot read: two seconds.
    """
    import trafilatura  # noqa: F401, PLC0415  # slow to import, and few folders hold HTML
    from htmldate.extractors import get_external_parser  # noqa: PLC0415  # as above

    parser = get_external_parser()
    parser.languages = list(_LANGUAGES)
    parser.get_date_data("no day")


def _said(root: HtmlElement) -> Extracted | None:
    """Return what trafilatura reads in the data of a page; None when it stumbles over them."""
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415  # as above

    prepare()
    try:
        return extract_metadata(deepcopy(root))
    except Exception:  # whatever it stumbles over, our own eyes see the rest
        return None


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


def _frame(seen: Sequence[Seen], blocks: Sequence[Block]) -> Iterator[Block]:
    """Return the lines between the headline and the article, and the copyright lines anywhere."""
    opening = next((block for block in blocks if titles.is_prose(block.text)), None)
    top = next((number for number, each in enumerate(seen) if each.block.level == 1), len(seen))
    end = next((number for number, each in enumerate(seen) if each.block == opening), 0)
    for number, each in enumerate(seen):
        text = each.block.text
        near = top < number < min(end, top + _NEAR)
        if len(text) <= titles.LONGEST and (near or "©" in text or "opyright" in text):
            yield Block(text)


def clean(root: HtmlElement) -> None:
    """Take out of the page what it does not say. Elements that nobody knows become ones that everybody does."""
    dropped: list[HtmlElement] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() is None:
            continue
        if element.tag in ("span", "font") and _SUPER.search(_attributes(element, "style", "class")):
            element.tag = "sup"
        if _is_dropped(element):
            dropped.append(element)
        elif element.tag == "sup" and not len(element) and (element.text or "").isdecimal():
            element.text = blocks.powers(element.text or "")
        elif element.tag not in _BLOCKS and element.tag not in _INLINE:
            inner = any(inner.tag in _BLOCKS for inner in element.iter())
            element.tag = "div" if inner else "p" if _stands_alone(element) else "span"
    for element in dropped:
        element.drop_tree()


def _stands_alone(element: HtmlElement) -> bool:
    """Return whether an element stands beside blocks, and no text beside it: then it is one itself."""
    before, after = element.getprevious(), element.getnext()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    beside = any(each is not None and each.tag in _BLOCKS for each in (before, after))
    return beside and not (text or "").strip() and not (element.tail or "").strip()


def _is_dropped(element: HtmlElement) -> bool:
    if element.tag in _DROPPED or _STRUCK.search(_attributes(element, "style")):
        return True
    if _STRUCK_CLASS.search(_attributes(element, "class")):
        return True
    return element.tag in ("sup", "a") and _is_mark(element)


def _attributes(element: HtmlElement, *names: str) -> str:
    return " ".join((element.get(name) or "")[:_LONGEST_VALUE] for name in names)


def _is_mark(element: HtmlElement) -> bool:
    """Return whether an element is the mark of a footnote: m², 1st and 10⁶ are not."""
    text = "".join(element.itertext())
    if not (text and _MARK.fullmatch(text)):
        return element.tag == "a" and _BACK.fullmatch(text) is not None
    if element.tag == "sup" and blocks.is_symbol(text):
        return True
    links = [element] if element.tag == "a" else list(element.iter("a"))
    if any(_TO_NOTE.search((link.get("href") or "")[:_LONGEST_VALUE]) for link in links):
        return element.tag == "sup" or _NUMBER.fullmatch(text) is not None
    if _NOTE.search(_attributes(element, "class", "id", "role")):
        return True
    before = _before(element)
    return element.tag == "sup" and bool(links or before.endswith(_AFTER) or not blocks.written(text, before))


def _before(element: HtmlElement) -> str:
    """Return the text right before an element."""
    sibling = element.getprevious()
    if sibling is not None:
        return str(sibling.tail or "".join(sibling.itertext()))
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""
