"""Files that mean harm, made when they are needed, each with what a load says of it."""

from __future__ import annotations

import gzip
import itertools
import os
import socket
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.bombs import (
    MIB,
    SENTENCE,
    deflated,
    endless,
    forms,
    laughs,
    listing_of_millions,
    lying,
    out_of_the_archive,
    overlapping,
    own_contents,
    own_parent,
    own_predecessor,
    streamed,
    tree,
)
from tests.store.documents.formats.test_docx import body, bomb, p, plain, words, zipped
from tests.store.documents.formats.test_pdf import SOUND, file_of, one_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST = 5 * MIB

_serial = itertools.count()

NO_TEXT = ": has no text that can be read; write it, or remove the file"
NO_PDF = ": is not a PDF, whatever its name says; save it as one, or rename it"
EMPTY_PDF = ": is a PDF without text, perhaps a scan; add the text with OCR"
BROKEN_PDF = ": is a broken PDF; print it to a new one"
PDF_BOMB = ": unpacks to more than a document holds; print it to a new PDF"
LONG_PDF = ": takes longer to read than a document does; split it, or print it to a new PDF"
NO_WORD = ": is not a Word file, whatever its name says; save it as .docx, or rename it"
BROKEN_WORD = ": is a broken Word file; save it anew as .docx"
ZIP_BOMB = ": unpacks to more than a document holds; save it anew, without pictures"
TOO_LARGE = ": is larger than 5 MiB; split it"
MANY_LINES = ": has more than 200000 lines; split it"
MANY_PARAGRAPHS = ": has more than 30000 paragraphs; split it"
MANY_ATTRIBUTES = ": has more than 200000 attributes; save it as plain text"
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
    Hostile("documents/deep.pdf", lambda: tree(300), EMPTY_PDF),
    Hostile("documents/self.pdf", own_contents, EMPTY_PDF),
    Hostile("documents/forms.pdf", forms, PDF_BOMB),
    Hostile("documents/laughs.docx", laughs, BROKEN_WORD),
    Hostile("documents/climbs.docx", out_of_the_archive, NO_WORD),
    Hostile("documents/parts.docx", lambda: zipped({f"word/{one}.xml": "" for one in range(2_500)}), ZIP_BOMB),
    Hostile("documents/overlap.docx", overlapping, ZIP_BOMB),
    Hostile("documents/lies.docx", lying, ": is broken; save it anew"),
    Hostile("documents/lzma.docx", lambda: bomb(b" ", zipfile.ZIP_LZMA), ": is broken; save it anew"),
    Hostile(
        "documents/anchors.md",
        lambda: b"---\ntitle: &a [x]\nurl: [*a, *a]\n---\n" + SENTENCE,
        ":2:8: 'title' must be text",
    ),
    Hostile("documents/aliases.txt.yaml", lambda: b"title: &a [x, x]\nauthor: [*a, *a]\n", f":1:8: {ALIASES}"),
    Hostile("documents/aliases.txt", lambda: SENTENCE),
    Hostile("documents/long.txt.yaml", lambda: b"title: " + b"x" * (MOST - 9) + b"\n", f":1:1: {LONG_FRONT}"),
    Hostile("documents/long.txt", lambda: SENTENCE),
    Hostile("topics/laughs.md", lambda: of_topic("a: &a [x]\nb: &b [*a, *a]"), f":6:4: {ALIASES}"),
    # Depth
    Hostile("topics/brackets.md", lambda: of_topic(f"aliases: {'[' * 1000}{']' * 1000}"), f":6:29: {DEEP}"),
    Hostile("topics/braces.md", lambda: of_topic(f"aliases: {'{a: ' * 1000}{'}' * 1000}"), f":6:83: {DEEP}"),
    Hostile("topics/dashes.md", lambda: of_topic(f"aliases:\n{'- ' * 1000}x"), f":7:39: {DEEP}"),
    Hostile("topics/steps.md", lambda: of_topic("\n".join(f"{' ' * one}a:" for one in range(400))), f":25:20: {DEEP}"),
    Hostile(
        "documents/brackets.md", lambda: b"---\ntitle: " + b"[" * 1000 + b"]" * 1000 + b"\n---\nx", f":2:27: {DEEP}"
    ),
    Hostile("documents/nested.txt.yaml", lambda: b"title: " + b"[" * 1000 + b"]" * 1000, f":1:27: {DEEP}"),
    Hostile("documents/nested.txt", lambda: SENTENCE),
    Hostile("documents/divs.html", lambda: b"<div>" * 1000 + SENTENCE + b"</div>" * 1000, NO_TEXT),
    Hostile("documents/parts-in-parts.docx", lambda: plain(b"<w:sdt>" * 1000 + b"</w:sdt>" * 1000), BROKEN_WORD),
    # Words twice, words that are none
    Hostile(
        "topics/twice.md", lambda: of_topic("name: Again"), ":6:1: 'name' is given twice (first on line 2); keep one"
    ),
    Hostile("documents/twice.md", lambda: b"---\ntitle: A\ntitle: B\n---\n" + SENTENCE, ":3:1: 'title' is given twice"),
    Hostile("documents/doubled.txt.yaml", lambda: b"title: A\ntitle: B\n", ":2:1: 'title' is given twice"),
    Hostile("documents/doubled.txt", lambda: SENTENCE),
    Hostile(
        "topics/twice-below.md",
        lambda: of_topic("").replace(b"text: A", b"text: B\n    text: A"),
        ":10:5: 'text' is given twice (first on line 9)",
    ),
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
    Hostile("topics/related.md", lambda: of_topic("related: [../opcon]"), ":6:11: there is no topic '../opcon'"),
    Hostile("documents/id.md", lambda: b"---\nid: ../../x\n---\n" + SENTENCE, ":2:1: 'id' is not a key of a document"),
    Hostile(
        "documents/file.md", lambda: b"---\nurl: file:///etc/passwd\n---\nx", ":2:6: 'url' is not valid: 'file:///"
    ),
    Hostile("documents/does.md", lambda: b"---\nurl: javascript:x()\n---\nx", ":2:6: 'url' is not valid: 'javascript:"),
    Hostile(
        "topics/script.md", lambda: of_topic("").replace(b"Two lamps.", b"`rm -rf`"), ":14:1: the summary is plain text"
    ),
    # Characters
    Hostile("topics/nul.md", lambda: of_topic("korean: a\0b"), f":6:10: {NO_NUL}"),
    Hostile("documents/nul.md", lambda: b"---\ntitle: a\0b\n---\n" + SENTENCE, f":2:9: {NO_NUL}"),
    Hostile("documents/a-nul.txt.yaml", lambda: b"title: a\0b\n", f":1:9: {NO_NUL}"),
    Hostile("documents/a-nul.txt", lambda: SENTENCE),
    Hostile("documents/only-nuls.txt", lambda: bytes(9_999), NO_TEXT),
    Hostile("topics/utf16.md", lambda: of_topic("").decode().encode("utf-16"), ":1: not UTF-8 (byte 0xFF at offset 0)"),
    Hostile("topics/half16.md", lambda: of_topic("").decode().encode("utf-16-le"), ":1:1: the front matter is missing"),
    Hostile("documents/latin.txt", lambda: b"Un caf\x81.", ":1: not UTF-8 (byte 0x81 at offset 6)"),
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
    (documents / "second-name.txt.yaml").symlink_to(outside / "secret.txt")
    (folder / "topics" / "out.md").symlink_to(outside / "secret.txt")
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
        "documents/second-name.txt.yaml": LEADS_OUT,
        "topics/out.md": LEADS_OUT,
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
    Hostile("documents/one-line.html", lambda: b"<p>" + SENTENCE * 65_000),
    Hostile("topics/one-line.md", lambda: of_topic("") + SENTENCE * 65_000),
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
    Hostile("documents/said-twice.html", lambda: b"<p " + b"a=b " * 1_300_000 + b">" + SENTENCE),
    Hostile("documents/bold.html", lambda: b"<b>" * 149_000 + SENTENCE, NO_TEXT),
    Hostile("documents/cells.html", lambda: b"<table><tr><td>" + " · a".encode() * 1_000_000),
    Hostile("documents/breaks.html", lambda: b"<p>" + b"\v a" * 1_700_000),
    Hostile("documents/spaces.html", lambda: b"<p>a" + b" " * (MOST - 99) + b"<br>b c d.</p>"),
    Hostile("documents/said.html", lambda: b"<p>%s</p>" % SENTENCE * 19_000),
    Hostile("documents/told.html", lambda: b"<meta name=date content='x'>" * 140_000, MANY_ATTRIBUTES),
    Hostile("documents/told-of.html", lambda: b"<meta name=date>" * 140_000, NO_TEXT),
    # What unpacks
    Hostile("documents/gigabyte.pdf", endless, PDF_BOMB),
    Hostile(
        "documents/twice.pdf", lambda: streamed(zlib.compress(deflated(), 9), b"[/FlateDecode /FlateDecode]"), PDF_BOMB
    ),
    Hostile("documents/letters.pdf", lambda: streamed(b"z" * 4_000_000, b"/ASCII85Decode"), EMPTY_PDF),
    Hostile("documents/pages.pdf", lambda: one_stream(b"1 " * 100_000, 1_900), LONG_PDF),
    Hostile("documents/remarks.pdf", lambda: one_stream(b"%\n" * 2_000_000, 1_900), LONG_PDF),
    Hostile("documents/objects.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 600_000, PDF_BOMB),
    Hostile("documents/arrays.pdf", lambda: file_of([b"[" * 1_000_000, b"<< /Pages 1 0 R >>"]), PDF_BOMB),
    Hostile("documents/tree.pdf", lambda: tree(30_000), BROKEN_PDF),
    Hostile("documents/previous.pdf", own_predecessor),
    Hostile("documents/listing.docx", listing_of_millions, ZIP_BOMB),
    Hostile("documents/spaces.docx", lambda: bomb(b" " * (60 * MIB)), ZIP_BOMB),
    Hostile("documents/deep.docx", lambda: plain(b"<w:sdt>" * 100_000 + b"</w:sdt>" * 100_000), BROKEN_WORD),
    Hostile("documents/line.docx", lambda: plain(p("|").encode().replace(b"|", words(550_000)))),
    Hostile("documents/book.docx", lambda: plain(b"<w:p><w:r><w:t>Lamp</w:t></w:r></w:p>" * 70_000), MANY_PARAGRAPHS),
]


def _anchors() -> bytes:
    return b"".join(b"a%d: &x%d [*x%d]\n" % (one, one, one - 1) for one in range(1, 50_000))
