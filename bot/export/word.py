"""A memo as a Word file with footnotes; python-docx has none, so that part of the file is made here."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from docx.document import Document as File
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element as Element

    from bot.export.memo import Memo, MemoPoint

INK = RGBColor(0x1F, 0x1D, 0x1A)
MOST = 255
"""The most characters that Word takes for a property of a file."""
TEXT, MARK = "footnote text", "footnote reference"
"""Word's own names for them, so that its menus find them."""
_EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
"""Word refuses a file without the two lines that it draws above the notes."""


def written(memo: Memo, at: datetime) -> bytes:
    """Return the memo as the bytes of a .docx file, made *at*."""
    file = Document()
    _dress(file)
    notes = Footnotes(file)
    file.add_paragraph(memo.title, style="Title")
    if memo.korean:
        file.add_paragraph(memo.korean, style="Subtitle")
    file.add_paragraph().add_run(memo.standing).italic = True
    for text in filter(None, (memo.summary, memo.left_open)):
        file.add_paragraph(text)
    if memo.said:
        file.add_heading("What the sources say", 1)
        _points(file, notes, memo.said)
    if memo.differing:
        file.add_heading("Where they differ", 1)
    for section in memo.differing:
        file.add_heading(section.about, 2)
        _points(file, notes, section.points)
    if memo.columns:
        file.add_heading("Side by side", 1)
        _table(file, notes, memo)
    if memo.sources:
        file.add_heading(memo.sources_heading, 1)
    for source in memo.sources:
        file.add_paragraph(source, style="List Bullet")
    notes.attach()
    return _saved(file, memo, at)


def _points(place: File | _Cell, notes: Footnotes, points: Iterable[MemoPoint]) -> None:
    for point in points:
        paragraph = place.add_paragraph(point.text, style="List Bullet")
        notes.add(paragraph, point.note)
        if point.standing:
            paragraph.add_run(f" ({point.standing})").italic = True


def _table(file: File, notes: Footnotes, memo: Memo) -> None:
    """Write the topics beside each other: in short, then what each holder says of either."""
    table = file.add_table(rows=1, cols=len(memo.columns), style="Table Grid")
    for cell, (name, summary) in zip(table.rows[0].cells, memo.columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
        cell.add_paragraph(summary)
    for row in memo.rows:
        for cell, points in zip(table.add_row().cells, row.columns, strict=True):
            cell.paragraphs[0].add_run(row.heading if points else "").bold = True
            _points(cell, notes, points)


def _dress(file: File) -> None:
    """Give the library's default template a quiet look, and Hangul a font that has it."""
    sizes = {"Normal": 11, "Title": 24, "Subtitle": 13, "Heading 1": 14, "Heading 2": 12}
    for name, points in sizes.items():
        style = file.styles[name]
        style.font.size, style.font.name = Pt(points), "Georgia"
        style.font.color.rgb = INK
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over ours
        fonts.set(qn("w:eastAsia"), "Malgun Gothic")


def _saved(file: File, memo: Memo, at: datetime) -> bytes:
    about = file.core_properties
    about.title, about.subject, about.comments = memo.title[:MOST], memo.standing[:MOST], ""
    about.author = about.last_modified_by = "Alliance briefing bot"
    about.created = about.modified = at
    out = BytesIO()
    file.save(out)
    return out.getvalue()


class Footnotes:
    """The footnotes of one *document*; `attach` them before it is saved."""

    def __init__(self, document: File) -> None:
        self._document = document
        self._notes = parse_xml(_EMPTY)
        self._count = 0
        text = document.styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = document.styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        document.styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put the next mark at the end of *paragraph* and *text* below the page."""
        self._count += 1
        mark = paragraph.add_run(style=MARK)._r  # noqa: SLF001 - the library's way below its own surface
        mark.append(_element("w:footnoteReference", id=str(self._count)))
        self._notes.append(self._note(text))

    def attach(self) -> None:
        """Make the notes a part of the file."""
        blob = etree.tostring(self._notes, xml_declaration=True, encoding="UTF-8", standalone=True)
        name, package = PackURI("/word/footnotes.xml"), self._document.part.package
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, text: str) -> Element:
        note, paragraph = _element("w:footnote", id=str(self._count)), OxmlElement("w:p")
        paragraph.append(_within("w:pPr", _element("w:pStyle", val=self._style(TEXT))))
        style = _within("w:rPr", _element("w:rStyle", val=self._style(MARK)))
        paragraph.append(_within("w:r", style, OxmlElement("w:footnoteRef")))
        said = OxmlElement("w:t")
        said.text = f" {text}"
        said.set(qn("xml:space"), "preserve")
        paragraph.append(_within("w:r", said))
        note.append(paragraph)
        return note

    def _style(self, name: str) -> str:
        return str(self._document.styles[name].style_id)


def _element(tag: str, **attributes: str) -> Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _within(tag: str, *children: Element) -> Element:
    element = OxmlElement(tag)
    element.extend(children)
    return element
