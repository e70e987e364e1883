"""Printed pages to paragraphs: columns, narrow lines, Korean, clauses, footnotes, fonts that name no letters."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.documents import parse
from store.documents.formats.pdf import read
from store.documents.layout.blocks import Role
from store.documents.metadata.titles import is_made
from store.files.decoding import Unreadable
from tests.store.documents.formats.test_pdf import file_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FIXTURES = Path(__file__).parents[3] / "fixtures"

LAMPS = [
    "The keepers of the watch burn more oil",
    "than they did a year ago, because two",
    "lamps were left on through the day and",
    "nobody looked at the switch.",
]
ROPES = [
    "Rope is bought from one merchant on the",
    "far shore. His prices rose by a third in",
    "the winter, and the office has written",
    "to him about it twice.",
]
BOATS = [
    "Six boats go out in a storm, and each of",
    "them carries a crew of four. The seventh",
    "is waiting for a keel that was promised",
    "for the spring.",
]
KOREAN = ["항만 당국은 올해 상반기 등대 점검을 계획대로", "실시하기로 하고 세부 일정을 조율하고", "있다고 밝혔다."]

Shown = tuple[float, float, float, str]
"""Left, height, size and text."""


def printed(*pages: Sequence[Shown], font: bytes = b"", hangul: bool = False, stamp: str = "") -> bytes:
    """Return a PDF that shows texts at their places, and a *stamp* upwards at the margin of each page."""
    font = font or (_HANGUL if hangul else b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects = [font]
    kids = []
    for page in pages:
        stream = b"\n".join(
            b"BT /F1 %.1f Tf 1 0 0 1 %.1f %.1f Tm %s Tj ET" % (size, left, height, _string(text, hangul=hangul))
            for left, height, size, text in page
        )
        if stamp:
            stream += b"\nBT /F1 20 Tf 0 1 -1 0 30 200 Tm %s Tj ET" % _string(stamp, hangul=hangul)
        packed = zlib.compress(stream)
        objects.append(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 1 0 R >> >> >>" % (2 * len(pages) + 2, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(kids)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % len(objects))
    return file_of(objects)


_HANGUL = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /HYSMyeongJo-Medium /Encoding /UniKS-UCS2-H /DescendantFonts [<<"
    b" /Type /Font /Subtype /CIDFontType0 /BaseFont /HYSMyeongJo-Medium /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /HYSMyeongJo-Medium /Flags 4 /FontBBox [0 -200 1000 900]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
)
_NAMELESS = _HANGUL.replace(b"UniKS-UCS2-H", b"Identity-H").replace(b"Korea1", b"Identity")


def _string(text: str, *, hangul: bool) -> bytes:
    if hangul:
        return b"<%s>" % text.encode("utf-16-be").hex().encode()
    return b"(%s)" % text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def column(lines: Sequence[str], left: float, top: float, size: float = 10, pitch: float = 14) -> list[Shown]:
    return [(left, top - pitch * number, size, line) for number, line in enumerate(lines)]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def whole(*paragraphs: Sequence[str]) -> list[str]:
    return [" ".join(lines) for lines in paragraphs]


def test_the_short_lines_of_three_columns_are_paragraphs_in_the_order_of_the_columns() -> None:
    page = [*column(LAMPS, 50, 700), *column(ROPES, 230, 700), *column(BOATS, 410, 700)]

    assert texts(printed(page)) == whole(LAMPS, ROPES, BOATS)


def test_columns_that_were_drawn_row_by_row_are_read_one_after_the_other() -> None:
    columns = [column(LAMPS, 50, 700), column(ROPES, 250, 700)]
    page = [shown for row in zip(*columns, strict=True) for shown in row]

    assert texts(printed([(50, 750, 18, "Lamps and Ropes"), *page])) == ["Lamps and Ropes", *whole(LAMPS, ROPES)]


def test_the_rows_of_a_table_stay_rows() -> None:
    rows = [("Year", "Oil", "Rope"), ("2024", "41", "7"), ("2025", "49", "9"), ("2026", "52", "9")]
    page = [
        (50 + 120 * at, 700 - 14 * row, 10, cell) for row, cells in enumerate(rows) for at, cell in enumerate(cells)
    ]

    assert texts(printed(page)) == ["Year Oil Rope", "2024 41 7", "2025 49 9", "2026 52 9"]


def test_a_date_whose_spaces_are_wide_is_no_row_of_a_table() -> None:
    page = [(60, 740, 18, "등대 점검 현황 보고"), (60, 715, 11, "2026. 3. 9."), *column(KOREAN, 60, 680)]

    assert read(printed(page, hangul=True)).blocks[1].role is Role.LINE


def test_korean_lines_are_paragraphs_that_gaps_part() -> None:
    page = [*column(KOREAN, 60, 700), *column(KOREAN[:2], 60, 630), *column(KOREAN, 60, 580)]

    assert texts(printed(page, hangul=True)) == whole(KOREAN, KOREAN[:2], KOREAN)


def test_an_indent_begins_a_paragraph_and_a_page_break_ends_none() -> None:
    lines = [*LAMPS[:3], "nobody in the office ever looked again.", *ROPES]
    first = column(lines[:4], 50, 700)
    indented = [(50 + 15 * (number == 0), 644 - 14 * number, 10, line) for number, line in enumerate(ROPES[:2])]

    found = texts(printed([*first, *indented], column(ROPES[2:], 50, 700)))

    assert found == whole(lines[:4], ROPES)


def test_marks_of_clauses_are_kept_alike_and_begin_paragraphs() -> None:
    clauses = [
        "(a) The office shall report each year on the following:",
        "(i) the number of lamps;",
        "(ii) the cost of each; and",
        "(iii)(D) whatever else the keepers ask the office to count in the winter or the",
        "summer, as the case may be.",
        "(C) other business; or",
        "(b) The office may waive it once.",
    ]

    found = texts(printed(column(clauses, 70, 700)))

    assert found == [*clauses[:3], " ".join(clauses[3:5]), *clauses[5:]]
    assert all(block.role is not Role.HEADING for block in read(printed(column(clauses, 70, 700))).blocks)


def test_what_the_printer_of_a_law_adds_is_left_out() -> None:
    page = [
        *column(LAMPS, 50, 700),
        (40, 42, 5, "VerDate Sep<11>2014 19:59 Aug 11, 2026 Jkt 265001 PO 00000 Frm 00001 Fmt 4790 Sfmt 4790"),
        (40, 30, 5, "jspears on DSK121TN23PROD with RULES"),
    ]

    assert texts(printed(page)) == whole(LAMPS)


def test_marks_of_footnotes_are_left_out_and_the_footnotes_stand_at_the_end() -> None:
    page = [
        (50, 700, 10, "The lamps were lit in 2025,"),
        (174, 704, 6, "12"),
        (184, 700, 10, "and the keepers say that they will stay lit for as long as"),
        (50, 686, 10, "there is oil."),
        (50, 60, 7, "12 Letter of the keepers, 3 May 2025."),
    ]

    found = texts(printed(page))

    assert (
        found[0]
        == "The lamps were lit in 2025, and the keepers say that they will stay lit for as long as there is oil."
    )
    assert found[1:] == ["Notes", "12 Letter of the keepers, 3 May 2025."]


def test_larger_lines_are_headings_and_the_largest_is_the_title() -> None:
    page = [(50, 750, 18, "Lamps and Ropes"), *column(LAMPS, 50, 720), (50, 650, 13, "Ropes"), *column(ROPES, 50, 630)]

    found = read(printed(page)).blocks

    assert [(block.text, block.level) for block in found if block.role is Role.HEADING] == [
        ("Lamps and Ropes", 1),
        ("Ropes", 2),
    ]


def test_a_pdf_whose_fonts_name_no_letters_is_refused_by_name() -> None:
    glyphs = ["".join(chr(ord(letter) - 29) for letter in line) for line in LAMPS]

    with pytest.raises(Unreadable, match="fonts that do not say which letters they draw"):
        read(printed(column(glyphs, 50, 700), font=_NAMELESS, hangul=True))


def test_a_pdf_that_is_encrypted_without_a_password_is_read_and_one_with_a_password_is_not() -> None:
    plain = (FIXTURES / "raw" / "lamps-and-boats.pdf").read_bytes()

    assert read((FIXTURES / "pdf" / "open-aes128.pdf").read_bytes()).blocks == read(plain).blocks
    with pytest.raises(Unreadable, match="is locked with a password"):
        read((FIXTURES / "pdf" / "locked-aes256.pdf").read_bytes())


def test_a_printed_page_keeps_headings_without_text_and_lines_that_a_web_page_would_not() -> None:
    form = [*column(LAMPS, 50, 720), (50, 640, 10, "Share this page"), (50, 600, 10, "Name of the keeper")]
    table = [(50, 560, 10, "Print"), (50, 520, 10, "Part II"), (50, 480, 10, "Lamps and Oil")]

    found = parse("form.pdf", printed([*form, *table, *column(ROPES, 50, 440)]))

    told = " ".join([found.source.title, *(f"{one.heading} {one.text}" for one in found.passages)])
    for line in (*LAMPS, "Share this page", "Name of the keeper", "Print", "Part II", "Lamps and Oil", *ROPES):
        assert line in told


def test_a_power_and_an_ordinal_stay_and_their_row_is_one() -> None:
    page = [
        (50, 700, 10, "The pier covers 3 km"),
        (145, 704, 6, "2"),
        (151, 700, 10, "on the 9"),
        (188, 704, 6, "th"),
        (196, 700, 10, "of March, and the rope was counted in 2025."),
        (389, 704, 6, "7"),
        (50, 686, 10, "Nobody knows why that was so."),
    ]

    assert texts(printed(page)) == [
        "The pier covers 3 km² on the 9th of March, and the rope was counted in 2025. Nobody knows why that was so."
    ]


def test_lines_beside_a_box_fill_what_it_leaves_of_their_column() -> None:
    box = column(["Dues are what a boat", "pays for the pier, by", "its length and days."], 300, 690, size=9, pitch=12)
    wide = "Rope is bought from one merchant on the far shore, as it was a year ago when nobody asked for the price."
    page = [*box, (50, 750, 18, "Lamps and Ropes"), *column(LAMPS, 50, 700), *column([wide[:95], wide[96:]], 50, 630)]

    found = texts(printed(page))

    assert " ".join(LAMPS) in found
    assert parse("box.pdf", printed(page)).source.title == "Lamps and Ropes"


def test_a_line_that_ends_short_in_a_stop_ends_its_item_where_all_others_are_filled() -> None:
    item = ["The keepers of the watch burn more oil than", "they did a year ago, because two lamps were",
            "left on through the day, and nobody looked in", "at the switch outside of the tower."]  # fmt: skip
    gaps = [*column(item, 50, 700), *column(item, 50, 630), *column(item, 50, 560)]
    page = [*gaps, *column(item * 2, 50, 490)]

    assert texts(printed(page)) == whole(*[item] * 5)


@pytest.mark.parametrize("title", ["about:blank", "https://harbour.example/notes", "notes.html", "Notes.hwp"])
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    assert is_made(title)


def test_a_stamp_at_the_margin_is_nobodys_title_and_no_heading() -> None:
    lines = [(72.0, 600.0 - 14 * number, 10.0, line) for number, line in enumerate([*LAMPS, *ROPES])]
    data = printed([(72.0, 700.0, 16.0, "On Keeping Lamps Alight"), *lines], stamp="Stamp:2103.15348 [cs] 21 Jun")

    document = parse("p-1.pdf", data)

    assert document.source.title == "On Keeping Lamps Alight"
    assert [passage.text for passage in document.passages] == whole(LAMPS, ROPES)


def test_the_upper_half_of_a_fraction_is_no_mark_of_a_note() -> None:
    row = [
        (72.0, 600.0, 10.0, "Ropes come from"),
        (145.0, 603.0, 5.5, "1"),
        (148.0, 600.0, 10.0, "\xa44 inch."),
    ]  # of its font, the bar

    assert "1\u2044" in " ".join(block.text for block in read(printed(row)).blocks)
