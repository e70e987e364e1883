"""Word files: what is read of one, and those that are none, that are locked, broken, empty or bombs."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from store.documents import parse
from store.documents.formats.docx import read
from store.documents.layout.blocks import Block, Role
from store.files.decoding import Unreadable
from store.model import PartialDate
from tests.faults.limits import in_time

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as File

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
IN_A_CIRCLE = '<w:style w:styleId="b"><w:name w:val="heading 3"/><w:basedOn w:val="a"/></w:style>'
SENTENCE = "The harbour office counted the lamps and found that eleven of them were dark."


def saved(file: File) -> bytes:
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def body(inner: str, namespace: str = W) -> str:
    others = 'xmlns:mc="urn:mc" xmlns:v="urn:v"'
    return f'<?xml version="1.0"?><w:document xmlns:w="{namespace}" {others}><w:body>{inner}</w:body></w:document>'


def word(inner: str, *, styles: str = "", namespace: str = W) -> bytes:
    """Return the smallest Word file that holds *inner*."""
    parts: dict[str, str | bytes] = {"word/document.xml": body(inner, namespace)}
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{namespace}">{styles}</w:styles>'
    return zipped(parts)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value


# What is read


def test_headings_paragraphs_and_list_items_are_what_their_styles_say() -> None:
    file = Document()
    file.add_paragraph("Lamps and Boats", style="Title")
    file.add_heading("What they cost", 1)
    file.add_paragraph(SENTENCE)
    file.add_heading("Oil", 2)
    file.add_paragraph("From the north", style="List Bullet")
    file.add_paragraph("From the south", style="List Number")

    page = read(saved(file))

    assert page.blocks == (
        Block("Lamps and Boats", Role.HEADING, 1),
        Block("What they cost", Role.HEADING, 2),
        Block(SENTENCE, Role.TEXT),
        Block("Oil", Role.HEADING, 3),
        Block("From the north", Role.ITEM),
        Block("From the south", Role.ITEM),
    )
    assert page.facts.title == "Lamps and Boats"


def test_without_a_title_the_first_heading_stays_the_highest() -> None:
    file = Document()
    file.add_heading("Lamps and Boats", 1)
    file.add_paragraph(SENTENCE)

    assert read(saved(file)).blocks[0] == Block("Lamps and Boats", Role.HEADING, 1)


def test_a_row_of_a_table_is_one_item_and_a_table_of_one_column_only_a_frame() -> None:
    file = Document()
    table = file.add_table(2, 2)
    for row, cells in zip(table.rows, (("Lamp", "Hours"), ("North pier", "11")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file.add_table(1, 1).rows[0].cells[0].text = SENTENCE

    assert read(saved(file)).blocks == (
        Block("Lamp · Hours", Role.ITEM),
        Block("North pier · 11", Role.ITEM),
        Block(SENTENCE, Role.TEXT),
    )


def test_the_properties_tell_title_author_and_when_it_was_updated() -> None:
    file = Document()
    file.add_paragraph(SENTENCE)
    about = file.core_properties
    about.title, about.author = "The Price of Lamps", "Ines Okafor"
    about.modified = datetime(2026, 1, 24, 9, 0, tzinfo=UTC)

    facts = read(saved(file)).facts

    assert (facts.title, facts.author) == ("The Price of Lamps", "Ines Okafor")
    assert (facts.published, facts.updated) == (None, PartialDate(2026, 1, 24))


def test_what_a_program_wrote_into_the_properties_is_nobody_s_word() -> None:
    file = Document()
    file.add_paragraph(SENTENCE)
    file.core_properties.title = "Microsoft Word - draft_v3.doc"

    facts = read(saved(file)).facts

    assert not facts


def test_changes_count_as_accepted() -> None:
    moved = f"<w:moveFrom>{r('gone ')}</w:moveFrom><w:moveTo>{r('there ')}</w:moveTo>"
    edited = f"{r('Lamps ')}<w:ins>{r('now ')}</w:ins><w:del><w:r><w:delText>then </w:delText></w:r></w:del>{moved}"
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('x')}</w:tc><w:tc>{p('y')}</w:tc></w:tr>"
    kept = f"<w:tr><w:tc>{p('oil')}</w:tc><w:tc>{p('glass')}</w:tc></w:tr>"

    assert texts(word(f"<w:p>{edited}</w:p><w:tbl>{row}{kept}</w:tbl>")) == ["Lamps now there", "oil · glass"]


def test_content_controls_links_and_text_boxes_are_read_once() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In a control')}</w:sdtContent></w:sdt>"
    link = f"<w:p>{r('A ')}<w:hyperlink>{r('link')}</w:hyperlink></w:p>"
    box = f"<w:txbxContent>{p('In a box')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"

    assert texts(word(f"{control}{link}<w:p>{r('Before')}<w:r>{both}</w:r>{r(' it')}</w:p>")) == [
        "In a control",
        "A link",
        "Before it",
        "In a box",
    ]


def test_hidden_text_codes_of_fields_and_the_table_of_contents_are_left_out() -> None:
    field = f"<w:p><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>{r('12 lamps')}{r('secret', '<w:vanish/>')}</w:p>"
    styles = '<w:style w:styleId="V1"><w:name w:val="toc 1"/></w:style>'

    assert texts(word(p("Oil ......... 3", '<w:pStyle w:val="V1"/>') + field, styles=styles)) == ["12 lamps"]


def test_breaks_and_hyphens_keep_words_apart_and_together() -> None:
    run = "<w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t><w:noBreakHyphen/><w:t>four</w:t></w:r>"

    assert texts(word(f"<w:p>{run}</w:p>")) == ["One two three-four"]


@pytest.mark.parametrize(
    ("style", "role", "level"),
    [
        ('<w:style w:styleId="a"><w:name w:val="Heading 2"/></w:style>', Role.HEADING, 2),
        ('<w:style w:styleId="a"><w:name w:val="Mine"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>', "h", 1),
        (
            f'<w:style w:styleId="a"><w:name w:val="Mine"/><w:basedOn w:val="b"/></w:style>{IN_A_CIRCLE}',
            Role.HEADING,
            3,
        ),
        ('<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>', Role.ITEM, 0),
        ('<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>', Role.LINE, 0),
        ('<w:style w:styleId="a"><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>', Role.LINE, 0),
    ],
)
def test_a_style_is_what_it_says_or_inherits(style: str, role: Role | str, level: int) -> None:
    (block,) = read(word(p("Oil and glass", '<w:pStyle w:val="a"/>'), styles=style)).blocks

    assert block == Block("Oil and glass", Role.HEADING if role == "h" else Role(role), level)


def test_a_paragraph_may_say_otherwise_than_its_style() -> None:
    styles = '<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>'
    own = '<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>'

    assert read(word(p("Oil and glass", own), styles=styles)).blocks == (Block("Oil and glass"),)


def test_a_sentence_styled_as_a_heading_is_a_sentence() -> None:
    styles = '<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>'

    assert read(word(p(SENTENCE, '<w:pStyle w:val="a"/>'), styles=styles)).blocks == (Block(SENTENCE, Role.TEXT),)


def test_the_strict_format_and_parts_in_other_places_are_read() -> None:
    relation = '<Relationship Id="a" Type="{kind}" Target="{target}"/>'
    rels = "<Relationships>{}</Relationships>"
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
    data = zipped(
        {
            "_rels/.rels": rels.format(relation.format(kind=kind + "officeDocument", target="/text/main.xml")),
            "text/_rels/main.xml.rels": rels.format(relation.format(kind=kind + "styles", target="looks.xml")),
            "text/main.xml": body(p("Oil and glass", '<w:pStyle w:val="a"/>'), STRICT),
            "text/looks.xml": (
                f'<w:styles xmlns:w="{STRICT}"><w:style w:styleId="a"><w:name w:val="heading 1"/></w:style></w:styles>'
            ),
        }
    )

    assert read(data).blocks == (Block("Oil and glass", Role.HEADING, 1),)


def test_broken_styles_and_properties_cost_no_text() -> None:
    data = zipped(
        {"word/document.xml": body(p(SENTENCE)), "word/styles.xml": "<oops", "docProps/core.xml": b"\xff\xfe\x00"}
    )

    assert texts(data) == [SENTENCE]


# What is not


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a Word file"),
        (b"just text", "is not a Word file"),
        (zipped({"readme.txt": "hello"}), "is not a Word file"),
        (zipped({"word/document.xml": '<w:workbook xmlns:w="x"/>'}), "is not a Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "is an old Word file, or locked with a password"),
        (word(""), "is a Word file without text"),
        (zipped({"word/document.xml": "<w:document"}), "is a broken Word file"),
        (zipped({"word/document.xml": body(p("x"))}, zipfile.ZIP_LZMA), "is broken; save it anew"),
    ],
)
def test_what_is_no_word_file_is_said_to_be_none(data: bytes, message: str) -> None:
    assert refusal(data).message.startswith(message)


def test_a_locked_archive_says_so() -> None:
    data = bytearray(word(p(SENTENCE)))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1

    assert refusal(bytes(data)).message == "is locked with a password; save it without one"


def test_a_damaged_part_is_a_broken_file() -> None:
    data = bytearray(word(p(SENTENCE * 40)))
    data[60:80] = bytes(20)

    assert refusal(bytes(data)).message.startswith("is broken")


def test_entities_are_never_followed() -> None:
    declared = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    data = zipped({"word/document.xml": declared + body(p("&e;"))[21:]})

    assert refusal(data).message.startswith("is a broken Word file")


@given(st.binary(max_size=200), st.integers(0, 1_000))
def test_nothing_but_unreadable_comes_of_damage(noise: bytes, at: int) -> None:
    data = bytearray(word(p(SENTENCE)))
    data[at : at + len(noise)] = noise

    try:
        page = read(bytes(data))
    except Unreadable:
        return
    assert page.blocks


# What is too much


def bomb(inner: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    head, foot = body("|").encode().split(b"|")
    return zipped({"word/document.xml": head + inner + foot}, compression)


def plain(inner: bytes) -> bytes:
    """A file that is as large as what it holds, so that its listing is above suspicion."""
    return bomb(inner, zipfile.ZIP_STORED)


def words(count: int) -> bytes:
    return b" ".join(b"lamp%d" % (number % 9973) for number in range(count))


def many_entries() -> bytes:
    """A listing of as many empty parts as fit into 5 MiB."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = min(5_000_000 // len(entry), 0xFFFF)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, count * len(entry), 0, 0)
    return entry * count + end


def lies_about_its_size() -> bytes:
    """A part that says to unpack to ten bytes and does to 300 MiB."""
    data = bytearray(bomb(b" " * (300 * 1024 * 1024)))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    return bytes(data)


BOMBS = {
    "spaces": lambda: bomb(b" " * (60 * 1024 * 1024)),
    "many files": lambda: zipped({f"word/{number}.xml": "" for number in range(3_000)}),
    "a listing only": many_entries,
    "pictures": lambda: zipped({f"word/media/{number}.bin": bytes(10_000_000) for number in range(7)}),
    "a lie": lies_about_its_size,
    "tags": lambda: plain(b"<w:p/>" * 600_000),
    "attributes": lambda: plain(b"<w:p " + b" ".join(b'a%d=""' % number for number in range(290_000)) + b"/>"),
    "too many attributes": lambda: plain(b"<w:p " + b'a="" ' * 700_000 + b"/>"),
    "depth": lambda: plain(b"<w:sdt>" * 100_000 + b"</w:sdt>" * 100_000),
    "depth in a paragraph": lambda: plain(b"<w:p>" + b"<w:r>" * 200 + b"</w:r>" * 200 + b"</w:p>"),
    "tables in tables": lambda: plain(b"<w:tbl><w:tr><w:tc>" * 80 + p("x").encode() + b"</w:tc></w:tr></w:tbl>" * 80),
    "boxes in boxes": lambda: plain(b"<w:p><w:txbxContent>" * 120 + b"</w:txbxContent></w:p>" * 120),
    "5 MiB of one line": lambda: plain(p("|").encode().replace(b"|", words(600_000))),
    "more than 5 MiB of text": lambda: bomb(p("|").encode().replace(b"|", words(800_000))),
    "one word": lambda: plain(p("|").encode().replace(b"|", b"w" * 5_200_000)),
    "paragraphs": lambda: plain(b"<w:p><w:r><w:t>Lamp</w:t></w:r></w:p>" * 70_000),
    "a long book": lambda: bomb(
        b"".join(b"<w:p><w:r><w:t>Lamp %d was dark. </w:t></w:r></w:p>" % number for number in range(49_000))
    ),
}

MEASURED = """
import resource, sys
from pathlib import Path
from store import documents
from store.documents import process
from store.files.decoding import Unreadable
data = Path(sys.argv[1]).read_bytes()
try:
    said = f"{len(documents.parse('bomb.docx', data).passages)} passages"
except Unreadable as error:
    said = error.message
process.close()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_within_two_seconds_and_200_mib(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(BOMBS[name]())

    done = subprocess.run([sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True)

    seconds, mebibytes, said = done.stdout.split(maxsplit=2)
    assert in_time(float(seconds)), done.stdout
    assert float(mebibytes) < 200, done.stdout
    assert said.strip()


def test_footnotes_are_kept_as_such_at_the_end() -> None:
    note = '<w:footnote w:id="{}" {}>{}</w:footnote>'
    notes = [
        note.format(0, 'w:type="separator"', p("---")),
        note.format(2, "", p("Letter of the keepers, 3 May 2025.")),
    ]
    told = '<w:p><w:r><w:t>The lamps stay lit</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'

    data = zipped({
        "word/document.xml": body(told),
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{"".join(notes)}</w:footnotes>',
    })  # fmt: skip

    assert texts(data) == ["The lamps stay lit", "Notes", "1 Letter of the keepers, 3 May 2025."]


def test_struck_out_words_and_marks_of_notes_are_left_out_and_powers_are_kept() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    told = (
        r("In 2025,")
        + r("12", raised)
        + r(" on the 9")
        + r("th", raised)
        + r(", 3 km")
        + r("2", raised)
        + r(" cost ")
        + r("four ", "<w:strike/>")
        + r("three ", "<w:dstrike/>")
        + r("five.", '<w:strike w:val="0"/>')
    )

    assert texts(word(f"<w:p>{told}</w:p>")) == ["In 2025, on the 9th, 3 km² cost five."]


def test_what_was_printed_once_more_or_looks_like_a_box_was_written_so() -> None:
    lines = [SENTENCE, "Related Articles", "The office counts them again.", SENTENCE, "Comments", "None so far."]

    document = parse("lamps.docx", word("".join(p(line) for line in lines)))

    said = [told for passage in document.passages for told in (passage.heading, passage.text)]
    assert [*dict.fromkeys(filter(None, said))] == [*dict.fromkeys(lines)]
    assert said.count(SENTENCE) == 2


def test_a_day_before_there_was_the_format_is_none() -> None:
    file = Document()
    file.add_paragraph(SENTENCE)
    file.core_properties.modified = datetime(1980, 1, 1, tzinfo=UTC)

    assert read(saved(file)).facts.updated is None
