"""The blocks of an HTML page by its tags alone: every visible text, and whether it frames the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from store.documents.formats import plain_text
from store.documents.layout.blocks import CELL, Block, Role
from store.documents.metadata import titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

BREAK = "\v"
"""Stands for a line break until a paragraph is complete."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ITEMS = frozenset({"caption", "li", "dt", "dd", "tr"})
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head"),
        *("select", "button", "input", "textarea", "canvas", "audio", "video"),
    }
)
_FRAMES = frozenset({"nav", "aside", "footer", "form", "dialog"})
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noframes ol
    optgroup option p search section summary table tbody tfoot thead tr ul
    """.split()  # noqa: SIM905 - a word list reads better as text
)
"""What begins a block; whatever else there is stands inside of one, even if nobody knows it."""
_UNEVEN = re.compile(r"\s{2,}|[^\S ]")
"""Space that is not one: where there is little of it, no list of a million words is made of megabytes."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_STYLE = 2_000
_SPACE = " \t\n\r\f"
_SHORT = 80


class Seen(NamedTuple):
    """A block, whether it stands in a menu, a sidebar, a form or the footer, and the share of its element in links."""

    block: Block
    framed: bool
    linked: float = 0.0


def outline(root: HtmlElement) -> list[Seen]:
    """Return every visible block of the page, in order."""
    walk = _OutlineWalk()
    walk.visit(root, Role.TEXT, 0, framed=False)
    walk.close(Role.TEXT, 0, framed=False)
    return walk.seen


@dataclass(slots=True)
class _OutlineWalk:
    seen: list[Seen] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    links: int = 0
    """How many links are open."""
    letters: int = 0
    letters_linked: int = 0

    def visit(self, element: HtmlElement, role: Role, level: int, *, framed: bool) -> None:
        """Take in an element. The parser nests no deeper than 256, so neither do we."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
            return
        if tag == "pre" and "\n" in (written := "".join(element.itertext())).strip():
            self.close(role, level, framed=framed)
            self.seen.extend(Seen(block, framed) for block in plain_text.from_lines(written))
            return
        if tag not in _BLOCKS:
            self.parts.append(BREAK if tag == "br" else CELL if tag in _CELLS else "")
            self.links += tag == "a"
            self.content(element, role, level, framed=framed)
            self.links -= tag == "a"
            return
        self.close(role, level, framed=framed)
        inner = Role.HEADING if tag in _HEADINGS else Role.ITEM if tag in _ITEMS else Role.TEXT
        inner_framed = framed or tag in _FRAMES
        self.content(element, inner, _HEADINGS.get(tag, 0), framed=inner_framed)
        self.close(inner, _HEADINGS.get(tag, 0), framed=inner_framed)

    def content(self, element: HtmlElement, role: Role, level: int, *, framed: bool) -> None:
        self._add(element.text or "")
        for child in element:
            self.visit(child, role, level, framed=framed)
            self._add(child.tail or "")

    def _add(self, text: str) -> None:
        self.parts.append(text)
        letters = len(text.strip())
        self.letters += letters
        self.letters_linked += letters if self.links else 0

    def close(self, role: Role, level: int, *, framed: bool) -> None:
        """End the block that is under way."""
        text, linked = "".join(self.parts), self.letters_linked / max(1, self.letters)
        self.parts.clear()
        self.letters = self.letters_linked = 0
        if role is Role.TEXT:
            self.seen.extend(Seen(block, framed, linked) for block in paragraphs(text))
        elif text.strip(" \t\n·"):
            cells = (" ".join(cell.split()) for cell in text.split(CELL))
            self.seen.append(Seen(Block(CELL.join(filter(None, cells)), role, level), framed, linked))


def _is_hidden(element: HtmlElement) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search((element.get("style") or "")[:_LONGEST_STYLE]))


def paragraphs(text: str) -> Iterator[Block]:
    """Return the paragraphs of one element: line breaks part them, except inside a sentence.

    A short one without a full stop is left undecided: it may be a heading in bold.
    """
    held = ""
    # Not by a pattern: one that takes the space along looks at a long run of it again and again.
    for piece in (part.strip(_SPACE) for part in text.split(BREAK)):
        if held and piece and not titles.is_prose(held) and piece[:1].islower():
            held = f"{held} {piece}"
            continue
        yield from _paragraph(held)
        held = piece
    yield from _paragraph(held)


def _paragraph(text: str) -> Iterator[Block]:
    text = _UNEVEN.sub(" ", text).strip()
    if text:
        undecided = len(text) <= _SHORT and not titles.is_prose(text)
        yield Block(text, Role.LINE if undecided else Role.TEXT)
