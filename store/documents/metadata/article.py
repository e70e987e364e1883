"""The article on a page: its own blocks, and which lines are not content: buttons, notices, forms, footers, the end.

A line is judged as a whole, and only when it is short: a sentence that merely holds such words is never
noise.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from store.documents.layout.blocks import Block, Facts, Role
from store.documents.metadata import bylines, dating, phrases, titles
from store.documents.metadata.repair import unglued_start, unglued_title
from store.text import clean, dates

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
_LONGEST_LINE = 200
_LONGEST_NOTICE = 800
_LONGEST_DATE = 40
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_ROW = re.compile(r"\d\s[·│|]\s[^\d]{0,3}\d|[$€£¥₩]\s?\d|\d\s?%")
"""Figures beside each other are a row of a table, `2019 · 1,038.9`, and amounts say something: `$500 - $999`."""


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
        text, inline = dating.part_inline(block.text)
        said = dating.copyright_line(inline or text)
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


class Verdict(Enum):
    """What a line is to its page."""

    CONTENT = "content"
    NOISE = "noise"
    SHARE = "share"
    """Noise, and the article ends here if only its author's biography follows."""
    BOX = "box"
    """Noise, and so are the links below it; the article ends here if hardly any of it comes after."""
    CLOSE = "close"
    """Noise, and the article ends here if most of it came before."""


def judge(text: str) -> Verdict:
    """Return what the line *text*, already cleaned, is to its page."""
    if len(text) > _LONGEST_LINE:
        return Verdict.NOISE if len(text) <= _LONGEST_NOTICE and phrases.NOTICE.match(text) else Verdict.CONTENT
    if not any(map(str.isalpha, text)):
        # No other pattern knows a line without a letter, and some look long for one.
        return Verdict.CONTENT if is_date(text) or _ROW.search(text) else Verdict.NOISE
    if phrases.CLOSING.fullmatch(text):
        return Verdict.CLOSE
    if phrases.BOX.fullmatch(text):
        return Verdict.BOX
    if phrases.SHARING.fullmatch(text):
        return Verdict.SHARE
    return Verdict.NOISE if _is_noise(text) else Verdict.CONTENT


def _is_noise(text: str) -> bool:
    bare = without_reading_time(text)
    if bare is not text and not any(map(str.isalpha, bare)):
        return True
    return bool(phrases.NOTICE.match(text) or phrases.LABELLED.fullmatch(text) or phrases.NAVIGATION.fullmatch(bare))


def without_reading_time(text: str, instead: str = "") -> str:
    """Return *text* without the minutes it takes to read."""
    return phrases.READING_TIME.sub(instead, text) if "min" in text.lower() or "분" in text else text


def is_date(text: str) -> bool:
    """Return whether a line holds a date, maybe with a time, and nothing else: `2026. 3. 9.`, `[2026-03-09 14:22]`."""
    found = next(dates.find(text), None) if len(text) <= _LONGEST_DATE else None
    if found is None:
        return text.isdigit() and dates.run(text) is not None
    return not any(map(str.isalnum, _TIME.sub("", text[: found.start] + text[found.end :])))


def is_section_label(text: str) -> bool:
    """Return whether a line above an article only says where on the site it stands."""
    return phrases.SECTION.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Return whether a line at the edge of a printed page only counts it."""
    return phrases.PAGE_NUMBER.fullmatch(text) is not None


def has_furniture(text: str) -> bool:
    """Return whether any line of a whole text may be the printer's: looking at each takes longer than reading it."""
    if "[" not in text and "<" not in text:
        return False
    lower = text.lower()
    return any(sign in lower for sign in phrases.FURNITURE_SIGNS)


def is_furniture(text: str) -> bool:
    """Return whether a line is the printer's: `VerDate Sep<11>2014 … PO 00000`, `[[Page 3]]`."""
    return len(text) <= _LONGEST_LINE and phrases.FURNITURE.match(text) is not None
