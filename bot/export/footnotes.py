"""Footnotes for python-docx, which has none: the part of a Word file that holds them, and the marks that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element as Element

TEXT, MARK = "footnote text", "footnote reference"
"""Word's own names for them, so that its menus find them."""

_EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
"""Word refuses a file without the two lines that it draws above the notes."""


class Footnotes:
    """The footnotes of one *document*; `attach` them before it is saved."""

    def __init__(self, document: Document) -> None:
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
