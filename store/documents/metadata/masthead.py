"""What stands above and below an article, read and taken off: title, byline, dates, the journal's self-description."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from store.documents.layout.blocks import Block, Facts, Role
from store.documents.metadata import article, bylines, dating, labels, titles

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABOUT = re.compile(r"About\s(?:the\s)?(?P<name>[A-Z].{1,60})")
_GLUED_ABOUT = re.compile(r"(?<=[a-z0-9)])(?=About [A-Z])")
_IS = r"(?:The\s)?(?P<name>[A-Z].{1,80}?)\sis\s(?:an?|the|our)\s(?:[\w,’'-]+\s){0,8}?"
_PUBLICATION = re.compile(
    rf"{_IS}(?:journal|magazine|newspaper|newsletter|quarterly|weekly|blog|podcast|news\s(?:site|agency|organi[sz]ation))\b"
)
_INSTITUTION = re.compile(
    rf"{_IS}(?:institut(?:e|ion)|think[\s-]tank|non-?profit|publisher|foundation|cent(?:er|re))\b"
)
_SHORT = 4
_LAST = 2
_WINDOW = 24
_MOST_PROSE = 2
_FOOT = 6
_STANDFIRST = 8
_DESCRIPTION = 4


class Article(NamedTuple):
    """Facts, and the blocks that are left: the article's own."""

    facts: Facts
    blocks: list[Block]


def take_off(blocks: Sequence[Block], known: Facts) -> Article:
    """Return what head and foot of the article say, and the article without them. *known* facts are sure."""
    head, rest = _parted(unglued(blocks))
    names = [block.text for block in head if not titles.is_prose(block.text)]
    head, about = without_about(head, known.publisher)
    read, head = _labels(head)
    rest, foot = _foot(rest)
    facts = known.or_else(read).or_else(foot).or_else(about)
    # Where the title is known and there are several highest headings, they are those of its parts.
    parted = bool(known.title) and sum(block.role is Role.HEADING and block.level == 1 for block in blocks) > 1
    facts, head = _title(head, facts, parted=parted)
    body = [block for block in head + rest if not _repeats(block, facts.title)]
    body, described = without_self_description(body, names, facts.publisher)
    return Article(facts.or_else(described), _without_biography(body, facts.author))


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
    return _DESCRIPTION if any(is_about(block.text) for block in blocks) else 0


def _labels(head: list[Block]) -> tuple[Facts, list[Block]]:
    read = [labels.read(block.text) if block.role is not Role.ITEM else None for block in head]
    facts = Facts()
    for found in filter(None, read):
        facts = facts.or_else(found)
    for number, block in enumerate(head):
        if read[number] is None and _is_bare_name(number, head, read):
            facts = facts.or_else(Facts(author=block.text))
            read[number] = Facts()
            if bylines.is_role(head[number + 1].text):
                read[number + 1] = Facts()
    return facts, [block for block, found in zip(head, read, strict=True) if found is None]


def _is_bare_name(number: int, head: list[Block], read: list[Facts | None]) -> bool:
    """Return whether a line under the title is only a name, as the role or label beside it makes likely."""
    if not 0 < number < len(head) - 1 or not bylines.is_name(head[number].text):
        return False
    if bylines.is_role(head[number + 1].text):
        return True
    # `MILITARY CONSTRUCTION ACT` has the shape of a name as well.
    beside = (read[number - 1], read[number + 1])
    return any(facts is not None for facts in beside) and not head[number].text.isupper()


def _foot(rest: list[Block]) -> tuple[list[Block], Facts]:
    facts = Facts()
    for _ in range(min(_FOOT, len(rest))):
        found = _foot_label(rest[-1])
        if found is None:
            break
        facts = facts.or_else(found)
        rest = rest[:-1]
    return rest, facts


def _foot_label(block: Block) -> Facts | None:
    return None if block.role is Role.ITEM or titles.is_prose(block.text) else labels.read(block.text.lstrip("—- "))


def _title(head: list[Block], facts: Facts, *, parted: bool) -> Article:
    """Return title and publisher, and the head without them and what else above the article is not its own."""
    opening = next((number for number, block in enumerate(head) if _opens(block)), len(head))
    above = head[:opening]
    chosen = _chosen([block for block in above if _may_be_title(block) and not (parted and block.level == 1)], facts)
    higher = above[: above.index(chosen)] if chosen else []
    office = next((block.text for block in higher if bylines.is_institution(block.text)), None)
    kept = [block for block in above if block is not chosen and _belongs(block, last=block is above[-1])]
    found = Facts(title=facts.title or (chosen.text if chosen else None), publisher=office)
    return Article(facts.or_else(found), kept + head[opening:])


def _opens(block: Block) -> bool:
    return block.role in (Role.TEXT, Role.ITEM) or (
        block.role is Role.LINE and titles.is_prose(block.text) and not _run_title(block.text)
    )


def _run_title(text: str) -> bool:
    return text.endswith(".") and titles.is_title_case(text.split())


def _may_be_title(block: Block) -> bool:
    if block.role is Role.HEADING:
        return block.level <= 1
    return len(block.text) <= titles.LONGEST and not (
        article.is_section_label(block.text) or titles.is_part(block.text) or titles.is_turn(block.text)
    )


def _chosen(candidates: list[Block], facts: Facts) -> Block | None:
    """Return the first candidate with the length of a title; the name of the site or journal above it is not."""
    others = [block for block in candidates if not _names_publisher(block.text, facts.publisher)] or candidates
    first = next((block for block in others if titles.is_long_enough(block.text)), others[0] if others else None)
    if first is None:
        return None
    longer = (block for block in others if block.text.startswith(first.text + " "))
    return next(longer, first)


def _names_publisher(text: str, publisher: str | None) -> bool:
    """Return whether a line above the title is the site's or the office's own name."""
    called = titles.key(text.removeprefix("The "))
    return bylines.is_institution(text) or bool(publisher and called and called in titles.key(publisher))


def _belongs(block: Block, *, last: bool) -> bool:
    """Return whether a line between title and article is its first heading or its standfirst."""
    if block.role is Role.HEADING or titles.is_section(block.text):
        return True
    if article.is_section_label(block.text):
        return False
    return (last and titles.is_headline(block.text)) or len(block.text.split()) >= _STANDFIRST


def _repeats(block: Block, title: str | None) -> bool:
    if title is None or block.role in (Role.TEXT, Role.ITEM) or titles.is_prose(block.text):
        return False
    return titles.key(block.text) == titles.key(title)


def _without_biography(body: list[Block], author: str | None) -> list[Block]:
    """Return the body without paragraphs about its author: one at its head, and one that ends it with what follows."""
    prose = [number for number, block in enumerate(body) if titles.is_prose(block.text)]
    above = {number for number in prose[:2] if len(prose) > 2 and bylines.is_biography(body[number].text, author)}
    ending = (number for number in prose[1:][-3:] if bylines.is_biography(body[number].text, author))
    end = next((number for number in ending if number not in above), len(body))
    return [block for number, block in enumerate(body[:end]) if number not in above]


class Taken(NamedTuple):
    """The blocks that are left, and what was said in the others."""

    blocks: list[Block]
    facts: Facts


def unglued(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a heading `Issue 2About the Review` as two lines."""
    parted: list[Block] = []
    for number, block in enumerate(blocks):
        glued = number < _WINDOW and len(block.text) < titles.LONGEST and "About " in block.text
        pieces = _GLUED_ABOUT.split(block.text) if glued else [block.text]
        parted.extend(block.saying(piece) for piece in pieces)
    return parted


def is_about(text: str) -> bool:
    """Return whether a line begins a self-description: `About Harbour Review`."""
    return _ABOUT.fullmatch(text) is not None


def without_about(head: list[Block], publisher: str | None) -> Taken:
    """Return the head of an article without the section `About …`.

    It ends at the next label; where no label follows, it is as long as it
    speaks of the name.
    """
    matches = [_ABOUT.fullmatch(block.text) for block in head]
    start = next((number for number, match in enumerate(matches) if match), len(head))
    match = matches[start] if start < len(head) else None
    if match is None:
        return Taken(head, Facts())
    name = match["name"].lower()
    named = name == (publisher or "").lower() or any(name in block.text.lower() for block in head[:start])
    end = next((number for number in range(start + 1, len(head)) if labels.read(head[number].text)), 0)
    if not end or not (named or end - start <= _SHORT):
        end = start + 1
        while named and end < len(head) and name in head[end].text.lower():
            end += 1
    described = head[start:end] if named or end > start + 1 else []
    return Taken(head[:start] + head[start + len(described) :], _publisher(described))


def without_self_description(blocks: list[Block], names: Sequence[str], publisher: str | None) -> Taken:
    """Return the blocks without a paragraph, among the first or last, that says what the publication is.

    *names* are the lines above the article: with two or more, one of them may be the publication's.
    """
    prose = [number for number, block in enumerate(blocks) if titles.is_prose(block.text)]
    edges = {*prose[:_LAST], *prose[-_LAST:]}
    told = [number for number in edges if _describes(blocks[number].text, names, publisher)]
    kept = [block for number, block in enumerate(blocks) if number not in told]
    return Taken(kept, _publisher([blocks[number] for number in sorted(told)]))


def _describes(text: str, names: Sequence[str], publisher: str | None) -> bool:
    match = _PUBLICATION.match(text)
    if match and len(names) > 1 and any(match["name"].lower() in name.lower() for name in names):
        return True
    match = match or _INSTITUTION.match(text)
    return bool(match and publisher and titles.key(match["name"]) in titles.key(publisher))


def _publisher(blocks: Sequence[Block]) -> Facts:
    found = (dating.published_by(block.text) for block in blocks)
    return Facts(publisher=next(filter(None, found), None))
