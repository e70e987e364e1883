"""PDFs that are none, that are locked, broken, empty or bombs. A sound one is read in test_documents."""

from __future__ import annotations

import random
import zlib
from io import BytesIO

import pypdf
import pytest

from store import documents
from store.documents.formats.pdf import read
from store.files.decoding import Unreadable
from tests.paths import RAW

SOUND = RAW / "lamps-and-boats.pdf"


def pdf(*streams: bytes) -> bytes:
    """Return a PDF with one page a content stream."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    pages = []
    for stream in streams:
        packed = zlib.compress(stream, 9)
        objects.append(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 1 0 R >> >> >>" % (len(streams) * 2 + 2, len(objects))
        )
        pages.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(pages)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % len(objects))
    return file_of(objects)


def file_of(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    out += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), start)
    return bytes(out)


def page(*lines: str) -> bytes:
    shown = b"".join(b"(%s) Tj T*\n" % line.encode("cp1252") for line in lines)
    return b"BT /F1 11 Tf 14 TL 72 760 Td\n" + shown + b"ET"


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        documents.parse("report.pdf", data)
    return caught.value


def test_the_lines_of_every_page_are_read() -> None:
    found = read(pdf(page("Rope is dear."), page("Oil is dearer.")))

    assert [block.text for block in found.blocks] == ["Rope is dear.", "Oil is dearer."]


def test_what_every_page_repeats_at_its_edges_is_left_out() -> None:
    pages = [page(f"Pier Press   {n}", f"Rope {a}", f"Oil {a}", f"- {n} -") for n, a in enumerate("xyz", 1)]

    found = read(pdf(*pages))

    assert [block.text for block in found.blocks] == ["Rope x", "Oil x", "Rope y", "Oil y", "Rope z", "Oil z"]


@pytest.mark.parametrize("data", [b"", b"hello", b"<html></html>", b"\0" * 2000 + b"%PDF-1.4"])
def test_what_is_no_pdf_is_told_so(data: bytes) -> None:
    assert "is not a PDF" in refusal(data).message


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7 garbage", SOUND.read_bytes()[:400]])
def test_a_broken_pdf_is_told_so(data: bytes) -> None:
    assert "is a broken PDF" in refusal(data).message


def test_a_pdf_without_text_may_be_a_scan() -> None:
    assert "without text, perhaps a scan" in refusal(pdf(b"")).message


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_a_locked_pdf_is_told_so(algorithm: str) -> None:
    writer = pypdf.PdfWriter(clone_from=SOUND)
    writer.encrypt("secret", algorithm=algorithm)
    locked = BytesIO()
    writer.write(locked)

    assert "is locked with a password" in refusal(locked.getvalue()).message


def test_a_pdf_that_anyone_may_open_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=SOUND)
    writer.encrypt("", owner_password="secret", algorithm="RC4-128")
    opened = BytesIO()
    writer.write(opened)

    assert read(opened.getvalue()).blocks == read(SOUND.read_bytes()).blocks


@pytest.mark.parametrize(
    "stream",
    [b" " * 50_000_000, b"BT /F1 11 Tf (x) Tj ET\n" * 100_000],
    ids=["fifty million spaces", "half a million operations"],
)
def test_a_stream_that_unpacks_to_much_and_shows_nothing_is_refused(stream: bytes) -> None:
    bomb = pdf(stream)

    assert len(bomb) < 200_000
    assert refusal(bomb).message


def one_stream(stream: bytes, pages: int) -> bytes:
    """Return a PDF of many pages that all show the same."""
    packed = zlib.compress(stream, 9)
    shown = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    page_ = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 1 0 R /Resources << /X << >> >> >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, pages + 3))
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids)
    return file_of([shown, tree, *[page_] * pages, b"<< /Type /Catalog /Pages 2 0 R >>"])


def test_a_stream_that_every_page_shows_counts_for_every_page() -> None:
    assert refusal(one_stream(b"1 " * 100_000, 1_900)).problem("x.pdf").code == "too_large"


def test_a_packing_that_takes_gigabytes_to_unpack_ends_where_it_is_unpacked() -> None:
    packed = b"z" * 4_000_000
    shown = b"<< /Filter /ASCII85Decode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    page_ = b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 9 9] /Contents 1 0 R /Resources << /X << >> >> >>"
    rest = [page_, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>", b"<< /Type /Catalog /Pages 3 0 R >>"]

    assert refusal(file_of([shown, *rest])).message


def test_more_objects_than_a_document_has_are_not_looked_for() -> None:
    assert refusal(b"%PDF-1.4\n" + b"1 0 obj\n" * 200_000).problem("x.pdf").code == "too_large"


@pytest.mark.prove
def test_what_no_count_catches_ends_with_its_time() -> None:
    drawn = one_stream(b"%\n" * 2_000_000, 1_900)

    found = refusal(drawn)

    assert found.message.startswith("takes longer to read than a document does")
    assert found.problem("x.pdf").code == "too_large"


@pytest.mark.prove
@pytest.mark.parametrize(("made", "pages"), [("typeset", 300), ("browsed", 30)])
def test_a_whole_book_is_read_and_many_pages_that_a_browser_printed(made: str, pages: int) -> None:
    data = {"typeset": typeset, "browsed": browsed}[made](pages)

    assert documents.parse("book.pdf", data).passages


def typeset(pages: int) -> bytes:
    """A book as TeX or Word set it: the words of a line in one go, each space as wide as it must be."""
    chance = random.Random(7)
    words = ["".join(chance.choices("etaoinshrdlucmfwygpbvk", k=chance.randint(2, 9))) for _ in range(4_000)]

    def line() -> bytes:
        shown = (b"(%s)-%d" % (word.encode(), chance.randint(250, 360)) for word in chance.choices(words, k=11))
        return b"[%s]TJ T*\n" % b"".join(shown)

    return pdf(*(b"BT /F1 11 Tf 14 TL 72 760 Td\n%sET" % b"".join(line() for _ in range(45)) for _ in range(pages)))


def browsed(pages: int) -> bytes:
    """A page as browsers print it: every letter in its own place."""
    chance = random.Random(7)

    def line() -> bytes:
        places = ((chance.uniform(4, 10), chance.choice(b"etaoinshrdlu ")) for _ in range(80))
        return b"".join(b"%.6f 0 Td <%02X> Tj\n" % place for place in places) + b"-500 -14 Td\n"

    return pdf(*(b"BT /F1 11 Tf 72 760 Td\n%sET" % b"".join(line() for _ in range(45)) for _ in range(pages)))


@pytest.mark.prove
def test_many_pages_that_each_stay_below_the_limit_are_refused_together() -> None:
    bomb = pdf(*([b"BT /F1 11 Tf (x) Tj ET\n" * 60_000] * 20))

    assert refusal(bomb).problem("x.pdf").code == "too_large"
