"""A Word file to a page: headings by their styles, paragraphs, list items, and the rows of tables.

The text is what Word shows with its changes accepted: python-docx leaves out
what was inserted under tracking (its issue 340) and what stands in content
controls (155), and unpacks everything in the file, so the parts are read here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from store.documents.formats.docx_parts import Styles, attribute, child, listed, local, value
from store.documents.formats.html_outline import BREAK, paragraphs
from store.documents.layout import blocks
from store.documents.layout.blocks import CELL, Block, Facts, Page, Role
from store.documents.metadata import bylines, titles
from store.files.decoding import Unreadable, check_size
from store.model import PartialDate
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from store.documents.formats.docx_parts import ZipMembers

_MOST_PART = 8 * 1024 * 1024
_MOST_MARKS = 600_000
"""Tags of a part, attributes twice, counted before it is parsed: a tree takes many times the memory of its text."""
_MOST_TEXT = 5 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_NONE = "is not a Word file, whatever its name says; save it as .docx, or rename it"
_BROKEN = "is a broken Word file; save it anew as .docx"
_FIRST_YEAR = 2006
"""Of the format; what was saved before was saved by a program that does not know the day."""
_TEMPLATE_AT = "2013-12-23T23:15:00Z"
"""The date in python-docx's template, which everything made with it carries unless somebody sets another."""

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_UNSEEN = frozenset({"del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "sectPr"})
_FENCES = ("separator", "continuationSeparator", "continuationNotice")
"""What Word keeps among the notes and draws between them and the text."""
NOTES = "Notes"
_HIDING = ("vanish", "strike", "dstrike")
_SIGNS = {"tab": " ", "ptab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-"}


def read(data: bytes) -> Page:
    """Return the text of a .docx file as a page; Unreadable when it is none, is locked, has no text or is a bomb."""
    check_size(data)
    if data.startswith(_OLE):
        raise Unreadable(0, 0, "is an old Word file, or locked with a password; save it as .docx without one")
    archive = listed(data)
    if archive is None:
        raise Unreadable(0, 0, _NONE)
    main = _target(archive, "", "officeDocument") or "word/document.xml"
    root = _tree(archive, main)
    if root is None or local(root) != "document":
        raise Unreadable(0, 0, _NONE)
    walk = _Walk(Styles.of(_mild(archive, _target(archive, main, "styles") or "word/styles.xml")))
    walk.visit(root)
    walk.blocks += _notes(archive, main, walk.styles)
    if not walk.blocks:
        raise Unreadable(0, 0, "is a Word file without text, perhaps pictures of it; add the text")
    told = _facts(_mild(archive, _target(archive, "", "core-properties") or "docProps/core.xml"))
    return Page(tuple(_ranked(walk.blocks)), replace(told, title=walk.title or told.title), printed=True)


def _notes(archive: ZipMembers, main: str, styles: Styles) -> Iterator[Block]:
    """Yield the footnotes and endnotes of the text, each numbered, under a heading of their own."""
    told: list[str] = []
    walk = _Walk(styles)
    for kind in ("footnotes", "endnotes"):
        root = _mild(archive, _target(archive, main, kind) or f"word/{kind}.xml")
        for note in () if root is None else root:
            if attribute(note, "type") not in _FENCES:
                walk.blocks = []
                walk.visit(note)
                told += filter(None, [" ".join(block.text for block in walk.blocks)])
    if told:
        yield Block(NOTES, Role.HEADING, 1)
    yield from (Block(f"{number} {text}", Role.ITEM) for number, text in enumerate(told, 1))


def _target(archive: ZipMembers, source: str, kind: str) -> str | None:
    """Return the part that *source* relates to as *kind*; the archive itself is the source without a name."""
    folder, _, name = source.rpartition("/")
    rels = _mild(archive, f"{folder}/_rels/{name}.rels".lstrip("/"))
    for relation in () if rels is None else rels:
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
    return None


def _tree(archive: ZipMembers, name: str) -> Element | None:
    """Return a part as a tree; None when there is no such part."""
    text = archive.part(name, _MOST_PART)
    if text is None:
        return None
    if text.count(b"<") + 2 * text.count(b"=") > _MOST_MARKS:
        raise Unreadable(0, 0, "has more marks than a document does; split it", "too_large")
    if b"<!DOCTYPE" in text:  # the format has none; who writes one is after entities
        raise Unreadable(0, 0, _BROKEN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(0, 0, _BROKEN) from error


def _mild(archive: ZipMembers, name: str) -> Element | None:
    """Return a part that the text can do without: None when it is broken, too."""
    try:
        return _tree(archive, name)
    except Unreadable as error:
        if error.problem_code == "too_large":
            raise
        return None


def _ranked(blocks: list[Block]) -> Iterator[Block]:
    """Return the blocks; under a title, which is the highest heading, all others stand one lower."""
    titled = any(block.level == 0 for block in blocks if block.role is Role.HEADING)
    for block in blocks:
        yield replace(block, level=block.level + 1) if titled and block.role is Role.HEADING else block


def _facts(properties: Element | None) -> Facts:
    """Return what the file says of itself, where a person seems to have written it.

    When it was saved is when it was updated: any date that the text names goes before.
    """
    if properties is None:
        return Facts()
    told = {local(each): clean(each.text or "") for each in properties}
    title, author = told.get("title", ""), told.get("creator", "")
    saved = told.get("modified") or told.get("created") or ""
    day = _day(saved) if saved != _TEMPLATE_AT else None
    return Facts(
        title=title if len(title) <= titles.LONGEST and not titles.is_made(title) else None,
        author=author if bylines.is_name(author) and not bylines.is_nobody(author) else None,
        updated=day if day and day.year >= _FIRST_YEAR else None,
    )


def _day(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text[:10])
    except ValueError:
        return None


@dataclass(slots=True)
class _Walk:
    """Goes through the text once, in order; the parser nests no deeper than 256, so neither do we."""

    styles: Styles
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    boxes: list[Element] = field(default_factory=list)
    characters: int = 0

    def visit(self, element: Element) -> None:
        """Take in a part of the text: a paragraph, a table, or whatever holds them."""
        name = local(element)
        if name in _UNSEEN:
            return
        if name == "p":
            self.paragraph(element)
        elif name == "tbl":
            self.table(element)
        else:
            for inner in element:
                self.visit(inner)

    def paragraph(self, element: Element) -> None:
        """Take in a paragraph, then the boxes that are anchored in it."""
        style = self.styles.of_paragraph(element)
        text = self.text(element)
        if text.strip() and not style.contents:
            self.blocks.extend(self.styled(text, style.level, listed=style.listed))
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            for inner in box:
                self.visit(inner)

    def styled(self, text: str, level: int | None, *, listed: bool) -> Iterator[Block]:
        """Return the blocks of a paragraph. A sentence styled as a heading is a sentence."""
        told = " ".join(text.replace(BREAK, " ").split())
        if level == 0 and self.title is None and len(told) <= titles.LONGEST:
            self.title = clean(told)
        if level is not None and (level == 0 or not titles.is_prose(told)):
            yield Block(told, Role.HEADING, level)
        elif listed:
            yield Block(told, Role.ITEM)
        else:
            yield from paragraphs(text)

    def table(self, element: Element) -> None:
        """Take in a table, row by row; one of a single column only frames what is in it."""
        rows = [list(_held(row, "tc")) for row in _held(element, "tr") if not _is_deleted(row)]
        if all(len(row) <= 1 for row in rows):
            for cell in (cell for row in rows for cell in row):
                self.visit(cell)
            return
        for row in rows:
            cells = (" ".join(self.text(cell, " ").replace(BREAK, " ").split()) for cell in row)
            if told := CELL.join(filter(None, cells)):
                self.blocks.append(Block(told, Role.ITEM))

    def text(self, element: Element, between: str = "") -> str:
        """Return the text inside *element*, with *between* behind each of its paragraphs."""
        parts: list[str] = []
        self.gather(element, parts, between)
        text = "".join(parts)
        self.characters += len(text)
        if self.characters > _MOST_TEXT:
            raise Unreadable(0, 0, "holds more than 5 MiB of text; split it", "too_large")
        return text

    def gather(self, element: Element, parts: list[str], between: str) -> None:
        for inner in element:
            name = local(inner)
            if name == "t":
                parts.append(inner.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "txbxContent" and not between:
                self.boxes.append(inner)
            elif name == "r" and _is_raised(inner):
                own: list[str] = []
                self.gather(inner, own, between)
                parts.append(blocks.written("".join(own), "".join(parts[-1:])))
            elif name not in _UNSEEN and not (name == "r" and _is_hidden(inner)):
                self.gather(inner, parts, between)
                if name == "p":
                    parts.append(between)


def _held(element: Element, name: str) -> Iterator[Element]:
    """Return the rows of a table, or the cells of a row, those in content controls too."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in _WRAPPERS:
            yield from _held(inner, name)


def _is_deleted(row: Element) -> bool:
    properties = child(row, "trPr")
    return properties is not None and child(properties, "del") is not None


def _is_hidden(run: Element) -> bool:
    """Return whether a run is not shown, or struck out."""
    properties = child(run, "rPr")
    found = [] if properties is None else [child(properties, name) for name in _HIDING]
    return any(each is not None and value(each) not in {"0", "false", "off"} for each in found)


def _is_raised(run: Element) -> bool:
    properties = child(run, "rPr")
    aligned = None if properties is None else child(properties, "vertAlign")
    return aligned is not None and value(aligned) == "superscript" and not _is_hidden(run)
