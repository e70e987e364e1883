"""HTML to a page: trafilatura finds the article, the rest of the page tells of it."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree, html

from store.documents.formats import html_clean, html_facts
from store.documents.formats.html_outline import BREAK, CELL, outline
from store.documents.layout.blocks import Block, Role
from store.documents.layout.page import Page
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
_NEAR = 12
_CLOSE, _FAR = 8, 40
"""So many blocks from a paragraph of the article its lines stand, and its title and lists."""
_FEW = 4
_PARTS = 20
_REACH = 2


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
    html_clean.clean(root)
    elements = sum(1 for _ in root.iter())
    seen = outline(root)
    swift = elements <= _MOST_ELEMENTS and len(text) <= _MOST_CHARACTERS and not _is_typed(root)
    extracted = _extracted(root) if swift and seen else None
    blocks = _chosen(seen, _told(extracted)) if extracted is not None else []
    own = _own(root, seen)
    # It leaves out what it takes for clutter: where that is most of the page, the tags know better.
    sifted = bool(blocks) and _weight(blocks) * _FEW >= _weight(own)
    if not sifted:
        blocks = own
    facts = html_facts.read(root, extracted)
    around = tuple(_frame(seen, blocks))
    words = sum(_count(each.block.text) for each in seen if not each.framed)
    return Page(tuple(_sensible(block, facts.title) for block in blocks), facts, around, words, sifted=sifted)


def _count(text: str) -> int:
    """Return how many words there are, without a list of them: of megabytes it would be the largest thing there is."""
    return sum(1 for _ in _WORD.finditer(text))


def _parsed(text: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(0, 0, "has no text that can be read; write it, or remove the file") from error


def _is_typed(root: HtmlElement) -> bool:
    """Return whether most of the page is typed text in <pre>, which trafilatura takes for a program."""
    typed = sum(len(piece) for pre in root.iter("pre") for piece in pre.itertext())
    return typed * 2 > sum(len(piece) for piece in root.itertext())


def _extracted(root: HtmlElement) -> Extracted | None:
    import trafilatura  # noqa: PLC0415  # slow to import, and few folders hold HTML

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is ours to report
    try:
        found = trafilatura.bare_extraction(deepcopy(root), include_comments=False, with_metadata=True)
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

    It glues paragraphs together, and may miss the first. A line that stands far from all that it chose is another's.
    """
    told_of = [_is_told(each.block.text, told) for each in seen]
    prose = [number for number, each in enumerate(seen) if told_of[number] and titles.is_prose(each.block.text)]
    if not prose:
        return [each.block for each, is_told in zip(seen, told_of, strict=True) if is_told]
    chosen = [
        is_told and (number in prose or _near(number, prose, each.block))
        if not each.framed
        else is_told and number in prose
        for number, (each, is_told) in enumerate(zip(seen, told_of, strict=True))
    ]
    for number, each in enumerate(seen):
        between = any(chosen[max(0, number - _REACH) : number]) and any(chosen[number + 1 : number + 1 + _REACH])
        if between and not each.framed and titles.is_prose(each.block.text):
            chosen[number] = True
    return [each.block for each, is_chosen in zip(seen, chosen, strict=True) if is_chosen]


def _near(number: int, prose: Sequence[int], block: Block) -> bool:
    """Return whether a line stands among the paragraphs that were chosen, or not far from them."""
    at = bisect_left(prose, number)
    below = prose[at] - number if at < len(prose) else _FAR
    above = number - prose[at - 1] if at else _FAR
    return min(above, below) < (_FAR if block.role is Role.ITEM or block.level == 1 else _CLOSE)


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
