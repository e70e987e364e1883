"""A memo as a Word file with footnotes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from bot.export.footnotes import Footnotes

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document as File

    from bot.export.memo import Memo, MemoSection

INK = RGBColor(0x1F, 0x1D, 0x1A)
MOST = 255
"""The most characters that Word takes for a property of a file."""


def written(memo: Memo, at: datetime) -> bytes:
    """Return the memo as the bytes of a .docx file, made *at*."""
    file = Document()
    _dress(file)
    notes = Footnotes(file)
    file.add_paragraph(memo.title, style="Title")
    if memo.korean:
        file.add_paragraph(memo.korean, style="Subtitle")
    file.add_paragraph().add_run(memo.standing).italic = True
    file.add_paragraph(memo.summary)
    if memo.said.points:
        file.add_heading("What the sources say", 1)
        _points(file, notes, memo.said)
    if memo.differing:
        file.add_heading("Where they differ", 1)
    for section in memo.differing:
        file.add_heading(section.about, 2)
        _points(file, notes, section)
    if memo.sources:
        file.add_heading("Sources", 1)
    for source in memo.sources:
        file.add_paragraph(source, style="List Bullet")
    notes.attach()
    return _saved(file, memo, at)


def _points(file: File, notes: Footnotes, section: MemoSection) -> None:
    for point in section.points:
        paragraph = file.add_paragraph(point.text, style="List Bullet")
        notes.add(paragraph, point.note.text)
        if point.standing:
            paragraph.add_run(f" ({point.standing})").italic = True


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
