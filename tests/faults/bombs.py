"""PDFs and archives that unpack to far more than they are, go round in circles, or say what is not so."""

from __future__ import annotations

import struct
import zlib

from tests.store.documents.formats.test_docx import body, bomb, p, zipped
from tests.store.documents.formats.test_pdf import file_of, page, pdf

MIB = 1024 * 1024
SENTENCE = b"The harbour office counted the lamps and found that eleven of them were dark."


# PDF


def endless(filters: bytes = b"/FlateDecode") -> bytes:
    """A page whose stream unpacks to a gigabyte of spaces."""
    return streamed(deflated(), filters)


def streamed(packed: bytes, filters: bytes) -> bytes:
    shown = b"<< /Filter %s /Length %d >>\nstream\n%s\nendstream" % (filters, len(packed), packed)
    drawn = b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 9 9] /Contents 1 0 R /Resources << /X << >> >> >>"
    return file_of([shown, drawn, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>", b"<< /Type /Catalog /Pages 3 0 R >>"])


def deflated(mebibytes: int = 1024) -> bytes:
    """A gigabyte of spaces: a block that looks back at nothing may come again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * mebibytes + b"\x03\x00" + b"\0\0\0\0"


def tree(deep: int) -> bytes:
    """Pages in pages in pages."""
    inner = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 2) for number in range(1, deep + 1)]
    last = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % deep
    return file_of([*inner, last, b"<< /Type /Catalog /Pages 1 0 R >>"])


def own_parent() -> bytes:
    return file_of([b"<< /Type /Pages /Count 9 /Kids [1 0 R 1 0 R] >>", b"<< /Type /Catalog /Pages 1 0 R >>"])


def own_contents() -> bytes:
    drawn = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [1 0 R 1 0 R] >>"
    return file_of([drawn, b"<< /Type /Pages /Count 1 /Kids [1 0 R] >>", b"<< /Type /Catalog /Pages 2 0 R >>"])


def own_predecessor() -> bytes:
    """A table of contents that continues with itself."""
    sound = pdf(page(SENTENCE.decode()))
    at = int(sound[sound.rindex(b"startxref") + 9 :].split()[0])
    return sound.replace(b"trailer << ", b"trailer << /Prev %d " % at)


def forms() -> bytes:
    """Drawings that show two of the next, forty deep."""
    use = b"/Resources << /XObject << /F %d 0 R >> >>"
    drawn = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 %s >>\nstream\n/F Do /F Do \nendstream"
    inner = [drawn % (use % (number + 2)) for number in range(40)]
    page_ = b"<< /Type /Page /Parent 42 0 R /MediaBox [0 0 9 9] /Contents 1 0 R %s >>" % (use % 1)
    return file_of(
        [*inner, page_, b"<< /Type /Pages /Count 1 /Kids [41 0 R] >>", b"<< /Type /Catalog /Pages 42 0 R >>"]
    )


# Zip


def listing_of_millions() -> bytes:
    """A listing as long as a file may be, which says that it has a million entries."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    count, size = 110_000, 110_000 * len(entry)
    large = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, size, 0)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, size, 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return entry * count + large + where + end


def laughs() -> bytes:
    """A billion of them, by entities of entities."""
    inner = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    kinds = f'<!DOCTYPE lol [<!ENTITY a "ha">{inner}]>'
    return zipped({"word/document.xml": body(p("&j;")).replace("?>", f"?>{kinds}", 1)})


def out_of_the_archive() -> bytes:
    """A part that is said to be two folders above the archive."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    told = f'<Relationships><Relationship Type="{kind}" Target="../../../../etc/passwd"/></Relationships>'
    return zipped({"_rels/.rels": told, "../../../../etc/passwd.txt": "x", "/etc/passwd.txt": "x"})


def overlapping(parts: int = 300) -> bytes:
    """An archive whose parts are all the same few bytes, and unpack to six gigabytes."""
    name, size = b"word/document.xml", 21 * MIB
    packed = zlib.compress(b" " * size, 9)[2:-4]
    sizes = struct.pack("<3I", zlib.crc32(b" " * size), len(packed), size)
    data = struct.pack("<4s5H12s2H", b"PK\x03\x04", 20, 0, 8, 0, 0, sizes, len(name), 0) + name + packed
    names = [name, *(b"word/part%08d.xml" % part for part in range(1, parts))]
    head = struct.pack("<4s6H12s", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, sizes)
    listing = b"".join(head + struct.pack("<5H2I", len(one), 0, 0, 0, 0, 0, 0) + one for one in names)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, parts, parts, len(listing), len(data), 0)
    return data + listing + end


def lying() -> bytes:
    """An archive that says ten bytes and unpacks to 60 MiB."""
    size = 60 * MIB + len(body(""))
    return bomb(b" " * (60 * MIB)).replace(struct.pack("<I", size), struct.pack("<I", 10))


def climbing_beside_the_text() -> bytes:
    """A sound Word file with entries whose names climb: nothing is ever unpacked to where they say."""
    text = {"word/document.xml": body(p(SENTENCE.decode()))}
    return zipped({**text, "../../../escaped.txt": "x", "/tmp/escaped.txt": "x"})  # noqa: S108 - nobody writes there
