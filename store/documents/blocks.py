"""A page as blocks: what its lines say of themselves, before anyone judges what they mean."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Role(Enum):
    """What a block is known to be from its markup; plain lines are not known."""

    LINE = "line"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or undecided line."""

    text: str
    role: Role = Role.LINE
    level: int = 0
    """Of a marked heading, 1 the highest; 0 when it is not known."""

    def saying(self, text: str) -> Block:
        """Return the same block with another text."""
        return self if text == self.text else Block(text, self.role, self.level)


_BULLET = re.compile(r"\s*(?:[-*•‣▪●◦·]|–|—)\s+(?=\S)")
_ORDINAL = re.compile(r"\s*(?:\d{1,2}[.)]|\([a-z\d]{1,2}\)|[a-z]\))\s+(?=\S)")
_RULE = re.compile(r"\s*(?:[-*_=~#•·.—–]\s?){3,}\s*")
_UNDERLINE = re.compile(r"\s*(?:=|-|~){3,}\s*")
_HYPHENATED = re.compile(r"[^\W\d_][-\u00ad]")
_CLOSING = "\"”’')]"
_STOPS = (".", "!", "?", ":", ";", "…")
_ALONE = re.compile(r"\s*(?:©|ⓒ|\(c\)|copyright\b|https?://)", re.IGNORECASE)
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40


def from_lines(text: str) -> list[Block]:
    """Return the blocks of plain text: lines that a fixed width broke are joined again."""
    lines = text.split("\n")
    width = wrap_width(lines)
    spaced = any(not line.strip() for line in lines[1:-1])
    return _listed(list(_plain(lines, width, _Joiner(text), spaced=spaced)))


def wrap_width(lines: Sequence[str]) -> int:
    """Return the width that the lines were broken at; 0 when they were not."""
    widest = max(map(len, lines), default=0)
    if not _NARROWEST_WRAP <= widest <= _WIDEST_WRAP:
        return 0
    broken = sum(1 for line, after in pairwise(lines) if after.strip() and _overflows(line, after, widest))
    return widest if broken * 4 >= sum(1 for line in lines if line.strip()) else 0


def _overflows(line: str, after: str, width: int) -> bool:
    """Return whether the first word after the break would not have fitted before it."""
    return len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def _plain(lines: Sequence[str], width: int, joiner: _Joiner, *, spaced: bool) -> Iterator[Block]:
    held: list[str] = []
    role = Role.LINE
    for number, line in enumerate(lines):
        if len(held) == 1 and _underlines(line, held[0]):
            yield Block(held[0], Role.HEADING)
            held = []
        elif not line.strip() or _is_rule(line):
            yield from _let_go(held, role)
            held = []
        elif held and width and _continues(lines[number - 1], line, width, spaced=spaced):
            joiner.join(held, line)
        else:
            yield from _let_go(held, role)
            text, role = _marked(line)
            held = [text]
    yield from _let_go(held, role)


def _underlines(line: str, above: str) -> bool:
    return len(line) <= _WIDEST_WRAP and len(line.strip()) * 2 >= len(above) and _UNDERLINE.fullmatch(line) is not None


def _is_rule(line: str) -> bool:
    return len(line) <= _WIDEST_WRAP and _RULE.fullmatch(line) is not None


def _listed(blocks: list[Block]) -> list[Block]:
    """Return numbered lines that stand together as a list; one alone may be a numbered heading."""
    numbered = [block.role is Role.LINE and _ORDINAL.match(block.text) for block in blocks]
    beside = [before or after for before, after in zip([None, *numbered], [*numbered[1:], None], strict=False)]
    return [
        Block(block.text[mark.end() :], Role.ITEM) if mark and neighbour else block
        for block, mark, neighbour in zip(blocks, numbered, beside, strict=False)
    ]


def _continues(before: str, line: str, width: int, *, spaced: bool) -> bool:
    """Return whether *line* goes on with the sentence or paragraph that the line *before* it broke off."""
    stopped = _is_stopped(before.rstrip())
    if _BULLET.match(line) or _ORDINAL.match(line):
        return False
    if _is_hyphenated(before):
        return True
    if _overflows(before, line, width):
        return spaced or not stopped
    return not stopped and line.lstrip()[:1].islower() and len(before) * 2 > width


def _is_stopped(line: str) -> bool:
    """Return whether a line ends in a stop, and maybe in quotation marks and brackets behind it."""
    return line.rstrip(_CLOSING).endswith(_STOPS)


def _is_hyphenated(line: str) -> bool:
    return _HYPHENATED.fullmatch(line, max(0, len(line) - 2)) is not None


def _let_go(held: Sequence[str], role: Role) -> Iterator[Block]:
    if held:
        yield Block(" ".join(held), role)


def _marked(line: str) -> tuple[str, Role]:
    bullet = _BULLET.match(line)
    return (line[bullet.end() :].strip(), Role.ITEM) if bullet else (line.strip(), Role.LINE)


_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*+")
_LONGEST_PIECE = 10_000
"""No word is so long; what is must not be copied for every line that it goes on."""


class _Joiner:
    """Joins broken lines; a word broken by a hyphen keeps it where the rest of the text writes it so."""

    def __init__(self, text: str) -> None:
        # One after the other: of megabytes without a space there are millions.
        found = _WORDS.finditer(text.lower()) if "-\n" in text else ()
        self.known = frozenset(word[0] for word in found)

    def join(self, held: list[str], after: str) -> None:
        """Add the line *after* to the pieces held, of which a space will make one paragraph."""
        after, before = after.strip(), held[-1]
        if len(before) > _LONGEST_PIECE:
            held.append(after)
            return
        if before.endswith("\u00ad"):
            held[-1] = before[:-1]
        elif before.endswith("-") and before[-2:-1].isalpha() and after[:1].isalpha():
            held[-1] = before[:-1] if after[0].islower() and self._is_one_word(before, after) else before
        else:
            held.append(after)
            return
        first, space, rest = after.partition(" ")
        held[-1] += first
        if space:
            held.append(rest)

    def _is_one_word(self, before: str, after: str) -> bool:
        left, right = _WORDS.findall(before[-80:].lower())[-1], _WORDS.findall(after[:80].lower())[0]
        if left + right in self.known:
            return True
        return f"{left}-{right}" not in self.known and not {left, right} <= self.known


def from_printed(lines: Sequence[str]) -> list[Block]:
    """Return the blocks of a printed page, whose lines are broken where the paper ended.

    Letters differ in width, so a full line is one not much shorter than most.
    """
    lengths = sorted(len(line) for line in lines)
    full = lengths[len(lengths) * 4 // 5] * 0.8 if lengths else 0
    return _listed(list(_printed(lines, full, _Joiner("\n".join(lines)))))


def _printed(lines: Sequence[str], full: float, joiner: _Joiner) -> Iterator[Block]:
    held: list[str] = []
    role = Role.LINE
    for number, line in enumerate(lines):
        if held and _runs_on(lines[number - 1], line, full):
            joiner.join(held, line)
            continue
        yield from _let_go(held, role)
        text, role = _marked(line)
        held = [text] if text else []
    yield from _let_go(held, role)


def _runs_on(before: str, line: str, full: float) -> bool:
    if not line.strip() or _ALONE.match(line) or _BULLET.match(line) or _ORDINAL.match(line):
        return False
    if _is_hyphenated(before):
        return True
    stopped = _is_stopped(before)
    if len(before) < full:
        return line[:1].islower() and not stopped
    heading = len(line) * 2 < full and not _is_stopped(line) and not line[:1].islower()
    return full >= _NARROWEST_WRAP and not (stopped and heading)


_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+|$)(.*?)(?:\s+#+)?\s*")
_FENCED = re.compile(r" {0,3}(?:```|~~~)")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_WIDEST_RULE, _LONGEST_ROW = 2_000, 20_000
"""What is longer is no row of a table, and would fall into millions of cells."""
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_LINK_ONLY = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,2000})?\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\](?:\([^()\s]{0,2000}(?:\s[^()]{0,200})?\)|\[[^\[\]]{0,100}\])")
_REFERENCE = re.compile(r" {0,3}\[[^\]]{1,100}\]:\s.*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,500})?/?>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])|`([^`\n]{1,500})`")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def from_markdown(text: str) -> list[Block]:
    """Return the blocks of Markdown, its marks taken off. Line breaks inside a paragraph are spaces."""
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    return [block.saying(plain) for block in _marked_up(text.split("\n")) if (plain := _plainly(block.text))]


def _marked_up(lines: Iterable[str]) -> Iterator[Block]:
    held: list[str] = []
    role, fenced = Role.TEXT, False
    for line in lines:
        if _is_plain(line):
            held.append(line.strip())
            continue
        fence = _FENCED.match(line) is not None
        fenced = fenced is not fence
        heading = None if fenced else _HEADING.fullmatch(line)
        starts = None if fenced else _BULLET.match(line) or _ORDINAL.match(line)
        underlined = bool(held) and role is Role.TEXT and not fenced and _UNDERLINE.fullmatch(line)
        if underlined:
            yield Block(" ".join(held), Role.HEADING, 1 if "=" in line else 2)
            held = []
        elif fence or heading or starts or not line.strip() or _is_rule(line) or line.startswith("|"):
            yield from _let_go(held, role)
            held, role = ([line[starts.end() :]], Role.ITEM) if starts else ([], Role.TEXT)
            if heading:
                yield Block(heading[2], Role.HEADING, len(heading[1]))
            elif line.startswith("|") and not (len(line) <= _WIDEST_RULE and _TABLE_RULE.fullmatch(line)):
                yield Block(line, Role.ITEM)
        elif not _REFERENCE.fullmatch(line):
            held.append(_QUOTE.sub("", line, count=1).strip())
    yield from _let_go(held, role)


def _is_plain(line: str) -> bool:
    """Return whether a line has no mark at its beginning: none begins with a letter, but for that of `a) …`."""
    return line[:1].isalpha() and line[1:2] != ")"


def _plainly(text: str) -> str:
    if "[" in text:
        text = _LINK.sub(itemgetter(1), _LINK_ONLY.sub("", text))
    if "<" in text:
        text = _TAG.sub("", text)
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub(_content, _EMPHASIS.sub(_content, text))
    if "\\" in text:
        # A backslash that is escaped escapes nothing.
        text = "\\".join(_ESCAPE.sub("", part) for part in text.split("\\\\"))
    if text.startswith("|") and len(text) <= _LONGEST_ROW and text.rstrip().endswith("|"):
        text = " · ".join(cell.strip() for cell in text.strip().strip("|").split("|") if cell.strip())
    return text.strip()


def _content(match: re.Match[str]) -> str:
    return match[2] or match[3] or ""
