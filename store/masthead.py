"""What stands above and below an article, read and taken off: title, byline, dates, the journal's self-description."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from store import bylines, imprint, labels, noise, titles
from store.facts import Facts
from store.layout import Block, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

_WINDOW = 24
_MOST_PROSE = 2
_STANDFIRST = 8

_ABOUT = re.compile(r"About\s(?:the\s)?(?P<name>[A-Z].{1,60})")
_GLUED_ABOUT = re.compile(r"(?<=[a-z0-9)])(?=About [A-Z])")
_SELF_DESCRIPTION = re.compile(
    r"(?:The\s)?(?P<name>[A-Z].{1,80}?)\sis\s(?:an?|the)\s(?:[\w,’'-]+\s){0,8}?(?:journal|magazine|newspaper|newsletter|quarterly|monthly|weekly|publication"
    r"|website|think[\s-]tank|non-?profit|blog|podcast|news\s(?:site|agency|organi[sz]ation)|institute|institution)\b"
)


class Article(NamedTuple):
    """Facts, and the blocks that are left: the article's own."""

    facts: Facts
    blocks: list[Block]


def take_off(blocks: Sequence[Block], known: Facts) -> Article:
    """Return what head and foot of the article say, and the article without them. *known* facts are sure."""
    head, rest = _parted(_unglued(blocks))
    head, described = _without_description(head, known)
    read, head = _labels(head)
    rest, foot = _foot(rest)
    facts = known.or_else(read).or_else(foot).or_else(described)
    title, head = _title(head, facts)
    body = [block for block in head + rest if not _repeats(block, facts.title or title)]
    return Article(facts.or_else(Facts(title=title)), _without_biography(body, facts.author))


def _unglued(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with `Issue 2About the Review` as two lines."""
    parted = []
    for number, block in enumerate(blocks):
        pieces = (
            _GLUED_ABOUT.split(block.text) if number < _WINDOW and len(block.text) < titles.LONGEST else [block.text]
        )
        parted.extend(replace(block, text=piece) for piece in pieces)
    return parted


def _parted(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks among which labels are looked for, and the rest.

    A standfirst may stand above the byline, so labels are looked for as far as
    the second paragraph; a journal's description of itself does not count.
    """
    prose = 0
    for number, block in enumerate(blocks[:_WINDOW]):
        if titles.is_prose(block.text) and labels.read(block.text) is None:
            prose += 1
        if prose > _MOST_PROSE + _described(blocks[:number]):
            return blocks[:number], blocks[number:]
    return blocks[:_WINDOW], blocks[_WINDOW:]


def _described(blocks: Sequence[Block]) -> int:
    return 4 if any(_ABOUT.fullmatch(block.text) for block in blocks) else 0


def _without_description(head: list[Block], known: Facts) -> tuple[list[Block], Facts]:
    """Return the head without what a journal says about itself, and the publisher that this names.

    The description begins with `About …` and ends at the next label; where no
    label follows, it is as long as it speaks of the name.
    """
    start = next((number for number, block in enumerate(head) if _ABOUT.fullmatch(block.text)), None)
    if start is None:
        return _without_self_description(head, known)
    name = (_ABOUT.fullmatch(head[start].text) or {"name": ""})["name"]
    named = any(name.lower() in block.text.lower() for block in head[:start]) or name == known.publisher
    end = next((number for number in range(start + 1, len(head)) if labels.read(head[number].text)), None)
    if end is None or not (named or end - start <= 4):
        if not named:
            return head, Facts()
        end = start + 1
        while end < len(head) and name.lower() in head[end].text.lower():
            end += 1
    publishers = (imprint.published_by(block.text) for block in head[start:end])
    return head[:start] + head[end:], Facts(publisher=next(filter(None, publishers), None))


def _without_self_description(head: list[Block], known: Facts) -> tuple[list[Block], Facts]:
    kept, publisher = [], None
    for number, block in enumerate(head):
        match = _SELF_DESCRIPTION.match(block.text)
        names = [known.publisher or "", *(other.text for other in head[:number] if not titles.is_prose(other.text))]
        if match and any(match["name"].lower() in name.lower() for name in names):
            publisher = imprint.published_by(block.text)
        else:
            kept.append(block)
    return kept, Facts(publisher=publisher)


def _labels(head: list[Block]) -> tuple[Facts, list[Block]]:
    read = [labels.read(block.text) if block.role is not Role.ITEM else None for block in head]
    names = [number for number in range(len(head)) if read[number] is None and _is_bare_name(number, head, read)]
    facts = Facts()
    for found in filter(None, read):
        facts = facts.or_else(found)
    if names:
        facts = facts.or_else(Facts(author=head[names[0]].text))
    return facts, [head[number] for number, found in enumerate(read) if found is None and number not in names]


def _is_bare_name(number: int, head: list[Block], read: list[Facts | None]) -> bool:
    """Return whether a line under the title is only a name, as the label beside it makes likely."""
    beside = read[number + 1 : number + 2] + read[max(0, number - 1) : number]
    return number > 0 and bylines.is_name(head[number].text) and any(facts is not None for facts in beside)


def _foot(rest: list[Block]) -> tuple[list[Block], Facts]:
    facts = Facts()
    while rest and (found := _foot_label(rest[-1])) is not None:
        facts = facts.or_else(found)
        rest = rest[:-1]
    return rest, facts


def _foot_label(block: Block) -> Facts | None:
    return None if block.role is Role.ITEM or titles.is_prose(block.text) else labels.read(block.text)


def _title(head: list[Block], facts: Facts) -> tuple[str | None, list[Block]]:
    """Return the title, and the head without it and without the lines above and below it that are not the article's."""
    opening = next((number for number, block in enumerate(head) if _opens(block)), len(head))
    above = head[:opening]
    candidates = [block for block in above if _may_be_title(block)]
    chosen = _chosen(candidates, facts)
    title = facts.title or (chosen.text if chosen else None)
    kept = [block for block in above if block is not chosen and _belongs(block, last=block is above[-1])]
    return title, kept + head[opening:]


def _opens(block: Block) -> bool:
    return block.role in (Role.TEXT, Role.ITEM) or (
        block.role is Role.LINE and titles.is_prose(block.text) and not _run_title(block.text)
    )


def _run_title(text: str) -> bool:
    return text.endswith(".") and titles.is_title_case(text.split())


def _may_be_title(block: Block) -> bool:
    if block.role is Role.HEADING:
        return block.level <= 1
    return len(block.text) <= titles.LONGEST and not noise.is_section_label(block.text)


def _chosen(candidates: list[Block], facts: Facts) -> Block | None:
    """Return the first candidate with the length of a title; the name of the site or journal above it is not."""
    others = [block for block in candidates if block.text != facts.publisher] or candidates
    first = next((block for block in others if titles.is_long_enough(block.text)), others[0] if others else None)
    if first is None:
        return None
    longer = (block for block in others if block.text.startswith(first.text + " "))
    return next(longer, first)


def _belongs(block: Block, *, last: bool) -> bool:
    """Return whether a line between title and article is its first heading or its standfirst."""
    if block.role is Role.HEADING:
        return True
    return (last and titles.is_headline(block.text)) or len(block.text.split()) >= _STANDFIRST


def _repeats(block: Block, title: str | None) -> bool:
    if title is None or block.role in (Role.TEXT, Role.ITEM) or titles.is_prose(block.text):
        return False
    return titles.key(block.text) == titles.key(title)


def _without_biography(body: list[Block], author: str | None) -> list[Block]:
    """Return the body without a closing paragraph about its author, and what comes after that."""
    prose = [number for number, block in enumerate(body) if titles.is_prose(block.text)]
    for number in prose[1:][-3:]:
        if bylines.is_biography(body[number].text, author):
            return body[:number]
    return body
