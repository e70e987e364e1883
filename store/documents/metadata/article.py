"""The article on a page: its own blocks, without buttons, notices, forms, the footer and what stands below the end."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from store.documents.layout.blocks import Block, Facts, Role
from store.documents.metadata import bylines, imprint, titles
from store.documents.metadata.noise import Verdict, judge
from store.documents.metadata.repair import unglued_start, unglued_title
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_SIFTED, _BARE, _BOXED = 4, 2, 4
"""How much more of it stands above its end than below: where what frames it is gone, or never was, and at a box."""
_WORKS = re.compile(
    r"(?:references|bibliography|works cited|(?:foot|end)?notes|sources|참고\s?(?:문헌|자료)|각주|주석)\W*",
    re.IGNORECASE,
)
_FRAMED = 3
"""So many buttons and notices below its end are of the page around it."""


class FoundArticle(NamedTuple):
    """The blocks of the article, and what the copyright lines say."""

    blocks: list[Block]
    facts: Facts


def find(blocks: Iterable[Block], *, sifted: bool = False, printed: bool = False) -> FoundArticle:
    """Return the article among *blocks*, its text cleaned; of *sifted* ones no line ends it.

    What is *printed* has neither buttons nor boxes: all of it is the article.
    """
    facts, kept = _imprints(_cleaned(blocks))
    if printed:
        return FoundArticle(kept, facts)
    verdicts = [judge(block.text) for block in kept]
    end = _end(kept, verdicts, sifted=sifted)
    return FoundArticle(list(_content(kept[:end], verdicts)), facts)


def _content(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Iterator[Block]:
    """Return the blocks that are content; of a box of links, neither its heading nor the links."""
    in_box = False
    for block, verdict in zip(blocks, verdicts, strict=False):
        if verdict is not Verdict.CONTENT:
            in_box = in_box or verdict in (Verdict.CLOSE, Verdict.BOX) or block.role is Role.HEADING
            continue
        in_box = in_box and block.role is not Role.HEADING and titles.is_link(block.text)
        if not in_box:
            yield block


def _cleaned(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        text = unglued_start(clean(block.text))
        if len(text) <= titles.LONGEST and block.role in (Role.LINE, Role.HEADING):
            text = unglued_title(text)
        if text:
            yield block.saying(text)


def _imprints(blocks: Iterable[Block]) -> tuple[Facts, list[Block]]:
    """Return what the copyright lines say, the first that says it, and the blocks without them."""
    facts, kept = Facts(), []
    for block in blocks:
        text, inline = imprint.part_inline(block.text)
        said = imprint.copyright_line(inline or text)
        if said is not None:
            facts = facts.or_else(Facts(publisher=said.publisher, published=said.published))
        if text and (inline or said is None):
            kept.append(block.saying(text))
    return facts, kept


def _end(blocks: Sequence[Block], verdicts: Sequence[Verdict], *, sifted: bool) -> int:
    """Return where the article ends: at the first sign of its end that has most of the prose above it."""
    weights = [
        len(block.text) if verdict is Verdict.CONTENT and titles.is_prose(block.text) else 0
        for block, verdict in zip(blocks, verdicts, strict=True)
    ]
    above, below = 0, sum(weights)
    for number, verdict in enumerate(verdicts):
        above, below = above + weights[number], below - weights[number]
        if verdict is Verdict.CLOSE and 0 < above >= below * _share(blocks, verdicts, number + 1, sifted=sifted):
            return number
        if verdict is Verdict.BOX and 0 < above >= below * _BOXED and not sifted:
            return number
        if verdict is Verdict.SHARE and above and _only_biography(blocks, verdicts, weights, number + 1):
            return number
    return len(blocks)


def _share(blocks: Sequence[Block], verdicts: Sequence[Verdict], start: int, *, sifted: bool) -> int:
    """Return how much more must stand above an end than below: what an author writes has no buttons, but references."""
    below = zip(blocks[start:], verdicts[start:], strict=True)
    buttons = (True for block, verdict in below if verdict is not Verdict.CONTENT and _is_said(block.text))
    if sifted:
        return _SIFTED
    return 1 if _WORKS.fullmatch(blocks[start - 1].text) or sum(islice(buttons, _FRAMED)) == _FRAMED else _BARE


def _is_said(text: str) -> bool:
    return "://" not in text and any(map(str.isalpha, text))


def _only_biography(blocks: Sequence[Block], verdicts: Sequence[Verdict], weights: Sequence[int], start: int) -> bool:
    """Return whether nothing but the author's biography stands between a share line and the end."""
    prose = []
    for number in range(start, len(blocks)):
        if verdicts[number] in (Verdict.CLOSE, Verdict.BOX):
            break
        if weights[number]:
            prose.append(blocks[number].text)
    return not prose or (len(prose) <= 3 and all(bylines.may_be_biography(text) for text in prose))
