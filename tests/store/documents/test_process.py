"""Files are read by a process of its own, which a hostile one ends and nobody else waits for."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.documents import Unreadable, parse, process
from store.errors import Unavailable
from tests.paths import RAW
from tests.store.documents.formats.test_pdf import SOUND, one_stream, typeset

PAGE = (RAW / "article.html").read_bytes()


def refusal(name: str, data: bytes, **overrides: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        parse(name, data, overrides)
    return caught.value


def test_what_ends_the_process_that_reads_it_ends_nothing_else() -> None:
    before = parse("page.html", PAGE)

    message = refusal("book.pdf", one_stream(b"1 " * 100_000, 1_900)).message

    assert message.startswith("takes longer to read than a document does")
    assert parse("page.html", PAGE) == before


def test_several_threads_read_at_once_and_each_gets_its_own_document() -> None:
    names = ["article.html", "lamps-and-boats.pdf", "portal.html", "wiki.html"]
    one_by_one = [parse(name, (RAW / name).read_bytes()) for name in names]

    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda name: parse(name, (RAW / name).read_bytes()), names))

    assert at_once == one_by_one


def test_an_error_of_ours_is_that_of_one_file(caplog: pytest.LogCaptureFixture) -> None:
    message = refusal("page.html", PAGE, published="someday").message

    assert message == "is broken, or unlike all that we know; save it anew as plain text"
    assert "stumbled over a document" in caplog.text
    assert "someday" not in caplog.text


def test_a_file_may_ask_for_the_more_the_more_it_brings_and_shows_nothing_twice() -> None:
    files = (one_stream(b"x", 1), one_stream(b"x", 99), typeset(9))

    once, again, book = (process.allowed(".pdf", data) for data in files)

    assert once == again < book
    assert process.allowed(".pdf", b"stream%sendstream" % bytes(5_000_000)) == 10
    assert process.allowed(".html", b"<p>") < process.allowed(".html", bytes(5_000_000)) == 10


def test_a_machine_that_starts_no_process_is_not_the_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    process.close()
    with monkeypatch.context() as patch:
        patch.setattr(os, "pipe", fails)
        with pytest.raises(Unavailable, match="Too many open files"):
            parse("report.pdf", SOUND.read_bytes())
