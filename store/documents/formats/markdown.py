"""Markdown to blocks, its marks taken off."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from store.documents.layout.blocks import BULLET, RULE, Block, Facts, Role
from store.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ORDINAL = re.compile(r"\s*(?:\d{1,2}[.)]|\([a-zA-Z\d]{1,5}\)|[a-z]\))(?:\s+|(?=\())(?=\S)")
_UNDERLINE = re.compile(r"\s*(?:=|-|~){3,}\s*")
_WIDEST_LINE = 120
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+|$)(.*?)(?:\s+#+)?\s*")
_TITLE_BLOCK = re.compile(
    r"% (\S[^\n]{0,300}(?:\n [^\n]{1,300}){0,3})\n(?:%([^\n]{0,300}(?:\n [^\n]{1,300}){0,9})\n)?"
    r"(?:%([^\n]{0,100})\n)?(?=\s*\n)"
)
_UNEVEN = re.compile(r"\s+")
_FENCED = re.compile(r" {0,3}(?:```|~~~)")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_WIDEST_RULE, _LONGEST_ROW = 2_000, 20_000
"""What is longer is no row of a table, and would fall into millions of cells."""
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_LINK_ONLY = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,2000})?\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\](?:\([^()\s]{0,2000}(?:\s[^()]{0,200})?\)|\[[^\[\]]{0,100}\])")
_REFERENCE = re.compile(r" {0,3}\[[^\]^][^\]]{0,99}\]:\s.*")
_NOTE = re.compile(r" {0,3}\[\^[^\]]{1,100}\]:\s+(\S.*)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,2000}(?<=\S)~~\s?")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,500})?/?>")
_EMPHASIS = re.compile(
    # A particle of Korean stands close behind its word: `**동맹**은`.
    r"(?<![A-Za-z0-9_*])(\*{1,3})(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![A-Za-z0-9_*])"
    r"|(?<![\w*])(_{1,3})(?=\S)([^*_\n]{1,2000}?)(?<=\S)\3(?![\w*])|`([^`\n]{1,500})`"
)
_ANCHOR = re.compile(r"\s*\{[#/:.][^{}]{1,200}\}$")
"""The address of a heading as kramdown, pandoc and Docusaurus write it: `{#costs}`, `{: .lead}`, `{/*costs*/}`."""
_ATTRIBUTES = re.compile(r" {0,3}\{:[^{}]{0,500}\}\s*")
_TEMPLATE = re.compile(r"\{%-?\s?\w[^%{}]{0,500}%\}|\{\{[<%][^{}]{0,500}[>%]\}\}")
"""What Jekyll's and Hugo's programs do there: `{% include note.html %}`, `{{< figure src="a.png" >}}`."""
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def part_title(text: str) -> tuple[Facts, str]:
    """Return the title, authors and date that stand on top as pandoc takes them, `% On Rope`, and the text below."""
    found = _TITLE_BLOCK.match(text)
    if found is None:
        return Facts(), text
    title, author, date = (_UNEVEN.sub(" ", told or "").strip() for told in found.groups())
    day = next((each.date for each in dates.find(date)), None)
    names = ", ".join(filter(None, (name.strip() for name in author.split(";"))))
    return Facts(title=title or None, author=names or None, published=day), text[found.end() :]


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
        bullet = None if fenced else BULLET.match(line)
        starts = bullet or (not fenced and _ORDINAL.match(line))
        underlined = bool(held) and role is Role.TEXT and not fenced and _UNDERLINE.fullmatch(line)
        if underlined:
            yield Block(" ".join(held), Role.HEADING, 1 if "=" in line else 2)
            held = []
        elif (
            fence
            or heading
            or starts
            or not line.strip()
            or (len(line) <= _WIDEST_LINE and RULE.fullmatch(line))
            or line.startswith("|")
        ):
            yield from _let_go(held, role)
            held, role = ([line[bullet.end() :] if bullet else line.strip()], Role.ITEM) if starts else ([], Role.TEXT)
            if heading:
                yield Block(_ANCHOR.sub("", heading[2]), Role.HEADING, len(heading[1]))
            elif line.startswith("|") and not (len(line) <= _WIDEST_RULE and _TABLE_RULE.fullmatch(line)):
                yield Block(line, Role.ITEM)
        elif not fenced and (note := _NOTE.fullmatch(line)):
            yield from _let_go(held, role)
            held, role = [note[1]], Role.ITEM
        elif not (_REFERENCE.fullmatch(line) or _ATTRIBUTES.fullmatch(line)):
            held.append(_QUOTE.sub("", line, count=1).strip())
    yield from _let_go(held, role)


def _let_go(held: Sequence[str], role: Role) -> Iterator[Block]:
    if held:
        yield Block(" ".join(held), role)


def _is_plain(line: str) -> bool:
    """Return whether a line has no mark at its beginning: none begins with a letter, but for that of `a) …`."""
    return line[:1].isalpha() and line[1:2] != ")"


def _plainly(text: str) -> str:
    if "{" in text:
        text = _TEMPLATE.sub("", text)
    if "[" in text:
        text = _LINK.sub(itemgetter(1), _LINK_ONLY.sub("", text))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "~~" in text:
        text = _STRUCK.sub("", text)
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub(_content, _EMPHASIS.sub(_content, text))
    if "\\" in text:
        # A backslash that is escaped escapes nothing.
        text = "\\".join(_ESCAPE.sub("", part) for part in text.split("\\\\"))
    if text.startswith("|") and len(text) <= _LONGEST_ROW and text.rstrip().endswith("|"):
        text = " · ".join(cell.strip() for cell in text.strip().strip("|").split("|") if cell.strip())
    return text.strip()


def _content(match: re.Match[str]) -> str:
    return match[2] or match[4] or match[5] or ""
