"""Files that mean harm, made when they are needed, each with what a load says of it."""

from __future__ import annotations

import gzip
import itertools
import os
import socket
import struct
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.store.test_portable import SOUND, file_of, one_stream, page, pdf
from tests.store.test_wordfile import body, bomb, p, plain, words, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIB = 1024 * 1024
MOST = 5 * MIB
SENTENCE = b"The harbour office counted the lamps and found that eleven of them were dark."

_serial = itertools.count()

NO_TEXT = ": has no text that can be read; write it, or remove the file"
NO_PDF = ": is not a PDF, whatever its name says; save it as one, or rename it"
BROKEN_PDF = ": is a broken PDF; print it to a new one"
PDF_BOMB = ": unpacks to more than a document holds; print it to a new PDF"
LONG_PDF = ": takes longer to read than a document does; split it, or print it to a new PDF"
NO_WORD = ": is not a Word file, whatever its name says; save it as .docx, or rename it"
BROKEN_WORD = ": is a broken Word file; save it anew as .docx"
ZIP_BOMB = ": unpacks to more than a document holds; save it anew, without pictures"
TOO_LARGE = ": is larger than 5 MiB; split it"
MANY_LINES = ": has more than 200000 lines; split it"
MANY_PARAGRAPHS = ": has more than 30000 paragraphs; split it"
MANY_TAGS = ": has more than 150000 tags; split it"
ALIASES = "aliases (*) and anchors (&) are not read; write the value out, or quote it"
DEEP = "nested deeper than 20 levels; flatten it"
LONG_FRONT = "longer than 256 KiB; shorten it"
NO_NUL = "a control character is not allowed here; remove it"
IS_NO_DOCUMENT = ": is not a document that can be read; save it as one of .txt, .md, .html, .htm, .pdf, .docx"
LEADS_OUT = ": leads out of the folder; put the file itself here"
LEADS_NOWHERE = ": is a link that leads nowhere; remove it"
IS_NO_FILE = ": is not a file (a device, pipe or socket); remove it"
IS_A_FOLDER = ": is a folder; put its files beside it"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file of that name in the seed folder. *says* is what follows its name in the answer; empty when it is read."""

    name: str
    make: Callable[[], bytes]
    says: str = ""


def of_topic(more: str, cites: str = "almanac-peninsula#1") -> bytes:
    """Return a topic of a name of its own, with *more* on line 6 of its front matter."""
    head = f"---\nname: Lamp {next(_serial)}\nshort: Rope {next(_serial)}\ncategory: command\nreviewed: 2026-01-01\n"
    stated = (
        f"statements:\n  - id: 1\n    text: A claim.\n    as_of: undated\n    held_by: fact\n    cites: [{cites}]\n"
    )
    return f"{head}{more}\n{stated}---\nTwo lamps. No more.\n".encode()


# PDF


def endless(filters: bytes = b"/FlateDecode") -> bytes:
    """A page whose stream unpacks to a gigabyte of spaces."""
    return streamed(_deflated(), filters)


def streamed(packed: bytes, filters: bytes) -> bytes:
    shown = b"<< /Filter %s /Length %d >>\nstream\n%s\nendstream" % (filters, len(packed), packed)
    drawn = b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 9 9] /Contents 1 0 R /Resources << /X << >> >> >>"
    return file_of([shown, drawn, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>", b"<< /Type /Catalog /Pages 3 0 R >>"])


def _deflated(mebibytes: int = 1024) -> bytes:
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


def climbing_beside_the_text() -> bytes:
    """A sound Word file with entries whose names climb: nothing is ever unpacked to where they say."""
    text = {"word/document.xml": body(p(SENTENCE.decode()))}
    return zipped({**text, "../../../escaped.txt": "x", "/tmp/escaped.txt": "x"})  # noqa: S108 - nobody writes there


SMALL = [
    # A name that lies about what is in it
    Hostile("documents/fake.pdf", lambda: SENTENCE, NO_PDF),
    Hostile("documents/page.pdf", lambda: b"<html><body>%s</body></html>" % SENTENCE, NO_PDF),
    Hostile("documents/cut.pdf", lambda: SOUND.read_bytes()[:400], BROKEN_PDF),
    Hostile("documents/noise.pdf", lambda: b"%PDF-1.7\n" + zlib.compress(bytes(range(256)) * 99), BROKEN_PDF),
    Hostile("documents/no-word.docx", lambda: SENTENCE, NO_WORD),
    Hostile("documents/zip.docx", lambda: zipped({"note.txt": "x"}), NO_WORD),
    Hostile("documents/half-a-word.docx", lambda: zipped({"word/document.xml": body("<w:p>")[:-40]}), BROKEN_WORD),
    Hostile("documents/packed.txt", lambda: gzip.compress(SENTENCE, mtime=0), ":1: not UTF-8 (byte 0x8B at offset 1)"),
    Hostile("documents/packed-page.html", lambda: gzip.compress(SENTENCE), ":1: not UTF-8 (byte 0x8B at offset 1)"),
    Hostile("documents/archive.tar.gz", lambda: gzip.compress(SENTENCE), IS_NO_DOCUMENT),
    # Bombs
    Hostile("documents/loops.pdf", own_parent, BROKEN_PDF),
    Hostile("documents/deep.pdf", lambda: tree(300), PDF_BOMB),
    Hostile("documents/self.pdf", own_contents, ": is a PDF without text, perhaps a scan; add the text with OCR"),
    Hostile("documents/forms.pdf", forms, ": is a PDF without text, perhaps a scan; add the text with OCR"),
    Hostile("documents/laughs.docx", laughs, BROKEN_WORD),
    Hostile("documents/climbs.docx", out_of_the_archive, NO_WORD),
    Hostile("documents/parts.docx", lambda: zipped({f"word/{one}.xml": "" for one in range(2_500)}), ZIP_BOMB),
    Hostile("documents/lzma.docx", lambda: bomb(b" ", zipfile.ZIP_LZMA), ": is broken; save it anew"),
    Hostile("documents/anchors.md", lambda: b"---\ntitle: &a [x]\nurl: [*a, *a]\n---\n" + SENTENCE, f":2:8: {ALIASES}"),
    Hostile("documents/aliases.txt.yaml", lambda: b"title: &a [x, x]\nauthor: [*a, *a]\n", f":1:8: {ALIASES}"),
    Hostile("documents/aliases.txt", lambda: SENTENCE),
    Hostile("topics/laughs.md", lambda: of_topic("a: &a [x]\nb: &b [*a, *a]"), f":6:4: {ALIASES}"),
    # Depth
    Hostile("topics/brackets.md", lambda: of_topic(f"aliases: {'[' * 1000}{']' * 1000}"), f":6:29: {DEEP}"),
    Hostile("topics/braces.md", lambda: of_topic(f"aliases: {'{a: ' * 1000}{'}' * 1000}"), f":6:83: {DEEP}"),
    Hostile("topics/dashes.md", lambda: of_topic(f"aliases:\n{'- ' * 1000}x"), f":7:39: {DEEP}"),
    Hostile("topics/steps.md", lambda: of_topic("\n".join(f"{' ' * one}a:" for one in range(400))), f":25:20: {DEEP}"),
    # Words twice, words that are none
    Hostile(
        "topics/twice.md", lambda: of_topic("name: Again"), ":6:1: 'name' is given twice (first on line 2); keep one"
    ),
    Hostile("documents/twice.md", lambda: b"---\ntitle: A\ntitle: B\n---\n" + SENTENCE, ":3:1: 'title' is given twice"),
    Hostile("topics/merged.md", lambda: of_topic("<<: {name: x}"), ":6:1: '<<' is not a key of a topic; valid are: "),
    Hostile(
        "topics/called.md", lambda: of_topic("korean: !!python/object/apply:os.system [x]"), ":6:9: tags (!) are not"
    ),
    Hostile("topics/tabbed.md", lambda: of_topic("\tkorean: x"), ":6:1: a tab indents this line; indent with spaces"),
    Hostile(
        "topics/escapes.md",
        lambda: of_topic("", "../../etc/passwd#1"),
        ":12:13: '../../etc/passwd#1' is not a citation",
    ),
    Hostile(
        "topics/script.md", lambda: of_topic("").replace(b"Two lamps.", b"`rm -rf`"), ":14:1: the summary is plain text"
    ),
    # Characters
    Hostile("topics/nul.md", lambda: of_topic("korean: a\0b"), f":6:10: {NO_NUL}"),
    Hostile("documents/nul.md", lambda: b"---\ntitle: a\0b\n---\n" + SENTENCE, f":2:9: {NO_NUL}"),
    Hostile("documents/only-nuls.txt", lambda: bytes(9_999), NO_TEXT),
    Hostile("documents/utf16.txt", lambda: SENTENCE.decode().encode("utf-16"), ":1: not UTF-8 (byte 0xFF at offset 0)"),
    Hostile(
        "documents/utf16-page.html", lambda: SENTENCE.decode().encode("utf-16"), ":1: not UTF-8 (byte 0xFF at offset 0)"
    ),
    Hostile("topics/utf16.md", lambda: of_topic("").decode().encode("utf-16"), ":1: not UTF-8 (byte 0xFF at offset 0)"),
    Hostile("documents/latin.txt", lambda: "Un café.".encode("latin-1"), ":1: not UTF-8 (byte 0xE9 at offset 6)"),
    Hostile("documents/half.txt", lambda: b"A lamp \xed\xa0\x80.", ":1: not UTF-8 (byte 0xED at offset 7)"),
    Hostile("documents/overlong.txt", lambda: b"A lamp \xc0\xaf.", ":1: not UTF-8 (byte 0xC0 at offset 7)"),
    Hostile("documents/bom.txt", lambda: b"\xef\xbb\xbfA lamp \xff.", ":1: not UTF-8 (byte 0xFF at offset 10)"),
    Hostile("documents/marks.txt", ("\u202e\u2066\u200b" * 99).encode, NO_TEXT),
    Hostile("documents/script.html", lambda: b"<script>alert(1)</script><style>p {}</style>", NO_TEXT),
    # Names
    Hostile("documents/twice-fake..pdf", lambda: SENTENCE, NO_PDF),
    Hostile("documents/x..%2f..%2fetc%2fpasswd.pdf", lambda: SENTENCE, NO_PDF),
    Hostile("topics/x..%2fopcon.md", lambda: of_topic(""), ": is not named by a slug; use a-z, 0-9 and single hyphens"),
    Hostile("documents/a\u202efdp.docx", lambda: SENTENCE, NO_WORD),
    Hostile("documents/two\nlines.docx", lambda: SENTENCE, NO_WORD),
    Hostile(os.fsdecode(b"documents/caf\xe9.docx"), lambda: SENTENCE, NO_WORD),
    Hostile("documents/opcon.exe", lambda: b"MZ", IS_NO_DOCUMENT),
]


def place_what_is_no_file(folder: Path, outside: Path) -> dict[str, str]:
    """Put links, pipes, sockets, devices and folders in *folder*; return what is said of each, by its name there."""
    documents = folder / "documents"
    (outside / "secret.txt").write_bytes(SENTENCE)
    (documents / "out.txt").symlink_to(outside / "secret.txt")
    (documents / "passwd.txt").symlink_to("/etc/passwd")
    (documents / "nowhere.txt").symlink_to(outside / "nowhere")
    (documents / "itself.txt").symlink_to(documents / "itself.txt")
    (documents / "zero.txt").symlink_to("/dev/zero")
    (documents / "above").symlink_to(folder)
    (documents / "year.txt").mkdir()
    (documents / "year.txt" / "back").symlink_to(documents)
    os.mkfifo(documents / "pipe.txt")
    os.mkfifo(folder / "topics" / "pipe.md")
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(documents / "socket.txt"))
    with (documents / "hole.txt").open("wb") as hole:
        hole.truncate(2**40)
    os.link(outside / "secret.txt", documents / "second-name.txt")  # as good as a file
    return {
        "documents/out.txt": LEADS_OUT,
        "documents/passwd.txt": LEADS_OUT,
        "documents/nowhere.txt": LEADS_NOWHERE,
        "documents/itself.txt": LEADS_NOWHERE,
        "documents/zero.txt": LEADS_OUT,
        "documents/above": IS_A_FOLDER,
        "documents/year.txt": IS_A_FOLDER,
        "documents/pipe.txt": IS_NO_FILE,
        "topics/pipe.md": IS_NO_FILE,
        "documents/socket.txt": IS_NO_FILE,
        "documents/hole.txt": TOO_LARGE,
    }


def filled(unit: bytes, most: int = MOST) -> Callable[[], bytes]:
    """Return what makes a file full of *unit*."""
    return lambda: unit * (most // len(unit))


HEAVY = [
    # 5 MiB of one line, of one mark, of nothing
    Hostile("documents/one-word.txt", filled(b"w")),
    Hostile("documents/one-line.txt", filled(SENTENCE + b" ")),
    Hostile("documents/one-line.md", filled("전작권 전환은 언제인가 ".encode())),
    Hostile("documents/accents.txt", filled("é ".encode())),
    Hostile("documents/lines.txt", filled(b"\n"), MANY_LINES),
    Hostile("documents/nuls.txt", filled(b"\0"), NO_TEXT),
    Hostile("documents/brackets.md", filled(b"[[[["), NO_TEXT),
    Hostile("documents/brackets.txt", filled(b"[[[["), NO_TEXT),
    Hostile("documents/hashes.md", filled(b"#"), NO_TEXT),
    Hostile("documents/items.md", filled(b"- "), NO_TEXT),
    Hostile("documents/quotes.md", filled(b"> "), NO_TEXT),
    Hostile("documents/more.txt", lambda: bytes(MOST + 1), TOO_LARGE),
    # Patterns that may look long
    Hostile("documents/steps.md", lambda: b"".join(b"  " * (one % 900) + b"- a\n" for one in range(5_500))),
    Hostile("documents/edits.txt", filled(b"[edit]" * 33 + b"\n", MIB), NO_TEXT),
    Hostile("documents/buttons.txt", filled(b"Share post " * 17 + b"zz\n", 2 * MIB)),
    Hostile("documents/marks.txt", filled(b"$" * 190 + b"\n"), NO_TEXT),
    Hostile("documents/notes.md", filled(b"[^a]" * 25 + b"\n"), NO_TEXT),
    Hostile("documents/pictures.md", filled(b"![a]("), NO_TEXT),
    Hostile("documents/rows.md", lambda: b"|" + b"--|" * (MOST // 3 - 1), NO_TEXT),
    Hostile("documents/hyphens.txt", filled(b"a-" * 59 + b"\n")),
    Hostile("documents/dots.md", filled(b"A.A" * 33 + b"\n")),
    Hostile("documents/fence.md", lambda: b"---\n" + b"#\n" * 2_000_000, MANY_LINES),
    Hostile("documents/remarks.md", filled(b"<!--"), NO_TEXT),
    # Front matter
    Hostile("documents/anchors.md", lambda: b"---\n" + _anchors() + b"---\n" + SENTENCE, f":2:1: {LONG_FRONT}"),
    Hostile("documents/long.md", lambda: b"---\ntitle: " + b"x" * MIB + b"\n---\n" + SENTENCE, f":2:1: {LONG_FRONT}"),
    Hostile("topics/keys.md", lambda: of_topic("\n".join(f"alias{one}: 1" for one in range(15_000))), ":6:1: 'alias0'"),
    Hostile("topics/lines.md", lambda: b"---\n" + b"\n" * (MOST - 9), ":1:1: the front matter is not closed; end it"),
    Hostile("topics/fences.md", filled(b"---\n"), ":2:1: 'category' is missing; add it to the front matter"),
    # Pages
    Hostile("documents/deep.html", lambda: b"<div>" * 100_000 + SENTENCE + b"</div>" * 100_000, MANY_TAGS),
    Hostile("documents/bold.html", lambda: b"<b>" * 149_000 + SENTENCE, NO_TEXT),
    Hostile("documents/cells.html", lambda: b"<table><tr><td>" + " · a".encode() * 1_000_000),
    Hostile("documents/breaks.html", lambda: b"<p>" + b"\v a" * 1_700_000),
    Hostile("documents/spaces.html", lambda: b"<p>a" + b" " * (MOST - 99) + b"<br>b c d.</p>"),
    Hostile("documents/said.html", lambda: b"<p>%s</p>" % SENTENCE * 19_000),
    Hostile("documents/told.html", lambda: b"<meta name=date content='x'>" * 140_000, NO_TEXT),
    # What unpacks
    Hostile("documents/gigabyte.pdf", endless, PDF_BOMB),
    Hostile(
        "documents/twice.pdf", lambda: streamed(zlib.compress(_deflated(), 9), b"[/FlateDecode /FlateDecode]"), PDF_BOMB
    ),
    Hostile("documents/letters.pdf", lambda: streamed(b"z" * 4_000_000, b"/ASCII85Decode"), PDF_BOMB),
    Hostile("documents/pages.pdf", lambda: one_stream(b"1 " * 100_000, 1_900), PDF_BOMB),
    Hostile("documents/remarks.pdf", lambda: one_stream(b"%\n" * 2_000_000, 1_900), LONG_PDF),
    Hostile("documents/objects.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 600_000, PDF_BOMB),
    Hostile("documents/arrays.pdf", lambda: file_of([b"[" * 1_000_000, b"<< /Pages 1 0 R >>"]), PDF_BOMB),
    Hostile("documents/tree.pdf", lambda: tree(30_000), PDF_BOMB),
    Hostile("documents/previous.pdf", own_predecessor),
    Hostile("documents/listing.docx", listing_of_millions, ZIP_BOMB),
    Hostile("documents/spaces.docx", lambda: bomb(b" " * (60 * MIB)), ZIP_BOMB),
    Hostile("documents/deep.docx", lambda: plain(b"<w:sdt>" * 100_000 + b"</w:sdt>" * 100_000), BROKEN_WORD),
    Hostile("documents/line.docx", lambda: plain(p("|").encode().replace(b"|", words(550_000)))),
    Hostile("documents/book.docx", lambda: plain(b"<w:p><w:r><w:t>Lamp</w:t></w:r></w:p>" * 70_000), MANY_PARAGRAPHS),
]


def _anchors() -> bytes:
    return b"".join(b"a%d: &x%d [*x%d]\n" % (one, one, one - 1) for one in range(1, 50_000))
